"""`python -m benchmarks.outbreak`: time for one replicate beside peers, curves overlaid, growth.

python -m benchmarks.outbreak                      2,000 people, 180 days
python -m benchmarks.outbreak --no-covasim         without Covasim
python -m benchmarks.outbreak --ensemble 100000    three centres, so many replicates
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from benchmarks.outbreak.peers import in_covasim, in_numpy
from drawdown.cli.reading_options import progress_bar
from drawdown.outbreak import states
from drawdown.outbreak.cases import cases_of
from drawdown.outbreak.ensemble import Piece, ensemble, paths, run_piece
from drawdown.outbreak.fit import fit
from drawdown.outbreak.parameters import Parameters, defaults
from drawdown.outbreak.setting import Centre, Scenario, Unit, scenario

OUT = Path(__file__).parents[1] / "out"
REPEATS = 5


def closed(units: int, people: int, days: int) -> Scenario:
    """One centre of like units, without staff or anybody who comes or goes."""
    made = tuple(Unit(f"u{n}", people // units) for n in range(units))
    return scenario([Centre("one", made, staff=0)], "1.0", days=days)


def like_covasim() -> Parameters:
    """Covasim's means: `make_pars` of its version 4, 20 contacts a day of 1.6% each."""
    dwell = {"latent_days": 4.5, "presymptomatic_days": 1.1, "symptomatic_days": 8.0,
             "asymptomatic_days": 8.0, "asymptomatic_share": 0.3, "asymptomatic_infects": 1.0,
             "mixing": 0.0, "density": 0.0, "spacing_effect": 0.0}  # fmt: skip
    days = 0.3 * 8.0 + 0.7 * 9.1
    return defaults().likely().fixed(**dwell, r0=20 * 0.016 * days)


def per_replicate(asked: Scenario, parameters: Parameters, replicates: int) -> float:
    """Processor seconds for one replicate: the median of runs; the first is a warm-up."""
    run_piece(Piece(asked, parameters, 1, 0, 2))
    taken = []
    for _ in range(REPEATS):
        begun = time.process_time()
        run_piece(Piece(asked, parameters, 1, 0, replicates))
        taken.append((time.process_time() - begun) / replicates)
    return median(taken)


def beside(people: int, days: int, covasim: bool) -> dict[str, object]:
    """Time and curves of each way, for one mixed unit and for twenty."""
    rows: dict[str, object] = {}
    for units in (1, 20):
        asked = closed(units, people, days)
        parameters = like_covasim().fixed(mixing=0.0 if units == 1 else 0.3)
        ours = per_replicate(asked, parameters, 200)
        plain = in_numpy(asked, parameters, 200)
        out, _ = paths(asked, parameters, seed=1, replicates=range(400))
        curve = out[:, :, :, states.INFECTED].sum(axis=2)
        print(
            f"| drawdown, {units} unit{'s' * (units > 1)} | {ours * 1e3:.3f} | 1 | {_size(curve)} |"
        )
        print(f"| NumPy, all replicates at once, {units} | {plain.seconds * 1e3:.3f} "
              f"| {plain.seconds / ours:.1f} | {_size(plain.infected)} |")  # fmt: skip
        rows[f"drawdown {units}"], rows[f"numpy {units}"] = ours, plain.seconds
        if units == 1 and covasim:
            theirs = in_covasim(people, days, 20)
            print(f"| Covasim, random population | {theirs.seconds * 1e3:.0f} "
                  f"| {theirs.seconds / ours:.0f} | {_size(theirs.infected)} |")  # fmt: skip
            rows["covasim"] = theirs.seconds
            _curves(curve, theirs.infected, people)
            OUT.mkdir(exist_ok=True)
            picture(curve, theirs.infected, people, OUT / "outbreak-beside-covasim.svg")
    return rows


def _size(infected: np.ndarray) -> str:
    """Runs that became an outbreak, and their mean share infected at the end."""
    end = infected[:, -1]
    people = 2000
    large = end > 0.1 * people
    share = end[large].mean() / people if large.any() else 0.0
    return f"{large.mean():.0%} of runs, then {share:.0%} infected"


