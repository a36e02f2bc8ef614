"""A short outage excuses everybody it touched, and is told only to those whose time was short."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.happened import History, Outage
from drawdown.check_in.ladder import Do, Ladder, Wait, next_step, usual
from drawdown.check_in.news import News
from drawdown.check_in.notice import after_outage
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import State, standing
from drawdown.check_in.stored import ladder_from_text, ladder_to_text
from drawdown.check_in.terms import Terms

from .years import schedules

ZONE = ZoneInfo("America/New_York")
LADDER = usual("Officer Reyes")
HOUR = timedelta(hours=1)


@given(
    schedules(),
    st.integers(0, 60 * 24 * 300),
    st.integers(0, 60 * 24 * 5),
    st.integers(0, 60 * 24 * 9),
    st.integers(0, 10),
    st.integers(0, 60),
)
def test_who_is_excused_is_told_or_reminded_and_never_both(
    schedule: Schedule, begins: int, lasts: int, later: int, long: int, soon: int
) -> None:  # fmt: skip
    since = schedule.terms[0].beginning() + timedelta(minutes=begins)
    outage = Outage(since, since + timedelta(minutes=lasts))
    news = News(long * HOUR, soon * HOUR)
    ladder = Ladder(LADDER.rungs, LADDER.human, news=news)
    history, now = History(outages=(outage,)), since + timedelta(minutes=lasts + later)
    told = {notice.key for notice in after_outage(outage, schedule, history, now, news)}
    for window in schedule.windows(since):
        stands = standing(window, history, now)
        if window.opens > now or stands.state is not State.EXCUSED:
            break
        found = next_step("A-1", window, history, now, ladder)
        if f"{schedule.person}/{window.day.isoformat()}/excused" in told:
            assert isinstance(found, Wait)
            assert found.until is None
        else:
            assert outage.until
            assert outage.until + soon * HOUR < window.closes
            assert outage.until - outage.since < long * HOUR
        if now >= window.closes:
            assert not isinstance(found, Do), "no human is asked about an excused window"


@pytest.mark.parametrize(
    ("hours", "left", "told"),
    [(0.02, 48, False), (0.02, 24, True), (0.02, 1, True), (3.9, 48, False), (4, 48, True),
     (100, 48, True)],
)  # fmt: skip
def test_by_the_usual_measure(hours: float, left: float, told: bool) -> None:
    closes = datetime(2020, 5, 14, tzinfo=ZONE)
    schedule = Schedule("A-1", (Terms(date(2020, 5, 6), ZONE, every=7),))
    window = next(schedule.windows(closes - HOUR))
    until = window.closes - left * HOUR
    outage = Outage(until - hours * HOUR, until)
    found = after_outage(outage, schedule, History(outages=(outage,)), closes, News())
    assert [n.key for n in found if "05-13" in n.key] == ["A-1/2020-05-13/excused"] * told


def test_it_is_kept_with_the_ladder_and_an_older_one_has_the_usual() -> None:
    ladder = Ladder(LADDER.rungs, LADDER.human, news=News(HOUR, 2 * HOUR))
    assert ladder_from_text(ladder_to_text(ladder)) == ladder
    older = ladder_to_text(ladder).replace(',"news":[3600.0,7200.0]', "")
    assert ladder_from_text(older).news == News()
