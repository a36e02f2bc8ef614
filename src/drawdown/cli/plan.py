"""`drawdown plan`: the pace that meets each cap, and when it is met at today's pace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import (
    CaseArgument,
    CountsOption,
    FacilityOption,
    JsonOption,
    KnownOption,
    OnOption,
    PlansOption,
    ProfileOption,
    RostersOption,
    StaysOption,
)

if TYPE_CHECKING:
    from drawdown.finding.case import Case
    from drawdown.plan.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("plan")(plan)


def plan(
    case: CaseArgument,
    counts: CountsOption = None,
    stays: StaysOption = None,
    roster: RostersOption = None,
    profile: ProfileOption = None,
    floor: PlansOption = None,
    on: OnOption = None,
    as_known: KnownOption = None,
    facility: FacilityOption = None,
    window: Annotated[
        int, typer.Option("--window", min=7, max=180, help="Take the pace over so many days.")
    ] = 28,
    ahead: Annotated[
        int, typer.Option("--ahead", min=7, max=730, help="Look so many days ahead.")
    ] = 180,
    more_exits: Annotated[
        float, typer.Option("--more-exits", min=0, help="And with so many more exits each day?")
    ] = 0.0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of everything drawn.")] = 1,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE.svg", help="Draw the caps as SVG.")
    ] = None,
    back_test: Annotated[
        bool, typer.Option("--back-test", help="How such ranges would have done on these counts.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", help="Back-test on Dask: 'local', 'local:4', or an address."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Which pace meets each population cap by its date, and when is it met at today's?"""
    from drawdown.cli.options import facility_of, read_files, today
    from drawdown.cli.output import note_set_aside, out, print_json, row_account
    from drawdown.cli.plan_tables import print_plan
    from drawdown.errors import InputError
    from drawdown.plan.as_json import plan_json
    from drawdown.plan.caps import Settings
    from drawdown.plan.plan import plan as make

    if cluster and not back_test:
        raise InputError("--cluster: expected --back-test, which is what it runs")
    read = read_files(case, counts, stays, roster, profile, floor)
    day = on or today(read)
    settings = Settings(window=window, ahead=ahead, seed=seed, more=more_exits)
    made = make(read, day, as_known, settings, facility=facility_of(read, facility))
    tested = _back_test(made, cluster) if back_test else []
    if as_json:
        print_json({
            **plan_json(made),
            "on": day.isoformat(),
            "as_known": (as_known or today(read)).isoformat(),
            "order": read.order.header.id,
            **({"back_test": tested} if back_test else {}),
            "rows": row_account(read.record),
        })  # fmt: skip
    else:
        note_set_aside(read.record)
        print_plan(out(), read, made, as_known, tested)
    if chart:
        _draw(read, made, chart)


def _draw(case: Case, made: Plan, where: Path) -> None:
    from drawdown.charts.fan import FanWords, fan_chart
    from drawdown.charts.picture import as_svg
    from drawdown.errors import InputError
    from drawdown.plan.picture import fan_of
    from drawdown.plan.words import says

    if where.suffix.lower() != ".svg":
        raise InputError(f"--chart: '{where}' is not an .svg file; expected FILE.svg")
    fans = [fan for cap in made.caps if (fan := fan_of(cap, cap.place.name))]
    if not fans:
        raise InputError("--chart: there is no forecast to draw; see what is missing")
    described = " ".join(says(cap, made.settings.ahead) for cap in made.caps)
    title = f"{case.order.header.title}: the plan of {made.on}"
    where.write_text(as_svg(fan_chart(fans, FanWords()), title, described), encoding="utf-8")


def _back_test(made: Plan, cluster: str | None) -> list[dict[str, object]]:
    """Coverage and scores on the counts of each place, by horizon."""
    from drawdown.cli.reading_options import progress_bar
    from drawdown.errors import InputError
    from drawdown.plan.backtest import LEAST, backtests, summary

    places = {cap.place.name: cap.history for cap in made.caps if cap.history is not None}
    counts = {
        name: known.people[-known.span :]
        for name, known in places.items()
        if known.span > LEAST + 1
    }
    with progress_bar("back-test") as progress:
        found = backtests(
            counts, cluster=cluster, tell=lambda done, whole: progress("back-test", done, whole)
        )
    if found.is_empty():
        raise InputError(f"--back-test: expected daily counts over more than {LEAST} days")
    return summary(found, "place").to_dicts()
