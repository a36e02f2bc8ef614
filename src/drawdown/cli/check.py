"""`drawdown check`: findings for every clause on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import (
    CaseArgument,
    CountsOption,
    JsonOption,
    KnownOption,
    OnOption,
    PlansOption,
    ProfileOption,
    RostersOption,
    StaysOption,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from drawdown.finding.case import Case
    from drawdown.finding.finding import Finding
    from drawdown.order.ruling import Ruling


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("check")(check)


def check(
    case: CaseArgument,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    plan: PlansOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 if any finding is 'not met'.")
    ] = False,
    glance: Annotated[
        bool, typer.Option("--glance", help="Only the table of all findings at a glance.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Is the order being met on a day? A finding for every clause, with its reason."""
    from drawdown.cli.options import read_files, today
    from drawdown.cli.output import note_set_aside, out, print_json, row_account, set_aside_rows
    from drawdown.finding.check import check as find

    read = read_files(case, counts, stays, roster, profile, plan)
    day = on or today(read)
    findings = find(read, day, as_known)
    if as_json:
        print_json({
            "on": day.isoformat(),
            "as_known": (as_known or today(read)).isoformat(),
            "order": read.order.header.id,
            "findings": [finding.as_json() for finding in findings],
            "rows": row_account(read.record),
            "set_aside": set_aside_rows(read.record),
            "unresolved": list(read.record.unresolved.iter_rows(named=True)),
        })  # fmt: skip
    else:
        note_set_aside(read.record)
        print_findings(out(), read, findings, day, as_known, only=() if glance else None)
    if strict and any(finding.status == "not_met" for finding in findings):
        raise typer.Exit(1)


def print_findings(
    console: Console,
    case: Case,
    findings: list[Finding],
    on: date,
    known: date | None,
    only: Collection[str] | None = None,
) -> None:
    """Print findings clause by clause (or those of `only` some), then all of them at a glance."""
    from rich.text import Text

    from drawdown.order.words import day

    title = Text(case.order.name(), style="bold")
    title.append(f"\n{day(on)}, as known {'on ' + day(known) if known else 'today'}", style="dim")
    console.print(title)
    if not findings:
        console.print(f"\nNo ruling of this order had been entered by {day(on)}.")
        return
    names = case.order.header.names()
    clause = ruling = ""
    for finding in findings:
        text = finding.law.text
        if only is not None and text.id not in only:
            continue
        if text.ruling.id != ruling:
            ruling = text.ruling.id
            console.print()
            console.rule(Text(_ruling_name(text.ruling)), align="left")
        if text.id != clause:
            clause = text.id
            console.print()
            console.print(_heading(finding))
        _print_finding(console, finding, names.get(finding.facility or "", "all together"))
    _print_glance(console, case, findings)


def _ruling_name(ruling: Ruling) -> str:
    title, name = ruling.title or ruling.id, ruling.name
    return title if name in title else f"{title} ({name})"


def _heading(finding: Finding) -> Text:
    from rich.text import Text

    clause = finding.law.clause
    text = Text(clause.title or clause.demand(), style="bold")
    how = [clause.id, clause.force or "", *(["a goal"] if clause.aim == "goal" else [])]
    text.append(f"\n{' · '.join([*how, f'wording: {clause.wording}'])}", style="not bold dim")
    return text


def _print_finding(console: Console, finding: Finding, where: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from drawdown.cli.output import status_text
    from drawdown.order.words import number

    status = status_text(finding.status)
    status.pad_right(max(0, 16 - len(status)))
    line = Text.assemble(status, (where, "bold"))
    if finding.value is not None:
        line.append("  ").append(number(finding.value), style="bold")
    if finding.limit:
        line.append(f"  against {number(finding.limit)} {finding.unit}")
    elif finding.value is not None:
        over = "  against 0" if finding.limit is not None and finding.value else ""
        line.append(f" {finding.unit}{over}")
    elif finding.limit is not None:
        line.append(f"  no {finding.unit} allowed")
    console.print(Padding(line, (0, 0, 0, 2), expand=False))
    why = Text(finding.explanation, style="default")
    for missing in finding.missing:
        why.append(f"\nMissing: {missing}.", style="yellow")
    console.print(Padding(why, (0, 0, 0, 6), expand=False))


def _print_glance(console: Console, case: Case, findings: list[Finding]) -> None:
    from rich import box
    from rich.table import Table

    from drawdown.cli.output import status_text, summary

    places = [facility.id for facility in case.order.header.facilities]
    together = any(finding.facility is None for finding in findings)
    columns = [*(places if any(f.facility for f in findings) else []), *([""] if together else [])]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("At a glance")
    names = case.order.header.names()
    titles = [names.get(place, "All together") for place in columns]
    clauses = dict.fromkeys(finding.law.clause.id for finding in findings)
    words = max(map(len, clauses)) + sum(max(len(title), 14) + 3 for title in titles)
    for title in titles:
        table.add_column(title, max_width=18)
    found = {(f.law.clause.id, f.facility or ""): f.status for f in findings}
    for clause in clauses:
        cells = [found.get((clause, place)) for place in columns]
        marks = [status_text(cell) if cell else "" for cell in cells]
        if words > console.width:  # the line below the table says what each mark means
            marks = [mark[:1] if mark else "" for mark in marks]
        table.add_row(clause, *marks)
    console.print(table)
    console.print(summary(findings))
