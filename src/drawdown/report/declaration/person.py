"""One person's record: everything that it holds of them, in order, with what stands now."""

from __future__ import annotations

import polars as pl

from drawdown.errors import nearest
from drawdown.order.words import day, some
from drawdown.report.asked import Asked
from drawdown.report.declaration.paper import paper
from drawdown.report.document.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Ref,
    Text,
    table,
)
from drawdown.report.errors import ReportError
from drawdown.report.exhibits import made
from drawdown.report.gather.delays import waits
from drawdown.report.levels import HEALTH_FIELDS, HEALTH_KINDS, Shows
from drawdown.report.sections.reviews import reason
from drawdown.report.sections.said import NONE, short
from drawdown.review.timeline import Event, timeline

WITHHELD = "withheld in this version: it may tell of health"


def person_paper(asked: Asked, person: str, stem: str = "person") -> Document:
    """The declaration of one person's record.

    Raises:
        ReportError: The level shows no person, or the record holds nothing of that one.
    """
    if not asked.shows(Shows.PEOPLE):
        raise ReportError("--level: the public version shows no person; expected parties or sealed")
    events = timeline(asked.view, person, names=asked.names, on=asked.on)
    if not events:
        known = _people(asked)
        raise ReportError(
            f"the record holds nothing of {person!r} by {asked.on}{nearest(person, known)}"
        )
    blocks: list[Block] = [
        Heading("What the record holds"),
        Paragraph(
            (f"The record holds {some(len(events), 'statement')} about {person} "
             f"by {day(asked.on)} (", Ref("table-timeline"), ")."),
        ),
        table(
            "table-timeline", f"The record of {person}",
            [Column("Day", width=1.1), Column("What happened", width=3), Column("By", width=1.3),
             Column("Source and entry", width=2.3), Column("Stands", width=1.2)],
            [_row(asked, event) for event in events],
        ),
        *_waiting(asked, person),
    ]  # fmt: skip
    frame = pl.DataFrame(
        [(e.date, e.kind, _says(asked, e), e.by, e.source, e.entry, e.recorded, e.replaced_by)
         for e in events],
        ["date", "kind", "says", "by", "source", "entry", "recorded", "replaced_by"], orient="row",
    )  # fmt: skip
    exhibit = made("A", "entries", f"The entries about {person}", frame, stem)
    return paper(asked, "Declaration of a person’s record", f"person {person}", blocks, (exhibit,))


def _people(asked: Asked) -> list[str]:
    frames = asked.case.record.frames.values()
    with_person = [f["person"] for f in frames if "person" in f.columns]
    return sorted(set(pl.concat(with_person))) if with_person else []


def _says(asked: Asked, event: Event) -> str:
    if asked.shows(Shows.HEALTH):
        return event.says
    if event.kind in HEALTH_KINDS:
        return f"an entry of the kind “{event.kind}”; {WITHHELD}"
    if event.kind in HEALTH_FIELDS:
        return f"an entry of the kind “{event.kind}”; its reasons are {WITHHELD}"
    return event.says


def _row(asked: Asked, event: Event) -> tuple[Text, ...]:
    zone = asked.case.order.header.zone
    at = f", {event.at.astimezone(zone):%H:%M}" if event.at else ""
    stands = "yes" if event.stands else f"no: replaced by {event.replaced_by}"
    return (
        f"{short(event.date)}{at}", _says(asked, event), event.by or NONE,
        f"{event.source} ({event.entry})", stands,
    )  # fmt: skip


def _waiting(asked: Asked, person: str) -> list[Block]:
    mine = [one for one in waits(asked) if one.person == person]
    if not mine:
        return []
    found: list[Block] = [Heading("What is still due")]
    for one in mine:
        due = f" It was or is due on {day(one.due)}." if one.due else ""
        found.append(Paragraph(f"A decision on this person’s custody is open under "
                               f"“{one.clause}”.{due} {reason(asked, one)}."))  # fmt: skip
    return found
