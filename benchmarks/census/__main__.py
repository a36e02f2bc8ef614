"""`python -m benchmarks.census`: every way of counting on the same stays, each in its own process.

python -m benchmarks.census                 5 million stays, side by side, and the growth
python -m benchmarks.census --stays 500000  a smaller one
python -m benchmarks.census --no-growth     without the growth to 50 million
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

REPEATS = 5
GROWTH = (500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000)
OUT = Path(__file__).parents[1] / "out"


def measure(way: str, number: int) -> None:
    """Time one way in this process and print what was found as JSON."""
    from benchmarks.census.stays import make_stays
    from benchmarks.census.ways import WAYS

    stays = make_stays(number)
    chosen = WAYS[way]
    ready = chosen.prepare(stays)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, answer = [], None
    for _ in range(1 if "join" in way else REPEATS):
        del answer
        begun = time.perf_counter()
        answer = chosen.count(ready)
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "way": way,
                "stays": number,
                "seconds": min(seconds),
                "all_seconds": seconds,
                "peak_mib": peak / 1024,
                "before_mib": before / 1024,
                "check": chosen.check(ready, answer) if number <= 10_000_000 else None,
            }
        )
    )


def run(way: str, number: int) -> dict[str, float]:
    """Time one way in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.census", "--way", way, "--stays", str(number)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stays", type=int, default=5_000_000)
    parser.add_argument("--way")
    parser.add_argument("--no-growth", action="store_true")
    chosen = parser.parse_args(arguments or [])
    if chosen.way:
        measure(chosen.way, chosen.stays)
        return
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    print("| way | stays | seconds | times one pass | peak MiB |")
    print("|---|---:|---:|---:|---:|")
    plan = [(w, chosen.stays) for w in ("one pass", "drawdown", "duckdb sweep", "polars sweep")]
    tenth = chosen.stays // 10
    plan += [("drawdown", tenth), ("duckdb day-by-day join", tenth)]
    if not chosen.no_growth:
        plan += [("drawdown", n) for n in GROWTH]
    results = [run(way, number) for way, number in plan[:1]]
    once = results[0]["seconds"]
    for way, number in plan:
        found = run(way, number)
        results.append(found)
        scaled = once * number / chosen.stays
        print(
            f"| {way} | {number:,} | {found['seconds']:.3f} | {found['seconds'] / scaled:.1f} "
            f"| {found['peak_mib']:.0f} |",
            flush=True,
        )
    sweeps = {r["check"] for r in results[1:5] if r["way"] != "one pass"}
    print("the sweeps agree" if len(sweeps) == 1 else f"THE SWEEPS DISAGREE: {sweeps}")
    OUT.mkdir(exist_ok=True)
    (OUT / "census.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
