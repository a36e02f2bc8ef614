"""Findings, deadlines, spans over time and explanations of a case, held against brute force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path

import polars as pl
import pytest

from drawdown.finding.case import Case, read_case
from drawdown.finding.check import check
from drawdown.finding.deadlines import deadlines
from drawdown.finding.explain import explain
from drawdown.finding.history import history, reach
from drawdown.order.errors import OrderError
from drawdown.record.errors import RecordError
from drawdown.record.record import Record

from .cases import DAYS, START, make, make_folder, people

DAY = timedelta(days=1)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    order, counts = make(tmp_path)
    return read_case(order, [counts])


@pytest.fixture
def folder(tmp_path: Path) -> Case:
    return read_case(make_folder(tmp_path / "case"))


def status_by_hand(facility: str, day: date) -> str:
    """What the order's words come to, computed from the made-up record and nothing else."""
    held = people(facility, (day - START).days)
    if day >= date(2020, 6, 25):
        return "ended"
    if date(2020, 6, 1) <= day < date(2020, 6, 8):
        return "stayed"
    if day < date(2020, 5, 14):
        return "not_due"
    if facility == "glades" or held is None:
        return "undetermined"
    return "met" if held <= 0.75 * 611 else "not_met"


@pytest.mark.parametrize("facility", ["krome", "glades"])
def test_every_day_has_the_status_that_the_words_come_to(case: Case, facility: str) -> None:
    for offset in range((date(2020, 7, 8) - date(2020, 4, 30)).days):
        day = date(2020, 4, 30) + offset * DAY
        found = {f.facility: f.status for f in check(case, day, clauses=["population"])}
        assert found[facility] == status_by_hand(facility, day), day


@pytest.mark.parametrize("facility", ["krome", "glades"])
def test_spans_are_the_days_of_one_status_with_their_least_and_most(
    case: Case, facility: str
) -> None:
    first, last = reach(case, "population")
    assert (first, last) == (date(2020, 4, 30), START + DAYS * DAY)
    days = [first + n * DAY for n in range((last - first).days)]
    spans = history(case, "population", first, last, facility=facility)
    expected = []
    for status, group in groupby(days, key=lambda day: status_by_hand(facility, day)):
        group_days = list(group)
        values = [] if status in ("stayed", "ended") else [
            value for day in group_days
            if (value := people(facility, (day - START).days)) is not None
        ]  # fmt: skip
        expected.append((group_days[0], group_days[-1] + DAY, status,
                         min(values, default=None), max(values, default=None)))  # fmt: skip
    assert [(s.start, s.end, s.status, s.value_min, s.value_max) for s in spans] == expected
    assert sum(span.days for span in spans) == len(days)


def test_spans_follow_each_other_and_differ(case: Case) -> None:
    spans = history(case, "population", date(2020, 4, 1), date(2020, 7, 1))
    for facility in ("krome", "glades"):
        own = [span for span in spans if span.facility == facility]
        assert own[0].start == date(2020, 4, 30), "nothing is law before it was ruled"
        assert own[-1].end == date(2020, 7, 1)
        for one, next_ in pairwise(own):
            assert one.end == next_.start
            assert one.status != next_.status


def test_spans_as_known_before_a_ruling_do_not_know_it(case: Case) -> None:
    known = {s.status for s in history(case, "population", date(2020, 6, 20), date(2020, 7, 1),
                                       known=date(2020, 6, 30))}  # fmt: skip
    assert "ended" not in known
    assert [s.status for s in history(case, "population", date(2020, 6, 25), date(2020, 7, 1))] == [
        "ended", "ended"
    ]  # fmt: skip


def test_no_days_are_no_spans(case: Case) -> None:
    assert history(case, "population", date(2020, 5, 1), date(2020, 5, 1)) == []
    assert history(case, "population", date(2019, 5, 1), date(2020, 4, 30)) == []


def test_findings_come_clause_by_clause_and_place_by_place(case: Case) -> None:
    found = [(f.law.clause.id, f.facility) for f in check(case, date(2020, 5, 14))]
    assert found == [("population", "krome"), ("population", "glades"), ("together", None)]
    assert check(case, date(2020, 4, 29)) == []


