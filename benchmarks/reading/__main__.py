"""`python -m benchmarks.reading`: a large CSV and a large workbook, against plain Polars reading.

`plain Polars` only parses (all columns as text; it drops nothing and checks nothing). `drawdown,
cells` also finds encoding, delimiter and header and counts the records apart from the parser;
`drawdown, roster` is the whole reading: mapping, dates, keys, repeats, and a reason for every row
set aside.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPEATS = 3


def ways(path: Path) -> dict[str, Callable[[], object]]:
    """Return what is timed, by name."""
    import polars as pl

    from drawdown.roster.intake import read_roster
    from drawdown.roster.reading.open import open_sheets
    from drawdown.roster.stays.chain import chain_stays

    def plain() -> object:
        if path.suffix == ".xlsx":
            return pl.read_excel(path, read_options={"header_row": 2}, infer_schema_length=0)
        return pl.read_csv(path, skip_lines=2, infer_schema=False)

    return {
        "plain Polars": plain,
        "drawdown, cells": lambda: open_sheets(path.read_bytes(), path.name),
        "drawdown, roster": lambda: read_roster(path).account,
        "drawdown, roster and stays": lambda: chain_stays(read_roster(path).facts),
    }


def measure(path: Path, way: str) -> None:
    """Time one way in this process and print what was found as JSON."""
    run = ways(path)[way]
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    says = answer.says if hasattr(answer, "says") else ""
    print(json.dumps({"way": way, "seconds": min(seconds), "peak_mib": peak, "says": says}))


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark and print a table."""
    from benchmarks.reading.files import write_csv, write_xlsx

    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading")
    parser.add_argument("--csv-rows", type=int, default=1_000_000)
    parser.add_argument("--xlsx-rows", type=int, default=200_000)
    parser.add_argument("--measure", nargs=2)
    chosen = parser.parse_args(arguments or [])
    if chosen.measure:
        measure(Path(chosen.measure[0]), chosen.measure[1])
        return
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    print("| file | way | seconds | rows a second | times plain | peak MiB |")
    print("|---|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, number, write in (
            ("stints.csv", chosen.csv_rows, write_csv),
            ("stints.xlsx", chosen.xlsx_rows, write_xlsx),
        ):
            path = Path(folder) / name
            write(path, number)
            size = path.stat().st_size / 2**20
            plain = 0.0
            for way in ways(path):
                done = subprocess.run(
                    [sys.executable, "-m", "benchmarks.reading", "--measure", str(path), way],
                    check=True, capture_output=True, text=True,
                )  # fmt: skip
                found = json.loads(done.stdout)
                plain = plain or found["seconds"]
                print(
                    f"| {name}, {number:,} rows, {size:.0f} MiB | {way} | {found['seconds']:.2f} "
                    f"| {number / found['seconds']:,.0f} | {found['seconds'] / plain:.1f} "
                    f"| {found['peak_mib']:.0f} |",
                    flush=True,
                )
                if found["says"]:
                    print(f"<!-- {found['says']} -->")


if __name__ == "__main__":
    main(sys.argv[1:])
