"""`drawdown outbreak`: infections, hospital beds and deaths at each population, with ranges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli import options
from drawdown.errors import nearest

if TYPE_CHECKING:
    from drawdown.outbreak.setting import Centre, During, Scenario

DEFAULT = "1.0,0.75,distanced"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("outbreak")(outbreak)


def outbreak(
    where: Annotated[
        Path | None,
        typer.Argument(metavar="[ORDER|FOLDER]", help="An order file, or a case folder."),
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=1, help="People held, where there is no case.")
    ] = None,
    units: Annotated[int, typer.Option(min=1, help="Housing units that they live in.")] = 1,
    apart: Annotated[
        int | None, typer.Option(min=0, help="How many of them can keep the distance.")
    ] = None,
    population: Annotated[
        str, typer.Option(help="Shares of the people held today, 'distanced', 'capped'.")
    ] = DEFAULT,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long.")] = 90,
    r0: Annotated[
        float | None, typer.Option(min=0, help="People that one infects; else drawn from a range.")
    ] = None,
    index: Annotated[
        int | None, typer.Option(min=0, help="People infected at the start, in each centre.")
    ] = None,
    staff: Annotated[int | None, typer.Option(min=0, help="Staff, in each centre.")] = None,
    arrivals: Annotated[
        float | None, typer.Option(min=0, help="People who arrive on a day, in each centre.")
    ] = None,
    exits: Annotated[
        float | None, typer.Option(min=0, help="People who leave on a day, in each centre.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="masks, testing, isolation or cohorting; NAME or NAME:DAY. Repeat it."),
    ] = None,
    test_every: Annotated[
        float, typer.Option(min=1, help="Days in which testing reaches everybody once.")
    ] = 7.0,
    parameters: Annotated[
        Path | None, typer.Option(help="A TOML file of parameters, in place of those shipped.")
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(help="Fit to reported cases: a CSV of date and cases, or 'record'."),
    ] = None,
    replicates: Annotated[int, typer.Option(min=1, help="Runs of each scenario.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 1,
    steps: Annotated[int, typer.Option(min=1, max=96, help="Steps in a day.")] = 1,
    cluster: Annotated[
        str | None, typer.Option(help="Run on Dask: 'local', 'local:4', or an address.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Draw infections by day here, and by population: .svg")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write every day's ranges here: .parquet or .csv")
    ] = None,
    counts: options.CountsOption = None,
    stays: options.StaysOption = None,
    rosters: options.RostersOption = None,
    profile: options.ProfileOption = None,
    plans: options.PlansOption = None,
    on: options.OnOption = None,
    known: options.KnownOption = None,
    facility: options.FacilityOption = None,
    json: options.JsonOption = False,
) -> None:
    """How many people are infected at each population, with ranges, and what that cannot say."""
    from drawdown.outbreak.ensemble import ensembles
    from drawdown.outbreak.errors import OutbreakError
    from drawdown.outbreak.parameters import defaults, read_parameters

    if (where is None) == (people is None):
        raise OutbreakError("expected an order or a case folder, or --people N, one of the two")
    if chart and chart.suffix != ".svg":
        raise OutbreakError(f"--chart: '{chart.name}' is not a .svg file")
    if out and out.suffix not in (".parquet", ".csv"):
        raise OutbreakError(f"--out: '{out.name}' is not a .parquet or .csv file")
    notes: list[str] = []
    reported = None
    if cases and (cases.name != "record" or where is None):
        from drawdown.outbreak.cases import read_cases

        reported = read_cases(cases)
    if where is None:
        centres = [made_up(people or 0, units, apart)]
    else:
        from drawdown.finding.plans import plans_in
        from drawdown.outbreak.case import asks_for_a_distance, centres_of

        case = options.read_files(where, counts, stays, rosters, profile, plans)
        only = options.facility_of(case, facility)
        day = on or options.today(case)
        alone = [*(plans_in(where) if where.is_dir() else []), *(plans or [])]
        if cases and not reported:
            from drawdown.outbreak.case import cases_reported

            reported = cases_reported(case, day, known, only)
        centres, notes = centres_of(
            case, day, known, [only] if only else None, () if asks_for_a_distance(case) else alone
        )
    changed = {"index": index, "staff": staff, "arrivals": arrivals, "exits": exits}
    given: dict[str, Any] = {name: value for name, value in changed.items() if value is not None}
    centres = [replace(centre, **given) for centre in centres]
    assumed = read_parameters(parameters) if parameters else defaults()
    if r0 is not None:
        assumed = assumed.fixed(r0=r0)
    asked = _scenarios(
        centres, population, days, _measures(measure or [], test_every), steps, notes
    )
    from drawdown.cli.reading_options import progress_bar

    fitted = None
    if reported:
        from drawdown.outbreak.fit import fit
        from drawdown.outbreak.setting import scenario

        fitted = fit(scenario(centres, "1.0"), assumed, reported, seed=seed)
        assumed = fitted.parameters(assumed)
    with progress_bar("outbreak") as progress:
        found = ensembles(
            asked, assumed, replicates=replicates, seed=seed, cluster=cluster,
            progress=lambda done, whole: progress("replicates", done, whole),
        )  # fmt: skip
    from drawdown.cli.outbreak_answer import draw, say, write_days

    if chart:
        draw(found, chart)
    if out:
        write_days(found, out)
    say(found, seed, assumed, notes, fitted, json=json)


def made_up(people: int, units: int, apart: int | None) -> Centre:
    """A centre of so many people in so many like units."""
    from drawdown.outbreak.errors import OutbreakError
    from drawdown.outbreak.setting import Centre, Unit, at_share

    if units > people:
        raise OutbreakError(f"--units {units}: more units than people ({people})")
    held = at_share([1] * units, people / units)
    room: tuple[int | None, ...] = (None,) * units
    if apart is not None:
        room = at_share([1] * units, apart / units)
    made = [Unit(f"unit {n}", *pair) for n, pair in enumerate(zip(held, room, strict=True), 1)]
    return Centre("the centre", tuple(made))


def _scenarios(
    centres: list[Centre], population: str, days: int, measures: list[During], steps: int,
    notes: list[str],
) -> list[Scenario]:  # fmt: skip
    from drawdown.outbreak.setting import scenario

    names = [name.strip() for name in population.split(",") if name.strip()]
    unknown = any(unit.apart is None for centre in centres for unit in centre.units)
    if population == DEFAULT and unknown:
        names.remove("distanced")
        notes.append("not asked at the distanced capacity, which is not known: hand in floor "
                     "plans, or --apart")  # fmt: skip
    return [scenario(centres, name, days=days, measures=measures, steps=steps) for name in names]


def _measures(given: list[str], every: float) -> list[During]:
    from drawdown.outbreak.errors import OutbreakError
    from drawdown.outbreak.setting import MEASURES, During

    found = []
    for text in given:
        name, colon, start = text.partition(":")
        if name not in MEASURES:
            raise OutbreakError(f"--measure '{text}': expected one of {', '.join(MEASURES)}"
                                f"{nearest(name, MEASURES)}")  # fmt: skip
        if colon and not start.isdecimal():
            raise OutbreakError(f"--measure '{text}': expected a day after the colon, such as 14")
        found.append(During(name, int(start or 0), every=every))
    return found
