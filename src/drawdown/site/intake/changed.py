"""What each entry of a roster changed: somebody came, left, vanished, or was told otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

KEPT = 5_000
"""Entries of one kind of change whose numbers are kept; the count has all."""

KINDS = ("unexplained", "arrived", "left", "corrected", "withdrawn", "moved")
"""The kinds of change, in the order in which they are shown."""

Cells = Mapping[str, str]


def kind_of(kind: str, cells: Cells, before: Cells) -> str:
    """What an entry changes, held against the one that it takes the place of.

    >>> kind_of("stay", {"book_out": "2020-05-12", "exit": "unexplained"}, {})
    'unexplained'
    >>> kind_of("stay", {"book_out": "2020-05-12", "exit": "transfer"}, {"book_out": "2020-05-11"})
    'corrected'
    """
    if kind == "withdrawal":
        return "withdrawn"
    if before.get("book_out") or (before and not cells.get("book_out")):
        return "corrected"
    if cells.get("exit") == "unexplained":
        return "unexplained"
    if cells.get("exit") == "transfer":
        return "moved"
    return "left" if cells.get("book_out") else "arrived"


def summed(entries: Iterable[tuple[int, str, Cells, Cells]]) -> dict[str, Any]:
    """The changes of a roster by kind: how many, how, and the numbers of their entries.

    Args:
        entries: Each with its number, kind, cells, and those of the entry that it takes the place
            of.

    Who is listed at another facility than before was moved, and has not arrived as well.
    """
    rows = [(seq, kind_of(kind, cells, before), cells) for seq, kind, cells, before in entries]
    moved = {cells["person"] for _, what, cells in rows if what == "moved"}
    found: dict[str, Any] = {what: {"count": 0, "how": {}, "seqs": []} for what in KINDS}
    for seq, what, cells in rows:
        if what == "arrived" and cells["person"] in moved:
            continue
        one = found[what]
        one["count"] += 1
        how = cells.get("exit", "") if what == "left" else ""
        if how:
            one["how"][how] = one["how"].get(how, 0) + 1
        if len(one["seqs"]) < KEPT:
            one["seqs"].append(seq)
    return found
