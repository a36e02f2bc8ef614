"""One number in dispute: what the finding says, every source, and every entry that it rests on."""

from __future__ import annotations

import polars as pl

from drawdown.finding.explain import Explanation, explained
from drawdown.order.words import day, number, some
from drawdown.report.asked import Asked
from drawdown.report.declaration.paper import paper
from drawdown.report.document.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Quote,
    Ref,
    Strong,
    table,
)
from drawdown.report.errors import ReportError
from drawdown.report.exhibits import made
from drawdown.report.levels import Shows
from drawdown.report.sections.clauses import evidence, quoted, whose
from drawdown.report.sections.said import NONE, STATUS, short, title_of

MOST = 60


def number_paper(asked: Asked, clause: str, facility: str | None, stem: str = "number") -> Document:
    """The declaration of one number: that of a clause at a place.

    Raises:
        ReportError: The level does not show findings in full, or there is no such finding.
    """
    if not asked.shows(Shows.SENTENCES):
        raise ReportError(
            "--level: the public version shows no findings in full; expected parties or sealed"
        )
    found = [f for f in asked.findings if f.law.clause.id == clause]
    of = [f for f in found if f.facility == facility] or (found if len(found) == 1 else [])
    if not of:
        places = ", ".join(f.facility or "all together" for f in found)
        raise ReportError(
            f"'{clause}' is answered for {places or 'no place yet'} on {asked.on}; "
            "expected --facility to name one of them"
        )
    whole = explained(asked.case, of[0], asked.on, asked.known)
    ids = evidence(asked, of[0])
    entries = _entries(asked, ids)
    name = f"{title_of(of[0].law)}, {asked.name(of[0].facility)}"
    exhibits = (
        (made("A", "entries", "The entries that the number rests on", entries, stem),)
        if len(entries)
        else ()
    )
    return paper(asked, "Declaration of a number", name, list(_body(asked, whole, entries)),
                 exhibits)  # fmt: skip


def _entries(asked: Asked, ids: list[str]) -> pl.DataFrame:
    """The entries, with what says where each comes from, in the order of the finding."""
    frames = [
        asked.view.every(kind).filter(pl.col("id").is_in(ids)).select(
            pl.lit(kind).alias("kind"), "id", "date", "recorded", "by", "source", "file", "row"
        )
        for kind in asked.case.record.frames
    ]  # fmt: skip
    return pl.concat(frames).sort("date", "id") if frames else pl.DataFrame()


def _body(asked: Asked, whole: Explanation, entries: pl.DataFrame) -> list[Block]:
    finding = whole.finding
    clause = finding.law.clause
    blocks: list[Block] = [Heading("What is asked")]
    lines = quoted(asked.case.order, clause.id)
    if lines:
        blocks.append(Quote(lines, whose(finding)))
    blocks.append(Paragraph(clause.demand()))
    blocks += [
        Paragraph(f"{_capital(one.obligation)}: {one.how.rstrip('.')}.") for one in whole.dates[:6]
    ]
    blocks.append(Heading("The number"))
    value = "no number" if finding.value is None else f"{number(finding.value)} {finding.unit}"
    limit = "" if finding.limit is None else f", held against {number(finding.limit)}"
    blocks.append(Paragraph((
        Strong(f"{STATUS[finding.status]}: {value}{limit}."), f" {finding.explanation}",
    )))  # fmt: skip
    if finding.rule:
        blocks.append(Paragraph(f"The rule: {finding.rule}."))
    if finding.missing:
        blocks.append(Paragraph(f"What is missing: {'; '.join(finding.missing)}."))
    blocks += [
        Paragraph(
            f"Another account ({one.source}) has it as {one.says}; under it: "
            f"{STATUS[one.status].lower()}. {one.explanation}"
        )
        for one in finding.readings
    ]
    blocks += _capacity(asked, finding.facility) if clause.kind == "population" else []
    blocks.append(Heading("Where it comes from"))
    blocks += [Paragraph(f"Source: {source}.") for source in finding.sources]
    if len(entries):
        blocks += _table(asked, entries)
    if len(whole.corrected):
        blocks.append(Paragraph(
            f"{some(len(whole.corrected), 'earlier entry was', 'earlier entries were')} corrected "
            f"by these: {', '.join(whole.corrected['id'].head(20))}."
        ))  # fmt: skip
    return blocks


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _capacity(asked: Asked, facility: str | None) -> list[Block]:
    header = asked.case.order.header
    stated = [one for one in header.capacity if one.facility == facility]
    if not stated:
        return []
    governs = header.governing.get(facility or "", "")
    return [
        Paragraph(("Every statement of its capacity is in ", Ref("table-capacity"), ".")),
        table(
            "table-capacity", "Statements of capacity",
            [Column("Stated", width=1), Column("Kind", width=1.3), Column("Source", width=2.4),
             Column("Of", width=1.1), Column("Governs", width=1)],
            [
                (str(one.value), one.kind, one.source, short(one.date),
                 "yes" if one.id == governs else "no")
                for one in stated
            ],
            notes=[] if governs else ["No line of the order file says which one governs."],
        ),
    ]  # fmt: skip


def _table(asked: Asked, entries: pl.DataFrame) -> list[Block]:
    zone = asked.case.order.header.zone
    rows = [
        (
            row["id"], row["kind"].replace("_", " "), short(row["date"]),
            short(row["recorded"].astimezone(zone).date()) if row["recorded"] else NONE,
            row["by"] or NONE,
            f"{row['source'] or row['file']} ({row['file']}, row {row['row']})",
        )
        for row in entries.head(MOST).iter_rows(named=True)
    ]  # fmt: skip
    more = len(entries) - len(rows)
    return [
        Paragraph((f"It rests on {some(len(entries), 'entry', 'entries')} (",
                   Ref("table-entries"), ").")),
        table(
            "table-entries", f"The entries, as of {day(asked.on)}",
            [Column("Entry", width=2), Column("Kind", width=1), Column("Day", width=1.1),
             Column("Recorded", width=1.1), Column("By", width=1.2), Column("Source", width=2.4)],
            rows, notes=[f"{more:,} more are in the exhibit."] if more else [],
        ),
    ]  # fmt: skip
