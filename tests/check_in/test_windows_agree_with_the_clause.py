"""Windows computed for one person are those that the order's clause counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.recorded import terms_from, usual
from drawdown.check_in.schedule import Schedule
from drawdown.order.calendar import HolidayList, calendar
from drawdown.order.clauses.check_in import CheckIn
from drawdown.order.inquiry.call_windows import call_windows

EASTERN = ZoneInfo("America/New_York")


@given(
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    st.integers(2, 40),
    st.integers(0, 10),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(1, 60),
    st.none() | st.integers(1, 200),
    st.booleans(),
)
def test_day_for_day(
    released: date, every: int, grace: int, opens: int | None, first: int | None,
    lasts: int | None, moved: bool,
) -> None:  # fmt: skip
    if (opens or 0) + grace >= every:
        return
    spans = {"every": every, "grace": grace, "opens": opens, "first": first, "lasts": lasts}
    given_ = {name: f"{n} days" for name, n in spans.items() if n}
    clause = CheckIn.model_validate({
        "id": "calls", "kind": "check_in", "calendar": "frcp6" if moved else "plain days", **given_,
    })  # fmt: skip
    named = calendar(clause.calendar, time_zone=EASTERN.key, holidays=HolidayList())
    through = released + timedelta(days=150)
    expected = call_windows([released], clause._rhythm(), named, through)
    terms = terms_from(released, usual(clause, EASTERN, named if moved else None))
    assert terms is not None
    schedule = Schedule("A-1042", (terms,), calendar=named)
    start = datetime(released.year, released.month, released.day, tzinfo=EASTERN)
    found = [
        (w.local(w.opens).date(), w.day, (w.local(w.closes) - timedelta(minutes=1)).date())
        for w in islice(schedule.windows(start), 100)
        if w.local(w.opens).date() <= through
    ]
    rows = [r for r in expected.select("opens", "due", "closes").iter_rows() if r[0] <= r[2]]
    rows = [r for n, r in enumerate(rows) if n == 0 or r[1] > rows[n - 1][1]]
    assert found == rows
