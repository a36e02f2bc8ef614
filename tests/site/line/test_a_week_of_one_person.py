"""A released person is reminded, called, and at last a human is asked: each once, and in time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from drawdown.check_in.standing import State, standings
from drawdown.site.cases.models import Row
from drawdown.site.line.models import Due, Step
from drawdown.site.line.reading import history_in, schedule_in

from .conftest import PERSON, Days

EASTERN = ZoneInfo("America/New_York")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=EASTERN).astimezone(UTC)


def test_rung_by_rung(days: Days) -> None:
    days.release()
    days.until(at(11, 12))
    made = [
        (step.what, step.made.astimezone(EASTERN).strftime("%d %H:%M"), step.outcome)
        for step in Step.objects.filter(person=PERSON).order_by("made")
    ]
    assert made == [
        ("reminder", "07 09:00", "sent"),
        ("second", "08 14:00", "sent"),
        ("call_back", "08 20:00", "no_answer"),
        ("human", "11 00:00", ""),
    ]
    assert [telephone for telephone, *_ in days.carrier.texts] == ["+13055550100"] * 2
    assert "Monday, June 8" in days.carrier.texts[0][1]
    assert "305-555-0100" in days.carrier.texts[0][1]
    entries = Row.objects.filter(person=PERSON, kind="attempt").order_by("seq")
    assert [row.name for row in entries] == [
        f"{PERSON}/2020-06-08/{rung}" for rung in ("reminder", "second", "call_back")
    ]
    (task,) = Row.objects.filter(person=PERSON, kind="task")
    assert json.loads(task.content or "")["to"] == "the officer on duty"


def test_who_checks_in_is_left_alone(days: Days) -> None:
    days.release()
    days.until(at(7, 12))
    days.check_in()
    days.until(at(10, 12))
    assert Due.objects.get(person=PERSON).stands == "made"
    days.until(at(13, 12))
    assert days.steps() == [("reminder", "sent", "unknown")]
    due = Due.objects.get(person=PERSON)
    assert (due.at, due.stands) == (at(14, 9), "asks")
    days.until(at(14, 12))
    assert days.steps()[-1] == ("reminder", "sent", "unknown")
    assert Due.objects.get(person=PERSON).stands == "asks"


def test_a_text_made_before_they_checked_in_is_not_sent_after(days: Days) -> None:
    days.release()
    days.until(at(7, 8, 30))
    days.now = at(7, 9)
    days.worker.turn()
    days.now = at(7, 9, 5)
    days.check_in()
    days.work()
    assert days.steps() == [("reminder", "needless", "unknown")]
    assert days.carrier.texts == []


def test_a_text_that_could_not_be_sent_in_time_is_ours(days: Days) -> None:
    days.release()
    days.until(at(8, 13, 30))
    days.now = at(8, 14)
    days.worker.turn()
    days.now = at(8, 20)
    while days.worker.turn():
        pass
    days.work()
    assert days.steps()[1:] == [("second", "failed", "ours"), ("call_back", "no_answer", "person")]
    assert len(days.carrier.texts) == 1
    days.until(at(11, 12))
    schedule = schedule_in(days.case, PERSON)
    assert schedule
    history = history_in(days.case, PERSON)
    found = standings(schedule, history, at(8, 12), at(11, 12))
    assert found[0].state is State.EXCUSED
    assert "our side" in found[0].because


def test_a_pause_a_change_of_terms_and_their_withdrawal(days: Days) -> None:
    days.release()
    days.until(at(2, 12))
    pause = days.enter("pause", date="2020-06-06", until="2020-06-09", person=PERSON,
                       reason="unable to call", decider="A. Quintero")  # fmt: skip
    days.until(at(11, 12))
    assert days.steps() == []
    days.enter("withdrawal", date="2020-06-11", supersedes=pause.name, reason="a mistake")
    days.until(at(11, 13))
    assert days.steps() == [("human", "", "")]
    days.enter("check_in_terms", date="2020-06-12", person=PERSON, every="0", decider="A. Quintero")
    days.until(at(25, 12))
    assert days.steps() == [("human", "", "")]
    assert Due.objects.get(person=PERSON).at is None


def test_who_is_taken_back_into_custody_is_not_asked(days: Days) -> None:
    days.release()
    days.until(at(2, 12))
    days.enter("redetention", date="2020-06-05", person=PERSON)
    days.until(at(23, 12))
    assert days.steps() == []


def test_a_case_taken_in_from_a_folder_is_read_as_well(days: Days) -> None:
    from drawdown.site.line.models import Upkeep

    Upkeep.objects.filter(case=days.case).delete()
    days.now = datetime(2020, 5, 14, 16, tzinfo=UTC)
    days.work()
    released = Row.objects.filter(case=days.case, kind="decision").exclude(person="")
    people = {row.person for row in released}
    dues = Due.objects.filter(case=days.case).exclude(schedule="")
    assert set(dues.values_list("person", flat=True)) <= people
    assert dues.exists()
    assert all(due.at is not None and due.at > days.now for due in dues)
