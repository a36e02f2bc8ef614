"""Floor plans handed to a question: how many can keep the order's distance, as measurements.

A plan answers for every distance that a `spacing` clause of the order asks for. The most who can be
placed, and the most that is proved possible, are two measurements of the same unit; where they
agree, as they do for a proven plan, there is one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import polars as pl

from drawdown.batches import run
from drawdown.order.clauses.spacing import Spacing
from drawdown.order.document import Order
from drawdown.record.columns import SET_ASIDE, Terms, type_columns
from drawdown.record.entry import KINDS
from drawdown.record.files import Account, Batch
from drawdown.space.measure import convert
from drawdown.space.plan import Plan, SpaceError, read_plan
from drawdown.space.rule import Rule
from drawdown.space.solve import solve
from drawdown.space.walls import Wall, read_walls
from drawdown.space.whatif import by_facility

WALLS = (".walls.csv", ".walls.geojson", ".walls.dxf")
"""What a plan's walls are called: those of `krome.csv` are in `krome.walls.csv` or the like."""

Row = dict[str, str]


def plans_in(folder: Path) -> list[Path]:
    """The floor plans of a case folder: `plans/*.csv`, without their walls."""
    found = sorted((folder / "plans").glob("*.csv"))
    return [path for path in found if not path.name.endswith(WALLS)]


def plan_batches(plans: Sequence[Path], order: Order, terms: Terms) -> list[Batch]:
    """Solve floor plans for the distances that the order asks for.

    Args:
        plans: CSV files of beds; one without a column `facility` is of that in its name.
        order: The order.
        terms: The case's time zone and facilities.

    Returns:
        `measurement` entries, dated to the first ruling: a plan holds until another is handed in.

    Raises:
        SpaceError: A plan cannot be used, or does not say of which facility it is.
    """
    distances = sorted(set(distances_of(order)))
    since = min(ruling.day for ruling in order.rulings).isoformat()
    pieces = [Asked(path, *distance) for path in plans for distance in distances]
    solved: dict[Path, list[tuple[Fraction, Solved]]] = {path: [] for path in plans}
    for piece, one in zip(pieces, solve_plans(pieces), strict=True):
        feet = convert(piece.distance, piece.unit_of_length, "ft")
        solved[piece.path].append((feet, one))
    return [_batch(path, found, since, terms) for path, found in solved.items()]


def distances_of(order: Order) -> Iterator[tuple[Fraction, str]]:
    """The distances of the order's clauses, as the clause gives them, with their unit."""
    for text in order.clauses.values():
        for version in text.versions:
            for clause in (version.clause, *version.readings):
                if isinstance(clause, Spacing) and clause.feet is not None:
                    yield Fraction(clause.feet), "ft"
                elif isinstance(clause, Spacing) and clause.metres is not None:
                    yield Fraction(clause.metres), "m"


@dataclass(frozen=True)
class Asked:
    """One floor plan and one distance; solved on its own, wherever that is."""

    path: Path
    distance: Fraction
    unit_of_length: str = "ft"
    seconds: float = 60.0


@dataclass(frozen=True)
class Room:
    """A unit of a plan: whose it is, its beds, how many are placed, and the most possible."""

    unit: str
    facility: str
    beds: int
    usable: int
    placed: int
    bound: int


@dataclass(frozen=True)
class Solved:
    """What a plan came to: its beds, its units, and for each facility in it placed and bound."""

    path: Path
    beds: int
    rooms: tuple[Room, ...]
    facilities: dict[str, tuple[int, int]]


def solve_plans(pieces: Sequence[Asked], cluster: str | None = None) -> Iterator[Solved]:
    """Solve many floor plans, in their order; `cluster` as `batches.run` takes it.

    Raises:
        SpaceError: A plan cannot be used.
        BatchError: The cluster cannot be used.
    """
    return run(solve_plan, pieces, cluster=cluster)


def solve_plan(asked: Asked) -> Solved:
    """Solve one floor plan, with the walls beside it."""
    plan = read_plan(asked.path)
    walls = walls_of(asked.path, plan)
    answer = solve(plan, Rule(asked.distance, asked.unit_of_length, walls=walls), asked.seconds)
    first: dict[str, str] = {}
    for bed in plan.beds:
        first.setdefault(bed.unit, bed.facility)
    rooms = tuple(
        Room(one.unit, first[section.units[0]], one.beds, one.usable, len(one.chosen), one.bound)
        for section, one in zip(answer.sections, answer.units, strict=True)
    )
    return Solved(asked.path, len(plan.beds), rooms, by_facility(answer))


def _batch(
    path: Path, solved: Sequence[tuple[Fraction, Solved]], since: str, terms: Terms
) -> Batch:
    rows = [row for feet, one in solved for row in _rows(one, feet, since, terms)]
    names = list(rows[0]) if rows else ["facility"]
    raw = pl.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    ).with_row_index("row", offset=2)
    frame, aside = type_columns(raw, KINDS["measurement"], path.name, terms)
    beds = solved[0][1].beds if solved else len(read_plan(path).beds)
    account = Account(
        path.name, "measurement", beds, beds - len(aside), 0,
        aside if len(aside) else pl.DataFrame(schema=SET_ASIDE),
    )  # fmt: skip
    return Batch(KINDS["measurement"], frame, account)


def _rows(solved: Solved, feet: Fraction, since: str, terms: Terms) -> Iterator[Row]:
    path = solved.path
    for room in solved.rooms:
        facility = room.facility or named_after(path, terms)
        yield from _both(facility, room.unit, room.placed, room.bound, feet, since)
    for name, (placed, bound) in solved.facilities.items():
        yield from _both(name or named_after(path, terms), "", placed, bound, feet, since)


def _both(
    facility: str, unit: str, placed: int, bound: int, feet: Fraction, since: str
) -> Iterator[Row]:
    proven = "proven" if placed == bound else f"between {placed} and {bound}"
    for number in sorted({placed, bound}):
        yield {
            "facility": facility, "unit": unit, "date": since, "what": "distanced_capacity",
            "value": str(number), "feet": f"{float(feet):.9f}", "note": proven,
        }  # fmt: skip


def walls_of(path: Path, plan: Plan) -> tuple[Wall, ...]:
    """The walls of a plan: the file beside it that is named after it; none where there is none."""
    for ending in WALLS:
        beside = path.with_name(path.name.removesuffix(".csv") + ending)
        if beside.exists():
            return read_walls(beside, plan.unit_of_length)
    return ()


def named_after(path: Path, terms: Terms) -> str:
    """The facility that a plan's file is named after.

    Raises:
        SpaceError: It is named after none.
    """
    facility = terms.facilities.get(path.stem.lower())
    if facility is None:
        known = ", ".join(sorted(set(terms.facilities.values())))
        raise SpaceError(
            f"{path.name}: does not say of which facility it is; expected a column 'facility', or "
            f"the file to be named after one of {known}"
        )
    return facility
