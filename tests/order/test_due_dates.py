"""When something is due: the ways an order says it, and what is refused or waited for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drawdown.order.calendar import Computed, HolidayList, Refusal
from drawdown.order.due import Answer, Clock, Due, Pending

EASTERN = ZoneInfo("America/New_York")
THURSDAY = date(2020, 4, 30)


def clock(calendar: str | None = "frcp6", **triggers: date | datetime) -> Clock:
    return Clock("America/New_York", calendar, HolidayList(), {"first": THURSDAY, **triggers})


def due(**how: object) -> Due:
    """A due as the reader of orders ties it to its ruling."""
    tied = {"ruling": "first", **how} if {"within", "immediately"} & set(how) else how
    return Due.model_validate(tied)


def on(answer: Answer) -> str:
    assert isinstance(answer, Computed), answer
    return answer.date.isoformat()


@pytest.mark.parametrize(
    ("span", "last"),
    [("2 days", "05-04"), ("3 days", "05-04"), ("7 days", "05-07"), ("10 days", "05-11"),
     ("14 days", "05-14"), ("25 days", "05-26"), ("1 month", "06-01"), ("2 weeks", "05-14")],
)  # fmt: skip
def test_a_span_is_counted_from_its_ruling(span: str, last: str) -> None:
    assert on(clock().compute(due(within=span))) == f"2020-{last}"


def test_a_date_certain_does_not_roll() -> None:
    assert on(clock().compute(due(on=date(2020, 5, 2)))) == "2020-05-02"


def test_immediately_is_the_day_of_the_ruling() -> None:
    assert on(clock().compute(due(immediately=True))) == "2020-04-30"
    late = clock(first=datetime(2020, 4, 30, 23, tzinfo=EASTERN))
    assert on(late.compute(due(immediately=True))) == "2020-04-30"


def test_hours_run_from_the_hour_of_entry() -> None:
    at = datetime(2020, 4, 30, 17, 30, tzinfo=EASTERN)
    answer = clock(first=at).compute(due(within="48 hours"))
    assert isinstance(answer, Computed)
    assert answer.at == datetime(2020, 5, 4, 17, 30, tzinfo=EASTERN), "over a weekend it rolls"
    assert isinstance(clock().compute(due(within="48 hours")), Refusal), "the hour is not known"


def test_days_run_from_the_day_of_an_entry_with_an_hour() -> None:
    at = datetime(2020, 4, 30, 23, 59, tzinfo=EASTERN)
    assert on(clock(first=at).compute(due(within="14 days"))) == "2020-05-14"


def test_a_milestone_that_has_not_happened_is_waited_for() -> None:
    waiting = due(within="3 days", of="Plan Approved")
    answer = clock().compute(waiting)
    assert isinstance(answer, Pending)
    assert "Plan Approved" in answer.reason
    approved = {"plan approved": date(2020, 5, 18)}
    assert on(clock(**approved).compute(waiting)) == "2020-05-21"


def test_a_person_s_own_day_counts_for_that_person() -> None:
    both = due(later_of=[due(within="10 days"), due(within="5 days", of="arrival")])
    assert on(clock().compute(both, {"arrival": date(2020, 4, 1)})) == "2020-05-11"
    assert on(clock().compute(both, {"arrival": date(2020, 5, 8)})) == "2020-05-13"
    assert clock().compute_each(both, "arrival", [date(2020, 4, 1), date(2020, 5, 8)]) == {
        date(2020, 4, 1): date(2020, 5, 11), date(2020, 5, 8): date(2020, 5, 13)
    }  # fmt: skip
    assert clock().compute_each(due(within="1 day", of="plan"), "arrival", [THURSDAY]) == {
        THURSDAY: None
    }


FIXED, WAITED, UNSAID = (
    due(on=date(2020, 5, 20)), due(within="5 days", of="plan"), due(within="2 days")
)  # fmt: skip


@pytest.mark.parametrize("flip", [False, True])
def test_of_several_the_order_in_which_they_stand_does_not_matter(flip: bool) -> None:
    """What waits is later than anything; what is refused might come first, or last."""
    unsaid = clock(calendar=None)

    def parts(*dues: Due) -> list[Due]:
        return list(reversed(dues)) if flip else list(dues)

    assert on(clock().compute(due(earlier_of=parts(FIXED, WAITED)))) == "2020-05-20"
    assert isinstance(clock().compute(due(later_of=parts(FIXED, WAITED))), Pending)
    assert isinstance(unsaid.compute(due(later_of=parts(UNSAID, WAITED))), Pending)
    assert isinstance(unsaid.compute(due(later_of=parts(UNSAID, FIXED))), Refusal)
    assert isinstance(unsaid.compute(due(earlier_of=parts(UNSAID, FIXED))), Refusal)
    assert isinstance(unsaid.compute(due(earlier_of=parts(UNSAID, WAITED))), Refusal)


DATES = st.lists(st.dates(date(2019, 1, 1), date(2022, 1, 1)), min_size=1, max_size=4)


@given(DATES)
def test_the_later_is_the_latest_and_the_earlier_the_earliest(dates: list[date]) -> None:
    parts = [due(on=day) for day in dates]
    assert on(clock().compute(due(later_of=parts))) == max(dates).isoformat()
    assert on(clock().compute(due(earlier_of=parts))) == min(dates).isoformat()


def test_an_hour_is_before_the_end_of_its_day() -> None:
    at = datetime(2020, 5, 11, 9, tzinfo=EASTERN)
    parts = [due(within="24 hours"), due(on=date(2020, 5, 12))]
    earlier = clock(first=at).compute(due(earlier_of=parts))
    assert isinstance(earlier, Computed)
    assert earlier.at == datetime(2020, 5, 12, 9, tzinfo=EASTERN)


@given(st.dates(date(2020, 1, 1), date(2023, 12, 31)), st.integers(1, 40))
def test_without_a_calendar_only_a_date_on_which_all_agree_is_given(start: date, days: int) -> None:
    span = due(within=f"{days} days")
    unsaid, rule_6, plain = (
        clock(name, first=start).compute(span) for name in (None, "frcp6", "plain days")
    )
    assert isinstance(rule_6, Computed)
    assert isinstance(plain, Computed)
    if rule_6.date == plain.date:
        assert on(unsaid) == on(plain)
    else:
        assert isinstance(unsaid, Refusal)
        assert "does not say how days are counted" in unsaid.reason


def test_a_clause_may_name_its_own_calendar() -> None:
    assert on(clock().compute(due(within="2 days", calendar="plain days"))) == "2020-05-02"
    assert on(clock(calendar=None).compute(due(within="2 days", calendar="frcp6"))) == "2020-05-04"


@pytest.mark.parametrize("calendar", ["frcp6", "plain days", None])
def test_a_date_beyond_the_calendar_is_refused(calendar: str | None) -> None:
    answer = clock(calendar).compute(due(within="99999 years"))
    assert isinstance(answer, Refusal)
    assert "no date that can be written" in answer.reason


@pytest.mark.parametrize(
    "how",
    [{}, {"within": "2 days", "on": THURSDAY}, {"immediately": False}, {"later_of": []},
     {"of": "arrival"}, {"within": "0 days"}, {"within": 2}, {"on": "2020-05-14"},
     {"on": 1_588_204_800}, {"immediately": 1}, {"on": True}],
)  # fmt: skip
def test_what_says_nothing_or_too_much_is_no_due(how: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Due.model_validate(how)


def test_it_says_itself_and_what_it_counts_from() -> None:
    both = due(later_of=[due(within="10 days"), due(within="5 days", of="arrival")])
    assert str(both) == "the later of within 10 days and within 5 days of arrival"
    assert both.triggers() == {"order", "arrival"}
    assert str(due(on=THURSDAY)) == "on 2020-04-30"
    assert str(due(immediately=True)) == "immediately"
    assert due(on=THURSDAY).triggers() == set()
