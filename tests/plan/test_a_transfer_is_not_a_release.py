"""Who came and who left, by kind, from stays, exits and transfers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from drawdown.finding.case import Case, read_case
from drawdown.plan.caps import CapPlan, Settings
from drawdown.plan.plan import plan
from drawdown.plan.words import says

from ..finding.cases import ORDER  # noqa: TID252

STAYS = """\
date,person,facility,book_out,exit
2020-03-01,first,krome,2020-04-20,release
2020-03-01,first-g,glades,2020-04-20,release
2020-04-01,a,krome,2020-05-02,release
2020-04-01,b,krome,2020-05-03,removal
2020-04-01,c,krome,2020-05-03,transfer
2020-04-01,d,krome,2020-05-04,
2020-05-04,d,glades,,
2020-04-01,e,krome,2020-05-05,
2020-04-01,f,krome,2020-05-05,unexplained
2020-04-01,g,krome,,
2020-04-01,h,krome,2020-05-06,death
2020-05-02,i,krome,,
2020-04-01,j,glades,2020-05-03,release
2020-05-05,k,krome,,
"""
TRANSFERS = "date,person,facility,to\n2020-05-04,e,krome,elsewhere\n"
ADMISSIONS = "date,person,facility,how\n2020-05-05,k,krome,transfer\n"
ON = date(2020, 5, 8)


Make = Callable[..., Case]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that makes the case, with a limit for each facility."""

    def made(limit: int = 5) -> Case:
        (tmp_path / "events").mkdir()
        order = ORDER.replace("percent = 75", f"count = {limit}").replace(
            'due = { within = "3 days", of = "plan approved" }', 'due = { within = "10 days" }'
        )
        (tmp_path / "order.md").write_text(order, encoding="utf-8")
        for kind, text in (("stay", STAYS), ("transfer", TRANSFERS), ("admission", ADMISSIONS)):
            (tmp_path / f"events/{kind}.csv").write_text(text, encoding="utf-8")
        return read_case(tmp_path)

    return made


@pytest.fixture
def case(make: Make) -> Case:
    return make()


def at(case: Case, facility: str | None, **settings: int) -> CapPlan:
    made = plan(case, ON, settings=Settings(paths=50, **settings))
    return next(cap for cap in made.caps if cap.place.facility == facility)


def test_every_way_of_leaving_is_counted_apart(case: Case) -> None:
    krome = at(case, "krome")
    assert krome.seen is not None
    assert {kind: krome.seen.total(kind) for kind in krome.seen.by_kind} == {
        "arrivals": 1, "transfers_in": 1, "releases": 2, "removals": 1,
        "transfers_out": 3,  # said by the stay; by a stay elsewhere; by a transfer a day off
        "deaths": 1, "other": 0, "unexplained": 1,
    }  # fmt: skip
    assert krome.seen.start == date(2020, 4, 20)  # nothing is known before the first departure
    assert (krome.count, krome.seen.moved) == (3, 2)


def test_between_facilities_of_one_total_nobody_comes_or_goes(case: Case) -> None:
    together = at(case, None)
    assert together.seen is not None
    assert together.seen.total("transfers_out") == 2
    assert together.seen.total("transfers_in") == 1
    assert together.count == 4


@pytest.mark.parametrize(("limit", "only_so"), [(5, False), (4, True), (3, True), (2, False)])
def test_a_cap_met_by_moving_people_says_so(limit: int, only_so: bool, make: Make) -> None:
    """Three are held and two were moved, net: a limit of 3 or 4 is met by that alone."""
    krome = at(make(limit), "krome")
    assert (krome.count, krome.limit) == (3, limit)
    assert krome.since is not None
    assert (krome.since.start, krome.since.moved) == (date(2020, 5, 1), 2)
    assert krome.met_by_moving is only_so
    assert (krome.expected == "met") == (limit >= 3)
    assert ("Had nobody been moved" in says(krome, 180)) is only_so


def test_the_window_is_as_long_as_asked(case: Case) -> None:
    krome = at(case, "krome", window=7)
    assert krome.seen is not None
    assert (krome.seen.start, krome.seen.days) == (date(2020, 5, 2), 7)


@pytest.mark.parametrize(("last", "source"), [(ON, "counts"), (date(2020, 5, 1), "stays")])
def test_counts_are_the_history_while_they_go_on_and_stays_otherwise(
    last: date, source: str, make: Make, tmp_path: Path
) -> None:
    make()
    rows = [f"krome,{last - timedelta(days=back)},9" for back in range(20)]
    counts = tmp_path / "more.csv"
    counts.write_text("\n".join(["facility,date,count", *rows, ""]), encoding="utf-8")
    krome = at(read_case(tmp_path, [counts]), "krome")
    assert krome.history is not None
    assert krome.history.source == source
    assert krome.count == krome.history.people[-1] == (9 if source == "counts" else 3)
