"""`drawdown roster`.

Read a roster file and account for its rows, or only say what its columns are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli import reading_options as options
from drawdown.errors import InputError

if TYPE_CHECKING:
    from drawdown.roster.intake import Mapped
    from drawdown.roster.into_record import Intake
    from drawdown.roster.roster import Roster

SHOWN = 20

rosters = typer.Typer(
    help="Read a roster file, and account for every row of it.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.add_typer(rosters, name="roster")


@rosters.command("read")
def read(
    file: Annotated[Path, typer.Argument(help="CSV, Excel, OpenDocument, JSON or Parquet.")],
    as_of: Annotated[str | None, typer.Option(help="The day the roster speaks of.")] = None,
    into: Annotated[Path | None, typer.Option(help="A case folder to enter it into.")] = None,
    covers: Annotated[
        list[str] | None,
        typer.Option(help="A facility that it speaks of; of all, if none is named."),
    ] = None,
    sender: Annotated[str | None, typer.Option(help="Who sent the file.")] = None,
    received: Annotated[str | None, typer.Option(help="When it came; today if not given.")] = None,
    save_profile: Annotated[
        Path | None, typer.Option(help="Save the mapping as a profile, to review and use again.")
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
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a roster: the row account, the mapping, the rows set aside and why."""
    import datetime as dt

    from drawdown.roster.intake import roster_from
    from drawdown.roster.reading.source import read_bytes

    reading = options.read_options(
        profile=profile, maps=maps, accept=accept, keys=keys,
        as_of=options.day(as_of, "--as-of"), sender=sender, date_order=date_order, zone=zone,
        sheet=sheet, header_row=header_row, facility=facility, kind=kind, encoding=encoding,
        delimiter=delimiter,
    )  # fmt: skip
    day = options.day(received, "--received")
    now = (
        dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if day else dt.datetime.now(dt.UTC)
    )
    intake: Intake | None = None
    with options.progress_bar("roster") as progress:
        content = read_bytes(file)
        roster = roster_from(content, file, reading, progress)
        if into is not None:
            from drawdown.roster.into_record import enter_roster

            facilities = _facilities(into)
            intake = enter_roster(
                into, roster, content, now=now, facilities=facilities,
                places=_places(covers, facilities), progress=progress,
            )  # fmt: skip
    if save_profile is not None:
        _save(save_profile, roster, file, zone=zone, sheet=sheet, facility=facility, kind=kind)
    if as_json:
        from drawdown.cli.output import print_json

        print_json(_as_json(roster, intake))
    else:
        _print(roster, intake)


def _facilities(folder: Path) -> dict[str, str]:
    """Every name of a facility in the case's order, to its id."""
    from drawdown.finding.case import ORDER_FILE
    from drawdown.order.reading import read_order

    path = folder / ORDER_FILE
    return read_order(path).header.facility_names() if path.exists() else {}


def _places(covers: list[str] | None, facilities: dict[str, str]) -> frozenset[str] | None:
    """The facilities that a roster is said to speak of, by their ids."""
    from drawdown.errors import nearest

    for name in covers or ():
        if facilities and name.lower() not in facilities:
            raise InputError(
                f"--covers '{name}': is not a facility of the order{nearest(name, facilities)}"
            )
    return frozenset(facilities.get(c.lower(), c) for c in covers) if covers else None


