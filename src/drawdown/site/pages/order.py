"""The order itself: its words, and beside each paragraph what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from drawdown.finding.finding import Finding
from drawdown.order.document import ClauseText, Order, Section
from drawdown.order.inquiry import STATUSES
from drawdown.order.markdown import Piece
from drawdown.order.ruling import Ruling
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer
from drawdown.site.pages.days import days_of
from drawdown.site.pages.prose import html_of


@dataclass
class Shown:
    """A clause in the margin: what it asks and what it comes to at each place."""

    text: ClauseText
    findings: list[Finding]

    @property
    def title(self) -> str:
        """Its title, or what it demands."""
        clause = self.findings[0].law.clause if self.findings else self.text.first
        return clause.title or clause.demand()

    @property
    def law(self) -> object:
        """How it reads that day, where it was law."""
        return self.findings[0].law if self.findings else None


@dataclass
class Paragraph:
    """Some of the order's words, and the clauses that compute them."""

    html: str
    heading: int = 0
    clauses: list[Shown] = field(default_factory=list)


@dataclass
class Part:
    """A ruling's part of the document; none stands for what is before the first ruling."""

    ruling: Ruling | None
    heading: str
    paragraphs: list[Paragraph]
    entered: bool = True


@case_page(May.SEE_ORDER)
def order(request: CaseRequest) -> HttpResponse:
    """The order as it stood on a day, with its findings."""
    days = days_of(request)
    found = answer(request.access.case, days.on, days.known)
    findings = [f for f in found.findings if request.access.reaches(f.facility)]
    return render(
        request,
        "drawdown/order.html",
        {
            "days": days,
            "order": found.case.order,
            "names": found.case.order.header.names(),
            "parts": list(parts_of(found.case.order, findings, days.on)),
            "glance": glance(found.case.order, findings),
            "tally": tally(findings),
            "behind": found.behind,
            "position": found.position,
            "zone": found.case.order.header.zone,
        },
    )


def tally(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings there are of each status, in the order of `STATUSES`."""
    counts = Counter(f.status for f in findings)
    return {status: counts[status] for status in STATUSES if counts[status]}


def parts_of(order: Order, findings: Sequence[Finding], on: date) -> Iterator[Part]:
    """The document from top to bottom."""
    by_clause: dict[str, list[Finding]] = {}
    for one in findings:
        by_clause.setdefault(one.law.text.id, []).append(one)
    yield Part(None, "", list(_paragraphs(order.preamble, (), by_clause, order)))
    for section in order.sections:
        texts = [text for text in order.clauses.values() if text.ruling.id == section.ruling.id]
        yield Part(
            section.ruling, section.heading,
            list(_paragraphs(_own(section), texts, by_clause, order)), section.ruling.day <= on,
        )  # fmt: skip


def _own(section: Section) -> tuple[Piece, ...]:
    """The pieces of a section below its heading, which the page sets itself."""
    pieces = section.pieces
    if pieces and pieces[0].kind == "heading" and pieces[0].text == section.heading:
        return pieces[1:]
    return pieces


def _paragraphs(
    pieces: Sequence[Piece],
    texts: Sequence[ClauseText],
    by_clause: dict[str, list[Finding]],
    order: Order,
) -> Iterator[Paragraph]:
    """Words gathered until the blocks that compute them; a heading begins anew."""
    by_line = {text.line: text for text in texts}
    words: list[Piece] = []
    clauses: list[Shown] = []
    for piece in pieces:
        if piece.kind in ("ruling", "change"):
            continue
        if piece.kind == "clause":
            text = by_line.get(piece.line)
            if text is not None:
                clauses.append(Shown(text, by_clause.get(text.id, [])))
            continue
        if clauses or (piece.kind == "heading" and words):
            yield Paragraph(html_of(words), clauses=clauses)
            words, clauses = [], []
        words.append(piece)
    if words or clauses:
        yield Paragraph(html_of(words), clauses=clauses)


def glance(order: Order, findings: Sequence[Finding]) -> dict[str, object]:
    """All findings at a glance: clauses down, places across."""
    places = [f.id for f in order.header.facilities if any(x.facility == f.id for x in findings)]
    together = any(f.facility is None for f in findings)
    names = order.header.names()
    cells = {(f.law.text.id, f.facility or ""): f for f in findings}
    rows = []
    for id_ in dict.fromkeys(f.law.text.id for f in findings):
        clause = next(f.law.clause for f in findings if f.law.text.id == id_)
        columns = [*places, *([""] if together else [])]
        rows.append(
            {
                "id": id_,
                "title": clause.title or id_,
                "cells": [cells.get((id_, p)) for p in columns],
            }
        )
    return {"places": [names[place] for place in places], "together": together, "rows": rows}
