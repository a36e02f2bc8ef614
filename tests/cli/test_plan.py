"""`drawdown plan`: the contract of its JSON, its tables, its chart, what it says to bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ..finding.cases import make, make_folder  # noqa: TID252
from .running import Ran, is_one_line, run

KEYS = ["clause", "facility", "count", "limit", "due", "needed_per_day", "pace_per_day", "met_on"]
POINTS = ["median", "p10", "p90", "p025", "p975"]


def planned(tmp_path: Path, *more: str, on: str = "2020-05-08") -> Ran:
    order, counts = make(tmp_path)
    return run("plan", order, "--counts", counts, "--on", on, *more)


def of(answer: Any, clause: str, facility: str | None) -> Any:
    return next(c for c in answer["caps"] if (c["clause"], c["facility"]) == (clause, facility))


def test_the_json_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    answer = planned(tmp_path, "--json").json
    assert list(answer)[:2] == ["caps", "reviews"]
    for cap in answer["caps"]:
        assert list(cap)[: len(KEYS)] == KEYS
        assert list(cap["met_on"]) == POINTS
    krome = of(answer, "population", "krome")
    assert (krome["count"], krome["limit"], krome["due"]) == (484, 458.25, "2020-05-14")
    assert krome["needed_per_day"] == pytest.approx(26 / 6, abs=0.001)  # 484 to 458 in six days
    assert krome["pace_per_day"] == 2
    assert krome["straight_line"] == "2020-05-21"
    assert answer["reviews"]["missing"] == ["no clause asks for reviews"]


def test_counts_alone_leave_transfers_unknown_and_say_so(tmp_path: Path) -> None:
    krome = of(planned(tmp_path, "--json").json, "population", "krome")
    assert (krome["flows"], krome["scenarios"], krome["met_by_moving"]) == (None, {}, None)
    assert any("transfers apart" in line for line in krome["missing"])


def test_a_limit_that_is_not_settled_is_undetermined_with_what_is_missing(tmp_path: Path) -> None:
    glades = of(planned(tmp_path, "--json").json, "population", "glades")
    assert (glades["count"], glades["limit"], glades["needed_per_day"]) == (232, None, None)
    assert set(glades["met_on"].values()) == {None}
    assert glades["expected"] == "undetermined"
    assert "which statement of the capacity of Glades governs" in glades["missing"]


def test_too_few_counts_give_no_forecast(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    krome = of(run("plan", folder, "--on", "2020-05-14", "--json").json, "population", "krome")
    assert krome["count"] == 411
    assert krome["expected"] == "met"
    assert set(krome["met_on"].values()) == {None}
    assert any("for a forecast (known: 1)" in line for line in krome["missing"])


def test_the_same_question_gets_the_same_answer(tmp_path: Path) -> None:
    one, two = (planned(tmp_path, "--json").json["caps"] for _ in range(2))
    other = planned(tmp_path, "--json", "--seed", "2").json["caps"]
    assert one == two
    assert one != other


def test_a_cap_that_is_met_is_met_that_day_and_more_exits_are_no_later(tmp_path: Path) -> None:
    met = of(planned(tmp_path, "--json", on="2020-06-20").json, "population", "krome")
    assert set(met["met_on"].values()) == {"2020-06-20"}
    krome = of(planned(tmp_path, "--json", "--more-exits", "5").json, "population", "krome")
    faster = krome["scenarios"]["more_exits"]
    for point in POINTS:
        assert (faster[point] or "9999") <= (krome["met_on"][point] or "9999")


def test_a_cap_that_is_stayed_is_left_out_with_the_reason(tmp_path: Path) -> None:
    answer = planned(tmp_path, "--json", on="2020-06-03").json
    assert "population" not in {cap["clause"] for cap in answer["caps"]}
    assert answer["left_out"][0]["clause"] == "population"


def test_the_tables_say_what_is_asked_for_and_when_it_is_met(tmp_path: Path) -> None:
    ran = planned(tmp_path)
    assert ran.status == 0
    for text in ("484", "2020-05-14", "4.3", "undetermined", "80%", "Krome [red]"):
        assert text in ran.out


def test_a_back_test_on_the_counts_given_says_how_often_ranges_held(tmp_path: Path) -> None:
    ran = planned(tmp_path, "--back-test", "--json", on="2020-06-23")
    rows = [row for row in ran.json["back_test"] if row["place"].startswith("Krome")]
    assert [row["horizon"] for row in rows] == [1, 3, 7, 14, 28]
    assert all(0 <= row["inside_80"] <= row["inside_95"] <= 1 for row in rows)
    assert "Back-test" in planned(tmp_path, "--back-test", on="2020-06-23").out
    assert is_one_line(planned(tmp_path, "--back-test"))


def test_the_chart_is_a_picture_with_a_description(tmp_path: Path) -> None:
    where = tmp_path / "plan.svg"
    assert planned(tmp_path, "--chart", str(where)).status == 0
    svg = where.read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "held 484 people" in svg
    assert "95% range" in svg


@pytest.mark.parametrize(
    "more", [("--chart", "plan.png"), ("--facility", "nowhere"), ("--window", "2"), ("--seed", "x")]
)
def test_bad_input_is_one_line(more: tuple[str, str], tmp_path: Path) -> None:
    assert planned(tmp_path, *more).status == 2
    if more[0] != "--chart":
        assert is_one_line(planned(tmp_path, *more))
