"""Ports for programs under test, below those that the system hands out, and given once.

A port that the system hands out for a moment may be another connection's by the time that the
program asks for it, so these come from a range of their own; every test process has its part.
"""

from __future__ import annotations

import itertools
import os
import random
import socket

_PROCESSES = 4
_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _PROCESSES


def _part(start: int, stop: int, step: int) -> itertools.cycle[int]:
    """This process's part of a range, from a place by chance: another run may be under way."""
    size = (stop - start) // _PROCESSES
    ports = list(range(start + _PROCESS * size, start + (_PROCESS + 1) * size - step + 1, step))
    first = random.randrange(len(ports))  # noqa: S311
    return itertools.cycle(ports[first:] + ports[:first])


_SOUND = _part(10_000, 28_000, 200)
_OTHERS = _part(28_000, 32_400, 2)


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody has, for UDP and TCP, with the UDP port after it."""
    return next(
        port
        for port in _OTHERS
        if _is_free(port, socket.SOCK_DGRAM)
        and _is_free(port, socket.SOCK_STREAM)
        and _is_free(port + 1, socket.SOCK_DGRAM)
    )


def media_ports() -> tuple[int, int]:
    """A range for sound."""
    start = next(_SOUND)
    return start, start + 200
