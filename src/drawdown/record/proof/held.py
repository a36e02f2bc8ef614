"""What is kept beside the entries: keys, checkpoints, tiles, cosignatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class HeldCosignature:
    """A cosignature as it is kept: of which checkpoint, by which key, its line."""

    checkpoint: int
    vkey: str
    line: str


@dataclass(frozen=True)
class Held:
    """What a database, or a case folder, keeps of a record's tree.

    Attributes:
        case: The case's short name.
        position: How many entries there are said to be.
        origin: What checkpoints call the record; blank where none was made yet.
        keys: The record's verifier keys as texts, the first one first.
        checkpoints: Signed notes by their numbers, from 1.
        tiles: Hashes by level, number and width (C2SP tlog-tiles).
        cosignatures: By witnesses.
        endorsed: Of each key the note in which the one before it names it; none: there is none.
    """

    case: str
    position: int
    origin: str = ""
    keys: tuple[str, ...] = ()
    checkpoints: Mapping[int, str] = field(default_factory=dict)
    tiles: Mapping[tuple[int, int, int], bytes] = field(default_factory=dict)
    cosignatures: tuple[HeldCosignature, ...] = ()
    endorsed: tuple[str | None, ...] = ()
