"""`drawdown diff`: what changed between two rosters, corrections to the past included."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli import reading_options as options

if TYPE_CHECKING:
    import polars as pl

    from drawdown.roster.differences.compare import Difference

PARTS = ("arrived", "left", "unexplained", "changed", "rewritten")
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("diff")(diff)


def diff(
    old: Annotated[Path, typer.Argument(help="The older roster.")],
    new: Annotated[Path, typer.Argument(help="The newer roster.")],
    old_date: Annotated[str | None, typer.Option(help="The day the older one speaks of.")] = None,
    new_date: Annotated[str | None, typer.Option(help="The day the newer one speaks of.")] = None,
    keys: options.Keys = None,
    rows: Annotated[bool, typer.Option("--rows", help="List the people and facts.")] = False,
    profile: options.Profile = None,
    maps: options.Maps = None,
    accept: options.Accept = False,
    date_order: options.DateOrders = None,
    zone: options.Zones = None,
    sheet: options.Sheets = None,
    header_row: options.HeaderRows = None,
    facility: options.Facilities = None,
    kind: options.Kinds = None,
    encoding: options.Encodings = None,
    delimiter: options.Delimiters = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two rosters: who came, who left and how, what changed, which past was rewritten."""
    from drawdown.roster.differences.compare import compare
    from drawdown.roster.differences.side import side_of
    from drawdown.roster.intake import read_roster

    reading = options.read_options(
        profile=profile, maps=maps, accept=accept, keys=keys, date_order=date_order, zone=zone,
        sheet=sheet, header_row=header_row, facility=facility, kind=kind, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    days = options.day(old_date, "--old-date"), options.day(new_date, "--new-date")
    sides = []
    with options.progress_bar("diff") as progress:
        for path, day in zip((old, new), days, strict=True):
            roster = read_roster(path, replace(reading, as_of=day), progress)
            sides.append(side_of(roster, day))
        found = compare(*sides)
    if as_json:
        from drawdown.cli.output import print_json

        print_json(_as_json(found, rows))
    else:
        _print(found, rows)


def _as_json(found: Difference, rows: bool) -> dict[str, Any]:
    sides = {"old": found.old, "new": found.new}
    answer: dict[str, Any] = {
        **found.counts(),
        "exits": _by_kind(found.left),
        "cumulative": _plain(found.cumulative),
        "doubtful": [vars(d) for d in found.doubtful],
        "files": {
            name: {
                "file": side.roster.source.name,
                "sha256": side.roster.source.sha256,
                "date": side.day.isoformat(),
                "kind": side.roster.kind,
                "rows": side.roster.account.as_dict(),
                "without_key": side.unkeyed,
                "remarks": list(side.remarks),
            }
            for name, side in sides.items()
        },
    }
    if rows:
        answer["rows"] = {part: _plain(getattr(found, part)) for part in PARTS}
    return answer


def _by_kind(left: pl.DataFrame) -> dict[str, int]:
    return {k: int(n) for k, n in left.group_by("exit").len().sort("exit").iter_rows()}


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def _print(found: Difference, rows: bool) -> None:
    from drawdown.cli.output import out

    console = out()
    counts = found.counts()
    old, new = found.old, found.new
    how = ", ".join(f"{n:,} {k}" for k, n in _by_kind(found.left).items())
    console.print(f"{old.roster.source.name}, {old.day}: {counts['old']:,} people held")
    console.print(f"  + {counts['arrived']:,} arrived")
    console.print(f"  - {counts['left']:,} left{f' ({how})' if how else ''}")
    console.print(f"  - {counts['unexplained']:,} unexplained")
    console.print(f"{new.roster.source.name}, {new.day}: {counts['new']:,} people held")
    console.print(
        f"{counts['changed']:,} people with changed facts, {counts['rewritten']:,} past facts "
        "rewritten"
    )
    for what, before, after in found.cumulative.iter_rows():
        verb = "fell" if after < before else "rose"
        console.print(f"  cumulative {what} to {old.day} {verb} from {before:,} to {after:,}")
    for doubt in found.doubtful:
        console.print(f"  doubtful, not joined: {doubt.old} and {doubt.new}: {doubt.why}")
    for side in (old, new):
        console.print(f"{side.roster.source.name}: {side.roster.account.says}")
        if side.unkeyed:
            console.print(f"  {side.unkeyed:,} rows have no key and are left out")
        for remark in side.remarks:
            console.print(f"  {remark}", markup=False)
    if rows:
        for part in PARTS:
            _table(part, getattr(found, part))


def _table(title: str, frame: pl.DataFrame) -> None:
    from rich import box
    from rich.table import Table

    from drawdown.cli.output import out

    if frame.is_empty():
        return
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for column in frame.columns:
        table.add_column(column)
    for row in frame.head(SHOWN).iter_rows():
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out().print(table)
    if frame.height > SHOWN:
        out().print(f"and {frame.height - SHOWN:,} more; --json --rows lists them all")
