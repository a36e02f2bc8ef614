"""The demonstration has every status in it, marks everybody as made up, and never changes."""

from __future__ import annotations

import runpy
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from drawdown.demo.build import DAY, build_demo
from drawdown.demo.people import FIRST, LAST
from drawdown.demo.plans import APART
from drawdown.finding.case import Case, read_case
from drawdown.finding.check import check
from drawdown.review.coverage import coverage
from drawdown.review.queue import review_queue
from drawdown.review.timeline import timeline
from drawdown.space.plan import read_plan
from drawdown.space.rule import Rule
from drawdown.space.solve import solve
from drawdown.supply.forecast import forecast
from drawdown.supply.sides import conflicts

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    return read_case(folder)


def test_no_row_of_it_is_set_aside(case: Case) -> None:
    assert [
        len(account.set_aside) for account in case.record.accounts if account.set_aside.height
    ] == []
    assert not len(case.record.unresolved)


def test_some_clauses_are_met_some_not_and_some_cannot_be_told(case: Case) -> None:
    statuses = Counter(finding.status for finding in check(case, DAY))
    assert {"met", "not_met", "undetermined", "not_due"} <= set(statuses)
    population = check(case, LAST, clauses=["population"])
    assert [finding.status for finding in population] == ["met", "undetermined", "met"]


def test_the_counts_are_those_of_the_stays(case: Case) -> None:
    without = type(case.record)(
        {kind: frame for kind, frame in case.record.frames.items() if kind != "count"},
        case.record.zone,
    )
    by_stays = check(Case(case.order, without), DAY, clauses=["population"])
    by_counts = check(case, DAY, clauses=["population"])
    assert [f.value for f in by_stays] == [f.value for f in by_counts]


def test_a_corrected_count_was_known_otherwise_before(case: Case) -> None:
    from datetime import date

    on = date(2020, 5, 8)
    (before, *_) = check(case, on, date(2020, 5, 10), clauses=["population"])
    (after, *_) = check(case, on, date(2020, 5, 11), clauses=["population"])
    assert before.value is not None
    assert after.value == before.value - 12


def test_everybody_in_it_is_marked_as_made_up(case: Case) -> None:
    for frame in case.record.frames.values():
        assert frame["source"].unique().to_list() == ["made up for the demonstration"]
        if "person" in frame.columns:
            marked = frame["person"].str.contains(r"^(synthetic-\d{4}|petitioner-\d{2}|)$")
            assert marked.all()


def test_a_dozen_people_wait_for_a_review_and_one_release_for_a_second_person(case: Case) -> None:
    queue = review_queue(case, DAY)
    numbers = queue.numbers("petitioners-review")
    assert numbers == {
        "overdue": 13, "due": 0, "waiting": 0, "deferred": 1, "unclear": 0, "decided": 19,
    }  # fmt: skip
    assert queue.rows["proposal"].drop_nulls().to_list() == ["proposal-09"]
    (finding,) = check(case, DAY, clauses=["petitioners-review"])
    assert (finding.status, finding.value, finding.limit) == ("not_met", 19, 33)


def test_of_the_people_held_some_are_covered_some_not_and_some_almost(case: Case) -> None:
    rows = coverage(case, DAY).filter("governs")
    verdicts = Counter(rows["verdict"].cast(str).to_list())
    assert min(verdicts[verdict] for verdict in ("met", "not_met", "unknown")) > 50
    assert rows.filter(rows["lacking"] == 1).height > 50


def test_a_corrected_decision_shows_both_in_the_timeline(case: Case) -> None:
    events = timeline(case.record.as_known(), "petitioner-25")
    both = [event for event in events if event.kind == "decision"]
    assert [event.stands for event in both] == [False, True]


def test_some_supplies_are_enough_some_short_and_of_some_it_cannot_be_told(case: Case) -> None:
    foreseen = Counter(each.foreseen for each in forecast(case, DAY))
    assert set(foreseen) == {"enough", "short", "undetermined"}


def test_what_people_held_report_conflicts_with_the_log(case: Case) -> None:
    found = conflicts(case, FIRST, DAY)
    assert {"mask", "soap"} == set(found["item"].to_list())


def test_the_floor_plans_have_room_for_as_many_as_the_record_says(folder: Path) -> None:
    room = {}
    for path in sorted((folder / "plans").glob("*.csv")):
        answer = solve(read_plan(path), Rule(Fraction(6), "ft"))
        for unit in answer.units:
            assert len(unit.chosen) == unit.bound
            room[unit.unit] = unit.bound
    assert room == APART


def test_it_is_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    again = build_demo(tmp_path)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert files
    for path in files:
        assert (again / path).read_bytes() == (folder / path).read_bytes()


def test_the_picture_in_the_readme_is_what_it_prints() -> None:
    drawn = runpy.run_path(str(PROJECT / "scripts" / "picture"))["picture"]()
    shown = (PROJECT / "docs" / "images" / "demo.svg").read_text(encoding="utf-8")
    assert drawn == shown, "run `make picture`"
