"""Entries as a database holds them, read in pieces and held against their own commitments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from pydantic_core import from_json

from drawdown.record.proof.canonical import canonical_texts
from drawdown.record.proof.leaf import leaf_of

NOTHING = bytes(32)
"""In place of the hash of an entry that is not there."""

Unseal = Callable[[bytes, str], bytes]
"""Opens sealed content by its bytes and its place; raises `ValueError` where it was changed."""


class Stored(NamedTuple):
    """An entry as it is stored; `recorded` as a leaf has it."""

    seq: int
    kind: str
    name: str
    date: str
    recorded: str
    facility: str
    person: str
    supersedes: str
    by: str
    content: str | None
    sealed: bytes | None
    salt: bytes | None
    commitment: bytes | None
    destroyed: int | None
    file: str
    line: int

    def leaf_hash(self, case: str, seq: int | None = None) -> bytes:
        """The hash of its leaf; with `seq` as if it stood elsewhere."""
        number = self.seq if seq is None else seq
        leaf = leaf_of(
            case, number, self.kind, self.recorded, self.file, self.line, self.commitment or b""
        )
        return sha256(b"\0" + leaf).digest()


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was.

    Attributes:
        what: `altered`, `removed`, `inserted`, `moved`, `destroyed`, `shortened`, `tile`,
            `checkpoint`, `key`, `cosignature` or `file`.
        says: What, in one sentence.
        seq: The number of the entry, where it is about one.
        name: Its id.
    """

    what: str
    says: str
    seq: int | None = None
    name: str = ""


@dataclass
class Piece:
    """What was found of the entries of some numbers.

    Attributes:
        first: The first number.
        rows: How many entries were read.
        leaves: The hashes of their leaves, one after the other; zeros where an entry is missing.
        problems: What is wrong with them by themselves.
        destroyed: Numbers of entries without content, each with the entry that says so.
        said: Which numbers each destruction says were destroyed, by its own.
        unopened: How many sealed entries could not be read, for want of a key.
    """

    first: int
    rows: int = 0
    leaves: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    destroyed: dict[int, int] = field(default_factory=dict)
    said: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    unopened: int = 0


def read_piece(
    case: str, rows: Iterable[Stored], first: int, unseal: Unseal | None = None
) -> Piece:
    """Hold entries against their own commitments, and make the hashes of their leaves.

    Args:
        case: The case's short name.
        rows: The entries from a number on, in the order of their numbers.
        first: That number.
        unseal: Opens sealed content; without it sealed entries are held against the tree alone.
    """
    piece, leaves, expected = Piece(first), [], first
    for row in rows:
        piece.rows += 1
        while expected < row.seq:
            leaves.append(NOTHING)
            piece.problems.append(Problem("removed", "is not there", expected))
            expected += 1
        if row.seq < expected:
            piece.problems.append(
                Problem("inserted", "has the number of another entry", row.seq, row.name)
            )
            continue
        expected += 1
        if row.destroyed is not None:
            _destroyed(row, piece)
        else:
            _content(row, unseal, piece)
        leaves.append(row.leaf_hash(case))
    piece.leaves = b"".join(leaves)
    return piece


def _destroyed(row: Stored, piece: Piece) -> None:
    piece.destroyed[row.seq] = row.destroyed or 0
    if row.content is not None or row.sealed is not None or row.salt is not None:
        says = "is said to be destroyed, and its content is still there"
        piece.problems.append(Problem("destroyed", says, row.seq, row.name))


def _content(row: Stored, unseal: Unseal | None, piece: Piece) -> None:
    """Note what of an entry is not what its commitment, or its content, says."""
    content, salt = row.content, row.salt
    if content is None and row.sealed is not None and salt is not None:
        if unseal is None:
            piece.unopened += 1
            return
        try:
            content = unseal(row.sealed, row.name).decode()
            salt = unseal(salt, f"{row.name} salt")
        except ValueError as error:
            problem = Problem("altered", f"cannot be opened: {error}", row.seq, row.name)
            piece.problems.append(problem)
            return
    if content is None or salt is None:
        says = "has no content, and no entry says that it was destroyed"
        piece.problems.append(Problem("altered", says, row.seq, row.name))
        return
    try:
        cells = from_json(content)
        made = sha256(salt + canonical_texts(cells)).digest()
    except (ValueError, TypeError):
        cells, made = {}, b""
    if made != row.commitment or not isinstance(cells, dict):
        says = "does not say what it committed to when it was made"
        piece.problems.append(Problem("altered", says, row.seq, row.name))
        return
    get = cells.get
    if (
        get("id") != row.name or get("entry") != row.kind
        or (get("person") or "")[:120] != row.person
        or (get("supersedes") or "")[:240] != row.supersedes
        or (get("facility") or "")[:64] != row.facility
        or (get("by") or "")[:200] != row.by
        or (get("date") or "")[:10] != row.date
    ):  # fmt: skip
        says = "stands in the database under other facts than its content states"
        piece.problems.append(Problem("altered", says, row.seq, row.name))
    if row.kind == "destruction":
        piece.said[row.seq] = read_spans(get("entries") or "")


def read_spans(text: str) -> list[tuple[int, int]]:
    """The numbers that a destruction names, as first and last of each span.

    >>> read_spans("12-14; 90")
    [(12, 14), (90, 90)]
    """
    spans = []
    for part in text.split(";"):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and (last or first).isdigit():
            spans.append((int(first), int(last or first)))
    return spans


def write_spans(numbers: Iterable[int]) -> str:
    """Numbers as a destruction names them.

    >>> write_spans([90, 12, 13, 14])
    '12-14; 90'
    """
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "; ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
