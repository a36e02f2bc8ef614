"""Over random years in the database: what is kept beside a person says what their record says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.check_in.years import schedules

from drawdown.check_in.recorded import WEEKDAYS
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import State, standing
from drawdown.check_in.terms import Terms
from drawdown.site.line.looking import around, attempts_of, history_from, schedule_from
from drawdown.site.line.models import Due, Step
from drawdown.site.line.reading import history_in, schedule_in

from .conftest import PERSON, Days

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def cells(terms: Terms) -> dict[str, str]:
    """Terms as an entry has them."""
    found: dict[str, Any] = {
        "date": terms.since.isoformat(), "person": PERSON, "zone": terms.zone.key,
        "decider": "A. Quintero", "grace": terms.grace / timedelta(days=1),
    }  # fmt: skip
    if terms.weekdays:
        found["weekdays"] = "; ".join(WEEKDAYS[day] for day in terms.weekdays)
    else:
        found["every"] = terms.every
    if terms.at:
        found["at"] = terms.at.isoformat()
    if terms.opens is not None:
        found["opens"] = terms.opens / timedelta(days=1)
    return {name: str(value) for name, value in found.items()}


@given(schedules(), st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=SLOW)
def test_beside_a_person_and_in_the_record(
    days: Days, schedule: Schedule, data: st.DataObject
) -> None:
    with transaction.atomic():
        try:
            _a_month(days, schedule, data)
        finally:
            transaction.set_rollback(True)


def _a_month(days: Days, schedule: Schedule, data: st.DataObject) -> None:
    days.now = schedule.terms[0].beginning() + timedelta(hours=1)
    for terms in schedule.terms:
        days.enter("check_in_terms", **cells(terms))
    end = days.now + timedelta(days=30)
    moments = sorted(
        days.now + timedelta(minutes=minutes)
        for minutes in data.draw(st.lists(st.integers(0, 60 * 24 * 30), max_size=5))
    )
    receipts = []
    for number, moment in enumerate(moments):
        days.until(moment)
        match data.draw(st.sampled_from(["check_in", "outage", "pause"])):
            case "check_in":
                receipts.append((days.now, f"{100_000_000 + number}"))
                days.check_in(PERSON, receipts[-1][1])
            case "outage":
                hours = data.draw(st.integers(0, 72))
                days.enter("outage", date=days.now.astimezone(UTC).isoformat(), side="ours",
                           until=(days.now + timedelta(hours=hours)).isoformat())  # fmt: skip
            case "pause":
                days.enter("pause", date=days.now.date().isoformat(), person=PERSON,
                           until=(days.now.date() + timedelta(days=3)).isoformat(),
                           decider="A. Quintero")  # fmt: skip
    days.until(end)
    _agree(days, schedule.terms[0].beginning(), receipts)


def _agree(days: Days, begin: datetime, receipts: list[tuple[datetime, str]]) -> None:
    due, seen = Due.objects.get(case=days.case, person=PERSON), around(days.case, days.now)
    beside = schedule_from(PERSON, due.schedule, seen.calendar)
    told = schedule_in(days.case, PERSON)
    assert beside == told
    assert beside
    attempts = attempts_of(days.case, [PERSON], begin)
    _, near = history_from(PERSON, due.happened, attempts.get(PERSON, ()), seen.outages)
    far = history_in(days.case, PERSON)
    keys = [step.key for step in Step.objects.filter(case=days.case, person=PERSON)]
    assert len(keys) == len(set(keys))
    for window in islice(beside.windows(begin), 40):
        if window.opens > days.now:
            break
        found = standing(window, near, days.now)
        assert found.state is standing(window, far, days.now).state
        if found.state is State.PASSED_WITHOUT:
            assert window.closes <= days.now
            assert not any(window.holds(at) for at, _ in receipts)
            asked = f"{PERSON}/{window.day.isoformat()}/human"
            assert asked in keys or window.closes == days.now
        for at, receipt in receipts:
            if window.holds(at):
                assert found.state is State.MADE
                assert receipt in [each.receipt for each in near.check_ins]
