"""What staff logged and what people held report, side by side, with conflicts marked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from drawdown.finding.case import Case
from drawdown.supply.sides import CONFLICTS, SIDES, conflicts, side_by_side

from ..order.clauses.build import Rows, case, order  # noqa: TID252

ORDER = order('id = "soap"\nkind = "supply"\nitems = ["soap", "mask"]',
              facilities=["krome", "glades"])  # fmt: skip
SINCE, UNTIL = date(2020, 5, 1), date(2020, 5, 14)


def handout(day: str, unit: str = "", item: str = "soap", **more: Any) -> dict[str, Any]:
    return {"date": day, "facility": "krome", "item": item, "quantity": 50, "unit": unit,
            "by": "staff", **more}  # fmt: skip


def report(day: str, unit: str = "", kept: str = "no", **more: Any) -> dict[str, Any]:
    return {"date": day, "facility": "krome", "topic": "soap", "kept": kept, "unit": unit,
            "reporter": "held person", **more}  # fmt: skip


def of(handouts: Rows, reports: Rows) -> Case:
    return case(ORDER, {"handout": handouts, "condition": reports})


def test_a_report_of_none_after_a_handout_to_the_unit_is_a_conflict() -> None:
    found = conflicts(
        of([handout("2020-05-04", "Dorm 1", id="h")], [report("2020-05-06", "Dorm 1", id="r")]),
        SINCE, UNTIL,
    )  # fmt: skip
    assert dict(found.schema) == CONFLICTS
    (row,) = found.rows(named=True)
    assert (row["handout"], row["report"], row["days"]) == ("h", "r", 2)
    assert (row["handed_out"], row["reported"]) == (date(2020, 5, 4), date(2020, 5, 6))


def test_another_unit_an_earlier_report_or_a_late_one_is_none() -> None:
    handed = [handout("2020-05-04", "Dorm 1")]
    for said in (
        report("2020-05-06", "Dorm 2"), report("2020-05-03", "Dorm 1"),
        report("2020-05-12", "Dorm 1"), report("2020-05-06", "Dorm 1", "yes"),
        report("2020-05-06", "Dorm 1", excepted="yes"),
        report("2020-05-06", "Dorm 1", reporter="inspector"),
        report("2020-05-06", "Dorm 1", topic="distance"),
        report("2020-05-06", "Dorm 1", facility="glades"),
    ):  # fmt: skip
        assert conflicts(of(handed, [said]), SINCE, UNTIL).is_empty(), said
    assert len(conflicts(of(handed, [report("2020-05-12", "Dorm 1")]), SINCE, UNTIL, days=8)) == 1


def test_without_a_unit_it_is_about_the_whole_facility() -> None:
    whole = of([handout("2020-05-04")], [report("2020-05-06", "Dorm 2")])
    assert len(conflicts(whole, SINCE, UNTIL)) == 1
    either = of([handout("2020-05-04", "Dorm 1")], [report("2020-05-06")])
    assert len(conflicts(either, SINCE, UNTIL)) == 1


def test_the_latest_handout_before_the_report_counts() -> None:
    handed = [handout("2020-05-02", id="a"), handout("2020-05-05", id="b"),
              handout("2020-05-07", id="c")]  # fmt: skip
    found = conflicts(of(handed, [report("2020-05-06", "Dorm 1")]), SINCE, UNTIL)
    assert found["handout"].to_list() == ["b"]


def test_both_sides_stand_in_one_row_a_day() -> None:
    found = side_by_side(
        of(
            [handout("2020-05-04", "Dorm 1"), handout("2020-05-04", "Dorm 1", "Soap"),
             handout("2020-05-04", item="masks"), handout("2020-05-04", to="staff")],
            [report("2020-05-04", "Dorm 1", "yes"), report("2020-05-04", "Dorm 1", "no"),
             report("2020-05-04", "Dorm 1", "yes", reporter="inspector"),
             report("2020-05-09", "Dorm 2", "no", reporter="staff")],
        ),
        SINCE, UNTIL,
    )  # fmt: skip
    assert dict(found.schema) == SIDES
    assert found.select("unit", "item", "date").rows() == [
        ("", "mask", date(2020, 5, 4)), ("Dorm 1", "soap", date(2020, 5, 4)),
        ("Dorm 2", "soap", date(2020, 5, 9)),
    ]  # fmt: skip
    soap = found.row(1, named=True)
    assert (soap["logged"], soap["held_yes"], soap["held_no"], soap["inspector_yes"]) == (
        100,
        1,
        1,
        1,
    )
    assert soap["conflict"]
    staff = found.row(2, named=True)
    assert (staff["logged"], staff["staff_no"], staff["conflict"]) == (None, 1, False)


def test_nothing_at_all_has_its_columns() -> None:
    assert dict(side_by_side(case(ORDER, {}), SINCE, UNTIL).schema) == SIDES
    assert conflicts(case(ORDER, {}), SINCE, UNTIL).is_empty()


UNITS = st.sampled_from(["", "Dorm 1", "Dorm 2"])
DAY = st.integers(1, 14).map(lambda n: date(2020, 5, n))


@given(
    st.lists(st.tuples(DAY, UNITS), max_size=5),
    st.lists(st.tuples(DAY, UNITS, st.sampled_from(["yes", "no"])), max_size=5),
    st.integers(0, 9),
)
def test_conflicts_are_those_that_a_reader_would_find(
    handed: list[tuple[date, str]], said: list[tuple[date, str, str]], days: int
) -> None:
    record = of(
        [handout(str(day), unit) for day, unit in handed],
        [report(str(day), unit, kept, id=f"r{n}") for n, (day, unit, kept) in enumerate(said)],
    )
    found = conflicts(record, SINCE, UNTIL, days=days)
    expected = {
        f"r{n}"
        for n, (day, unit, kept) in enumerate(said)
        if kept == "no" and any(
            gave <= day <= gave + timedelta(days=days) and (to == unit or "" in (to, unit))
            for gave, to in handed
        )
    }  # fmt: skip
    assert set(found["report"].to_list()) == expected
    sides = side_by_side(record, SINCE, UNTIL, days=days)
    assert sides["logged"].sum() == 50 * len(handed)
    assert sides["held_no"].sum() == sum(kept == "no" for *_, kept in said)
    marked = sides.filter("conflict")["report_entries"].explode().to_list()
    assert expected <= set(marked)
    assert not sides.filter(pl.col("conflict")).is_empty() or not expected