@rosters.command("map")
def suggest_mapping(
    file: Annotated[Path, typer.Argument(help="CSV, Excel, OpenDocument, JSON or Parquet.")],
    out: Annotated[Path | None, typer.Option(help="Write the profile here.")] = None,
    sheet: options.Sheets = None,
    header_row: options.HeaderRows = None,
    encoding: options.Encodings = None,
    delimiter: options.Delimiters = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what each column looks like and how sure that is, and refuse nothing."""
    from drawdown.roster.intake import map_columns
    from drawdown.roster.mapping.profile import profile_text
    from drawdown.roster.reading.source import read_bytes

    reading = options.read_options(
        sheet=sheet, header_row=header_row, encoding=encoding, delimiter=delimiter
    )
    with options.progress_bar("roster") as progress:
        mapped = map_columns(read_bytes(file), file, reading, progress)
    if out is not None:
        _write(out, profile_text(list(mapped.suggestions), source=file.name, date_order={}))
    if as_json:
        from drawdown.cli.output import print_json

        print_json(
            {
                "file": file.name,
                "sheet": mapped.chosen.why,
                "header_rows": list(mapped.header_rows),
                "mapping": [vars(s) for s in mapped.suggestions],
            }
        )
    else:
        _print_mapping(mapped.suggestions)
        _say_next(mapped, out)


def _say_next(mapped: Mapped, out: Path | None) -> None:
    from drawdown.cli.output import out as console

    doubts = [s for s in mapped.suggestions if s.field and not s.certain]
    if doubts:
        where = f"in {out}" if out else "with --map COLUMN=field"
        console().print(
            f"columns that are uncertain: {len(doubts)}; confirm or refuse them {where}"
        )


def _save(path: Path, roster: Roster, file: Path, **rest: str | None) -> None:
    from drawdown.roster.mapping.profile import profile_text

    _write(
        path,
        profile_text(list(roster.mapping), source=file.name, date_order=roster.date_order, **rest),
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def _as_json(roster: Roster, intake: Intake | None) -> dict[str, Any]:
    from drawdown.roster.stays.chain import chain_stays

    problems = chain_stays(roster.facts).problems if roster.kind == "stays" else None
    return {
        "file": roster.source.name,
        "sha256": roster.source.sha256,
        "sender": roster.source.sender,
        "kind": roster.kind,
        "as_of": roster.as_of.date.isoformat() if roster.as_of else None,
        "as_of_from": roster.as_of.known_from if roster.as_of else None,
        "rows": roster.account.as_dict(),
        "sheet": roster.sheet,
        "header_rows": list(roster.header_rows),
        "mapping": [vars(s) for s in roster.mapping],
        "date_order": roster.date_order,
        "set_aside": [vars(s) for s in roster.set_aside],
        "not_data": [vars(n) for n in roster.not_data],
        "problems": problems.to_dicts() if problems is not None else [],
        "remarks": list(roster.remarks),
        "into": intake.as_dict() if intake else None,
    }


def _print(roster: Roster, intake: Intake | None) -> None:
    from drawdown.cli.output import out
    from drawdown.roster.intake import set_aside_reasons

    console = out()
    source = roster.source
    console.print(f"{source.name}: {roster.account.says}")
    console.print(f"  sha256 {source.sha256}")
    if roster.as_of:
        console.print(f"  as of {roster.as_of.date} (from {roster.as_of.known_from})")
    console.print(
        f"  a {'daily list' if roster.kind == 'daily' else 'file of stays'}; {roster.sheet}"
    )
    for remark in roster.remarks:
        console.print(f"  {remark}", markup=False)
    _print_mapping(roster.mapping)
    if roster.set_aside:
        console.print("set aside:")
        for reason, number in set_aside_reasons(roster.set_aside):
            console.print(f"  {number:,} × {reason}", markup=False)
        for s in roster.set_aside[:SHOWN]:
            place = f"sheet '{s.sheet}', row {s.row}" if s.sheet else f"row {s.row}"
            console.print(f"  {place}: {s.reason}", markup=False)
        if len(roster.set_aside) > SHOWN:
            console.print(f"  and {len(roster.set_aside) - SHOWN:,} more; --json lists them all")
    kinds: dict[str, int] = {}
    for n in roster.not_data:
        kinds[n.what] = kinds.get(n.what, 0) + 1
    if kinds:
        console.print("not data: " + ", ".join(f"{n:,} {what}" for what, n in kinds.items()))
    if intake:
        console.print(intake.says)


def _print_mapping(suggestions: Any) -> None:
    from rich import box
    from rich.table import Table

    from drawdown.cli.output import out

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("column")
    table.add_column("is")
    table.add_column("confidence", justify="right")
    table.add_column("because")
    for s in suggestions:
        style = "" if s.certain else "yellow"
        confidence = f"{s.confidence:.2f}" if s.field else ""
        table.add_row(s.column, s.field or "–", confidence, s.how, style=style)
    out().print(table)
