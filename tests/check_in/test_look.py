"""A worker that only looks when it was told to misses nothing, does nothing twice and rests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.happened import Attempt, History, Outage
from drawdown.check_in.ladder import claim, usual
from drawdown.check_in.look import look
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms

from .years import schedules

LADDER = usual("Officer Reyes")


def work(schedule: Schedule, start: datetime, end: datetime, history: History) -> list[Attempt]:
    """A worker from one moment to another."""
    attempts: list[Attempt] = []
    now = start
    for _ in range(5_000):
        seen = History(history.check_ins, tuple(attempts), history.outages, history.pauses)
        found = look("A-1042", schedule, seen, now, LADDER)
        if found.step:
            attempts.append(claim(found.step, "A-1042", now))
            continue
        if found.again is None or found.again > end:
            return attempts
        assert found.again > now
        now = found.again
    raise AssertionError("it never rests")


def test_a_month_by_hand() -> None:
    terms = Terms(date(2020, 5, 6), ZoneInfo("America/New_York"), every=7, grace=timedelta(2))
    schedule = Schedule("A-1042", (terms,))
    start = datetime(2020, 5, 6, 12, tzinfo=UTC)
    done = work(schedule, start, start + timedelta(days=18), History())
    assert [attempt.key.removeprefix("A-1042/2020-") for attempt in done] == [
        "05-13/reminder", "05-13/second", "05-13/call_back", "05-13/human",
        "05-20/reminder", "05-20/second", "05-20/call_back", "05-20/human",
    ]  # fmt: skip


@given(schedules(), st.integers(0, 300))
def test_each_step_once_and_a_human_for_every_window(schedule: Schedule, day: int) -> None:
    start = schedule.terms[0].beginning() + timedelta(days=day)
    end = start + timedelta(days=40)
    done = work(schedule, start, end, History())
    keys = [attempt.key for attempt in done]
    assert len(keys) == len(set(keys))
    for window in schedule.past(start, end):
        assert f"A-1042/{window.day.isoformat()}/human" in keys


@given(schedules(), st.integers(0, 200), st.integers(1, 24 * 30))
def test_after_an_outage_there_is_no_storm(schedule: Schedule, day: int, hours: int) -> None:
    start = schedule.terms[0].beginning() + timedelta(days=day)
    back = start + timedelta(hours=hours)
    history = History(outages=(Outage(start, back, "ours", "no heartbeat"),))
    done = work(schedule, back, back, history)
    assert len([attempt for attempt in done if attempt.means != "task"]) <= 1
    assert len([attempt for attempt in done if attempt.means == "task"]) <= 1  # for a human
