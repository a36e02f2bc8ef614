"""How `drawdown outbreak` says its answer: as JSON, in words, as charts and as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drawdown.outbreak.fit import Fit
    from drawdown.outbreak.parameters import Parameters
    from drawdown.outbreak.results import Ensemble


def draw(found: list[Ensemble], chart: Path) -> None:
    """Draw infections by day, and beside it (NAME-by-population.svg) against the population."""
    from drawdown.charts.picture import as_svg
    from drawdown.outbreak.drawn import dose_chart, fan_chart

    def named(one: Ensemble) -> str:
        return f"{called(one.scenario.name)}: {one.scenario.people:,} people"

    fan = fan_chart(found, "infected", "day", "people infected so far", named)
    dose = dose_chart(found, "people held", "infected by the last day", named)
    ends = "; ".join(f"{named(one)}, {one.levels[0, 2, -1]:,} infected" for one in found)
    about = "In the middle of the range by the last day: " + ends
    by_population = chart.with_name(f"{chart.stem}-by-population.svg")
    for spec, path, title in (
        (fan, chart, "People infected, by day: the middle, and 50% and 95% of runs"),
        (dose, by_population, "People infected, by population: the middle, and 95% of runs"),
    ):
        path.write_text(as_svg(spec, title, about), encoding="utf-8")


def write_days(found: list[Ensemble], out: Path) -> None:
    """Write a row for each scenario, day and measure."""
    import polars as pl

    from drawdown.record.spreadsheet import harmless_frame

    frame = pl.concat(
        one.by_day().with_columns(population=pl.lit(one.scenario.name)) for one in found
    ).select("population", pl.exclude("population"))
    if out.suffix == ".csv":
        harmless_frame(frame).write_csv(out)
    else:
        frame.write_parquet(out)


def called(population: str) -> str:
    """How a population is called in words."""
    if population in ("distanced", "capped"):
        return population
    share = float(population)
    return "today" if share == 1 else f"{share:.0%} of today"


def say(
    found: list[Ensemble], seed: int, parameters: Parameters, notes: list[str],
    fitted: Fit | None, *, json: bool,
) -> None:  # fmt: skip
    """Print the answer; in words, what it cannot say stands first."""
    from drawdown.cli.output import err, out, print_json
    from drawdown.outbreak.answer import answer, spread
    from drawdown.outbreak.limits import LIMITS

    if json:
        from drawdown.outbreak.fit import as_json

        more = {"fit": as_json(fitted)} if fitted else {}
        print_json(answer(found, seed, parameters) | {"notes": notes} | more)
        return
    from rich.table import Table

    console = out()
    console.print("What this cannot say", style="bold")
    for limit in LIMITS:
        console.print(f"- {limit}", soft_wrap=True)
    console.print()
    runs, days = found[0].finals.shape[0], found[0].scenario.days
    console.print(
        f"In {days} days, over {runs:,} runs (seed {seed}): the mean, and the range of 95% of "
        "runs. Hospital beds and intensive care: the most at once.", soft_wrap=True,
    )  # fmt: skip
    table = Table(box=None, pad_edge=False)
    table.add_column("population")
    for name in ("people", "infected", "hospital beds", "intensive care", "deaths"):
        table.add_column(name, justify="right")
    for one in found:
        cells = []
        for name in ("infected", "hospital_peak", "intensive_peak", "deaths"):
            v = spread(one, name)
            digits = 0 if v["mean"] >= 20 else 1
            cells.append(f"{v['mean']:,.{digits}f} ({v['p025']:,}–{v['p975']:,})")
        table.add_row(called(one.scenario.name), f"{one.scenario.people:,}", *cells)
    console.print(table)
    if fitted:
        _say_fit(fitted)
    for note in notes:
        err().print(f"note: {note}", soft_wrap=True)


_CALLED = {
    "r0": "people that one infects",
    "days_before": "days from the first infection to the first day of cases",
    "reported_share": "share of infections reported",
}


def _say_fit(fitted: Fit) -> None:
    from drawdown.cli.output import out

    console = out()
    console.print()
    console.print(f"Fitted to reported cases ({fitted.paths:.0f} of {fitted.tried:,} runs count):")
    for one in fitted.known:
        before, after = (f"{v[1]:.2g} ({v[0]:.2g}–{v[2]:.2g})" for v in (one.before, one.after))
        console.print(f"- {_CALLED[one.name]}: {after}; assumed before {before}: {one.verdict}")
    test = fitted.back_test
    if test is None:
        console.print("- too few days to test the fit on later ones")
        return
    low, middle, high = test.foreseen
    verdict = "within what was foreseen" if test.held else "OUTSIDE what was foreseen"
    console.print(
        f"- back-test: from the first {test.days_fitted} days, {middle} cases ({low}–{high}) "
        f"in the {test.days_foreseen} after; reported: {test.reported}, {verdict}", soft_wrap=True,
    )  # fmt: skip
