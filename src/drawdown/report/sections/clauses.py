"""Clause by clause: the order's words, what they ask, how they stand, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import polars as pl

from drawdown.finding.finding import Finding
from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.document import Order
from drawdown.order.ruling import Action
from drawdown.order.words import day, number, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Column,
    Heading,
    Paragraph,
    Quote,
    Ref,
    Strong,
    Table,
    Text,
    table,
)
from drawdown.report.sections.said import (
    NONE,
    STATUS,
    amount,
    entries_in_words,
    key_of,
    one_of,
    short,
    status_of,
    title_of,
)

_FORCE = {"ordered": "ordered", "agreed": "agreed by the parties",
          "recommended": "recommended by the magistrate judge"}  # fmt: skip

_DOES: dict[Action, str] = {
    "clarify": "clarifies it", "amend": "amends it", "adopt": "adopts it", "affirm": "affirms it",
    "stay": "stays it", "lift stay": "lifts its stay", "reverse": "reverses it",
    "vacate": "vacates it", "end": "ends it", "reinstate": "reinstates it",
}  # fmt: skip
"""What a later ruling does to a clause, in words."""


def glance(asked: Asked) -> Iterator[Block]:
    """All findings in one table."""
    yield Heading("The findings at a glance", key="glance")
    counts = {status: sum(f.status == status for f in asked.findings) for status in STATUS}
    said = ", ".join(f"{n} {STATUS[status].lower()}" for status, n in counts.items() if n)
    yield Paragraph(
        (f"On {day(asked.on)} the {some(len(asked.findings), 'finding')} stand as follows: {said}. "
         "Each is explained in ", Ref("clauses"), ", which begins on ", Ref("clauses", "page"),
         "."),
        key="summary",
    )  # fmt: skip
    yield table(
        "table-glance", f"Findings of {day(asked.on)}",
        [Column("Clause", width=2.7), Column("Centre", width=1.2), Column("Finding", width=1.4),
         Column("Found", "right", 0.8), Column("Limit", "right", 0.8), Column("Due", width=1.2),
         Column("Paragraph", "right", 0.95)],
        [_glance(asked, finding) for finding in asked.findings],
        notes=[
            "“Found” is what was counted and “Limit” what it is held against, in the unit that "
            "the paragraph names. A goal is to be aimed at; a duty is to be met."
        ],
    )  # fmt: skip


def _glance(asked: Asked, finding: Finding) -> tuple[Text, ...]:
    goal = " (a goal)" if finding.law.clause.aim == "goal" else ""
    return (
        f"{title_of(finding.law)}{goal}", asked.name(finding.facility), status_of(finding),
        amount(finding.value), amount(finding.limit), short(finding.due),
        (Ref(_key(finding), "number"),),
    )  # fmt: skip


def _key(finding: Finding) -> str:
    return key_of("finding", finding.law.clause.id, finding.facility)


def clauses(asked: Asked) -> Iterator[Block]:
    """The part: every clause under the ruling that it is part of."""
    yield Heading("Clause by clause", key="clauses")
    for ruling, of_ruling in groupby(asked.findings, key=lambda f: f.law.text.ruling):
        name = f" ({ruling.name})" if ruling.name not in ruling.title else ""
        yield Heading(f"{ruling.title or ruling.id}{name}", 2)
        for _, of_clause in groupby(of_ruling, key=lambda f: f.law.clause.id):
            yield from _clause(asked, list(of_clause))


def _clause(asked: Asked, findings: list[Finding]) -> Iterator[Block]:
    law = findings[0].law
    clause = law.clause
    yield Heading(title_of(law), 3, key_of("clause", clause.id))
    words = quoted(asked.case.order, clause.id)
    if words:
        yield Quote(words, whose(findings[0]))
    force = _FORCE.get(str(clause.force), str(clause.force))
    aim = " It is a goal, not a duty." if clause.aim == "goal" else ""
    yield Paragraph(
        f"What is asked ({force}, {law.text.ruling.name}): {clause.demand()}{aim}"
        f"{_changes(findings[0])}",
        key=key_of("asked", clause.id),
    )
    for finding in findings:
        yield Paragraph(_finding(asked, finding), key=_key(finding))
    yield _table(asked, findings)


def quoted(order: Order, clause: str) -> tuple[str, ...]:
    """The order's own words of a clause, paragraph by paragraph, without marks of Markdown."""
    lines = order.clauses[clause].words.strip().splitlines()
    paragraphs = [" ".join(part) for blank, part in _by_blank(lines) if not blank]
    return tuple(paragraphs)


