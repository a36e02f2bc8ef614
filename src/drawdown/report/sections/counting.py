"""How the report counts: what every number in it means, before the first of them."""

from __future__ import annotations

from collections.abc import Iterator

from drawdown.order.clauses.check_in import CheckIn
from drawdown.order.words import day, listed
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Heading, Paragraph
from drawdown.report.levels import withheld


def counting(asked: Asked) -> Iterator[Block]:
    """The part."""
    header = asked.case.order.header
    yield Heading("How this report counts", key="counting")
    yield Paragraph(_period(asked), key="period")
    yield Paragraph(
        "The findings are computed from the order, as written in a file that both sides can read, "
        "and from a record of entries that are never changed. An entry that was wrong is corrected "
        "by a new one that names it. What nobody recorded is not taken to have happened, and not "
        "taken not to have: the finding is then undetermined, and says what is missing.",
    )
    yield Paragraph(
        "A day’s population is who was held at its end. Cumulative numbers count from "
        f"{day(asked.start)}, the day of the first order. Every exit is counted once and has a "
        "kind: release, transfer, removal, death, other, or unexplained. A transfer to another "
        "place of detention is not a release, and is never counted as one. A person who is no "
        "longer listed, and of whom nobody says how they left, is an unexplained exit.",
        key="kinds",
    )
    if any(isinstance(item.clause, CheckIn) for item, _ in asked.law):
        yield Paragraph(
            "A check-in that was not made is not a failure. Only a named person records one, with "
            "a reason. What failed on the carrier’s side or the line’s is excused without anyone "
            "asking.",
        )
    yield Paragraph(
        "Capacity, and whatever else sources state differently, is shown by every source. The "
        "order file says which one governs; where none does and the answers differ, the finding is "
        "undetermined.",
    )
    yield Paragraph(" ".join(header.notice.split()), key="notice")
    yield Paragraph(_level(asked), key="level")


def _period(asked: Asked) -> str:
    known = f"as known at the end of {day(asked.known)}" if asked.known else "as known when made"
    return (
        f"This report covers the period from {day(asked.since)} through {day(asked.on)}, both days "
        f"included, and gives the findings of {day(asked.on)}, {known}."
    )


def _level(asked: Asked) -> str:
    hidden = withheld(asked.level)
    by = f" by authority of {asked.authority}" if asked.authority else ""
    if not hidden:
        return f"This is the sealed version{by}. It withholds nothing that the record has."
    name = {"parties": "version for the court and the parties", "public": "public version"}
    return f"This is the {name[asked.level]}{by}. It does not show {listed(list(hidden))}."
