"""Time findings for 100,000 people and 1,000,000 entries, and for ten times that.

    python -m benchmarks.findings [--people N …]

What is timed is `drawdown.finding.check.check` on a record that has been read: a fresh view each
time, so that nothing is kept from the run before. DuckDB answers seven of the fifteen kinds' bare
questions in the same run; the two are timed in turn.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.findings import duck
from benchmarks.findings.entries import ON, make_record
from benchmarks.findings.order import write_order
from drawdown.finding.case import Case
from drawdown.finding.check import check

RUNS = 7


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.findings")
    parser.add_argument("--people", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    chosen = parser.parse_args(arguments or [])
    print("| people | entries | findings | all 15 kinds, s | entries a second | same 7 kinds, s "
          "| DuckDB, 7 kinds, s | ratio | peak memory, GiB |")  # fmt: skip
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for people in chosen.people:
        print(_row(people), flush=True)


def _row(people: int) -> str:
    record = make_record(people)
    with tempfile.TemporaryDirectory() as folder:
        order = write_order(Path(folder), people)
    case = Case(order, record)
    database = duck.connect(record)
    kinds = [text.id for text in order.clauses.values() if text.first.kind in duck.QUERIES]
    findings = check(case, ON)  # also warms up
    duck.ask(database, ON)
    everything, same, peer = _in_turn(
        lambda: check(case, ON),
        lambda: check(case, ON, clauses=kinds),
        lambda: duck.ask(database, ON),
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return (
        f"| {people:,} | {len(record):,} | {len(findings)} | {everything:.3f} "
        f"| {len(record) / everything:,.0f} | {same:.3f} | {peer:.3f} | {same / peer:.2f} "
        f"| {peak:.1f} |"
    )


def _in_turn(*pieces: Callable[[], object]) -> list[float]:
    """The median seconds of each piece of work, run in turn so that drift hits all alike."""
    taken: list[list[float]] = [[] for _ in pieces]
    for _ in range(RUNS):
        for piece, times in zip(pieces, taken, strict=True):
            gc.collect()
            start = time.perf_counter()
            piece()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


if __name__ == "__main__":
    main(sys.argv[1:])
