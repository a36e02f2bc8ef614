"""What every declaration has: who declares, the words of 28 U.S.C. 1746, the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drawdown.order.words import day, number
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Document, Exhibit, Heading, Paragraph, Signature
from drawdown.report.gather.state import state
from drawdown.report.levels import marking
from drawdown.report.sections.closing import BLANK, caption
from drawdown.report.sections.record import checkpoint, listed


def paper(
    asked: Asked, title: str, about: str, blocks: Sequence[Block], exhibits: tuple[Exhibit, ...]
) -> Document:
    """A declaration about something, with its sources and nobody's signature."""
    header = asked.case.order.header
    whole = (*_opening(asked, about), *blocks, *_closing(asked, exhibits))
    return Document(
        title, about, asked.on, marking(asked.level, asked.authority), caption(header), whole,
        Signature(
            "I declare under penalty of perjury under the laws of the United States of America "
            "that the foregoing is true and correct (28 U.S.C. § 1746).",
            (f"Executed on: {BLANK}", f"s/ {BLANK}", f"Name and position: {BLANK}"),
        ),
        exhibits=exhibits,
    )  # fmt: skip


def _opening(asked: Asked, about: str) -> Iterator[Block]:
    yield Paragraph(
        f"I, {BLANK}, am {BLANK}. I have access to the record that the parties keep in this case "
        f"and have read what it holds of {about}. It was made by Drawdown from that record as it "
        f"stood for {day(asked.on)}"
        + (f", as known at the end of {day(asked.known)}." if asked.known else "."),
    )
    yield Paragraph(
        "Each statement below names the entry that it comes from, who recorded it and the source "
        "given. An entry that was replaced is shown with the one that replaced it."
    )


def _closing(asked: Asked, exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    found = state(asked)
    yield Heading("The record")
    zone = asked.case.order.header.zone
    last = f" The last was recorded on {day(found.last.astimezone(zone).date())}." if (
        found.last
    ) else ""  # fmt: skip
    yield Paragraph(f"The record had {number(found.total)} entries.{last}")
    yield from checkpoint(found)
    if exhibits:
        yield from listed(exhibits)
