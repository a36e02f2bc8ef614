"""A whole record verified: its entries against its tiles, and its tree against every checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from drawdown.record.proof.checkpoint import Checkpoint, read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.held import Held
from drawdown.record.proof.moved import moved
from drawdown.record.proof.note import VerifierKey, read_line, read_vkey
from drawdown.record.proof.stored import Piece, Problem, Stored
from drawdown.record.proof.succession import succeeding
from drawdown.record.proof.tiles import BYTES, WIDTH, in_memory, levels_of
from drawdown.record.proof.tree import root_at

MOST = 400
"""So many entries are looked at one by one, to say what became of each."""


@dataclass(frozen=True)
class Verification:
    """What became of verifying a record.

    Attributes:
        case: The case's short name.
        entries: How many entries were read.
        root: The root hash of the tree over all of them.
        checkpoints: How many checkpoints hold.
        signed: How many entries the last checkpoint that holds covers.
        cosignatures: How many cosignatures hold.
        destroyed: How many entries' content was destroyed by order.
        unopened: How many sealed entries were not opened, for want of a key.
        keys: The record's keys that checkpoints were held against.
        problems: What is not as it was; none: the record is whole.
    """

    case: str
    entries: int
    root: bytes
    checkpoints: int
    signed: int
    cosignatures: int
    destroyed: int
    unopened: int
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


Again = Callable[[Sequence[int]], list[Stored]]
"""Reads the entries of some numbers again."""


def judge(
    held: Held,
    pieces: Iterable[Piece],
    again: Again = lambda numbers: [],
    trusted: Sequence[VerifierKey] = (),
    known: Sequence[str] = (),
) -> Verification:
    """Hold the entries against everything that is kept of them.

    Args:
        held: What is kept beside the entries.
        pieces: What was found of the entries, all of them.
        again: Reads some entries again.
        trusted: The record's keys as the reader knows them from elsewhere; with them a key that
            the database alone vouches for counts for nothing, unless one of them endorsed it.
        known: Signed checkpoints that the reader has from elsewhere, such as from a report.
    """
    found = sorted(pieces, key=lambda piece: piece.first)
    leaves = b"".join(piece.leaves for piece in found)
    problems = [problem for piece in found for problem in piece.problems]
    count = len(leaves) // BYTES
    problems += _positions(held, count)
    problems += _destroyed(found)
    named = {problem.seq for problem in problems if problem.seq is not None}
    problems += _tiles(held, leaves, named, again)
    nodes = in_memory(leaves)
    keys, broken = _keys(held, trusted)
    problems += broken
    holding: dict[int, Checkpoint] = {}
    last = 0
    for number, text in [*sorted(held.checkpoints.items()), *((0, text) for text in known)]:
        which = f"checkpoint {number}" if number else "the checkpoint given"
        try:
            checkpoint, note = read_checkpoint(text)
            if checkpoint.origin != held.origin:
                raise ProofError(f"is of another record, {checkpoint.origin}")
            if not note.signed_by(keys):
                raise ProofError("is not signed by a key of this record: it is forged, or the key "
                                 "is missing")  # fmt: skip
        except ProofError as error:
            problems.append(Problem("checkpoint", f"{which} {error}"))
            continue
        if number and checkpoint.size < last:
            problems.append(Problem("checkpoint", f"{which} is of fewer entries than one before"))
        if checkpoint.size > count:
            says = f"{which} signs {checkpoint.size} entries, and there are {count}"
            problems.append(Problem("shortened", says))
        elif root_at(nodes, checkpoint.size) != checkpoint.root:
            says = f"{which}: the first {checkpoint.size} entries are not those that it signs"
            problems.append(Problem("checkpoint", f"{says}; {_after(holding)}"))
        elif number:
            holding[number] = checkpoint
        last = max(last, checkpoint.size) if number else last
    cosigned, broken = _cosignatures(held)
    problems += broken
    return Verification(
        held.case, sum(piece.rows for piece in found), root_at(nodes, count),
        len(holding), max((one.size for one in holding.values()), default=0), cosigned,
        sum(len(piece.destroyed) for piece in found), sum(piece.unopened for piece in found),
        tuple(key.vkey for key in keys), tuple(problems),
    )  # fmt: skip


def _after(holding: dict[int, Checkpoint]) -> str:
    if not holding:
        return "no checkpoint before it holds"
    number, last = max(holding.items())
    return f"checkpoint {number}, of {last.size} entries, still holds"


def _positions(held: Held, count: int) -> list[Problem]:
    if count > held.position:
        says = f"stands after the last entry, number {held.position}"
        return [Problem("inserted", says, seq) for seq in range(held.position + 1, count + 1)][
            :MOST
        ]
    if count < held.position:
        says = f"is not there: the record had {held.position} entries"
        fewer = range(count + 1, min(held.position, count + MOST) + 1)
        return [Problem("removed", says, seq) for seq in fewer]
    return []


def _destroyed(pieces: Sequence[Piece]) -> list[Problem]:
    """Entries without content of which no destruction says that they were destroyed."""
    said = {seq: spans for piece in pieces for seq, spans in piece.said.items()}
    return [
        Problem("destroyed", "has no content, and the entry that is to say why does not", seq)
        for piece in pieces
        for seq, by in piece.destroyed.items()
        if not any(first <= seq <= last for first, last in said.get(by, ()))
    ]


def _tiles(held: Held, leaves: bytes, named: set[int], again: Again) -> list[Problem]:
    """Entries whose leaves are not those that tiles hold, and tiles that are not what they were."""
    problems: list[Problem] = []
    were: dict[int, bytes] = {}
    levels = levels_of(leaves)
    for (level, number, width), tile in sorted(held.tiles.items()):
        start = number * WIDTH * BYTES
        here = levels[level] if level < len(levels) else b""
        if tile == here[start : start + width * BYTES]:
            continue
        if level == 0 and len(tile) == width * BYTES:
            for place in range(width):
                was = tile[place * BYTES : (place + 1) * BYTES]
                at = start + place * BYTES
                if was != here[at : at + BYTES]:
                    were[number * WIDTH + place + 1] = was
        elif level == 0:
            problems.append(Problem("tile", f"tile {number} of the tree is not complete"))
        elif not were:
            problems.append(Problem("tile", f"tile {number} of level {level} of the tree changed"))
    if were:
        some = dict(sorted(were.items())[:MOST])
        problems += moved(held.case, some, again(sorted(some)), named)
        if len(were) > MOST:
            says = f"and {len(were) - MOST} more entries are not those that the tree holds"
            problems.append(Problem("altered", says))
    return problems


def _keys(held: Held, trusted: Sequence[VerifierKey]) -> tuple[list[VerifierKey], list[Problem]]:
    keys: list[VerifierKey] = []
    problems = []
    if trusted:  # and those that these endorsed
        trusted = succeeding([note for note in held.endorsed if note], trusted)
    for text in held.keys:
        try:
            key = read_vkey(text)
        except ProofError as error:
            problems.append(Problem("key", str(error)))
            continue
        if trusted and key not in trusted:
            problems.append(
                Problem(
                    "key",
                    f"the record's key {text} is not among those given, "
                    "and none of them endorsed it",
                )
            )
        else:
            keys.append(key)
    return [*keys, *(key for key in trusted if key not in keys)], problems


def _cosignatures(held: Held) -> tuple[int, list[Problem]]:
    count, problems = 0, []
    for one in held.cosignatures:
        try:
            key, line = read_vkey(one.vkey), read_line(one.line)
            checkpoint, _ = read_checkpoint(held.checkpoints[one.checkpoint])
            holds = (line.name, line.id) == (key.name, key.id) and key.holds(
                checkpoint.text.encode(), line.made
            )
        except (ProofError, KeyError):
            holds = False
        if holds:
            count += 1
        else:
            says = f"a cosignature of checkpoint {one.checkpoint} is not that of its witness"
            problems.append(Problem("cosignature", says))
    return count, problems
