"""Floor plans handed to a question: how many can keep the order's distance, as measurements.

A plan answers for every distance that a `spacing` clause of the order asks for. The most who can be
placed, and the most that is proved possible, are two measurements of the same unit; where they
agree, as they do for a proven plan, there is one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import polars as pl

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


def plan_batches(plans: Iterable[Path], order: Order, terms: Terms) -> list[Batch]:
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
    return [_batch(path, distances, since, terms) for path in plans]


def distances_of(order: Order) -> Iterator[tuple[Fraction, str]]:
    """The distances of the order's clauses, as the clause gives them, with their unit."""
    for text in order.clauses.values():
        for version in text.versions:
            for clause in (version.clause, *version.readings):
                if isinstance(clause, Spacing) and clause.feet is not None:
                    yield Fraction(clause.feet), "ft"
                elif isinstance(clause, Spacing) and clause.metres is not None:
                    yield Fraction(clause.metres), "m"


def _batch(path: Path, distances: list[tuple[Fraction, str]], since: str, terms: Terms) -> Batch:
    plan = read_plan(path)
    rows = [row for distance in distances for row in _rows(path, plan, *distance, since, terms)]
    names = list(rows[0]) if rows else ["facility"]
    raw = pl.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    ).with_row_index("row", offset=2)
    frame, aside = type_columns(raw, KINDS["measurement"], path.name, terms)
    account = Account(
        path.name, "measurement", len(plan.beds), len(plan.beds) - len(aside), 0,
        aside if len(aside) else pl.DataFrame(schema=SET_ASIDE),
    )  # fmt: skip
    return Batch(KINDS["measurement"], frame, account)


def _rows(
    path: Path, plan: Plan, distance: Fraction, unit: str, since: str, terms: Terms
) -> Iterator[Row]:
    answer = solve(plan, Rule(distance, unit, walls=walls_of(path, plan)))
    feet = convert(distance, unit, "ft")
    first: dict[str, str] = {}
    for bed in plan.beds:
        first.setdefault(bed.unit, bed.facility)
    for section, found in zip(answer.sections, answer.units, strict=True):
        facility = first[section.units[0]] or named_after(path, terms)
        yield from _both(facility, found.unit, len(found.chosen), found.bound, feet, since)
    for name, (placed, bound) in by_facility(answer).items():
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
