"""`drawdown history`: spans of a clause's status over time."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from drawdown.cli.options import (
    CaseArgument,
    CountsOption,
    FacilityOption,
    JsonOption,
    KnownOption,
    PlansOption,
    ProfileOption,
    RostersOption,
    StaysOption,
    read_day,
)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("history")(history)


def history(
    case: CaseArgument,
    clause: Annotated[str, typer.Option(help="The clause, by its id.")],
    facility: FacilityOption = None,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    plan: PlansOption = None,
    start: Annotated[
        date | None,
        typer.Option("--from", parser=read_day, metavar="DATE", help="The first day."),
    ] = None,
    end: Annotated[
        date | None,
        typer.Option("--to", parser=read_day, metavar="DATE", help="The day after the last."),
    ] = None,
    as_known: KnownOption = None,
    as_json: JsonOption = False,
) -> None:
    """When was a clause met, and when not? Spans of days; each ends on the day that 'to' names."""
    from rich.progress import Progress

    from drawdown.cli.options import clause_of, place_of, read_files
    from drawdown.cli.output import err, note_set_aside, out, print_json, status_text
    from drawdown.errors import InputError
    from drawdown.finding.history import history as follow
    from drawdown.finding.history import reach

    read = read_files(case, counts, stays, roster, profile, plan)
    id_ = clause_of(read, clause)
    place = place_of(read, id_, facility)
    first, last = reach(read, id_)
    first, last = start or first, end or last
    if last <= first:
        raise InputError(f"--to: {last} is not after {first}; expected a later day")
    with Progress(console=err(), transient=True, disable=not err().is_terminal) as progress:
        task = progress.add_task("Days", total=(last - first).days)
        spans = follow(
            read, id_, first, last, facility=place, known=as_known,
            tell=lambda: progress.advance(task),
        )  # fmt: skip
    if as_json:
        print_json({"spans": [span.as_json() for span in spans]})
        return
    note_set_aside(read.record)
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from drawdown.order.words import number, some

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Where", "From", "Until before", "Status", "For", "Found"):
        table.add_column(column, no_wrap=True, justify="right" if column == "Found" else "left")
    names = read.order.header.names()
    for span in spans:
        values = sorted({v for v in (span.value_min, span.value_max) if v is not None})
        table.add_row(
            names.get(span.facility or "", "all together"), str(span.start), str(span.end),
            status_text(span.status), some(span.days, "day"), " to ".join(map(number, values)),
        )  # fmt: skip
    console = out()
    console.print(Text.assemble((read.order.name(), "bold"), f": {id_}"))
    console.print(table)
