"""Random years: schedules in every US time zone, with pauses, outages and changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from drawdown.check_in.happened import Attempt, CheckIn, History, Outage, Pause
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms

ZONES = (
    "America/New_York", "America/Detroit", "America/Kentucky/Louisville",
    "America/Indiana/Indianapolis", "America/Chicago", "America/Menominee",
    "America/North_Dakota/Center", "America/Denver", "America/Boise", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Sitka",
    "America/Metlakatla", "America/Yakutat", "America/Nome", "America/Adak", "Pacific/Honolulu",
    "America/Puerto_Rico", "America/St_Thomas", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip
"""Every US time zone, territories included."""

hours = st.integers(0, 72).map(lambda n: timedelta(hours=n))
days = st.dates(date(2018, 1, 1), date(2032, 12, 31))


@st.composite
def terms(draw: st.DrawFn, since: date | None = None) -> Terms:
    since = since or draw(days)
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    weekly = draw(st.booleans())
    every = 0 if weekly else draw(st.integers(2, 31))
    chosen = draw(st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True))
    weekdays = tuple(sorted(chosen)) if weekly else ()
    at = draw(st.none() | st.times().map(lambda t: t.replace(microsecond=0)))
    bare = Terms(since, zone, every, weekdays)
    room = bare.shortest - timedelta(hours=1)
    opens = draw(st.none() | hours.filter(lambda h: h <= room))
    grace = draw(hours.filter(lambda h: h <= room - (opens or timedelta())))
    if at is not None and opens == timedelta() == grace:
        opens = timedelta(hours=1)
    return Terms(since, zone, every, weekdays, None, at, opens, grace)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    first = draw(terms())
    changes = [first]
    for _ in range(draw(st.integers(0, 2))):
        later = changes[-1].since + timedelta(days=draw(st.integers(1, 90)))
        changes.append(draw(terms(later)))
    return Schedule("A-1042", tuple(changes))


@st.composite
def moments(draw: st.DrawFn, schedule: Schedule) -> datetime:
    """A moment of the schedule's first year or so, often near midnight or a change of clocks."""
    begin = datetime.combine(schedule.terms[0].since, time(), UTC)
    return begin + timedelta(minutes=draw(st.integers(0, 60 * 24 * 400)))


@st.composite
def histories(draw: st.DrawFn, schedule: Schedule) -> History:
    def spans(n: int) -> list[tuple[datetime, datetime | None]]:
        found = []
        for _ in range(draw(st.integers(0, n))):
            since = draw(moments(schedule))
            until = draw(st.none() | st.integers(0, 60 * 24 * 20))
            found.append((since, None if until is None else since + timedelta(minutes=until)))
        return found

    calls = draw(st.lists(moments(schedule), max_size=5))
    tries = draw(st.lists(
        st.tuples(moments(schedule), st.sampled_from(["person", "carrier", "ours", "unknown"])),
        max_size=4,
    ))  # fmt: skip
    return History(
        tuple(CheckIn("A-1042", at, str(n)) for n, at in enumerate(calls, 100)),
        tuple(
            Attempt(f"k{n}", "A-1042", "second", "call", at, "failed", side)
            for n, (at, side) in enumerate(tries)
        ),
        tuple(Outage(*span) for span in spans(3)),
        tuple(Pause(*span, "hospital") for span in spans(2)),
    )
