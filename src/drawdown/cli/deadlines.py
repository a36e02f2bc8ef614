"""`drawdown deadlines`: every date the order sets, and how it was computed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from drawdown.cli.options import CaseArgument, JsonOption, KnownOption, OnOption, read_day


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("deadlines")(deadlines)


def deadlines(
    case: CaseArgument,
    on: OnOption = None,
    as_known: KnownOption = None,
    until: Annotated[
        date | None,
        typer.Option(
            parser=read_day, metavar="DATE",
            help="List recurring dates up to this day; 30 days of each if not given.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Every date the order sets, and how it was computed, under the law in force on a day."""
    from drawdown.cli.output import out, print_json
    from drawdown.finding.case import read_case
    from drawdown.finding.deadlines import deadlines as compute

    read = read_case(case)
    found = compute(read, on=on, known=as_known, until=until)
    if as_json:
        print_json({"deadlines": [deadline.as_json() for deadline in found]})
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, title_justify="left")
    table.add_column("Date", no_wrap=True)
    table.add_column("Clause")
    table.add_column("What is due", ratio=2)
    table.add_column("How the date was computed", ratio=3)
    for deadline in found:
        when = f"{deadline.date:%a} {deadline.date}" if deadline.date else "no date"
        standing = "" if deadline.standing == "in force" else f" ({deadline.standing})"
        style = "dim" if standing else "" if deadline.date else "yellow"
        table.add_row(
            when, deadline.clause, f"{deadline.obligation}{standing}", deadline.how, style=style
        )
    console = out()
    console.print(read.order.name(), style="bold")
    console.print(table)
