"""Custody reviews: decided and pending, and the reason for each person's delay."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from drawdown.order.words import day, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Column, Heading, Paragraph, Ref, Text, table
from drawdown.report.gather.delays import Reviews, Waits, reviews, unanswered, waits
from drawdown.report.levels import Shows
from drawdown.report.sections.said import NONE, count, short

MOST = 100
"""So many people are listed in the report; an exhibit lists all of them."""


def custody(asked: Asked) -> Iterator[Block]:
    """The part; nothing where no clause in force asks for reviews."""
    found = reviews(asked)
    lacking = unanswered(asked)
    if not (found or lacking):
        return
    yield Heading("Custody reviews", key="reviews")
    if found:
        yield Paragraph(("Where reviews stand is in ", Ref("table-reviews"), "."))
        yield table(
            "table-reviews", f"Custody reviews on {day(asked.on)}, by clause and centre",
            [Column("Clause", width=2.3), Column("Centre", width=1.2), Column("Covered", "right"),
             Column("Released", "right"), Column("Not released", "right"),
             Column("Overdue", "right"), Column("Not yet due", "right"),
             Column("Unclear", "right")],
            [_reviews(asked, one) for one in found],
            notes=["“Released” and “Not released” are decisions; “Unclear” are people of whom a "
                   "missing fact leaves open whether the clause covers them."],
        )  # fmt: skip
    for one in lacking:
        yield Paragraph(f"{asked.name(one.facility)}: reviews cannot be listed: {one.why}.")
    yield from _decided(asked)
    yield from _waiting(asked)


def _title(asked: Asked, clause: str) -> str:
    first = asked.case.order.clauses[clause].first
    return first.title or first.demand()


def _reviews(asked: Asked, one: Reviews) -> tuple[Text, ...]:
    numbers = (one.covered, one.released, one.kept, one.overdue, one.waiting, one.unclear)
    return (_title(asked, one.clause), asked.name(one.facility), *(count(n) for n in numbers))


def decisions(asked: Asked) -> pl.DataFrame:
    """The decisions of the period, by day."""
    made = asked.ask.entries_anywhere("decision", since=asked.since)
    return made.sort("date", "recorded", "person")


def _decided(asked: Asked) -> Iterator[Block]:
    yield Heading("Decisions in the period", 2)
    made = decisions(asked)
    if made.is_empty():
        yield Paragraph("The record has no custody decision in the period.")
        return
    yield Paragraph((f"{some(len(made), 'decision was', 'decisions were')} made in the period (",
                     Ref("table-decisions"), ")."))  # fmt: skip
    health = asked.shows(Shows.HEALTH)
    columns = [Column("Person", width=1.2), Column("Day", width=1.05), Column("Outcome", width=1.1),
               Column("Decided by", width=2.8), Column("Authority", width=1.4)]  # fmt: skip
    columns += [Column("Reason", width=1.8)] if health else []
    rows = []
    for row in made.head(MOST).iter_rows(named=True):
        second = f"; confirmed by {row['second']}" if row["second"] else ""
        cells = [row["person"], short(row["date"]), str(row["outcome"]).replace("_", " "),
                 f"{row['decider']}{second}", row["authority"] or NONE]  # fmt: skip
        rows.append([*cells, row["reason"] or NONE] if health else cells)
    notes = [] if health else ["Reasons and conditions may tell of health; the sealed version has "
                               "them."]  # fmt: skip
    yield table("table-decisions", "Custody decisions in the period", columns, rows,
                notes=[*notes, *_more(len(made))])  # fmt: skip


def _waiting(asked: Asked) -> Iterator[Block]:
    yield Heading("People who wait, and the reason for each delay", 2)
    open_ = list(waits(asked))
    late = [one for one in open_ if one.days is not None and one.days > 0]
    if not open_:
        yield Paragraph(f"On {day(asked.on)} nobody covered waits for a decision.")
        return
    unsaid = sum(one.why == "no reason recorded" for one in late)
    yield Paragraph(
        (f"On {day(asked.on)} {some(len(open_), 'person waits', 'people wait')} for a decision, "
         f"{len(late):,} of them past the day that the court set; for {unsaid:,} of those the "
         "record gives no reason (", Ref("table-waiting"), ")."),
        key="waiting",
    )  # fmt: skip
    yield table(
        "table-waiting", "People who wait for a custody decision, by the court’s deadlines",
        [Column("Person", width=1.4), Column("Centre", width=1), Column("Due", width=1.05),
         Column("Days late", "right", 0.8), Column("Reason for the delay", width=3.4)],
        [_wait(asked, one) for one in open_[:MOST]], notes=_more(len(open_)),
    )  # fmt: skip


def _more(many: int) -> list[Text]:
    return [f"{many - MOST:,} more are in the exhibits."] if many > MOST else []


def _wait(asked: Asked, one: Waits) -> tuple[Text, ...]:
    late = f"{one.days:,}" if one.days is not None and one.days > 0 else NONE
    where = asked.names.get(one.facility, NONE)
    return (one.person, where, short(one.due), late, reason(asked, one))


def reason(asked: Asked, one: Waits) -> str:
    """Why somebody waits, as far as the level may say."""
    if not one.health:
        return one.why
    return f"{one.why}: {one.health}" if asked.shows(Shows.HEALTH) else one.why
