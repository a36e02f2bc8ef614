"""`drawdown explain`: one finding in full, down to the rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import (
    CaseArgument,
    CountsOption,
    FacilityOption,
    JsonOption,
    KnownOption,
    OnOption,
    PlansOption,
    ProfileOption,
    RostersOption,
    StaysOption,
)

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from drawdown.finding.case import Case
    from drawdown.finding.explain import Explanation
    from drawdown.outbreak.context import Context


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("explain")(explain)


def explain(
    case: CaseArgument,
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="The clause, by its id.")],
    facility: FacilityOption = None,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    plan: PlansOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    rows: Annotated[int, typer.Option(min=0, help="Show at most this many entries.")] = 20,
    infection: Annotated[
        bool, typer.Option(help="Of people held and distance: what infection would do, as context.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Why is that the finding? The order's words, the dates, the rule, the entries behind it."""
    from drawdown.cli.options import clause_of, place_of, read_files, today
    from drawdown.cli.output import note_set_aside, out, print_json
    from drawdown.errors import InputError
    from drawdown.finding.explain import explain as explain_findings

    read = read_files(case, counts, stays, roster, profile, plan)
    id_ = clause_of(read, clause)
    place = place_of(read, id_, facility)
    day = on or today(read)
    found = explain_findings(read, id_, day, facility=place, known=as_known)
    if not found:
        raise InputError(f"the clause '{id_}' was not yet law on {day}")
    beside = [_beside(read, one, day, as_known) if infection else None for one in found]
    if as_json:
        print_json({
            "explanations": [
                one.as_json(rows) | ({"context": context.as_json()} if context else {})
                for one, context in zip(found, beside, strict=True)
            ]
        })  # fmt: skip
        return
    note_set_aside(read.record)
    console = out()
    names = read.order.header.names()
    for one, context in zip(found, beside, strict=True):
        where = names.get(one.finding.facility or "", "all together")
        _print(console, one, where, rows, context)


def _beside(case: Case, one: Explanation, on: date, known: date | None) -> Context | None:
    """What the population means for infection, where the clause is about people or distance."""
    if one.finding.law.clause.kind not in ("population", "spacing"):
        return None
    from drawdown.outbreak.context import context_of

    facility = one.finding.facility
    return context_of(case, on, known, [facility] if facility else None)


def _print(
    console: Console, one: Explanation, where: str, most: int, context: Context | None
) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from drawdown.cli.output import status_text

    finding, text = one.finding, one.finding.law.text
    title = Text.assemble(
        status_text(finding.status), "  ", (f"{where}: {finding.law.clause.id}", "bold")
    )
    console.rule(title, align="left")
    console.print(Padding(Text(f"“{one.words}”", style="italic"), (1, 4)))
    console.print(Text(
        f"{text.ruling.title}, {text.ruling.name}, {text.ruling.day}"
        f" (wording: {finding.law.clause.wording})", style="dim",
    ))  # fmt: skip
    lines = [("Finding", finding.explanation), ("Demand", finding.law.clause.demand())]
    lines += [("Rule", finding.rule)] if finding.rule else []
    lines += [
        ("Changed", f"{made.change.action} from {made.effective} by {made.ruling.name}."
         f" {made.change.note}")
        for made in finding.law.changes
    ]  # fmt: skip
    lines += [("Date", f"{d.obligation}: {d.how}") for d in one.dates]
    lines += [("Missing", missing) for missing in finding.missing]
    lines += [
        ("Account", f"{r.source}: {r.says}. {r.status.replace('_', ' ')}: {r.explanation}")
        for r in finding.readings
    ]
    lines += [("Source", source) for source in finding.sources]
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, content in lines:
        table.add_row(label, Text(content))
    console.print(table)
    if context:
        _print_context(console, context)
    _print_rows(console, one.rows, most, "Entries")
    _print_rows(console, one.corrected, most, "Corrected by these: earlier entries, kept")
    console.print()


def _print_context(console: Console, context: Context) -> None:
    from drawdown.outbreak.context import NOT_A_FINDING
    from drawdown.outbreak.limits import LIMITS

    console.print(f"\nIf infection came in. {NOT_A_FINDING}", style="bold", soft_wrap=True)
    for line in (*LIMITS[:2], *context.sentences(), *context.notes):
        console.print(f"- {line}", markup=False, soft_wrap=True)
    console.print(
        "The rest that it cannot say, and what it assumes: drawdown outbreak", style="dim"
    )


def _print_rows(console: Console, frame: pl.DataFrame, most: int, title: str) -> None:
    from rich import box
    from rich.table import Table

    if frame.is_empty() or not most:
        return
    shown = frame.head(most)
    columns = [
        name for name in shown.columns
        if name not in ("id", "recorded") and any(v not in (None, "", []) for v in shown[name])
    ]  # fmt: skip
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for name in columns:
        table.add_column(name)
    for row in shown.select(columns).iter_rows():
        table.add_row(*["" if cell is None else str(cell) for cell in row])
    console.print(table)
    if len(frame) > most:
        console.print(f"and {len(frame) - most:,} more entries; --rows shows more", style="dim")
