"""However a sender ends, a step is sent once at most, and it is known which are in doubt."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drawdown.site.cases.models import Row
from drawdown.site.line import working
from drawdown.site.line.carriers import Taken
from drawdown.site.line.models import OptOut, Step
from drawdown.site.line.noting import learned
from drawdown.site.line.people import hint_of
from drawdown.site.line.sending import Pace, claim, send
from drawdown.site.line.settings import read_line_settings
from drawdown.site.line.standings import uncertain

from .conftest import PERSON, Days

EASTERN = ZoneInfo("America/New_York")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=EASTERN).astimezone(UTC)


@pytest.fixture
def due(days: Days, monkeypatch: pytest.MonkeyPatch) -> Days:
    """Nine o'clock on the day before a check-in: a reminder is written down and not sent."""
    monkeypatch.setattr(working, "WATCHED", 0.0)
    days.release()
    days.until(at(7, 8, 30))
    days.now = at(7, 9)
    days.worker.turn()
    assert Step.objects.get(person=PERSON).claimed is None
    return days


def attempt(person: str = PERSON) -> dict[str, str]:
    """The attempt that stands in the record, and the only one."""
    rows = Row.objects.filter(person=person, kind="attempt").order_by("seq")
    gone = {row.supersedes for row in rows}
    (found,) = [row for row in rows if row.name not in gone]
    cells: dict[str, str] = json.loads(found.content or "{}")
    return cells


def test_two_senders_never_have_one_step(due: Days) -> None:
    first = claim(due.case, "text", due.now, 10)
    assert len(first) == 1
    assert claim(due.case, "text", due.now, 10) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_sender_killed_before_or_after_sending_leaves_a_doubt(due: Days, when: str) -> None:
    steps = claim(due.case, "text", due.now, 10)
    if when == "after":
        send(due.case, due.carrier, steps, due.now, "1")
    sent = len(due.carrier.texts)
    due.until(at(7, 12))
    assert len(due.carrier.texts) == sent
    assert [step.key for step in uncertain(due.case)] == [f"{PERSON}/2020-06-08/reminder"]
    entry = attempt()
    assert (entry["outcome"], entry["side"]) == ("claimed", "ours")
    assert due.steps() == [("reminder", "uncertain", "ours")]


def test_a_result_that_comes_after_all_corrects_the_doubt(due: Days) -> None:
    from drawdown.site.line.noting import note

    steps = claim(due.case, "text", due.now, 10)
    found = send(due.case, due.carrier, steps, due.now, "1")
    due.until(at(7, 10))
    assert due.steps() == [("reminder", "uncertain", "ours")]
    note(due.case, found, due.now)
    assert due.steps() == [("reminder", "sent", "unknown")]
    assert attempt()["outcome"] == "sent"


def test_a_carrier_that_breaks_leaves_a_doubt(due: Days) -> None:
    def broken(key: str) -> Taken:
        raise RuntimeError("no reason")

    due.carrier.says = broken
    due.work()
    due.until(at(7, 12))
    assert len(due.carrier.texts) == 1
    assert due.steps() == [("reminder", "uncertain", "ours")]


def test_what_was_surely_not_taken_is_tried_again(due: Days) -> None:
    due.carrier.says = lambda key: Taken(later=timedelta(minutes=5))
    due.work()
    due.carrier.says = lambda key: Taken("sent", carrier="SM1")
    due.until(at(7, 9, 30))
    assert len(due.carrier.texts) == 2
    assert due.steps() == [("reminder", "sent", "unknown")]


def test_what_a_carrier_tells_later(due: Days) -> None:
    due.carrier.says = lambda key: Taken("sent", carrier="SM1", final=False)
    due.work()
    assert Row.objects.filter(person=PERSON, kind="attempt").count() == 0
    key = f"{PERSON}/2020-06-08/reminder"
    assert learned(due.case, key, Taken("sent"), due.now)
    assert not learned(due.case, key, Taken("sent"), due.now)
    assert attempt()["outcome"] == "sent"
    assert learned(due.case, key, Taken("failed", "carrier", "30003"), due.now)
    entry = attempt()
    assert (entry["outcome"], entry["side"], entry["supersedes"]) == ("failed", "carrier", key)


def test_a_carrier_that_never_tells_more(due: Days) -> None:
    due.carrier.says = lambda key: Taken("sent", carrier="SM1", final=False)
    due.work()
    due.until(at(7, 12))
    assert attempt()["outcome"] == "sent"


def test_who_said_stop_is_not_written_to(due: Days) -> None:
    hint = hint_of(due.case, "+13055550100")
    OptOut.objects.create(case=due.case, hint=hint, out=True, at=due.now)
    due.work()
    assert due.carrier.texts == []
    assert due.steps() == [("reminder", "refused", "unknown")]
    OptOut.objects.create(case=due.case, hint=hint, out=False, at=due.now)
    due.until(at(8, 15))
    assert len(due.carrier.texts) == 1


def test_the_telephone_is_the_one_of_the_moment(due: Days) -> None:
    from drawdown.site.line.models import Enrolment
    from drawdown.site.line.people import set_telephone

    who = Enrolment.objects.get(person=PERSON)
    set_telephone(who, "+13055550177")
    who.save()
    due.work()
    assert due.carrier.texts[0][0] == "+13055550177"


def test_senders_keep_to_a_pace_together(monkeypatch: pytest.MonkeyPatch) -> None:
    tick = 0.0
    monkeypatch.setattr("time.monotonic", lambda: tick)
    pace = Pace(10, others=2)
    sent = 0
    for _ in range(100):
        tick += 0.1
        some = pace.allows(50)
        pace.took(some)
        sent += some
    assert 45 <= sent <= 55
    assert Pace(0).allows(50) == 50


def test_the_settings_are_read_or_refused_in_one_line() -> None:
    assert read_line_settings({}).works is False
    demo = read_line_settings({"DRAWDOWN_DEMO": "1"})
    assert (demo.texts, demo.calls, demo.works) == ("console", "console", True)
    for wrong in ({"DRAWDOWN_LINE_TEXTS": "sip"}, {"DRAWDOWN_LINE_CALLS": "pigeon"},
                  {"DRAWDOWN_LINE_TEXTS_A_SECOND": "many"}):  # fmt: skip
        with pytest.raises(Exception, match="expected"):
            read_line_settings(wrong)
