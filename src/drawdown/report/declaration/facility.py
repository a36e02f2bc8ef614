"""One facility's conditions: people held against each limit, supplies by two accounts, visits."""

from __future__ import annotations

from dataclasses import replace

from drawdown.finding.finding import Finding
from drawdown.order.words import day
from drawdown.report.asked import Asked
from drawdown.report.declaration.paper import paper
from drawdown.report.document.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Ref,
    Strong,
    Text,
    table,
)
from drawdown.report.errors import ReportError
from drawdown.report.exhibits import made
from drawdown.report.gather.movements import daily
from drawdown.report.levels import Shows
from drawdown.report.sections.charts import BEFORE, held_charts
from drawdown.report.sections.clauses import evidence
from drawdown.report.sections.said import (
    NONE,
    STATUS,
    amount,
    entries_in_words,
    short,
    status_of,
    title_of,
)
from drawdown.report.sections.space import space
from drawdown.supply.sides import side_by_side


def facility_paper(asked: Asked, facility: str, stem: str = "facility") -> Document:
    """The declaration of one facility's conditions.

    Args:
        asked: What it is asked about.
        facility: The facility's id.
        stem: What the names of its exhibits begin with.

    Raises:
        ReportError: The level does not show findings in full.
    """
    if not asked.shows(Shows.SENTENCES):
        raise ReportError(
            "--level: the public version shows no findings in full; expected parties or sealed"
        )
    name = asked.name(facility)
    findings = [f for f in asked.findings if f.facility == facility]
    blocks: list[Block] = [
        Heading("How the order stands there"),
        Paragraph((f"On {day(asked.on)} the findings for {name} were those in ",
                   Ref("table-findings"), ".")),
        table(
            "table-findings", f"Findings for {name} on {day(asked.on)}",
            [Column("Clause", width=2.4), Column("Finding", width=1.3),
             Column("Found", "right", 0.9), Column("Limit", "right", 0.9),
             Column("Due", width=1.1), Column("Entries", width=2.2)],
            [_row(asked, f) for f in findings],
        ),
        *(Paragraph(_says(f)) for f in findings),
    ]  # fmt: skip
    here = replace(asked, plans=tuple(p for p in asked.plans if p.facility == facility))
    charts = [b for b in held_charts(here) if getattr(b, "key", "").endswith(facility)]
    blocks += charts
    blocks += _reports(asked, facility)
    blocks += list(space(here, facility))
    place = next(p for p in asked.places if p.facility == facility)
    counts = daily(asked.ask, place, min(asked.start - BEFORE, asked.since), asked.on)
    exhibits = []
    if counts:
        import polars as pl

        frame = pl.DataFrame({"date": list(counts), "people": list(counts.values())})
        exhibits.append(made("A", "held", f"People held at {name}, day by day", frame, stem))
    return paper(asked, "Declaration of a facility’s conditions", name, blocks, tuple(exhibits))


def _row(asked: Asked, finding: Finding) -> tuple[Text, ...]:
    return (
        title_of(finding.law), status_of(finding), amount(finding.value), amount(finding.limit),
        short(finding.due), entries_in_words(evidence(asked, finding), 3),
    )  # fmt: skip


def _says(finding: Finding) -> Text:
    head = Strong(f"{title_of(finding.law)}: {STATUS[finding.status].lower()}.")
    missing = f" Missing: {'; '.join(finding.missing)}." if finding.missing else ""
    return (head, f" {finding.explanation}{missing}")


def _reports(asked: Asked, facility: str) -> list[Block]:
    import polars as pl

    rows = side_by_side(asked.case, asked.since, asked.on, asked.known).filter(
        pl.col("facility") == facility
    )
    if rows.is_empty():
        return []
    return [
        Heading("What was handed out, and what people said"),
        Paragraph(("The log of staff and the reports of people held, inspectors and staff stand "
                   "side by side in ", Ref("table-sides"), ". Neither is taken for the truth.")),
        table(
            "table-sides", f"Two accounts, {short(asked.since)} to {short(asked.on)}",
            [Column("Day", width=1.1), Column("Item", width=1.3), Column("Unit", width=1.1),
             Column("Logged", "right"), Column("Held: yes / no", "right"),
             Column("Inspectors: yes / no", "right", 1.1), Column("Staff: yes / no", "right"),
             Column("Entries", width=2)],
            [
                (short(row["date"]), row["item"], row["unit"] or "all of it",
                 NONE if row["logged"] is None else f"{row['logged']:,}",
                 *(f"{row[f'{who}_yes']} / {row[f'{who}_no']}"
                   for who in ("held", "inspector", "staff")),
                 entries_in_words([*row["log_entries"], *row["report_entries"]], 3))
                for row in rows.iter_rows(named=True)
            ],
        ),
    ]  # fmt: skip
