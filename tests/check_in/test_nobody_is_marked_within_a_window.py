"""Over random years: nobody passed without a check-in in a window, nor where the line failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.happened import Attempt, CheckIn, History, Outage, Pause
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import State, excused_by, next_deadline, standing, standings

from .years import histories, moments, schedules


@given(schedules(), st.data())
def test_within_a_window(schedule: Schedule, data: st.DataObject) -> None:
    now, history = data.draw(moments(schedule)), data.draw(histories(schedule))
    for window in islice(schedule.windows(now - timedelta(days=60)), 20):
        found = standing(window, history, now)
        if found.state is State.PASSED_WITHOUT:
            assert window.closes <= now
            for check_in in history.check_ins:
                assert not (check_in.at <= now and window.holds(check_in.at))
            for span in (*history.outages, *history.pauses):
                until = span.until or now
                touched = span.since <= now and span.since < window.closes
                assert not (touched and until > window.opens)
            for attempt in history.attempts:
                assert not (attempt.excuses and attempt.at <= now and window.holds(attempt.at))


@given(schedules(), st.data())
def test_whoever_pressed_the_key_in_a_window_made_it(
    schedule: Schedule, data: st.DataObject
) -> None:
    history = data.draw(histories(schedule))
    for check_in in history.check_ins:
        window = schedule.window(check_in.at)
        if window is not None:
            assert standing(window, history, window.closes).state is State.MADE
            assert standing(window, history, check_in.at).because.startswith("receipt 1")


@given(schedules(), st.data())
def test_every_window_that_an_outage_touched_is_excused(
    schedule: Schedule, data: st.DataObject
) -> None:
    since = data.draw(moments(schedule))
    outage = Outage(since, since + timedelta(minutes=data.draw(st.integers(0, 60 * 24 * 30))))
    later = since + timedelta(days=80)
    excused = excused_by(outage, schedule, later)
    history = History(outages=(outage,))
    for window in islice(schedule.windows(since), 40):
        if window.opens > later:
            break
        touched = window.opens < outage.until and window.closes > outage.since  # type: ignore[operator]
        if outage.until == outage.since:
            touched = window.opens <= outage.since < window.closes
        assert (window in excused) == touched
        assert (standing(window, history, later).state is State.EXCUSED) == touched


@given(schedules(), st.data())
def test_a_later_change_leaves_earlier_windows(schedule: Schedule, data: st.DataObject) -> None:
    before = Schedule(schedule.person, schedule.terms[:-1])
    if not before.terms:
        return
    changed = schedule.terms[-1].since
    start = before.terms[0].beginning()
    old = [w for w in islice(before.windows(start), 200) if w.day < changed]
    new = [w for w in islice(schedule.windows(start), 400) if w.day < changed]
    assert [w for w in new if w in old] == old


@given(schedules(), st.data())
def test_an_outage_that_goes_on_and_a_pause_without_end_do_not_run_away(
    schedule: Schedule, data: st.DataObject
) -> None:
    now = data.draw(moments(schedule))
    history = History(outages=(Outage(now, None),), pauses=(Pause(now, None, "custody"),))
    found = next_deadline(schedule, history, now)
    assert found is None or found > now
    assert standings(schedule, history, now - timedelta(days=30), now) is not None
    assert excused_by(history.outages[0], schedule, now) is not None


def test_by_hand() -> None:
    from datetime import UTC, date
    from zoneinfo import ZoneInfo

    from drawdown.check_in.terms import Terms

    zone = ZoneInfo("America/New_York")
    schedule = Schedule("A", (Terms(date(2020, 5, 6), zone, every=7, opens=timedelta(2),
                                    grace=timedelta(1)),))  # fmt: skip
    window = next(schedule.windows(datetime(2020, 5, 6, tzinfo=UTC)))

    def at(day: int, hour: int = 12) -> datetime:
        return datetime(2020, 5, day, hour, tzinfo=zone)

    nothing = History()
    assert [standing(window, nothing, at(day)).state for day in (8, 11, 13, 14, 15)] == [
        "not_yet", "open", "open", "in_grace", "passed_without",
    ]  # fmt: skip
    made = History(
        check_ins=(CheckIn("A", at(12), "572400000"),), outages=(Outage(at(11), at(12)),)
    )
    assert standing(window, made, at(20)).because == "receipt 572400000"
    down = History(outages=(Outage(at(14, 23), at(16), "carrier", "trunk down"),))
    assert standing(window, down, at(20)).because == "the carrier failed: trunk down"
    assert standing(window, down, at(14, 22)).state is State.IN_GRACE
    ill = History(pauses=(Pause(at(10), None, "unable to call"),))
    assert standing(window, ill, at(20)).state is State.PAUSED
    for side, state in (("person", "passed_without"), ("unknown", "passed_without"),
                        ("carrier", "excused"), ("ours", "excused")):  # fmt: skip
        tried = History(attempts=(Attempt("k", "A", "second", "call", at(12), "failed", side),))  # type: ignore[arg-type]
        assert standing(window, tried, at(20)).state == state
