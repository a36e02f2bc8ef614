"""The options that several verbs share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from drawdown.errors import InputError

if TYPE_CHECKING:
    from drawdown.finding.case import Case


def read_day(text: str | date) -> date:
    """Read a day given on the command line.

    Raises:
        typer.BadParameter: It is not one.
    """
    if isinstance(text, date):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; expected YYYY-MM-DD") from None
    if not 1900 <= day.year < 2100:
        raise typer.BadParameter(f"{text!r} is not from 1900 to 2099; expected another year")
    return day


CaseArgument = Annotated[
    Path, typer.Argument(metavar="ORDER|FOLDER", help="An order file, or a case folder.")
]
CountsOption = Annotated[
    list[Path] | None,
    typer.Option("--counts", help="A CSV of counts: facility, date, count. May be repeated."),
]
StaysOption = Annotated[
    list[Path] | None,
    typer.Option("--stays", help="A roster of stays with their ends. May be repeated."),
]
RostersOption = Annotated[
    list[Path] | None,
    typer.Option("--roster", help="A list of who is held on a day. May be repeated."),
]
PlansOption = Annotated[
    list[Path] | None,
    typer.Option("--plan", help="A floor plan of beds, for spacing. May be repeated."),
]
ProfileOption = Annotated[
    Path | None,
    typer.Option("--profile", help="A profile that says what the columns of rosters are."),
]
OnOption = Annotated[
    date | None,
    typer.Option(
        "--on", parser=read_day, metavar="DATE", help="The day asked about; today if not given."
    ),
]
KnownOption = Annotated[
    date | None,
    typer.Option(
        "--as-known", parser=read_day, metavar="DATE",
        help="Answer from what was known at the end of this day.",
    ),
]  # fmt: skip
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
FacilityOption = Annotated[
    str | None, typer.Option("--facility", help="Only this facility (id, name or code).")
]


def today(case: Case) -> date:
    """Today in the court's time zone."""
    return datetime.now(ZoneInfo(case.order.header.time_zone)).date()


def facility_of(case: Case, name: str | None) -> str | None:
    """The id of a facility named on the command line.

    Raises:
        InputError: The order has none of that name.
    """
    if name is None:
        return None
    from drawdown.errors import nearest

    names = case.order.header.facility_names()
    if name.lower() not in names:
        known = ", ".join(facility.id for facility in case.order.header.facilities)
        raise InputError(
            f"--facility: {name!r} is not a facility of the order; expected one of {known}"
            f"{nearest(name.lower(), names)}"
        )
    return names[name.lower()]


def place_of(case: Case, clause: str, name: str | None) -> str | None:
    """The id of a facility named on the command line, for which a clause is answered.

    Raises:
        InputError: The order has none of that name, or the clause has no answer for it alone.
    """
    facility = facility_of(case, name)
    first = case.order.clauses[clause].first
    if facility and first.scope == "total":
        raise InputError(
            f"--facility: '{clause}' binds all facilities together; expected no --facility"
        )
    if facility and first.facilities and facility not in first.facilities:
        raise InputError(
            f"--facility: '{clause}' does not bind {facility}; expected one of "
            f"{', '.join(first.facilities)}"
        )
    return facility


def clause_of(case: Case, id_: str) -> str:
    """The id of a clause named on the command line.

    Raises:
        InputError: The order has none of that id.
    """
    if id_ not in case.order.clauses:
        from drawdown.errors import nearest

        known = ", ".join(case.order.clauses)
        raise InputError(
            f"{id_!r} is not a clause of {case.order.file}; expected one of {known}"
            f"{nearest(id_, case.order.clauses)}"
        )
    return id_


def read_files(
    where: Path,
    counts: list[Path] | None,
    stays: list[Path] | None,
    rosters: list[Path] | None,
    profile: Path | None,
    plans: list[Path] | None,
) -> Case:
    """Read a case from what the command line names, with a bar while rosters are read."""
    from drawdown.finding.case import read_case

    if not (stays or rosters):
        return read_case(where, counts or [], plans=plans or [])
    from drawdown.cli.reading_options import progress_bar

    with progress_bar("rosters") as progress:
        return read_case(
            where,
            counts or [],
            stays=stays or [],
            rosters=rosters or [],
            profile=profile,
            plans=plans or [],
            progress=progress,
        )
