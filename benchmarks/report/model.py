"""Time the whole command on the model case with 2,000 people, by the clock.

    python -m benchmarks.report.model [--people N]

The demonstration's case folder (three centres, floor plans, counts, rosters, decisions, supplies,
check-ins) is filled up with more made-up people: copies of its own, with their facts, under other
numbers. Then `drawdown report FOLDER … --out FILE.pdf` and the same as DOCX run five times each.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.report.command import run

ON, SINCE = "2020-05-12", "2020-04-30"
RUNS = 5


def main(arguments: list[str] | None = None) -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report.model")
    parser.add_argument("--people", type=int, default=2_000)
    chosen = parser.parse_args(arguments or [])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        run("demo", "--no-site", "--folder", folder)
        entries = _fill_up(folder, chosen.people)
        print(f"{chosen.people:,} people, {entries:,} entries about them\n")
        print("| form | seconds, median | least and most | processor seconds, median |")
        print("|---|---:|---:|---:|")
        for form in ("pdf", "docx"):
            out = folder.parent / f"report.{form}"
            asked = ("report", folder, "--on", ON, "--since", SINCE, "--out", out)
            ran = [run(*asked) for _ in range(RUNS)]
            took, used = [one.seconds for one in ran], [one.processor for one in ran]
            print(f"| {form.upper()} | {statistics.median(took):.2f} | {min(took):.2f} to "
                  f"{max(took):.2f} | {statistics.median(used):.2f} |", flush=True)  # fmt: skip


def _fill_up(folder: Path, people: int) -> int:
    """Add people until there are so many; how many entries are about people then."""
    with (folder / "events" / "stay.csv").open(encoding="utf-8", newline="") as file:
        numbers = list(dict.fromkeys(row["person"] for row in csv.DictReader(file)))
    more = {numbers[n % len(numbers)]: f"more-{n:04d}" for n in range(people - len(numbers))}
    count = 0
    for name in ("stay", "fact"):
        path = folder / "events" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        rows += [
            row | {"person": more[row["person"]], "id": ""}
            for row in rows
            if row["person"] in more and not row["supersedes"]
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames or [])
            writer.writeheader()
            writer.writerows(rows)
        count += len(rows)
    return count


if __name__ == "__main__":
    main(sys.argv[1:])
