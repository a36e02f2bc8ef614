"""The options that every verb reading a roster takes, and how they become `ReadOptions`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.errors import InputError

if TYPE_CHECKING:
    from drawdown.roster.intake import ReadOptions
    from drawdown.roster.reading.sheet import Progress

Profile = Annotated[Path | None, typer.Option(help="A profile that says what the columns are.")]
Maps = Annotated[
    list[str] | None, typer.Option("--map", help="COLUMN=field, or COLUMN=- to leave it out.")
]
Accept = Annotated[bool, typer.Option("--accept", help="Take the suggested mapping as it stands.")]
Keys = Annotated[
    list[str] | None, typer.Option("--key", help="The column that stands for a person.")
]
DateOrders = Annotated[
    str | None, typer.Option("--date-order", help="mdy or dmy, where the file leaves it open.")
]
Zones = Annotated[str | None, typer.Option("--zone", help="The facility's time zone.")]
Sheets = Annotated[str | None, typer.Option("--sheet", help="The sheet to read, or 'all'.")]
HeaderRows = Annotated[
    str | None, typer.Option("--header-row", help="The header's row, or two such as 5,6.")
]
Facilities = Annotated[
    str | None, typer.Option("--facility", help="Where everybody is held, if no column says so.")
]
Kinds = Annotated[
    str | None, typer.Option("--kind", help="stays (with ends) or daily (a list of one day).")
]
Encodings = Annotated[str | None, typer.Option("--encoding", help="The text's encoding.")]
Delimiters = Annotated[str | None, typer.Option("--delimiter", help="What separates the cells.")]


def day(text: str | None, option: str) -> dt.date | None:
    """Return the date that an option gives, or raise one clear line."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} '{text}': is not a date; expected YYYY-MM-DD") from None


def read_options(
    *,
    profile: Path | None = None,
    maps: list[str] | None = None,
    accept: bool = False,
    keys: list[str] | None = None,
    as_of: dt.date | None = None,
    sender: str | None = None,
    date_order: str | None = None,
    zone: str | None = None,
    sheet: str | None = None,
    header_row: str | None = None,
    facility: str | None = None,
    kind: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> ReadOptions:
    """Return the options as the roster room takes them; raise one clear line where one is wrong."""
    from drawdown.roster.intake import ReadOptions
    from drawdown.roster.mapping.profile import read_profile
    from drawdown.roster.mapping.settle import parse_confirmations

    if date_order not in (None, "mdy", "dmy"):
        raise InputError(f"--date-order '{date_order}': expected mdy or dmy")
    if kind not in (None, "stays", "daily"):
        raise InputError(f"--kind '{kind}': expected stays or daily")
    if delimiter is not None and len(delimiter) != 1:
        delimiter = "\t" if delimiter in ("\\t", "tab") else delimiter
        if len(delimiter) != 1:
            raise InputError(f"--delimiter '{delimiter}': expected one character, or tab")
    return ReadOptions(
        profile=read_profile(profile) if profile else None,
        confirmed=parse_confirmations(maps or []),
        accept=accept,
        keys=tuple(keys or ()),
        as_of=as_of,
        sender=sender,
        date_order=date_order,  # type: ignore[arg-type]  # checked above
        zone=zone,
        sheet=sheet,
        header_rows=_rows(header_row),
        facility=facility,
        kind=kind,  # type: ignore[arg-type]  # checked above
        encoding=encoding,
        delimiter=delimiter,
    )


def _rows(text: str | None) -> tuple[int, ...]:
    if text is None:
        return ()
    parts = [p.strip() for p in text.split(",")]
    if not all(p.isdigit() and int(p) > 0 for p in parts) or len(parts) > 2:
        raise InputError(f"--header-row '{text}': expected a row number such as 6, or two as 5,6")
    return tuple(int(p) for p in parts)


@contextmanager
def progress_bar(name: str) -> Iterator[Progress]:
    """Show a bar on standard error for anything over a second.

    Nothing where it is not a terminal.
    """
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(name, total=None)
    begun = time.monotonic()
    shown = False

    def report(what: str, done: int, whole: int) -> None:
        nonlocal shown
        if not shown and console.is_terminal and time.monotonic() - begun > 0.5:
            bar.start()
            shown = True
        bar.update(task, description=f"{name}: {what}", completed=done, total=whole)

    try:
        yield report
    finally:
        if shown:
            bar.stop()
