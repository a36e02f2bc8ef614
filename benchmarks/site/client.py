"""Readers and writers over HTTP: keep-alive connections on one event loop, each answer timed whole.

The client is small on purpose: it shares the machine's processors with what it measures.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Times:
    """Seconds that answers took, by the name of the page, and what went wrong.

    Attributes:
        since: Answers that came before this time of the monotonic clock do not count.
    """

    since: float = 0.0
    taken: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, seconds: float, status: int) -> None:
        """Note one answer."""
        if time.monotonic() < self.since:
            return
        self.taken.setdefault(name, []).append(seconds)
        if status >= 400:
            self.errors[f"{name} {status}"] = self.errors.get(f"{name} {status}", 0) + 1

    def quantile(self, name: str, share: float) -> float:
        """Below which a share of a page's answers lie, in seconds."""
        taken = sorted(self.taken[name])
        return taken[min(len(taken) - 1, int(share * len(taken)))]

    def everything(self) -> Times:
        """All pages as one."""
        return Times(
            taken={"all": [t for some in self.taken.values() for t in some]}, errors=self.errors
        )


class Connection:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int, headers: str) -> None:
        self.host, self.port, self.headers = host, port, headers
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, body: bytes | None = None) -> int:
        """Ask for a page, or post JSON; the whole answer is read.

        Returns:
            The status.
        """
        for attempt in (1, 2):
            if self.streams is None:
                self.streams = await asyncio.open_connection(self.host, self.port, limit=2**24)
            reader, writer = self.streams
            method, more = ("GET", "") if body is None else (
                "POST", f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            )  # fmt: skip
            head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{self.headers}{more}\r\n"
            try:
                writer.write(head.encode() + (body or b""))
                return await self._answer(reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.streams = None
                if attempt == 2:
                    return 599
        return 599

    async def _answer(self, reader: asyncio.StreamReader) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, length, closes = int(head[9:12]), 0, False
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "transfer-encoding":
                while size := int((await reader.readline()).split(b";")[0], 16):
                    await reader.readexactly(size + 2)
                await reader.readexactly(2)
            elif name.lower() == "connection":
                closes = "close" in value
        await reader.readexactly(length)
        if closes:
            self.streams = None
        return status


Pages = Callable[[random.Random], tuple[str, str]]
"""Gives the name and address of the next page to ask for."""


async def read(
    host: str, port: int, cookie: str, pages: Pages, until: float, times: Times, *, rest: float,
    seed: int,
) -> None:  # fmt: skip
    """A reader: asks for page after page, resting about `rest` seconds between them."""
    connection = Connection(host, port, f"Cookie: sessionid={cookie}\r\n")
    chance = random.Random(seed)  # noqa: S311  which page, not a secret
    if rest:
        await asyncio.sleep(chance.uniform(0, rest))
    while time.monotonic() < until:
        name, path = pages(chance)
        begun = time.perf_counter()
        status = await connection.ask(path)
        times.add(name, time.perf_counter() - begun, status)
        if rest:
            await asyncio.sleep(chance.uniform(0.5 * rest, 1.5 * rest))


async def write(
    host: str, port: int, path: str, token: str, rows: Iterator[list[dict[str, str]]], until: float,
    times: Times, rest: float,
) -> None:  # fmt: skip
    """A writer: sends entries to the API, resting between."""
    connection = Connection(host, port, f"Authorization: Bearer {token}\r\n")
    while time.monotonic() < until:
        body = json.dumps(next(rows)).encode()
        begun = time.perf_counter()
        status = await connection.ask(path, body)
        times.add("entries sent", time.perf_counter() - begun, status)
        await asyncio.sleep(rest)
