"""The centres of a case: units, who is in them, how many can keep apart, who comes and goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import check, clock_of
from drawdown.finding.plans import Asked, solve_plans
from drawdown.order.clauses.spacing import Spacing
from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.population import counted
from drawdown.order.inquiry.room import distanced_capacity, rooms
from drawdown.order.law import law_on
from drawdown.order.words import some
from drawdown.outbreak.cases import Cases, cases_in
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.setting import Centre, Unit
from drawdown.record.record import View

LOOK_BACK = 28
"""Days from which the pace of arrivals and exits is taken."""
MAX_AGE = 14
"""How many days old a count may be."""
FEET_IN_A_METRE = 1 / 0.3048


def centres_of(
    case: Case,
    on: date,
    known: date | None = None,
    facilities: Iterable[str] | None = None,
    plans: Sequence[Path] = (),
) -> tuple[list[Centre], list[str]]:
    """The centres of a case as its record has them on a day.

    Where sources disagree on how many people are in a unit the highest number is taken, and of how
    many can keep apart the lowest. The people whom no unit is recorded for are a unit of their own.

    Args:
        case: The order and its record.
        on: The day.
        known: As known at the end of this day.
        facilities: Only these, by id.
        plans: Floor plans, where the order asks for no distance and so has not had them solved.

    Returns:
        The centres, and what is not in the record, one sentence each.

    Raises:
        OutbreakError: The record counts nobody anywhere.
    """
    view = case.record.as_known(known)
    header = case.order.header
    ask = Inquiry(on, on, view, header, clock_of(case.order, view, on, known))
    caps = caps_of(case, on, known, view)
    feet = distance_of(case)
    solved = _solved(plans, case, feet) if plans else {}
    centres, notes = [], []
    for facility in header.facilities:
        if facilities is not None and facility.id not in set(facilities):
            continue
        place = Place(facility.id, (facility.id,), facility.name)
        units = _units(ask, place, feet, solved)
        if not units:
            notes.append(f"{facility.name}: nobody is counted in the {MAX_AGE} days up to {on}; "
                         "left out")  # fmt: skip
            continue
        if any(unit.apart is None for unit in units):
            known_of = sum(unit.apart is not None for unit in units)
            notes.append(f"{facility.name}: how many can keep {feet:g} feet apart is known of "
                         f"{known_of} of {some(len(units), 'unit')}")  # fmt: skip
        staff = counted(ask, place, max_age=MAX_AGE, group="staff")
        arrivals, exits = _pace(ask, place)
        if arrivals is None or exits is None:
            notes.append(f"{facility.name}: no arrivals or exits are recorded; nobody comes or "
                         "goes")  # fmt: skip
        centres.append(
            Centre(
                facility.name, tuple(units), max((s.people for s in staff), default=None), 1,
                arrivals or 0.0, exits or 0.0, caps.get(facility.id),
            )
        )  # fmt: skip
    if not centres:
        raise OutbreakError(
            f"{case.order.file}: nobody is counted in the {MAX_AGE} days up to {on}; expected "
            "counts or rosters"
        )
    return centres, notes


def caps_of(
    case: Case, on: date, known: date | None = None, view: View | None = None
) -> dict[str, int]:
    """The lowest number of people that a `population` clause in force sets for each facility.

    A cap on all facilities together is of none of them; one whose statement of capacity leads to no
    number is not there.
    """
    caps: dict[str, int] = {}
    wanted = [
        item.clause.id for item in law_on(case.order, on, known)
        if item.clause.kind == "population" and item.standing == "in force"
    ]  # fmt: skip
    for found in check(case, on, known, clauses=wanted, view=view) if wanted else []:
        if found.facility and found.limit is not None and found.unit == "people":
            caps[found.facility] = min(int(found.limit), caps.get(found.facility, int(found.limit)))
    return caps


def cases_reported(
    case: Case, on: date, known: date | None = None, facility: str | None = None
) -> Cases:
    """The positive tests of people held that the record has up to a day, as reported cases.

    Raises:
        OutbreakError: There are none, or of too few days.
    """
    tests = case.record.as_known(known).entries("test", facility).filter(pl.col("date") <= on)
    return cases_in(tests, f"{case.order.file}, test entries up to {on}")


def distance_of(case: Case) -> float:
    """The distance in feet of the order's first `spacing` clause; six where it has none."""
    for text in case.order.clauses.values():
        clause = text.versions[-1].clause
        if isinstance(clause, Spacing) and clause.feet is not None:
            return float(clause.feet)
        if isinstance(clause, Spacing) and clause.metres is not None:
            return float(clause.metres) * FEET_IN_A_METRE
    return 6.0


def asks_for_a_distance(case: Case) -> bool:
    """Whether the order has floor plans solved by itself."""
    clauses = (text.versions[-1].clause for text in case.order.clauses.values())
    return any(isinstance(one, Spacing) and (one.feet or one.metres) for one in clauses)


def _solved(plans: Sequence[Path], case: Case, feet: float) -> dict[tuple[str, str], int]:
    """How many floor plans have room for, by facility and unit, and by facility (unit blank)."""
    names, found = case.order.header.facility_names(), {}
    distance = Fraction(feet).limit_denominator(10_000)
    for one in solve_plans([Asked(path, distance) for path in plans]):
        said = {name: names.get((name or one.path.stem).lower()) for name in one.facilities}
        if None in said.values():
            raise OutbreakError(f"{one.path.name}: does not say of which facility it is")
        for name, (placed, _) in one.facilities.items():
            found[str(said[name]), ""] = placed
        for room in one.rooms:
            found[str(said[room.facility]), room.unit] = room.placed
    return found


def _units(
    ask: Inquiry, place: Place, feet: float, solved: dict[tuple[str, str], int]
) -> list[Unit]:
    found = rooms(ask, place, MAX_AGE, distanced_capacity(ask, place, feet))
    rows = [
        row | {"capacity_least": solved.get((place.ids[0], row["unit"]), row["capacity_least"])}
        for row in found.iter_rows(named=True)
    ]
    housed = [
        Unit(row["unit"], int(row["most"]), _whole(row["capacity_least"]))
        for row in rows
        if row["unit"] and row["most"]
    ]
    whole = next((row for row in rows if not row["unit"] and row["most"]), None)
    if whole is None:
        return housed
    rest = int(whole["most"]) - sum(unit.people for unit in housed)
    if not housed:
        return [Unit("all", int(whole["most"]), _whole(whole["capacity_least"]))]
    return [*housed, Unit("no unit recorded", rest)] if rest > 0 else housed


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _pace(ask: Inquiry, place: Place) -> tuple[float | None, float | None]:
    """People who arrive and who leave on a day, of late; None where none is recorded."""
    since = ask.on - timedelta(days=LOOK_BACK - 1)
    recent = pl.col("date").is_between(since, ask.on)
    came = ask.entries("admission", place).filter(recent)
    went = ask.entries("exit", place).filter(recent)
    stays = ask.entries("stay", place)
    arrivals = float(came["count"].sum() if len(came) else len(stays.filter(recent)))
    gone = stays.filter(pl.col("book_out").dt.date().is_between(since, ask.on))
    exits = float(len(went) or len(gone))
    return (arrivals / LOOK_BACK or None), (exits / LOOK_BACK or None)
