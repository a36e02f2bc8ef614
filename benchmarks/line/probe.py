"""One more telephone on the loaded line, which notes when each packet arrives.

The kernel writes the time of arrival, so that it does not matter when this process gets to look.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
import time

TIMESTAMP = 35  # SO_TIMESTAMPNS on Linux


class Probe(threading.Thread):
    """Calls, listens until stopped, hangs up."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._line = ("127.0.0.1", port)
        self._over = threading.Event()
        self.arrivals: list[tuple[int, float]] = []

    def run(self) -> None:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sound,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip,
        ):
            for each in (sound, sip):
                each.bind(("127.0.0.1", 0))
                each.settimeout(0.5)
            sound.setsockopt(socket.SOL_SOCKET, TIMESTAMP, 1)
            sound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            self._call(sip, sound.getsockname()[1])
            while not self._over.is_set():
                try:
                    data, more, _, _ = sound.recvmsg(2048, 64)
                except TimeoutError:
                    continue
                seconds, nanoseconds = struct.unpack("qq", more[0][2][:16])
                number = struct.unpack("!H", data[2:4])[0]
                self.arrivals.append((number, seconds + nanoseconds / 1e9))

    def _call(self, sip: socket.socket, sound: int) -> None:
        own = sip.getsockname()[1]
        body = (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {sound} RTP/AVP 0\r\n"
        )
        head = (
            f"{{method}} sip:check-in@127.0.0.1:{self._line[1]} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK{own}{{method}}\r\n"
            "From: <sip:probe@127.0.0.1>;tag=p\r\nTo: <sip:check-in@127.0.0.1>{tag}\r\n"
            f"Call-ID: probe{own}\r\nCSeq: 1 {{method}}\r\nMax-Forwards: 70\r\n"
            f"Contact: <sip:probe@127.0.0.1:{own}>\r\n"
        )
        invite = head.format(method="INVITE", tag="")
        invite += f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        for _ in range(20):
            sip.sendto(invite.encode(), self._line)
            try:
                answer = sip.recv(4096).decode()
                while not answer.startswith("SIP/2.0 200"):
                    answer = sip.recv(4096).decode()
            except TimeoutError:
                continue
            tag = re.search(r"^To:.*;tag=(\S+)", answer, re.MULTILINE)
            assert tag
            ack = head.format(method="ACK", tag=f";tag={tag[1]}")
            sip.sendto(f"{ack}Content-Length: 0\r\n\r\n".encode(), self._line)
            return
        raise RuntimeError("the line does not answer")

    def stop(self) -> None:
        self._over.set()
        self.join()

    def found(self, since: float, until: float) -> tuple[int, int, list[float]]:
        """Packets come and lost between two times, and how late each was, in milliseconds.

        Late after the earliest of them all on the 20 ms grid, so a constant delay is no lateness.
        """
        chosen = [(n, at) for n, at in self.arrivals if since <= at <= until]
        if not chosen:
            return 0, 0, []
        first, offsets, numbers = chosen[0][0], [], set()
        for number, at in chosen:
            step = (number - first) & 0xFFFF
            numbers.add(step)
            offsets.append(at - step * 0.02)
        earliest = min(offsets)
        lost = max(numbers) + 1 - len(numbers)
        return len(chosen), lost, sorted(1000 * (each - earliest) for each in offsets)


def now() -> float:
    """The clock in which arrivals are told."""
    return time.time()
