"""The line notices when it did not work, excuses whom that touched, and tells each of them once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.utils import timezone

from drawdown.check_in.standing import State, standings
from drawdown.site.cases.models import Row
from drawdown.site.line import outages, working
from drawdown.site.line.beats import LIMIT, Pulse, Seen, health, silent
from drawdown.site.line.carriers import Taken
from drawdown.site.line.models import Beat, Step, Telling
from drawdown.site.line.reading import history_in, schedule_in

from .conftest import PERSON, Days

EASTERN = ZoneInfo("America/New_York")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=EASTERN).astimezone(UTC)


@pytest.fixture(autouse=True)
def _watching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "WATCHED", 0.0)


def entries(days: Days) -> list[dict[str, str]]:
    rows = Row.objects.filter(case=days.case, kind="outage").order_by("seq")
    return [json.loads(row.content or "{}") for row in rows]


def state_of(days: Days, day: int) -> State:
    schedule = schedule_in(days.case, PERSON)
    assert schedule
    found = standings(schedule, history_in(days.case, PERSON), at(day, 0), days.now)
    return next(each.state for each in found if each.window.day.day == day)


def crashed(kind: str, ago: timedelta, line: str = "") -> None:
    """A process that was last heard of so long ago and did not end as it should."""
    then = timezone.now() - ago
    Beat.objects.create(name=f"gone {kind} {line}", kind=kind, line=line,
                        since=then - timedelta(hours=1), at=then)  # fmt: skip


def test_a_night_in_which_nothing_ran_is_entered_at_the_start(days: Days) -> None:
    days.release()
    days.until(at(6, 23))
    Beat.objects.all().delete()
    crashed("worker", timedelta(hours=8))
    crashed("sender", timedelta(hours=8))
    days = Days(days.case, at(7, 7), days.carrier)
    days.work()
    days.work()
    found = entries(days)
    assert {entry["reason"] for entry in found} == {
        "no worker gave a sign of life", "no sender gave a sign of life",
    }  # fmt: skip
    for entry in found:
        since = datetime.fromisoformat(entry["date"])
        assert abs(since - at(6, 23)) < timedelta(minutes=2)
    over = [entry for entry in found if entry.get("until")]
    assert len(over) == 2
    ends = [datetime.fromisoformat(entry["until"]) for entry in over]
    assert all(abs(until - at(7, 7)) < timedelta(minutes=2) for until in ends)
    assert state_of(days, 8) is State.EXCUSED


def test_whom_it_excused_is_told_once_and_not_at_night(days: Days) -> None:
    for number in range(3):
        days.release(f"{PERSON}-{number}", telephone=f"+1305555010{number}")
    days.release(PERSON)
    days.until(at(6, 12))
    days.check_in(PERSON)
    days.enter("outage", date="2020-06-06T18:00-04:00", until="2020-06-06T22:00-04:00",
               reason="trunk down", side="carrier")  # fmt: skip
    days.until(at(7, 3))
    assert days.carrier.texts == []
    days.until(at(7, 8, 30))
    told = Step.objects.filter(case=days.case, what="excused")
    assert sorted(step.person for step in told) == [f"{PERSON}-{n}" for n in range(3)]
    assert len(days.carrier.texts) == 3
    assert "excused" in days.carrier.texts[0][1]
    days.enter("outage", date="2020-06-07T09:00-04:00", until="2020-06-07T10:00-04:00",
               reason="again", side="ours")  # fmt: skip
    days.until(at(11, 12))
    assert len(days.carrier.texts) == 3
    assert Telling.objects.filter(case=days.case, over=None).count() == 0


def test_a_minute_in_the_middle_of_a_week_excuses_and_is_told_to_nobody(days: Days) -> None:
    days.release()
    days.until(at(6, 12))
    days.enter("outage", date="2020-06-06T10:00-04:00", until="2020-06-06T10:01-04:00",
               reason="no line gave a sign of life", side="ours")  # fmt: skip
    days.until(at(6, 20))
    assert days.carrier.texts == []
    assert state_of(days, 8) is State.EXCUSED
    days.until(at(11, 12))
    assert [step[0] for step in days.steps()] == ["reminder", "second", "call_back"]
    assert state_of(days, 8) is State.EXCUSED


def test_who_checked_in_before_it_could_be_sent_is_not_told(days: Days) -> None:
    days.release()
    days.until(at(6, 23))
    days.enter("outage", date="2020-06-06T12:00-04:00", until="2020-06-06T22:00-04:00",
               reason="trunk down", side="carrier")  # fmt: skip
    days.until(at(7, 3))
    days.check_in(PERSON)
    days.until(at(7, 12))
    assert days.steps() == [("excused", "needless", "unknown")]
    assert days.carrier.texts == []


def test_no_storm_after_hours_of_downtime(days: Days) -> None:
    for number in range(5):
        days.release(f"{PERSON}-{number}", telephone=f"+1305555010{number}")
    days.until(at(6, 12))
    days.now = at(8, 21, 30)  # for two days nobody worked: the reminder and the second were missed
    days.work()
    days.until(at(9, 20))
    ladder = Step.objects.filter(case=days.case, day__isnull=False)
    assert ladder.count() == 5
    assert {step.what for step in ladder} == {"call_back"}


def test_sends_that_fail_one_after_another_are_an_outage(days: Days) -> None:
    for number in range(6):
        days.release(f"{PERSON}-{number}", telephone=f"+1305555010{number}")
    days.release(PERSON)
    days.carrier.says = lambda key: Taken("failed", "carrier", "no route")
    days.until(at(7, 9, 30))
    (begun,) = entries(days)
    assert (begun["side"], begun["reason"], "until" in begun) == ("carrier", "texts failed", False)
    days.until(at(7, 11))
    over = entries(days)[-1]
    assert over["supersedes"] == begun["id"]
    days.carrier.says = lambda key: Taken("sent")
    days.until(at(11, 12))
    assert len(entries(days)) == 2
    assert state_of(days, 8) is State.EXCUSED


def test_failures_on_the_persons_side_are_none(days: Days) -> None:
    for number in range(6):
        days.release(f"{PERSON}-{number}", telephone=f"+1305555010{number}")
    days.carrier.says = lambda key: Taken("refused", "person", "blocked")
    days.until(at(7, 10))
    assert entries(days) == []


def test_a_line_in_trouble_and_one_that_is_silent(days: Days) -> None:
    days.release()
    line = Pulse("line", "sip")
    line.beat("the trunk does not register")
    Beat.objects.filter(line="sip").update(
        troubled=F("since") - timedelta(minutes=5), since=F("since") - timedelta(hours=1)
    )
    days.work()
    (begun,) = entries(days)
    assert (begun["reason"], begun["line"]) == ("the trunk does not register", "sip")
    assert silent() == ["line sip"]
    line.beat(at_once=True)
    days.work()
    assert entries(days)[-1]["supersedes"] == begun["id"]
    assert silent() == []
    assert {each.kind for each in health() if each.works} == {"worker", "sender", "line"}


def test_who_stops_as_it_should_is_no_outage(days: Days) -> None:
    days.release()
    days.work()
    days.worker.pulse.stop()
    days.sender.pulse.stop()
    Beat.objects.update(at=F("at") - timedelta(hours=5), since=F("since") - timedelta(hours=6))
    Days(days.case, days.now).work()
    assert entries(days) == []
    assert silent() == ["line"]


def test_several_watchers_write_it_once(days: Days) -> None:
    days.release()
    crashed("line", timedelta(hours=2), "sip")
    for _ in range(3):
        outages.watch(days.case, days.now, Seen())
    assert len(entries(days)) == 1


def test_a_process_that_could_not_speak_goes_on_under_another_name(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drawdown.site.line import beats

    tick = 0.0
    monkeypatch.setattr(beats, "monotonic", lambda: tick)
    pulse = Pulse("sender")
    pulse.beat()
    first = pulse.name
    tick += LIMIT.total_seconds() - 1
    pulse.beat()
    assert pulse.name == first
    tick += LIMIT.total_seconds() + 1
    pulse.beat()
    assert pulse.name != first
    assert Beat.objects.filter(kind="sender").count() == 2


def test_whose_beats_come_is_known_by_a_clock_that_only_goes_forward() -> None:
    seen, beat = Seen(), Beat(name="a", kind="worker", count=1)
    assert seen.look([beat], 0.0) == {}
    beat.count = 2
    assert seen.look([beat], 10.0) == {"a": True}
    assert seen.look([beat], 50.0) == {"a": True}
    assert seen.look([beat], 60.0) == {"a": False}
    other = Beat(name="b", kind="worker", count=9)
    assert seen.look([beat, other], 61.0) == {"a": False}
    assert seen.look([beat, other], 107.0) == {"a": False, "b": False}


def test_a_case_in_which_nobody_calls_in_has_no_outages(days: Days) -> None:
    crashed("line", timedelta(hours=2), "sip")
    assert outages.watch(days.case, days.now, Seen()) == 0
