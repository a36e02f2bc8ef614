"""The tree in tiles of 256 hashes, as C2SP tlog-tiles lays it out.

A tile of level 0 holds the hashes of 256 leaves, one of level 1 those over 256 tiles of level 0,
and so on. A complete tile never changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from drawdown.record.proof.tree import root_of

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes of a complete tile."""
BYTES = 32
"""Of a hash."""

Read = Callable[[int, int], bytes]
"""Gives the hashes of a tile, one after the other, by its level and number; not always all 256."""


def hashes_in(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[start : start + BYTES] for start in range(0, len(tile), BYTES)]


def over_tile(tile: bytes) -> bytes:
    """The hash over a complete tile: what the level above holds of it."""
    row = hashes_in(tile)
    while len(row) > 1:
        row = [
            sha256(b"\1" + left + right).digest()
            for left, right in zip(row[::2], row[1::2], strict=True)
        ]
    return row[0]


def levels_of(leaves: bytes) -> list[bytes]:
    """Every level of a tree from the hashes of its leaves: level 0 first, each as one text.

    A level has as many hashes as there are complete tiles in the one below it.
    """
    levels = [leaves]
    step = WIDTH * BYTES
    while len(levels[-1]) >= step:
        below = levels[-1]
        levels.append(
            b"".join(
                over_tile(below[start : start + step])
                for start in range(0, len(below) - step + 1, step)
            )
        )
    return levels


class Tiled:
    """The hashes of a tree, read from its tiles: `tree.Nodes`.

    Tiles are read once each and the last ones kept.
    """

    def __init__(self, read: Read) -> None:
        self._tile = lru_cache(maxsize=512)(read)

    def node(self, level: int, index: int) -> bytes:
        """The hash over the leaves from `index << level` until `(index + 1) << level`.

        Raises:
            LookupError: It is not there.
        """
        up, rest = divmod(level, HEIGHT)
        number, place = divmod(index << rest, WIDTH)
        tile = self._tile(up, number)
        part = tile[place * BYTES : (place + (1 << rest)) * BYTES]
        if len(part) != BYTES << rest:
            raise LookupError(f"tile {path_of(up, number)} lacks the hashes from {place} on")
        return part if rest == 0 else root_of(hashes_in(part))


def in_memory(leaves: bytes) -> Tiled:
    """The tree over the hashes of leaves, all of it in memory."""
    levels, step = levels_of(leaves), WIDTH * BYTES
    return Tiled(
        lambda level, number: (
            levels[level][number * step : (number + 1) * step] if level < len(levels) else b""
        )
    )


def path_of(level: int, number: int) -> str:
    """Where a tile stands (C2SP tlog-tiles).

    >>> path_of(0, 1234067)
    'tile/0/x001/x234/067'
    """
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03d}")
    return f"tile/{level}/{'/'.join(parts)}"
