"""The worker that is measured: answers every call, speaks without end, tells of each second."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable

import numpy as np

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.events import Answered, CallEvent, Ended, Said
from drawdown.check_in.lines.sip.g711 import RATE
from drawdown.check_in.lines.sip.orders import Pulse
from drawdown.check_in.lines.sip.settings import Settings


def tell(kind: str, **values: object) -> None:
    print(json.dumps({"kind": kind} | values), flush=True)


def speak(call: Call) -> Callable[[CallEvent], None]:
    speech = (9000 * np.sin(np.arange(RATE * 20) / 5)).astype(np.int16)

    def hear(event: CallEvent) -> None:
        if isinstance(event, Answered | Said):
            call.say({"speech": speech})
        elif isinstance(event, Ended) and call.tally is not None:
            tell("ended", **call.tally._asdict())

    return hear


async def main() -> None:
    settings = Settings(
        port=int(sys.argv[1]), media_ports=(10_000, 30_000), most_calls=5000, most_new=500
    )
    agent = Agent(settings, speak)

    def pulse(told: Pulse) -> None:
        tell("second", signalling=time.process_time(), **told._asdict())

    agent.media.on_pulse = pulse
    await agent.start()
    tell("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
