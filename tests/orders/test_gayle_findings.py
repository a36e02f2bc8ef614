"""The model case on the real counts of 2020."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from drawdown.finding.case import read_case
from drawdown.finding.check import check
from drawdown.finding.finding import Finding
from drawdown.finding.history import history
from drawdown.record.record import Record

ORDER = Path(__file__).resolve().parents[2] / "orders" / "gayle-v-meade.md"
DUE = date(2020, 5, 14)

Findings = dict[str, Finding]
CapOn = Callable[..., Findings]


@pytest.fixture
def counts(shared_data: Callable[[str], Path]) -> Path:
    return shared_data("daily_counts_2020.csv")


@pytest.fixture
def cap_on(counts: Path, tmp_path: Path) -> CapOn:
    """The findings of the population clause by facility, with words of the order replaced."""

    def find(on: date, *edits: tuple[str, str]) -> Findings:
        text = ORDER.read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        copy = tmp_path / "order-copy.md"
        copy.write_text(text, encoding="utf-8")
        found = check(read_case(copy, [counts]), on, clauses=["population"])
        return {finding.facility or "": finding for finding in found}

    return find


def test_on_14_may_krome_meets_the_goal(cap_on: CapOn) -> None:
    krome = cap_on(DUE)["krome"]
    assert (krome.status, krome.value, krome.limit) == ("met", 411, 458.25)
    assert krome.due == DUE
    assert "611" in krome.explanation
    assert "47.25 below" in krome.explanation


def test_on_14_may_broward_meets_the_goal(cap_on: CapOn) -> None:
    broward = cap_on(DUE)["broward"]
    assert (broward.status, broward.value, broward.limit) == ("met", 458, 525)


def test_on_14_may_glades_is_undetermined_and_names_both_statements(cap_on: CapOn) -> None:
    glades = cap_on(DUE)["glades"]
    assert (glades.status, glades.value, glades.limit) == ("undetermined", 307, None)
    assert "capacity of 300 (listed, ICE facility list, 2015): 307 against 225, not met" in (
        glades.explanation
    )
    assert "AS NEEDED (listed, ICE facility list, 2017), from which no number follows" in (
        glades.explanation
    )
    assert glades.missing == ("which statement of the capacity of Glades governs",)
    assert sum("capacity statement" in source for source in glades.sources) == 2


def test_on_7_may_the_goal_is_not_due_and_says_where_each_centre_stands(cap_on: CapOn) -> None:
    found = cap_on(date(2020, 5, 7))
    assert {finding.status for finding in found.values()} == {"not_due"}
    assert {name: finding.value for name, finding in found.items()} == {
        "krome": 470, "glades": 328, "broward": 448,
    }  # fmt: skip
    for finding in found.values():
        assert finding.due == DUE
        assert finding.explanation.startswith("Not due until Thursday 14 May 2020. So far: ")


def test_with_the_number_611_replaced_by_581_the_finding_changes_and_says_why(
    cap_on: CapOn,
) -> None:
    krome = cap_on(DUE, ("value = 611", "value = 581"))["krome"]
    assert (krome.status, krome.value, krome.limit) == ("met", 411, 435.75)
    assert "24.75 below the limit of 435.75, which is 75% of its capacity of 581" in (
        krome.explanation
    )


def test_with_611_replaced_everywhere_in_the_file_it_is_the_same(cap_on: CapOn) -> None:
    assert cap_on(DUE, ("611", "581"))["krome"].limit == 435.75


def test_with_another_statement_governing_krome_the_finding_changes_and_says_why(
    cap_on: CapOn,
) -> None:
    edit = ('krome = "krome-listed-2017"', 'krome = "krome-press-2025-581"')
    krome = cap_on(DUE, edit)["krome"]
    assert krome.limit == 435.75
    assert "581 (reported, press, 2025, quoted in press)" in krome.explanation


def test_the_two_capacities_part_on_days_between_435_75_and_458_25(cap_on: CapOn) -> None:
    on = date(2020, 5, 8)  # 457 people, before the goal was due
    due = ('due = { within = "14 days" }\n```', "due = { on = 2020-05-08 }\n```")
    assert cap_on(on, due)["krome"].status == "met"
    assert cap_on(on, due, ("value = 611", "value = 581"))["krome"].status == "not_met"


def test_with_no_governing_statement_krome_is_answered_only_where_all_agree(
    cap_on: CapOn,
) -> None:
    krome = cap_on(DUE, ('krome = "krome-listed-2017"\n', ""))["krome"]
    assert krome.status == "undetermined"  # 411 against 75% of 450 is not met
    for number in ("611", "600", "581", "450"):
        assert f"capacity of {number}" in krome.explanation


def test_the_population_of_broward_went_above_the_goal_on_no_day_of_2020(counts: Path) -> None:
    case = read_case(ORDER, [counts])
    spans = history(case, "population", DUE, date(2020, 12, 31), facility="broward")
    assert {span.status for span in spans} == {"met"}


def test_every_count_of_the_file_is_read(counts: Path) -> None:
    record: Record = read_case(ORDER, [counts]).record
    view = record.as_known(None)
    total = sum(len(view.entries("count", facility)) for facility in ("krome", "glades", "broward"))
    assert total == 1098
