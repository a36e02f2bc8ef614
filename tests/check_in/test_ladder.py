"""What is done to reach a person: the latest rung only, once, and never at night."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt, CheckIn, History, Outage
from drawdown.check_in.ladder import Do, Ladder, Rung, Wait, claim, next_step, usual
from drawdown.check_in.quiet import Quiet, Throttle
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.window import Window

from .years import schedules

ZONE = ZoneInfo("America/New_York")
LADDER = usual("Officer Reyes")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2020, 5, day, hour, minute, tzinfo=ZONE)


WINDOW = Window(at(13).date(), at(6, 0), at(14, 0), at(16, 0), ZONE)
"""Due by the end of 13 May, with grace of two days."""


def step_at(now: datetime, *attempts: Attempt) -> str:
    found = next_step("A-1", WINDOW, History(attempts=attempts), now, LADDER)
    if isinstance(found, Do):
        return found.key
    until = f" {found.until.astimezone(ZONE):%d %H:%M}" if found.until else ""
    return f"{found.because}{until}"


def test_rung_by_rung_as_worked_out_by_hand() -> None:
    attempts: list[Attempt] = []
    seen = []
    now = at(11)
    while now < at(17):
        found = next_step("A-1", WINDOW, History(attempts=tuple(attempts)), now, LADDER)
        if isinstance(found, Do):
            seen.append((f"{now:%d %H:%M}", found.rung.means, found.key, found.to))
            attempts.append(claim(found, "A-1", now))
        now += timedelta(minutes=30)
    assert seen == [
        ("12 09:00", "text", "A-1/2020-05-13/reminder", ""),
        ("13 14:00", "text", "A-1/2020-05-13/second", ""),
        ("13 20:00", "call", "A-1/2020-05-13/call_back", ""),
        ("16 00:00", "task", "A-1/2020-05-13/human", "Officer Reyes"),
    ]


def test_what_was_missed_is_not_caught_up() -> None:
    assert step_at(at(13, 20, 30)) == "A-1/2020-05-13/call_back"
    done = Attempt("A-1/2020-05-13/call_back", "A-1", "call_back", "call", at(13, 20))
    assert step_at(at(13, 20, 30), done).startswith("call_back was done")


def test_nobody_is_called_at_night() -> None:
    assert step_at(at(13, 21, 30)) == "quiet hours 14 08:00"
    assert step_at(at(14, 8)) == "A-1/2020-05-13/call_back"


def test_not_soon_after_another() -> None:
    earlier = Attempt("other", "A-1", "receipt", "text", at(13, 13, 30))
    assert step_at(at(13, 14), earlier) == "reached shortly before 13 15:30"


def test_who_checked_in_or_is_excused_is_left_alone() -> None:
    made = History(check_ins=(CheckIn("A-1", at(12), "1"),))
    assert next_step("A-1", WINDOW, made, at(13, 20), LADDER) == Wait(None, "the window is made")
    down = History(outages=(Outage(at(12), at(13)),))
    assert isinstance(next_step("A-1", WINDOW, down, at(20), LADDER), Wait)


def test_whom_our_own_attempt_excused_is_still_invited() -> None:
    failed = Attempt(
        "A-1/2020-05-13/reminder", "A-1", "reminder", "text", at(12, 9), "failed", "ours"
    )
    assert step_at(at(13, 14), failed) == "A-1/2020-05-13/second"
    assert step_at(at(16), failed) == "the window is excused"


def test_a_task_needs_somebody_to_do_it() -> None:
    with pytest.raises(CheckInError, match="a task is for a named human"):
        usual(" ")


def test_no_two_rungs_of_one_name() -> None:
    with pytest.raises(CheckInError, match="each name once"):
        Ladder((Rung("x", "text", "due"), Rung("x", "call", "due")), "somebody")


@given(schedules(), st.lists(st.integers(1, 60 * 24 * 3), min_size=5, max_size=60), st.data())
def test_over_random_years_with_the_loop_down_now_and_then(
    schedule: Schedule, gaps: list[int], data: st.DataObject
) -> None:
    """However long the loop sleeps: one step at a time, none twice, none at night."""
    attempts: list[Attempt] = []
    now = schedule.terms[0].beginning()
    quiet, throttle = Quiet(time(21), time(8)), Throttle(2, timedelta(days=1), timedelta(hours=3))
    ladder = Ladder(LADDER.rungs, "Officer Reyes", quiet, throttle)
    for gap in gaps:
        now += timedelta(minutes=gap)
        for window in schedule.windows(now - timedelta(days=3)):
            if window.opens > now:
                break
            found = next_step("A-1", window, History(attempts=tuple(attempts)), now, ladder)
            if isinstance(found, Wait):
                assert found.until is None or found.until > now
                continue
            assert found.rung.at(window) <= now
            if found.rung.means != "task":
                assert 8 <= now.astimezone(window.zone).hour < 21
                assert now < window.closes
            attempts.append(claim(found, "A-1", now))
            again = next_step("A-1", window, History(attempts=tuple(attempts)), now, ladder)
            assert isinstance(again, Wait)
    keys = [attempt.key for attempt in attempts]
    assert len(keys) == len(set(keys))
    reached = [attempt.at for attempt in attempts if attempt.means != "task"]
    assert all(b - a >= timedelta(hours=3) for a, b in pairwise(reached))