def _curves(ours: np.ndarray, theirs: np.ndarray, people: int) -> None:
    """Mean share infected of runs that became an outbreak, from the day it reached 1%."""
    print("\nDays from 1% infected, the mean of runs that became an outbreak:\n")
    print("| | 0 | 10 | 20 | 30 | 40 | 60 |\n|---|---:|---:|---:|---:|---:|---:|")
    for name, found in (("drawdown", ours), ("Covasim", theirs)):
        runs = found[found[:, -1] > 0.1 * people] / people
        begins = (runs >= 0.01).argmax(axis=1)
        rows = np.arange(len(runs))
        at = [
            runs[rows, np.minimum(begins + day, runs.shape[1] - 1)].mean()
            for day in (0, 10, 20, 30, 40, 60)
        ]
        print(f"| {name} | " + " | ".join(f"{value:.0%}" for value in at) + " |")
    print()


def growth() -> None:
    """How time grows with units, people, days and replicates."""
    print(
        "\n| units | people | days | replicates | processor ms a replicate |\n"
        "|---:|---:|---:|---:|---:|"
    )
    p = defaults()
    for units, people, days, number in (
        (20, 2000, 90, 200), (40, 4000, 90, 200), (80, 8000, 90, 200), (20, 8000, 90, 200),
        (20, 2000, 180, 200), (20, 2000, 360, 200), (20, 2000, 90, 800),
    ):  # fmt: skip
        taken = per_replicate(closed(units, people, days), p, number)
        print(f"| {units} | {people:,} | {days} | {number} | {taken * 1e3:.3f} |", flush=True)


def fitting() -> None:
    """How long a fit to forty days of reported cases takes."""
    first = date(2020, 4, 1)
    cases = cases_of({first + timedelta(days=n): n * n // 40 for n in range(40)}, "made up")
    asked, taken = closed(20, 1000, 90), []
    for _ in range(3):
        begun = time.process_time()
        found = fit(asked, defaults(), cases, tried=1000)
        taken.append(time.process_time() - begun)
    print(f"\nA fit to 40 days of cases, {found.tried:,} runs of 1,000 people in 20 units: "
          f"{median(taken):.2f} processor seconds", flush=True)  # fmt: skip


def picture(ours: np.ndarray, theirs: np.ndarray, people: int, out: Path) -> None:
    """Overlay the mean curves of runs that became an outbreak, from the day each reached 1%."""
    import altair as alt

    rows = []
    for name, found in (("drawdown", ours), ("Covasim", theirs)):
        runs = found[found[:, -1] > 0.1 * people] / people
        begins = (runs >= 0.01).argmax(axis=1)
        for day in range(81):
            at = runs[np.arange(len(runs)), np.minimum(begins + day, runs.shape[1] - 1)]
            low, high = np.quantile(at, [0.025, 0.975])
            rows.append({"day": day, "model": name, "mean": at.mean(), "low": low, "high": high})
    base = alt.Chart(pl.DataFrame(rows)).encode(
        x=alt.X("day:Q", title="days from 1% infected"), color="model:N", strokeDash="model:N"
    )
    band = base.mark_area(opacity=0.15).encode(
        y=alt.Y("low:Q", title="share infected so far"), y2="high:Q"
    )
    chart = (band + base.mark_line().encode(y="mean:Q")).properties(width=560, height=320)
    chart.save(out)


def large(replicates: int) -> None:
    """An ensemble of three centres with all that is in the parameters."""
    centres = [
        Centre(name, tuple(Unit(f"{name} {n}", people // 12, people // 24) for n in range(12)),
               arrivals=3, exits=3)
        for name, people in (("Krome", 560), ("Broward", 494), ("Glades", 300))
    ]  # fmt: skip
    asked = scenario(centres, "1.0", days=90)
    ensemble(asked, defaults(), replicates=4)
    begun, used = time.perf_counter(), time.process_time()
    with progress_bar("outbreak") as progress:
        found = ensemble(
            asked, defaults(), replicates=replicates,
            progress=lambda done, whole: progress("replicates", done, whole),
        )  # fmt: skip
    taken, used = time.perf_counter() - begun, time.process_time() - used
    print(f"{replicates:,} replicates of three centres, 36 units, 90 days: {used:.1f} processor "
          f"seconds, {used / replicates * 1e3:.3f} ms each; {taken:.1f} s by the clock on "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; mean infected "
          f"{found.finals[:, -1, 0].mean():.2f}", flush=True)  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-covasim", action="store_true")
    parser.add_argument("--ensemble", type=int, default=0)
    chosen = parser.parse_args(arguments or [])
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    if chosen.ensemble:
        large(chosen.ensemble)
        return
    print("| way | processor ms a replicate | times drawdown | |\n|---|---:|---:|---|", flush=True)
    rows = beside(2000, 180, not chosen.no_covasim)
    growth()
    fitting()
    OUT.mkdir(exist_ok=True)
    (OUT / "outbreak.json").write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
