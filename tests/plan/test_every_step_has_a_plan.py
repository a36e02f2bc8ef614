"""Caps in steps, of a total, of counts that are weeks apart: orders of other shapes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from drawdown.finding.case import Case, read_case
from drawdown.plan.caps import Settings
from drawdown.plan.counts import Daily, sum_of
from drawdown.plan.need import need
from drawdown.plan.plan import Plan, plan

NAN = float("nan")
FEW = Settings(paths=100)


def case_of(order: str, rows: list[tuple[str, date, int]], project: Path, folder: Path) -> Case:
    counts = folder / "counts.csv"
    lines = [f"{facility},{day},{count}" for facility, day, count in rows]
    counts.write_text("\n".join(["facility,date,count", *lines, ""]), encoding="utf-8")
    return read_case(project / f"orders/{order}.md", [counts])


def steps(made: Plan) -> list[tuple[date | None, float | None, float]]:
    return [(cap.due, cap.limit, cap.need.net if cap.need else NAN) for cap in made.caps]


def test_each_step_ahead_has_a_limit_and_a_pace_of_its_own(
    project_root: Path, tmp_path: Path
) -> None:
    """Adelanto: 100 fewer than on 23 April by the 27th, 250 fewer by the 30th."""
    first = date(2020, 4, 1)
    rows = [("adelanto", first + timedelta(n), 1370 - n) for n in range(28)]
    case = case_of("hernandez-roman-v-wolf", rows, project_root, tmp_path)
    made = plan(case, date(2020, 4, 25), settings=FEW)
    assert steps(made) == [
        (date(2020, 4, 27), 1248, pytest.approx((1346 - 1248) / 2)),
        (date(2020, 4, 30), 1098, pytest.approx((1346 - 1098) / 5)),
    ]
    later = plan(case, date(2020, 4, 28), settings=FEW)
    assert [cap.due for cap in later.caps] == [date(2020, 4, 27), date(2020, 4, 30)]
    assert later.caps[0].need is not None
    assert later.caps[0].need.overdue


def test_a_total_of_counts_weeks_apart_is_foretold_too(project_root: Path, tmp_path: Path) -> None:
    """The prisons of California: counts each fortnight, of different days, one cap for all."""
    first = date(2011, 8, 3)
    rows = [("donovan", first + timedelta(14 * n), 4200 - 20 * n) for n in range(9)]
    rows += [("others", first + timedelta(14 * n + 1), 140_000 - 900 * n) for n in range(9)]
    case = case_of("plata-coleman", rows, project_root, tmp_path)
    made = plan(case, date(2011, 11, 30), settings=FEW)
    assert [cap.due for cap in made.caps] == [
        date(2011, 12, 27), date(2012, 6, 27), date(2012, 12, 27), date(2013, 6, 27)
    ]  # fmt: skip
    for cap in made.caps:
        assert cap.place.facility is None
        assert cap.count == 4200 - 160 + 140_000 - 7200
        assert cap.scenarios
        assert cap.history is not None
        assert cap.history.known >= 8


def test_facilities_are_added_on_days_on_which_one_was_counted() -> None:
    one = np.array([10, NAN, NAN, 12, NAN, NAN])
    two = np.array([NAN, 20, NAN, NAN, NAN, 24])
    assert np.array_equal(sum_of([one, two], 2), [NAN, 30, NAN, 32, NAN, 36], equal_nan=True)
    assert np.array_equal(sum_of([one, two], 0), np.full(6, NAN), equal_nan=True)
    assert np.array_equal(sum_of([one], 2), one, equal_nan=True)


def test_an_older_count_that_still_holds_is_moved_not_doubled() -> None:
    daily = Daily(date(2020, 5, 5), np.array([10, NAN, 12, NAN, NAN]), "counts")
    moved = daily.ending_with(12).people
    assert np.array_equal(moved, [10, NAN, NAN, NAN, 12], equal_nan=True)
    assert np.array_equal(daily.ending_with(13).people, [10, NAN, 12, NAN, 13], equal_nan=True)


def test_what_a_date_asks_for_is_the_excess_over_the_days_left() -> None:
    found = need(484, 458, date(2020, 5, 14), date(2020, 5, 8), 1.5, 0.5)
    assert (found.excess, found.days, found.overdue) == (26, 6, False)
    assert found.net == pytest.approx(26 / 6)
    assert found.gross == pytest.approx(26 / 6 + 2)
    assert found.leaving == pytest.approx(26 / 6 + 1.5)
    late = need(484, 458, date(2020, 5, 1), date(2020, 5, 8), None, None)
    assert (late.net, late.gross, late.overdue) == (26, None, True)
    met = need(458, 458, date(2020, 5, 14), date(2020, 5, 8), 1.5, 0.5)
    assert (met.excess, met.net, met.overdue) == (0, 0, False)
