"""How many people can keep six feet apart: Drawdown beside others, on the same plans, in one run.

`python -m benchmarks space` measures everything; `python -m benchmarks.space quick` a part of it.
Results go to benchmarks/out/space.json, and tables in Markdown to the screen.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import asdict
from fractions import Fraction
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.space.plans import MadeUp, dormitory, scattered
from benchmarks.space.rivals import RIVALS, Pairs, Result
from drawdown.space.certificate import as_text, certificate
from drawdown.space.conflict import Graph, conflicts
from drawdown.space.plan import parse_plan
from drawdown.space.rule import Rule, places
from drawdown.space.solve import Timer, solve, solve_room, warm_up
from drawdown.space.verify import verify

OURS = "Drawdown"
LIMIT = 10.0
RUNS, WORTH_REPEATING = 5, 1.0
DENSE_LIMIT = 60.0
RULE = Rule(Fraction(6))
OUT = Path(__file__).resolve().parents[1] / "out" / "space.json"


def main() -> None:
    """Measure, print the tables, and write the numbers."""
    quick = "quick" in sys.argv
    load = os.getloadavg()
    warm_up()
    sizes, seeds = ((200, 1000), 1) if quick else ((100, 200, 500, 1000, 2000), 2)
    plans = [
        make(beds, density, seed)
        for make in (scattered, dormitory)
        for density in (0.03, 0.05, 0.07, 0.1)
        for beds in sizes
        for seed in range(seeds)
    ]
    rows = [row for plan in plans for row in measured(plan, RIVALS, LIMIT)]
    dense = (
        []
        if "sparse" in sys.argv
        else [
            row
            for beds in sizes
            for seed in range(seeds)
            for row in measured(scattered(beds, 0.2, seed), (), DENSE_LIMIT)
        ]
    )
    print(f"\n{machine(load)}\n")
    print("\n".join(side_by_side(rows)), "\n")
    print("\n".join(by_size(rows)), "\n")
    print("\n".join(dense_table(dense)))
    OUT.parent.mkdir(exist_ok=True)
    data = {"machine": machine(load), "rows": rows, "dense": dense}
    OUT.write_text(json.dumps(data, indent=1) + "\n")


def measured(plan: MadeUp, rivals: Collection[str], limit: float) -> list[dict[str, Any]]:
    """Return what each solver says of a plan, ours first, with its certificate checked."""
    shown = {"kind": plan.kind, "beds": plan.beds, "density": plan.density, "seed": plan.seed}
    pairs = all_pairs(plan)
    alone = 0.0  # not measured twice where it may take a minute
    if rivals:
        alone = quickest(partial(from_pairs, plan, pairs, limit), float)
    started = time.perf_counter()
    answer = solve(parse_plan(plan.content, "plan.csv"), RULE, limit)
    whole = time.perf_counter() - started
    text = as_text(certificate(answer)).encode()
    started = time.perf_counter()
    assert verify(text, plan.content) == (len(answer.chosen), answer.bound)
    checked = time.perf_counter() - started
    ours = Result(len(answer.chosen), answer.bound, alone or whole)
    row = {**shown, "solver": OURS, **asdict(ours), "proven": ours.proven}
    rows = [{**row, "whole": whole, "checked": checked}]
    for name in rivals:
        results: list[Result] = []
        ask = partial(RIVALS[name], plan.beds, pairs, limit)
        quickest(lambda: results.append(ask()), lambda _: results[-1].seconds)  # noqa: B023
        result = min(results, key=lambda result: result.seconds)
        if result.proven and ours.proven:
            assert result.found == ours.found, (plan.kind, plan.beds, plan.density, plan.seed)
        rows.append({**shown, "solver": name, **asdict(result), "proven": result.proven})
    print(".", end="", flush=True)
    return rows


def quickest(measure: Callable[[], Any], seconds: Callable[[Any], float]) -> float:
    """Return the shortest of up to five runs, repeated only where they are short.

    The machine is shared; what a run takes above its shortest time is other people's work. Every
    solver is measured in the same way.
    """
    taken = [seconds(measure())]
    while len(taken) < RUNS and sum(taken) < WORTH_REPEATING:
        taken.append(seconds(measure()))
    return min(taken)


def all_pairs(plan: MadeUp) -> Pairs:
    """Return the pairs of beds that are too close, which every solver is given for nothing."""
    read = parse_plan(plan.content, "plan.csv")
    graph = conflicts(read, RULE, places(read, RULE))
    return [(one, other) for one, near in enumerate(graph) for other in near if one < other]


def from_pairs(plan: MadeUp, pairs: Pairs, limit: float) -> float:
    """Return the seconds that we take from those pairs to the answer and its proof."""
    read = parse_plan(plan.content, "plan.csv")
    room = places(read, RULE)
    started = time.perf_counter()
    graph: Graph = [set() for _ in room]
    add = [near.add for near in graph]
    for one, other in pairs:
        add[one](other)
        add[other](one)
    timer = Timer(started + limit, time.perf_counter)
    solve_room(read, read.units, room, graph, [], timer)
    return time.perf_counter() - started


def side_by_side(rows: list[dict[str, Any]]) -> list[str]:
    """Return a table of the solvers: share proven, median times, beds found."""
    ours = {key(row): row for row in rows if row["solver"] == OURS}
    lines = [
        f"| solver | proven in {LIMIT:g} s | median | 90% within | slowest | times slower than "
        "Drawdown, median where it finishes | beds found |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for solver in [OURS, *RIVALS]:
        own = [row for row in rows if row["solver"] == solver]
        times = sorted(row["seconds"] for row in own)
        ratio = [row["seconds"] / ours[key(row)]["seconds"] for row in own if row["proven"]]
        found = sum(row["found"] for row in own) / sum(ours[key(row)]["found"] for row in own)
        slower = f"{statistics.median(ratio):.1f}" if ratio and solver != OURS else "–"
        proven = sum(row["proven"] for row in own)
        lines.append(
            f"| {solver} | {proven} of {len(own)} | {statistics.median(times):.3f} s | "
            f"{times[int(0.9 * (len(times) - 1))]:.3f} s | {times[-1]:.2f} s | {slower} | "
            f"{found:.2%} |"
        )
    return lines


def by_size(rows: list[dict[str, Any]]) -> list[str]:
    """Return a table of our own times from a plan's file to its proof, by kind and size."""
    lines = [
        "| plans | beds per sq ft | beds | proven | median | slowest | check, slowest |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    ours = [row for row in rows if row["solver"] == OURS]
    for kind, density, beds in dict.fromkeys((r["kind"], r["density"], r["beds"]) for r in ours):
        own = [r for r in ours if (r["kind"], r["density"], r["beds"]) == (kind, density, beds)]
        times = [row["whole"] for row in own]
        lines.append(
            f"| {kind} | {density:g} | {beds:,} | {sum(r['proven'] for r in own)} of {len(own)} | "
            f"{statistics.median(times):.3f} s | {max(times):.3f} s | "
            f"{max(row['checked'] for row in own):.3f} s |"
        )
    return lines


def dense_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return a table of the plans that are denser than any dormitory."""
    lines = [
        f"| beds at 0.2 per sq ft | proven in {DENSE_LIMIT:g} s | found ≤ true ≤ proved | median |",
        "|---:|---:|---|---:|",
    ]
    for beds in dict.fromkeys(row["beds"] for row in rows):
        own = [row for row in rows if row["beds"] == beds]
        spans = ", ".join(
            f"{r['found']}" if r["proven"] else f"{r['found']}–{r['bound']}" for r in own
        )
        lines.append(
            f"| {beds:,} | {sum(row['proven'] for row in own)} of {len(own)} | {spans} | "
            f"{statistics.median(row['seconds'] for row in own):.2f} s |"
        )
    return lines


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a row's plan is known by."""
    return row["kind"], row["beds"], row["density"], row["seed"]


def machine(load: tuple[float, float, float]) -> str:
    """Return what the figures were taken on, and how busy it was."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("highspy", "ortools", "networkx"))
    return (
        f"{os.cpu_count()} cores, load {load[0]:.1f} before the run and "
        f"{os.getloadavg()[0]:.1f} after it; "
        f"Python {platform.python_version()}; {packages}"
    )


if __name__ == "__main__":
    main()
