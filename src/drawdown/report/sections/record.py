"""The state of the record that the report rests on, and the exhibits with their hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drawdown.order.words import day, number
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Column,
    Exhibit,
    Heading,
    Paragraph,
    Quote,
    Ref,
    table,
)
from drawdown.report.gather.state import State, state
from drawdown.report.sections.said import count

LONGEST = 50
"""So many characters of a checkpoint fit into a line of a quotation."""


def record(asked: Asked, exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    """The part."""
    found = state(asked)
    yield Heading("The record, and the exhibits", key="record")
    yield Paragraph(_state(asked, found), key="state")
    yield from checkpoint(found)
    yield table(
        "table-record", "Entries of the record, by kind",
        [Column("Kind", width=2), Column("Entries", "right"), Column("Standing", "right")],
        [
            *((kind.replace("_", " "), count(n), count(found.standing[kind]))
              for kind, n in found.entries.items()),
            ("All", count(found.total), count(sum(found.standing.values()))),
        ],
        total=True,
        notes=["“Standing” are those that nothing has corrected or taken back."],
    )  # fmt: skip
    if exhibits:
        yield from listed(exhibits)


def checkpoint(found: State) -> Iterator[Block]:
    """The hash of the order file and the record's signed checkpoint, or that none was made."""
    order = f"The order file has the SHA-256 {found.order}."
    if not found.checkpoint:
        yield Paragraph(f"{order} No checkpoint of the record was made.", key="checkpoint")
        return
    yield Paragraph(
        f"{order} The record’s signed checkpoint follows, line by line. Whoever has the record and "
        "the key of whoever signed can verify that nothing in it was changed since. Where a line "
        "is too long for the page it goes on after “…”, with nothing between.",
        key="checkpoint",
    )
    lines = (line.strip() for line in found.checkpoint.splitlines())
    broken = (part for line in lines for part in _broken(line))
    yield Quote(tuple(broken), "signed checkpoint of the record")


def _broken(line: str) -> list[str]:
    """A line of a checkpoint in parts that fit between the margins of a quotation.

    >>> [len(part) for part in _broken("x" * 60)], _broken("")
    ([50, 11], [])
    """
    parts = [line[at : at + LONGEST] for at in range(0, len(line), LONGEST)]
    return [f"…{part}" if number else part for number, part in enumerate(parts)]


def _state(asked: Asked, found: State) -> str:
    zone = asked.case.order.header.zone
    last = f"{found.last.astimezone(zone):%H:%M} on {day(found.last.astimezone(zone).date())}" if (
        found.last
    ) else "never"  # fmt: skip
    aside = ""
    if found.set_aside or found.unresolved:
        aside = (
            f" Rows of its files that could not be read: {number(found.set_aside)}; corrections "
            f"that correct nothing: {number(found.unresolved)}."
        )
    return (
        f"The report rests on {number(found.total)} entries, of which "
        f"{number(sum(found.standing.values()))} stand. The last was recorded at {last} "
        f"({zone.key}).{aside}{f' {found.destroyed.says}' if found.destroyed else ''}"
    )


def listed(exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    """The exhibits, each with its hash."""
    yield Paragraph(
        ("The exhibits are comma-separated files beside this document. Whoever has one can compute "
         "its SHA-256 and compare it with ", Ref("table-exhibits"), "."),
        key="exhibits",
    )  # fmt: skip
    yield table(
        "table-exhibits", "Exhibits",
        [Column("Exhibit", width=0.8), Column("What it holds", width=2.2),
         Column("Rows", "right", 0.6), Column("File and SHA-256", width=3.6)],
        [
            ((Ref(one.key),), one.title, count(one.rows), f"{one.file} {_in_two(one.sha256)}")
            for one in exhibits
        ],
    )  # fmt: skip


def _in_two(digest: str) -> str:
    """A hash that can be set in two lines."""
    return f"{digest[:32]} {digest[32:]}"
