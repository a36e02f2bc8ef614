"""`drawdown demo`: the model case with made-up people, as a site to walk through."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import JsonOption, read_day

if TYPE_CHECKING:
    from rich.console import Console

SITE = ".site"
"""Where in the demonstration's folder its site has its database and secrets."""
SLUG = "gayle-v-meade"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where to build the demonstration: a case folder and its site.")
    ] = Path("demo-case"),
    on: Annotated[
        date | None,
        typer.Option("--on", parser=read_day, metavar="DATE", help="Print the findings of a day."),
    ] = None,
    port: Annotated[int, typer.Option(help="The port; the next free one if it is taken.")] = 8000,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew instead of going on where it was left.")
    ] = False,
    no_site: Annotated[
        bool, typer.Option("--no-site", help="Print the findings and stop; serve nothing.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Stop once the site has answered, to see that it does.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Build the model case with made-up people, marked as such, and serve it as a site."""
    from drawdown.demo.build import DAY, build_demo
    from drawdown.errors import InputError

    if folder.exists() and any(folder.iterdir()) and not (folder / "order.md").exists():
        raise InputError(f"{folder}: holds something else; expected an empty or a new folder")
    build_demo(folder)
    if as_json:
        from drawdown.cli.check import check

        check(folder, on=on or DAY, as_json=True)
        return
    if no_site or on:
        _print_findings(folder, on or DAY)
        return
    _serve(folder, port, fresh=fresh, once=once)


def _serve(folder: Path, port: int, *, fresh: bool, once: bool) -> None:
    from drawdown.cli.output import err, out
    from drawdown.cli.reading_options import progress_bar
    from drawdown.site.starting import free_port, serve, set_up

    home = folder / SITE
    if fresh and home.exists():
        shutil.rmtree(home)
    goes_on = (home / "drawdown.sqlite3").exists()
    port = free_port("127.0.0.1", port, others=True)
    address = f"http://localhost:{port}"
    database = f"sqlite:///{(home / 'drawdown.sqlite3').resolve()}"
    set_up(home, demo="1", origin=address, hosts="localhost", database=database)
    from drawdown.site.demo import make_demo

    with progress_bar("demonstration") as tell:
        make_demo(tell)
    console = out()

    def ready(seconds: float) -> None:
        _say_where(console, address, goes_on=goes_on)

    with contextlib.suppress(KeyboardInterrupt):
        serve("127.0.0.1", port, ready=ready, once=once)
    err().print(f"Stopped. {folder}/ keeps what was done; --fresh begins anew.", style="dim")


def _say_where(console: Console, address: str, *, goes_on: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from drawdown.demo.build import DAY
    from drawdown.demo.line import CALLERS
    from drawdown.order.words import day
    from drawdown.site.demo import ACCOUNTS, PASSWORD

    again = " It goes on where it was left." if goes_on else ""
    console.print(Text.assemble("\n  Open ", (f"{address}/", "bold"), f"{again}\n"))
    console.print(
        f"  Check in by telephone: {address}/{SLUG}/telephone\n"
        f"  person number {CALLERS[0].number}, PIN {CALLERS[0].pin}\n", soft_wrap=True,
    )  # fmt: skip
    table = Table.grid(padding=(0, 3))
    for account in ACCOUNTS:
        where = f", {account.facility}" if account.facility else ""
        table.add_row(f"  {account.email}", account.name, f"{account.role.label}{where}")
    console.print(table)
    console.print(
        f"\n  The sign-in page enters as any of them with one click; the password is {PASSWORD}\n"
        f"  The order is real; every person, count and event is made up, and it is {day(DAY)}.\n"
        "  Ctrl-C stops it.\n", soft_wrap=True,
    )  # fmt: skip


def _print_findings(folder: Path, day: date) -> None:
    from drawdown.cli.check import print_findings
    from drawdown.cli.output import note_set_aside, out
    from drawdown.finding.case import read_case
    from drawdown.finding.check import check as find

    case = read_case(folder)
    note_set_aside(case.record)
    console = out()
    print_findings(console, case, find(case, day), day, None)
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
