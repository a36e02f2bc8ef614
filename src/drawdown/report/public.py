"""The public version: what the public fact page of the day says, in the form of a court paper.

It shows the very numbers that the fact page shows, and no other, so that nothing withheld on one
can be worked out from both. Nothing that somebody wrote into an entry is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from string import ascii_uppercase

from drawdown.order.words import day
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Column,
    Document,
    Exhibit,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Ref,
    Strong,
    Text,
    table,
)
from drawdown.report.exhibits import bytes_as_exhibit
from drawdown.report.facts.page.pictures import charts
from drawdown.report.facts.page.sections import change
from drawdown.report.facts.page.tables import as_csv, caption
from drawdown.report.facts.page.words import Words, words
from drawdown.report.facts.publish import moment_of, release_of
from drawdown.report.facts.release import Release, Status
from drawdown.report.gather.state import state
from drawdown.report.levels import marking
from drawdown.report.sections.clauses import quoted, whose
from drawdown.report.sections.closing import caption as caption_of_case
from drawdown.report.sections.closing import service, signature, title
from drawdown.report.sections.counting import counting
from drawdown.report.sections.record import checkpoint, listed
from drawdown.report.sections.said import key_of, short

LETTERS = ascii_uppercase


def public_report(asked: Asked, stem: str = "report", pages: Sequence[Release] = ()) -> Document:
    """The public version of the status report.

    Args:
        asked: What it is asked about.
        stem: What the names of its exhibits begin with.
        pages: The fact pages that are published already; see `release_for`.

    Raises:
        FactsError: A small number cannot be protected, or a later page is published already.
    """
    header = asked.case.order.header
    release = release_for(asked, pages)
    asked = replace(asked, since=min(release.start, asked.on))
    said = words("en")
    found = tuple(
        bytes_as_exhibit(letter, one.id, caption(one, release, said),
                         as_csv(one, release).encode(), stem)
        for letter, one in zip(LETTERS, release.tables, strict=False)
    )  # fmt: skip
    return Document(
        title(header, asked.filer, "status report"),
        f"{day(release.start)} to {day(asked.on)}", asked.on,
        marking(asked.level, asked.authority), caption_of_case(header),
        tuple(_parts(asked, release, said, found)), signature(header, asked.filer),
        tuple(service(header, asked.filer, asked.level)), found,
    )  # fmt: skip


def release_for(asked: Asked, pages: Sequence[Release]) -> Release:
    """What the public version shows.

    The page of that day as published, where the record has not grown since; otherwise one chosen
    now, so that together with those published it gives no more away.
    """
    moment = moment_of(asked.case, asked.known)
    known = moment.isoformat() if moment else ""
    same = [page for page in pages if page.on == asked.on]
    if same and same[-1].known == known:
        return same[-1]
    name = asked.on.isoformat() + (f"-{len(same) + 1}" if same else "")
    return release_of(asked.case, asked.on, moment, name, list(pages), ())[0]


def _parts(
    asked: Asked, release: Release, said: Words, found: Sequence[Exhibit]
) -> Iterator[Block]:
    yield from counting(asked)
    yield Paragraph(
        "Every number here is one that the public fact page of the same day shows, or would show. "
        "Counts from 1 to 10 are withheld, and so are others, so that none of them can be worked "
        "out from totals, other tables, other weeks or earlier pages. 0 is shown.",
        key="suppression",
    )
    if release.changed:
        yield Heading("What changed since the last public page", key="changes")
        for one in release.changed:
            yield Paragraph(change(one, release, said))
    yield from _statuses(asked, release, said)
    yield from _tables(release, said)
    yield Heading("The record, and the exhibits", key="record")
    now = state(asked)
    zone = asked.case.order.header.zone
    last = f", the last recorded on {day(now.last.astimezone(zone).date())}" if now.last else ""
    yield Paragraph(f"The report rests on a record of entries{last}.", key="state")
    yield from checkpoint(now)
    yield from listed(found)


def _statuses(asked: Asked, release: Release, said: Words) -> Iterator[Block]:
    yield Heading("The findings at a glance", key="glance")
    yield table(
        "table-glance", f"Findings of {day(asked.on)}",
        [Column("Clause", width=3), Column("Centre", width=1.3), Column("Finding", width=1.8),
         Column("Due", width=1.1)],
        [
            (f"{one.title}{' (a goal)' if one.aim == 'goal' else ''}",
             _place(one, release, said), _status(one, said), short(one.due))
            for one in release.statuses
        ],
    )  # fmt: skip
    yield Heading("Clause by clause", key="clauses")
    laws = {finding.law.clause.id: finding for finding in asked.findings}
    for clause, statuses in groupby(release.statuses, key=lambda one: one.clause):
        each = list(statuses)
        finding = laws.get(clause)
        yield Heading(each[0].title, 2, key_of("clause", clause))
        if finding:
            lines = quoted(asked.case.order, clause)
            if lines:
                yield Quote(lines, whose(finding))
            yield Paragraph(f"What is asked: {finding.law.clause.demand()}")
        for one in each:
            yield Paragraph(_standing(one, release, said))


def _status(one: Status, said: Words) -> str:
    return _capital(said.say("statuses", one.status))


def _place(one: Status, release: Release, said: Words) -> str:
    return _capital(said.place(one.place, release))


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _standing(one: Status, release: Release, said: Words) -> Text:
    due = f" Due on {day(one.due)}." if one.due else ""
    pieces: list[str | Strong] = [
        Strong(f"{_place(one, release, said)}: {_status(one, said).lower()}."),
        due,
    ]
    if one.contested:
        pieces.append(" Accounts of what happened contradict each other.")
    for source, says, status in one.accounts:
        pieces.append(" " + said.say("status", "account", source=source, says=says,
                                     status=said.say("statuses", status)))  # fmt: skip
    return tuple(pieces)


def _tables(release: Release, said: Words) -> Iterator[Block]:
    yield Heading("The counts", key="counts")
    for chart in charts(release, said):
        yield Figure(key_of("figure", chart.file), chart.svg, chart.description, chart.title, 0.6)
    for one in release.tables:
        yield Paragraph((f"{caption(one, release, said)}: ", Ref(f"table-{one.id}"), "."))
        narrow = len(one.columns) > 6
        yield table(
            f"table-{one.id}", caption(one, release, said),
            [Column("", width=1.7 if narrow else 2.2),
             *(Column(said.label(code, release), "right") for code in one.columns)],
            [
                (said.label(row, release),
                 *(said.shown(release.numbers.get(key or "")) for key in keys))
                for row, keys in zip(one.rows, one.keys, strict=True)
            ],
            total=one.rows[-1] in ("all", "since"),
        )  # fmt: skip
