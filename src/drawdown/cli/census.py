"""`drawdown census`: how many people were held, where, on which day, who came and how they left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli import reading_options as options
from drawdown.errors import InputError, nearest

if TYPE_CHECKING:
    import polars as pl

    from drawdown.roster.counted import Counted


def census(
    files: Annotated[
        list[Path],
        typer.Argument(help="One file of stays, daily lists, or a folder of Parquet files."),
    ],
    by: Annotated[
        list[str] | None, typer.Option("--by", help="Also count by this column of the file.")
    ] = None,
    rule: Annotated[str, typer.Option(help="midnight, any-part or interval.")] = "midnight",
    on: Annotated[str | None, typer.Option(help="Only this day.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first day.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day the file speaks of.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the whole series: .parquet or .csv.")
    ] = None,
    profile: options.Profile = None,
    maps: options.Maps = None,
    accept: options.Accept = False,
    keys: options.Keys = None,
    date_order: options.DateOrders = None,
    zone: options.Zones = None,
    sheet: options.Sheets = None,
    header_row: options.HeaderRows = None,
    facility: options.Facilities = None,
    kind: options.Kinds = None,
    encoding: options.Encodings = None,
    delimiter: options.Delimiters = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="A folder's files on Dask: 'local', 'local:4', or an address."),
    ] = None,
    scratch: Annotated[
        Path | None, typer.Option(help="Where rows lie meanwhile; all workers must see it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count the people held at each facility on each day, with arrivals and exits by kind."""
    from drawdown.roster.census.rules import Rule
    from drawdown.roster.counted import count_files

    if rule not in list(Rule):
        raise InputError(f"--rule '{rule}': expected {', '.join(Rule)}{nearest(rule, list(Rule))}")
    if out is not None and out.suffix not in (".parquet", ".csv"):
        raise InputError(f"--out {out}: expected a name ending in .parquet or .csv")
    asked = options.day(on, "--on")
    reading = options.read_options(
        profile=profile, maps=maps, accept=accept, keys=keys,
        as_of=options.day(as_of, "--as-of"), date_order=date_order, zone=zone, sheet=sheet,
        header_row=header_row, facility=facility, kind=kind, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    span: dict[str, Any] = {
        "first": options.day(since, "--from"),
        "last": options.day(until, "--to"),
        "on": asked,
    }
    whole = [path for path in files if path.is_dir()]
    if (cluster or scratch) and not whole:
        raise InputError("--cluster, --scratch: expected a folder of Parquet files to count")
    if whole and len(files) > 1:
        raise InputError(f"{whole[0]}: is a folder, which is counted alone; expected no other file")
    with options.progress_bar("census") as progress:
        if whole:
            from drawdown.roster.partitions import count_partitions

            counted = count_partitions(
                whole[0], Rule(rule), reading, by=tuple(by or ()), **span, cluster=cluster,
                scratch=scratch, progress=progress,
            )  # fmt: skip
        else:
            counted = count_files(
                files, Rule(rule), reading, by=tuple(by or ()), **span, progress=progress
            )
    if out is not None:
        _write(counted.by_group, out)
    if as_json:
        _print_json(counted, asked)
    else:
        _print(counted, asked, out)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("census")(census)


def _write(series: pl.DataFrame, out: Path) -> None:
    from drawdown.record.spreadsheet import harmless_frame

    try:
        if out.suffix == ".parquet":
            series.write_parquet(out)
        else:
            harmless_frame(series).write_csv(out)
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written ({error.strerror})") from None


def _print_json(counted: Counted, on: dt.date | None) -> None:
    """Print the contract's object; the rows of the series one on a line."""
    import json
    import sys

    head = {
        "files": [f.as_dict() for f in counted.files],
        "rule": counted.rule.value,
        "rule_says": counted.rule.says,
        "rows": counted.rows,
        "from": counted.first.isoformat(),
        "to": counted.last.isoformat(),
    }
    tail = {
        "peaks": _plain(counted.peaks),
        "length_of_stay": _plain(counted.lengths),
        "problems": counted.problems,
        "remarks": list(counted.remarks),
    }
    write = sys.stdout.write
    write(json.dumps(head, ensure_ascii=False)[:-1] + ', "facilities": [\n')
    write(",\n".join(json.dumps(r, ensure_ascii=False) for r in _rows(counted.by_group, on)))
    write('\n], "total": [\n')
    write(",\n".join(json.dumps(r) for r in _rows(counted.total, on)))
    write("\n], " + json.dumps(tail, ensure_ascii=False)[1:] + "\n")


def _rows(series: pl.DataFrame, on: dt.date | None) -> Any:
    from drawdown.roster.census.daily import EXIT_COLUMNS

    if on is not None:
        series = series.filter(series["date"] == on)
    for row in series.iter_rows(named=True):
        exits = {c.removeprefix("exits_"): row.pop(c) for c in EXIT_COLUMNS}
        known = {} if all(v is None for v in exits.values()) else exits
        yield {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()} | {
            "exits": known
        }


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def _print(counted: Counted, on: dt.date | None, out: Path | None) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    day = on or counted.last
    console.print(f"People held on {day} ({counted.rule.value}: {counted.rule.says})")
    group = list(counted.group)
    table = Table(box=None, pad_edge=False)
    for name in group:
        table.add_column(name)
    for name in ("held", "arrived", "left", "peak", "on", "average", "median days"):
        table.add_column(name, justify="right")
    peaks = {tuple(r[: len(group)]): r[len(group) :] for r in counted.peaks.iter_rows()}
    lengths = {tuple(r[: len(group)]): r[len(group) :] for r in counted.lengths.iter_rows()}
    for row in _rows(counted.by_group, day):
        key = tuple(row[g] for g in group)
        top, length = peaks.get(key, ("", "", "")), lengths.get(key)
        left = "; ".join(f"{n:,} {k}" for k, n in row["exits"].items() if n) or "–"
        table.add_row(
            *(str(k) for k in key),
            f"{row['count']:,}",
            "?" if row["arrivals"] is None else f"{row['arrivals']:,}",
            left,
            f"{top[0]:,}",
            str(top[1]),
            str(top[2]),
            "" if length is None else f"{length[1]:g}",
        )
    for row in _rows(counted.total, day):
        arrivals = "?" if row["arrivals"] is None else f"{row['arrivals']:,}"
        left = "; ".join(f"{n:,} {k}" for k, n in row["exits"].items() if n) or "–"
        names = ["all, each person once", *([""] * (len(group) - 1))]
        table.add_row(*names, f"{row['count']:,}", arrivals, left, style="bold")
    console.print(table)
    for file in counted.files:
        console.print(f"{file.name}: {file.account.says}", highlight=False)
    for kind, number in counted.problems.items():
        if number:
            console.print(f"  {number:,} {kind}", highlight=False)
    for remark in counted.remarks:
        console.print(f"  {remark}", highlight=False, markup=False)
    if out is not None:
        console.print(f"the series from {counted.first} to {counted.last} is in {out}")
