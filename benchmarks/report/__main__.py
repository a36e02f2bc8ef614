"""Time the status report of a case of 2,000 people, and of others, in both forms.

    python -m benchmarks.report [--people N …] [--profile]

The case is made up: ten facilities, a clause of every kind, about eleven entries a person, two
weeks to report. What is timed is everything from a record that has been read to the bytes of the
files: findings, tables, charts, exhibits, PDF and DOCX; and last the whole command, from a case
folder to the PDF and its exhibits, in a process of its own. Seconds are of one processor: all the
time that all threads of the process took.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import polars as pl

from benchmarks.findings.entries import ON, make_record
from benchmarks.findings.order import write_order
from benchmarks.report.command import run
from drawdown.finding.case import Case
from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.report.asked import Asked
from drawdown.report.filing import rendered
from drawdown.report.status import status_report

RUNS = 3
PERIOD = timedelta(days=13)


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report")
    parser.add_argument("--people", type=int, nargs="*", default=[2_000, 20_000])
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    chosen = parser.parse_args(arguments or [])
    print("| people | entries | first, s | document, s | PDF, s | DOCX, s | PDF, whole, s "
          "| whole command, s | pages |")  # fmt: skip
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for people in chosen.people:
        print(_row(people, profile=chosen.profile), flush=True)


def _row(people: int, *, profile: bool) -> str:
    record = make_record(people)
    with tempfile.TemporaryDirectory() as folder:
        case = Case(write_order(Path(folder), people), record)
        command = 0.0 if profile else _command(Path(folder), case)
    looked = cProfile.Profile()
    if profile:
        looked.enable()
    first, *others = (_once(case) for _ in range(1 if profile else RUNS + 1))
    if profile:
        looked.disable()
        pstats.Stats(looked).sort_stats("cumulative").print_stats(60)
    document, pdf, docx, pages = sorted(others or [first], key=sum)[len(others) // 2]
    return (
        f"| {people:,} | {len(record):,} | {sum(first[:2]):.2f} | {document:.2f} | {pdf:.2f} "
        f"| {docx:.2f} | {document + pdf:.2f} | {command:.2f} | {pages:.0f} |"
    )


def _command(folder: Path, case: Case) -> float:
    """Processor seconds of `drawdown report FOLDER … --out FILE.pdf`."""
    whole = folder / "case"
    for name in ("events", "counts"):
        (whole / name).mkdir(parents=True)
    (folder / "order.md").rename(whole / "order.md")
    for kind, frame in case.record.frames.items():
        named = [name for name in forms(KINDS[kind]) if name in frame.columns]
        texts = [name for name in named if not isinstance(frame.schema[name], pl.List)]
        where = whole / ("counts" if kind == "count" else "events") / f"{kind}.csv"
        known = [name for name in texts if name != "recorded"]  # then it is the day itself
        frame.select(known).write_csv(where, datetime_format="%Y-%m-%dT%H:%M")
    ran = run("report", whole, "--on", str(ON), "--since", str(ON - PERIOD), "--level", "sealed",
              "--authority", "made up", "--out", folder / "report.pdf")  # fmt: skip
    if "set aside" in ran.said:
        raise SystemExit(f"rows were not read, so that this is no measure: {ran.said}")
    return ran.processor


def _once(case: Case) -> tuple[float, float, float, float]:
    """Processor seconds of the document, of each form; and the pages of the PDF."""
    import pypdfium2

    begun = time.process_time()
    document = status_report(Asked(case, ON - PERIOD, ON, None, "sealed", "made up"))
    made = time.process_time()
    pdf = rendered(document, ".pdf")
    set_ = time.process_time()
    rendered(document, ".docx")
    done = time.process_time()
    with pypdfium2.PdfDocument(pdf) as pages:
        many = len(pages)
    return made - begun, set_ - made, done - set_, float(many)


if __name__ == "__main__":
    main(sys.argv[1:])
