"""What is entered at any hour is of the court's day: at 22:00 in Miami it is tomorrow in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from drawdown.site.cases import clock
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row

SignIn = Callable[[str], Client]
ROOM = "/gayle-v-meade/supplies"
ZONE = ZoneInfo("America/New_York")


@pytest.fixture(params=["00:05", "12:00", "19:30", "22:30", "23:59"])
def at_this_hour(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.fromisoformat(f"2026-11-30T{request.param}").replace(tzinfo=ZONE)
    kept = SimpleNamespace(now=lambda: now.astimezone(UTC))
    monkeypatch.setattr(clock, "timezone", kept)


@pytest.mark.usefixtures("at_this_hour")
def test_a_report_is_listed_on_its_day(case: Case, signed_in: SignIn) -> None:
    client, page = signed_in("petitioners"), f"{ROOM}/conditions"
    sent = {"facility": "krome", "kind": "condition", "topic": "soap", "kept": "no",
            "reporter": "held person", "note": "none since Sunday"}  # fmt: skip
    text = client.post(page, sent, follow=True).content.decode()
    assert "none since Sunday" in text
    today = clock.today_in(case, ZONE)
    for day, listed in ((today - timedelta(days=1), False), (today, True)):
        text = client.get(page, {"facility": "krome", "on": day.isoformat()}).content.decode()
        assert ("none since Sunday" in text) is listed


@pytest.mark.usefixtures("at_this_hour")
def test_a_handout_is_listed_on_its_day(case: Case, signed_in: SignIn) -> None:
    sent = {"facility": "krome", "item": ["mask"], "unit": ["Krome 1"], "quantity:Krome 1": "50"}
    client = signed_in("krome")
    assert client.post(f"{ROOM}/log", sent, follow=True).content.decode().count("Take back<") == 1
    day_after = datetime.fromisoformat("2020-05-13T09:00-04:00")
    cells = {"date": "2020-05-13T08:00-04:00", "facility": "krome", "item": "mask",
             "quantity": "1"}  # fmt: skip
    append(case, [("handout", cells)], by="Kim Dorsey, shift supervisor", now=day_after)
    assert client.get(f"{ROOM}/log").content.decode().count("Take back<") == 1


@pytest.mark.usefixtures("at_this_hour")
def test_a_decision_of_the_evening_leaves_the_queue(case: Case, signed_in: SignIn) -> None:
    client = signed_in("agency")
    queue = "/gayle-v-meade/review/"
    waits = client.get(queue).content.decode()
    person = next(
        name
        for name in Row.objects.filter(case=case, kind="fact").values_list("person", flat=True)
        if f">{name}<" in waits
    )
    now = clock.now_in(case, ZONE)
    cells = {"date": now.isoformat(), "person": person, "outcome": "not_released",
             "decider": "Ada Quintero", "reason": "made up for a test"}  # fmt: skip
    append(case, [("decision", cells)], by="Ada Quintero", now=now)
    assert f">{person}<" not in client.get(queue).content.decode()


@given(st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
       st.sampled_from(sorted(available_timezones())))  # fmt: skip
def test_the_days_looked_among_are_enough(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    day = clock.day_of({"date": moment.isoformat()}, zone)
    assert day == moment.astimezone(zone).date()
    first, last = clock.about(day)
    assert first <= moment.date() <= last


def test_days_at_the_ends_of_the_calendar() -> None:
    assert clock.about(date.min)[0] == date.min
    assert clock.about(date.max)[1] == date.max
