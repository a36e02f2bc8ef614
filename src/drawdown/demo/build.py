"""Build the demonstration's case folder: the model case's order, and made-up people and events."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from random import Random

from drawdown.demo import events, plans, reviews, supplies
from drawdown.demo.people import make_population
from drawdown.order.examples import example_order
from drawdown.record.entry import KINDS
from drawdown.record.template import columns

DAY = date(2020, 5, 12)
"""The day asked about: two days before the goal falls due, with work in every queue."""

SEED = 20200430

README = """\
# A demonstration

The order is the model case's, *Gayle v. Meade*, made from public sources. **Everything else is made
up**: every person (`synthetic-…`, and numbers in place of the petitioners), every count, handout,
decision, transfer, call and floor plan. Every row says so in `source`. What was said in public of
the model case stands in `claims.toml`, with where it was said.

    drawdown check . --on 2020-05-12
    drawdown explain . soap --facility krome --on 2020-05-12
    drawdown check . --on 2020-05-14
    drawdown history . --clause population
    drawdown space plans/krome.csv --feet 6
"""

MADE_UP = {"source": "made up for the demonstration"}


def build_demo(folder: Path) -> Path:
    """Write the demonstration's case folder; the same bytes every time.

    Args:
        folder: Where; what is there of the demonstration is written anew.

    Returns:
        The folder.
    """
    random = Random(SEED)  # noqa: S311  made-up people, not secrets
    population = make_population(random)
    (folder / "rosters").mkdir(parents=True, exist_ok=True)
    order = example_order("gayle-v-meade").read_text(encoding="utf-8")
    (folder / "order.md").write_text(order, encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")
    claims = files("drawdown.demo") / "claims.toml"
    (folder / "claims.toml").write_text(claims.read_text(encoding="utf-8"), encoding="utf-8")
    for kind, rows in (
        ("count", events.counts(population)),
        ("stay", events.stays(population)),
        ("exit", events.exits(population)),
        ("transfer", events.transfers(population)),
        ("evaluation", events.evaluations(population, random)),
        ("handout", supplies.handouts(population)),
        ("condition", supplies.conditions()),
        ("inspection", supplies.inspections()),
        ("stock", supplies.stock()),
        ("decision", reviews.decisions(population, random)),
        ("proposal", reviews.proposals(population)),
        ("fact", reviews.facts(population, _stream("facts"))),
        ("measurement", plans.measurements()),
        ("report", events.reports()),
        ("check_in", events.check_ins(population, random)),
        ("log", events.logs()),
    ):
        where = "counts" if kind == "count" else "events"
        _write(folder / where / f"{kind}.csv", columns(KINDS[kind]), rows)
    for file in plans.FILES:
        plan = plans.plan(file, _stream(f"plan of {file}"))
        _write(folder / "plans" / f"{file}.csv", plans.COLUMNS, plan)
    return folder


def _stream(name: str) -> Random:
    """Chance of its own for each matter, so that a change to one leaves the others as they are."""
    return Random(f"{SEED} {name}")  # noqa: S311  made-up people, not secrets


def _write(path: Path, names: Sequence[str], rows: Iterable[events.Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(MADE_UP | row)
