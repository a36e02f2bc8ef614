"""Check-ins of released people: made, excused, passed without; never a failure by itself."""

from __future__ import annotations

from collections.abc import Iterator

from drawdown.order.words import day
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Column, Heading, Paragraph, Ref, Text, table
from drawdown.report.gather.calls import Called, calls
from drawdown.report.sections.said import count


def check_ins(asked: Asked) -> Iterator[Block]:
    """The part; nothing where no clause in force asks for check-ins."""
    found = calls(asked)
    if not found:
        return
    yield Heading("Check-ins of released people", key="check-ins")
    yield Paragraph(
        ("What became of the check-ins that were due is in ", Ref("table-calls"), ". A check-in "
         "that passed without an entry says only that; it is not a failure to comply, which only a "
         "named person records."),
    )  # fmt: skip
    yield table(
        "table-calls", f"Check-ins whose time was over by {day(asked.on)}",
        [Column("Released from", width=1.4), Column("People", "right"), Column("Due", "right"),
         Column("Made", "right"), Column("Excused", "right"),
         Column("Not reached, person’s side", "right", 1.3),
         Column("Not reached, side unknown", "right", 1.3), Column("Passed without", "right", 1.1),
         Column("Failures recorded", "right", 1.2)],
        [_row(asked, one) for one in found],
        notes=["“Excused” failed on the carrier’s side or the line’s, or met an outage. “Failures” "
               "are those that a named person recorded with a reason.", *_others(found)],
    )  # fmt: skip


def _others(found: list[Called]) -> list[str]:
    """Who is not counted, since nobody asked them to check in."""
    unasked = sum(one.calls.unasked for one in found)
    return [f"Not counted: {count(unasked)} released without a decision or terms that say how they "
            "check in; nobody asked them to."] if unasked else []  # fmt: skip


def _row(asked: Asked, one: Called) -> tuple[Text, ...]:
    c = one.calls
    numbers = (c.people, c.due, c.made, c.excused, c.theirs, c.unknown + c.unnamed, c.nothing,
               c.failures)  # fmt: skip
    return (asked.name(one.facility), *(count(n) for n in numbers))
