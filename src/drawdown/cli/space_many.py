"""`drawdown space many`: how many can keep apart in each of many floor plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from drawdown.finding.plans import Solved


def register(group: typer.Typer) -> None:
    """Add the verb."""
    group.command("many")(many)


def many(
    plans: Annotated[
        list[Path], typer.Argument(metavar="PLAN…", help="CSVs of beds, or folders of them.")
    ],
    feet: Annotated[str | None, typer.Option(help="The distance in feet; 6 if not given.")] = None,
    metres: Annotated[str | None, typer.Option(help="The distance in metres instead.")] = None,
    seconds: Annotated[float, typer.Option(min=0, help="Stop each plan after so long.")] = 60.0,
    cluster: Annotated[
        str | None, typer.Option(help="Run on Dask: 'local', 'local:4', or an address.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """The most people who can keep the distance in each of many plans, each solved on its own."""
    from drawdown.cli.output import print_json
    from drawdown.cli.reading_options import progress_bar
    from drawdown.cli.space_more import number_of
    from drawdown.finding.plans import Asked, solve_plans
    from drawdown.space.plan import SpaceError
    from drawdown.space.solve import warm_up

    if feet is not None and metres is not None:
        raise SpaceError("--feet and --metres: give one of them")
    unit = "m" if metres is not None else "ft"
    option, text = ("--metres", metres) if metres is not None else ("--feet", feet or "6")
    distance = number_of(option, text)
    if distance == 0:
        raise SpaceError(f"{option}: '{text}' is not a distance; expected a number above 0")
    pieces = [Asked(path, distance, unit, seconds) for path in _files(plans)]
    warm_up()
    found: list[Solved] = []
    with progress_bar("space") as progress:
        for one in solve_plans(pieces, cluster):
            found.append(one)
            progress("plans", len(found), len(pieces))
    if json:
        print_json(as_json(found))
    else:
        _print(found)


def _files(plans: list[Path]) -> list[Path]:
    """The plans named, and those in the folders named, without the walls beside them."""
    from drawdown.finding.plans import WALLS
    from drawdown.space.plan import SpaceError

    found: list[Path] = []
    for path in plans:
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        here = [one for one in inside if not one.name.endswith(WALLS)]
        if not here:
            raise SpaceError(f"{path}: holds no .csv of beds")
        found += here
    return found


def as_json(found: list[Solved]) -> dict[str, Any]:
    """The answer as documented in docs/reference/space.md."""
    rows = [
        {
            "plan": one.path.name, "beds": one.beds, "usable": sum(r.usable for r in one.rooms),
            "placed": sum(r.placed for r in one.rooms), "bound": sum(r.bound for r in one.rooms),
            "units": [
                {"unit": r.unit, "facility": r.facility, "beds": r.beds, "usable": r.usable,
                 "placed": r.placed, "bound": r.bound}
                for r in one.rooms
            ],
        }
        for one in found
    ]  # fmt: skip
    return {
        "plans": rows,
        **{name: sum(int(str(row[name])) for row in rows) for name in ("beds", "placed", "bound")},
    }


def _print(found: list[Solved]) -> None:
    from rich.table import Table

    from drawdown.cli.output import out

    answer = as_json(found)
    table = Table("plan", box=None, pad_edge=False)
    for column in ("units", "beds", "usable", "can keep apart", "at most"):
        table.add_column(column, justify="right")
    for row in answer["plans"]:
        cells = (len(row["units"]), row["beds"], row["usable"], row["placed"], row["bound"])
        table.add_row(row["plan"], *(f"{cell:,}" for cell in cells))
    out().print(table)
    doubt = "" if answer["placed"] == answer["bound"] else f" (at most {answer['bound']:,})"
    out().print(f"{answer['placed']:,}{doubt} of {answer['beds']:,} beds in all.")
