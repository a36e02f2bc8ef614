"""Supplies and conditions: what was needed, what was handed out, and two accounts of it."""

from __future__ import annotations

from collections.abc import Iterator

from drawdown.order.words import day, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Column, Heading, Paragraph, Ref, Text, table
from drawdown.report.gather.supplies import Supplied, supplies
from drawdown.report.sections.said import amount, count, status_of

_SIDES = (("held", "Held"), ("inspector", "Inspectors"), ("staff", "Staff"))


def supplied(asked: Asked) -> Iterator[Block]:
    """The part; nothing where no clause in force asks for supplies."""
    found = supplies(asked)
    if not found:
        return
    yield Heading("Supplies, by two accounts", key="supplies")
    yield Paragraph(
        ("What staff logged and what people held, inspectors and staff reported stand side by side "
         "in ", Ref("table-supplies"), ". Neither is taken for the truth."),
    )  # fmt: skip
    yield table(
        "table-supplies", f"Supplies from {day(asked.since)} through {day(asked.on)}",
        [Column("Item", width=1.2), Column("Centre", width=1), Column("Finding", width=1.5),
         Column("Had or got it", "right", 0.9), Column("Needed", "right", 0.9),
         Column("Handed out in the period", "right", 1.1),
         *(Column(f"{said}: yes / no", "right", 1.1) for _, said in _SIDES),
         Column("In conflict", "right", 0.9)],
        [_row(asked, one) for one in found],
        notes=["“Had or got it” and “Needed” are those of the finding, in the unit that its "
               "paragraph names; “In conflict” are reports of people held that there was none, "
               "within 7 days of a logged handout."],
    )  # fmt: skip
    against = [one for one in found if one.conflicts]
    for one in against:
        yield Paragraph(
            f"{asked.name(one.facility)}, {one.item}: "
            f"{some(one.conflicts, 'report of people held stands', 'reports of people held stand')}"
            " against the log. Both are kept, and somebody has to go and look.",
        )
    yield from _conditions(asked)


def _row(asked: Asked, one: Supplied) -> tuple[Text, ...]:
    reports = [f"{one.reports[who, 'yes']} / {one.reports[who, 'no']}" for who, _ in _SIDES]
    return (
        one.item, asked.name(one.facility), status_of(one.finding), amount(one.finding.value),
        amount(one.finding.limit), count(one.handed_out), *reports, count(one.conflicts),
    )  # fmt: skip


def _conditions(asked: Asked) -> Iterator[Block]:
    visits = asked.ask.entries_anywhere("inspection", since=asked.since).sort("date", "facility")
    for row in visits.iter_rows(named=True):
        result = f": {row['result']}" if row["result"] else ""
        yield Paragraph(
            f"{asked.name(row['facility'])} was inspected on {day(row['date'])} by "
            f"{row['inspector']}{result} (entry {row['id']})."
        )
