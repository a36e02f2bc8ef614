"""The same work done by sipua's own `Call`, which carries sound by way of aiortc."""

from __future__ import annotations

import asyncio
import fractions
import json
import sys
import time

import av
import numpy as np
import sipua
from aiortc import AudioStreamTrack
from sipmessage import Request

RATE = 8000
FRAME = 160


class Speech(AudioStreamTrack):
    """Speaks the same sound, 20 ms at a time, on aiortc's own timing."""

    def __init__(self) -> None:
        super().__init__()
        self._samples = (9000 * np.sin(np.arange(RATE * 20) / 5)).astype(np.int16)
        self._at = 0
        self._begun = time.time()

    async def recv(self) -> av.AudioFrame:
        wait = self._begun + self._at / RATE - time.time()
        if wait > 0:
            await asyncio.sleep(wait)
        start = self._at % (len(self._samples) - FRAME)
        frame = av.AudioFrame.from_ndarray(
            self._samples[None, start : start + FRAME], format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts = RATE, self._at
        frame.time_base = fractions.Fraction(1, RATE)
        self._at += FRAME
        return frame


class Answering(sipua.Application):
    calls = 0

    async def handle_request(self, request: Request) -> None:
        if request.method != "INVITE":
            await super().handle_request(request)
            return
        call = sipua.Call.create_uas(dialog_layer=self.dialog_layer, request=request)
        call.audioTransceiver.sender.replaceTrack(Speech())
        await call.accept(request)
        self.calls += 1
        asyncio.get_running_loop().create_task(drain(call))


async def drain(call: sipua.Call) -> None:
    while True:
        await call.audioTransceiver.receiver.track.recv()


async def main() -> None:
    application = Answering()
    await application.listen(sipua.TransportAddress("udp", "127.0.0.1", int(sys.argv[1])))
    print(json.dumps({"kind": "ready"}), flush=True)
    before = time.process_time()
    while True:
        await asyncio.sleep(1)
        now = time.process_time()
        second = {"kind": "second", "calls": application.calls, "busy": now - before}
        print(json.dumps(second), flush=True)
        before = now


if __name__ == "__main__":
    asyncio.run(main())
