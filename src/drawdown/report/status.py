"""The status report: its parts in order, from an order, its record and the findings of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drawdown.order.words import day
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Document, Exhibit
from drawdown.report.exhibits import exhibits
from drawdown.report.levels import marking
from drawdown.report.sections.calls import check_ins
from drawdown.report.sections.changed import changed
from drawdown.report.sections.clauses import clauses, glance
from drawdown.report.sections.closing import caption, service, signature, title
from drawdown.report.sections.counting import counting
from drawdown.report.sections.infection import infection
from drawdown.report.sections.people import people
from drawdown.report.sections.record import record
from drawdown.report.sections.reviews import custody
from drawdown.report.sections.space import space
from drawdown.report.sections.supplies import supplied


def status_report(asked: Asked, stem: str = "report") -> Document:
    """The status report of a period.

    Args:
        asked: What it is asked about.
        stem: What the names of its exhibits begin with.

    Raises:
        ReportError: The party that files is not in the order.
    """
    header = asked.case.order.header
    found = exhibits(asked, stem)
    return Document(
        title(header, asked.filer, "status report"),
        f"{day(asked.since)} to {day(asked.on)}",
        asked.on,
        marking(asked.level, asked.authority),
        caption(header),
        tuple(_parts(asked, found)),
        signature(header, asked.filer),
        tuple(service(header, asked.filer, asked.level)),
        found,
    )


def _parts(asked: Asked, found: Sequence[Exhibit]) -> Iterator[Block]:
    yield from counting(asked)
    yield from changed(asked)
    yield from glance(asked)
    yield from clauses(asked)
    yield from people(asked)
    yield from custody(asked)
    yield from supplied(asked)
    yield from check_ins(asked)
    yield from space(asked)
    yield from infection(asked)
    yield from record(asked, found)