def test_another_account_is_shown_beside_and_may_bind_fewer_places(case: Case) -> None:
    krome, glades = check(case, date(2020, 5, 14), clauses=["population"])
    assert (krome.status, krome.readings[0].status) == ("not_met", "met")
    assert "Another account (a newspaper) has it as 80% at Krome" in krome.explanation
    assert glades.readings[0].explanation == "Under this account nothing is asked of this place."
    (stayed, _) = check(case, date(2020, 6, 2), clauses=["population"])
    assert stayed.readings == ()


def test_a_clause_that_waits_for_a_milestone_is_not_due(case: Case, folder: Case) -> None:
    (waiting,) = check(case, date(2020, 7, 8), clauses=["together"])
    assert waiting.status == "not_due"
    (due,) = check(folder, date(2020, 5, 21), clauses=["together"])
    assert (due.status, due.due) == ("undetermined", date(2020, 5, 21))
    (before,) = check(folder, date(2020, 5, 17), clauses=["together"])
    assert before.status == "not_due"


def test_findings_in_memory_are_those_of_files(folder: Case) -> None:
    class Memory:
        def kinds(self) -> Iterable[str]:
            return list(folder.record.frames)

        def frame(self, kind: str) -> pl.DataFrame:
            return folder.record.frames[kind].reverse()

    other = Case(folder.order, Record.from_store(Memory(), folder.order.header.zone))
    for on in (date(2020, 5, 14), date(2020, 5, 21)):
        for known in (None, date(2020, 5, 15), date(2020, 6, 10)):
            assert check(other, on, known) == check(folder, on, known)


def test_deadlines_are_in_the_order_of_their_dates(case: Case, folder: Case) -> None:
    found = [(d.clause, d.date, d.standing) for d in deadlines(case, on=date(2020, 5, 1))]
    assert found == [("population", date(2020, 5, 14), "in force"), ("together", None, "in force")]
    waiting = deadlines(case)[1].as_json()
    assert (waiting["date"], waiting["rule"], waiting["amount"]) == (None, None, 3)
    assert "plan approved" in waiting["how"]
    assert [d.date for d in deadlines(folder, on=date(2020, 5, 20))] == [
        date(2020, 5, 14), date(2020, 5, 21)
    ]  # fmt: skip


def test_an_explanation_goes_down_to_the_rows_and_what_they_correct(folder: Case) -> None:
    (last,) = explain(folder, "population", date(2020, 5, 14), facility="krome")
    assert last.finding.status == "met"
    assert last.words == "Reduce to 75% of capacity within two weeks."
    assert last.rows["id"].to_list() == ["c"]
    assert last.corrected["id"].to_list() == ["a", "b"]
    (then,) = explain(
        folder, "population", date(2020, 5, 14), facility="krome", known=date(2020, 5, 20)
    )
    assert then.finding.status == "not_met"
    assert then.rows["id"].to_list() == ["b"]
    assert then.corrected["id"].to_list() == ["a"]
    assert last.as_json()["corrected"][1]["note"] == "[/] miscounted"
    assert [d["date"] for d in last.as_json()["deadlines"]] == ["2020-05-14"]


def test_an_explanation_of_a_stayed_clause_tells_its_course(case: Case) -> None:
    one, _ = explain(case, "population", date(2020, 6, 2))
    assert one.finding.status == "stayed"
    assert one.rows.is_empty()
    assert one.corrected.is_empty()
    assert [c["action"] for c in one.as_json()["changes"]] == ["stay"]


def test_files_of_one_name_are_told_apart_and_one_given_twice_is_read_once(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    other = tmp_path / "other" / "counts.csv"
    other.parent.mkdir()
    other.write_text("facility,date,count\nkrome,2020-05-14,411\n")
    record = read_case(order, [counts, other, counts]).record
    assert record.frames["count"]["id"].is_unique().all()
    assert len(record.accounts) == 2
    assert all(account.set_aside.is_empty() for account in record.accounts)
    assert read_case(order, [counts, counts]).record.accounts[0].file == "counts.csv"


def test_a_case_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    with pytest.raises(OrderError, match="there is no such file"):
        read_case(tmp_path / "nowhere")
    with pytest.raises(RecordError, match="there is no such file"):
        read_case(order, [tmp_path / "nowhere.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(OrderError, match="there is no such file"):
        read_case(tmp_path / "empty")
