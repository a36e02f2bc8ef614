"""Over random years, in every US time zone: windows never overlap, and keep to the wall clock."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import DAY

from .years import moments, schedules


@given(schedules(), st.data())
def test_windows_are_in_order_and_apart(schedule: Schedule, data: st.DataObject) -> None:
    now = data.draw(moments(schedule))
    found = list(islice(schedule.windows(now), 8))
    assert found
    for window in found:
        assert window.opens < window.closes
        assert window.opens <= window.due <= window.closes
    for before, after in pairwise(found):
        assert before.closes <= after.opens
        assert before.day < after.day


@given(schedules(), st.data())
def test_it_does_not_matter_when_one_asks(schedule: Schedule, data: st.DataObject) -> None:
    start = min(terms.beginning() for terms in schedule.terms)
    everything = list(islice(schedule.windows(start), 60))
    now = data.draw(moments(schedule))
    expected = [window for window in everything if window.closes > now]
    found = list(islice(schedule.windows(now), len(expected)))
    assert found == expected


@given(schedules(), st.data())
def test_the_wall_clock_is_kept(schedule: Schedule, data: st.DataObject) -> None:
    """Where the due time is shown once by the clock, it is that time of day on the due day."""
    now = data.draw(moments(schedule))
    for window in islice(schedule.windows(now), 6):
        holding = [t for t in schedule.terms if t.since <= window.day]
        at = holding[-1].at
        local = window.local(window.due)
        if window.due == window.opens:
            continue
        if at is None:
            assert window.day <= (local - timedelta(minutes=1)).date() <= window.day
        elif local.time() != at:
            assert local.date() == window.day
            assert abs(local.utcoffset() - (local - DAY).utcoffset()) >= timedelta(hours=1)  # type: ignore[operator]


@given(schedules(), st.data())
def test_where_nothing_is_said_there_is_always_a_window(
    schedule: Schedule, data: st.DataObject
) -> None:
    last = schedule.terms[-1]
    now = data.draw(moments(schedule))
    if last.opens is None and now >= last.beginning() + DAY:
        assert schedule.window(now) is not None


@given(schedules(), st.data())
def test_the_next_deadline_is_the_next_moment_of_a_window(
    schedule: Schedule, data: st.DataObject
) -> None:
    now = data.draw(moments(schedule))
    found = schedule.next_deadline(now)
    assert found is not None
    assert found > now
    windows = list(islice(schedule.windows(now), 3))
    later = [m for w in windows for m in (w.opens, w.due, w.closes) if m > now]
    assert found == min(later)
