"""Answers are kept while they hold, shown while fresh, and always have the reader's own entries."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from drawdown.finding.check import check
from drawdown.site.cases import answers
from drawdown.site.cases.answers import AT_LEAST, Counted, keep
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case

NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
SOAP = {"date": "2020-05-12", "facility": "krome", "item": "soap", "quantity": "10"}


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The positions at which the question was counted."""
    monkeypatch.setattr(answers, "FRESH", 60.0)
    monkeypatch.setattr(answers, "QUICK", -1.0)  # nothing is quick
    monkeypatch.setattr(answers, "_count_later", lambda *_: None)
    answers.forget()
    AT_LEAST.set(0)
    return []


def ask(case: Case, counts: list[int], known: date | None = None) -> int:
    def make(now: Counted) -> int:
        now.case.record.as_known(known).entries("handout")  # what it rests on
        counts.append(now.position)
        return now.position

    return keep(case, ("how far", known), make, known)[1]


def add(case: Case) -> int:
    append(case, [("handout", SOAP)], by="a", now=NOW)
    return case.position


def test_it_is_counted_once_while_nothing_is_added(case: Case, counts: list[int]) -> None:
    assert ask(case, counts) == ask(case, counts) == case.position
    assert len(counts) == 1


def test_a_fresh_answer_is_shown_though_something_was_added(case: Case, counts: list[int]) -> None:
    first = ask(case, counts)
    add(case)
    assert ask(case, counts) == first
    assert len(counts) == 1


def test_whoever_added_it_gets_an_answer_that_has_it(case: Case, counts: list[int]) -> None:
    ask(case, counts)
    AT_LEAST.set(add(case))
    assert ask(case, counts) == case.position


def test_entries_of_a_kind_that_it_does_not_rest_on_leave_it_right(
    case: Case, counts: list[int]
) -> None:
    ask(case, counts)
    note = {"date": "2020-05-12", "name": "plan approved"}
    append(case, [("milestone", note)], by="a", now=NOW)
    AT_LEAST.set(case.position)
    ask(case, counts)
    assert len(counts) == 1


def test_anything_that_replaces_an_entry_may_change_it(case: Case, counts: list[int]) -> None:
    add(case)
    ask(case, counts)
    taken = {"date": "2020-05-12", "supersedes": "krome-2020-05-08", "reason": "x"}
    append(case, [("withdrawal", taken)], by="a", now=NOW)
    AT_LEAST.set(case.position)
    ask(case, counts)
    assert len(counts) == 2


def test_findings_are_those_of_a_record_read_at_once(case: Case) -> None:
    answers.forget()
    on = date(2020, 5, 12)
    answers.answer(case, on)
    add(case)
    append(case, [("withdrawal", {"date": "2020-05-12", "supersedes": "krome-2020-05-08-corrected",
                                  "reason": "x"})], by="a", now=NOW)  # fmt: skip
    grown = [f.as_json() for f in answers.answer(case, on).findings]
    answers.forget()
    assert [f.as_json() for f in check(answers.counted(case).case, on)] == grown


def test_findings_counted_anew_let_go_of_the_record_before(case: Case) -> None:
    answers.forget()
    records = []
    for _ in range(12):
        AT_LEAST.set(add(case))
        assert answers.answer(case, date(2020, 5, 12)).behind == 0
        records.append(weakref.ref(answers.counted(case).case.record))
    gc.collect()
    assert sum(record() is not None for record in records) <= 3


def test_an_answer_that_is_no_longer_fresh_is_counted_anew(
    case: Case, counts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(case, counts)
    add(case)
    monkeypatch.setattr(answers, "FRESH", 0.0)
    monkeypatch.setattr(answers, "TIMES", 0)
    assert ask(case, counts) == case.position


def test_a_small_case_is_counted_anew_while_its_reader_waits_a_large_one_later(
    case: Case, counts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "QUICK", 1e9)
    monkeypatch.setattr(answers, "VERY_QUICK", -1.0)
    ask(case, counts)
    add(case)
    assert ask(case, counts) == case.position
    monkeypatch.setattr(answers, "SMALL", 0)
    before = case.position
    add(case)
    assert ask(case, counts) == before


def test_what_was_known_on_a_day_that_is_over_holds_for_good(case: Case, counts: list[int]) -> None:
    ask(case, counts, date(2020, 5, 10))
    AT_LEAST.set(add(case))
    ask(case, counts, date(2020, 5, 10))
    assert len(counts) == 1


def test_who_ask_the_same_at_once_are_answered_by_one_count(
    case: Case, counts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = answers.counted(case)
    monkeypatch.setattr(answers, "counted", lambda _case: read)
    monkeypatch.setattr(answers, "order_of", lambda _case: read.case.order)

    def slow(now: Counted) -> int:
        counts.append(now.position)
        time.sleep(0.05)
        return now.position

    threads = [threading.Thread(target=keep, args=(case, ("slow",), slow)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 1


def test_whoever_entered_something_sees_it_however_long_the_first_reading_took(
    case: Case, counts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(case, counts)
    kept = answers._kept(case)
    assert "read" not in kept.cost  # all of it was read, which is done once
    kept.cost["how far"] = answers.BEARABLE * 2
    AT_LEAST.set(add(case))
    assert ask(case, counts) == case.position
    monkeypatch.setattr(answers, "SMALL", 0)
    kept.cost["how far"] = answers.BEARABLE * 2
    before = case.position
    AT_LEAST.set(add(case))
    assert ask(case, counts) == before