def _by_blank(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    cleaned = [line.strip().removeprefix(">").strip() for line in lines]
    for blank, part in groupby(cleaned, key=lambda line: not line):
        yield blank, list(part)


def whose(finding: Finding) -> str:
    """Whose words are quoted, and how they are known."""
    clause = finding.law.clause
    ruling = finding.law.text.ruling
    known = {
        "official": "the court’s own words", "quoted in press": "as quoted in press; the order’s "
        "own words may differ", "paraphrase": "a paraphrase, not the court’s words",
    }[clause.wording or ruling.wording]  # fmt: skip
    source = f"; {clause.source}" if clause.source else ""
    return f"{ruling.name}, {known}{source}"


def _changes(finding: Finding) -> str:
    made = []
    for change in finding.law.changes:
        on = change.ruling.day
        known = f"{on.day} {on:%B}" in change.ruling.name
        when = "" if known else f" of {day(on)}"
        note = f" ({change.change.note})" if change.change.note else ""
        made.append(f" {change.ruling.name}{when} {_DOES[change.change.action]}{note}.")
    return "".join(made)


def _finding(asked: Asked, finding: Finding) -> Text:
    pieces: list[str | Strong] = [
        Strong(f"{asked.name(finding.facility)}: {STATUS[finding.status].lower()}."),
        f" {finding.explanation}",
    ]
    if finding.missing:
        pieces += [" ", Strong("Missing:"), f" {'; '.join(finding.missing)}."]
    for reading in finding.readings:
        due = f", due {day(reading.due)}" if reading.due else ""
        pieces.append(
            f" Another account ({reading.source}) has it as {reading.says}{due}; under it: "
            f"{STATUS[reading.status].lower()}. {reading.explanation}"
        )
    return tuple(pieces)


def _table(asked: Asked, findings: list[Finding]) -> Table:
    rows = [
        (
            asked.name(f.facility), status_of(f), _valued(f), _limit(f), short(f.due),
            entries_in_words(evidence(asked, f), 3),
        )
        for f in findings
    ]  # fmt: skip
    rules = dict.fromkeys(f.rule for f in findings if f.rule)
    sources = dict.fromkeys(s for f in findings for s in f.sources)
    notes: list[Text] = []
    if rules:
        notes.append((Strong("Rule: "), "; ".join(rules)))
    if sources:
        notes.append((Strong("Sources: "), "; ".join(sources)))
    return table(
        key_of("table-clause", findings[0].law.clause.id), f"Evidence: {title_of(findings[0].law)}",
        [Column("Centre", width=1.2), Column("Finding", width=1.3), Column("Found", width=1.3),
         Column("Limit", width=1.1), Column("Due", width=1.1), Column("Entries", width=2.6)],
        rows, notes=notes,
    )  # fmt: skip


def _valued(finding: Finding) -> str:
    if finding.value is None:
        return NONE
    unit = one_of(finding.unit) if finding.value == 1 else finding.unit
    return f"{number(finding.value)} {unit}"


def _limit(finding: Finding) -> str:
    return number(finding.limit) if finding.limit is not None else NONE


def evidence(asked: Asked, finding: Finding) -> list[str]:
    """The ids of the entries that a finding rests on; of reviews, the decisions that it counts."""
    rows = finding.rows() if finding.rows else None
    if isinstance(finding.law.clause, CustodyReview) and finding.law.standing == "in force":
        rows = _decisions(asked, finding)
    if rows is None or "id" not in rows.columns:
        return []
    return [str(id_) for id_ in rows["id"].drop_nulls().unique(maintain_order=True)]


def _decisions(asked: Asked, finding: Finding) -> pl.DataFrame:
    clause = finding.law.clause
    assert isinstance(clause, CustodyReview)  # noqa: S101  the caller saw to it
    made = asked.ask.entries_anywhere("decision", since=finding.law.since)
    if clause.people:
        return made.filter(pl.col("person").is_in(list(clause.people)))
    return made.filter(pl.col("facility").is_in(["", finding.facility or ""]))
