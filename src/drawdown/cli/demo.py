"""`drawdown demo`: the model case with made-up people, checked."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from drawdown.cli.options import JsonOption, read_day


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where to build the demonstration's case folder.")
    ] = Path("demo-case"),
    on: Annotated[
        date | None,
        typer.Option("--on", parser=read_day, metavar="DATE", help="The day asked about."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Build the model case with made-up people, marked as such, and check it."""
    from drawdown.cli.check import check, print_findings
    from drawdown.cli.output import note_set_aside, out
    from drawdown.demo.build import DAY, build_demo
    from drawdown.errors import InputError
    from drawdown.finding.case import read_case
    from drawdown.finding.check import check as find

    if folder.exists() and any(folder.iterdir()) and not (folder / "order.md").exists():
        raise InputError(f"{folder}: holds something else; expected an empty or a new folder")
    build_demo(folder)
    day = on or DAY
    if as_json:
        check(folder, on=day, as_json=True)
        return
    case = read_case(folder)
    note_set_aside(case.record)
    console = out()
    findings = find(case, day)
    print_findings(console, case, findings, day, None)
    people = len(case.record.frames["stay"])
    console.print(
        f"\nThe order is real; the {people:,} people and {len(case.record):,} entries are made up. "
        f"They are in {folder}/. Go on with:", style="dim", soft_wrap=True,
    )  # fmt: skip
    command = "drawdown" if shutil.which("drawdown") else os.path.relpath(sys.argv[0])
    for line in (
        f"explain {folder} soap --facility krome --on {day}",
        f"check {folder} --on 2020-05-14",
        f"history {folder} --clause population",
        f"deadlines {folder}",
        f"order show {folder}/order.md --on {day}",
    ):
        console.print(f"  {command} {line}", markup=False, soft_wrap=True)
