"""A person's own record by text: the last check-ins, what is next, and never too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from drawdown.check_in.happened import CheckIn, History
from drawdown.check_in.languages import languages
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.terms import Terms
from drawdown.check_in.texting import OwnRecord, own_record, parts
from drawdown.check_in.texting.own_record import words_of

MIAMI = ZoneInfo("America/New_York")
WEEKLY = Schedule("A-1042", (Terms(date(2020, 5, 27), MIAMI, 7, (), date(2020, 6, 3), time(10),
                                   timedelta(days=2), timedelta(days=1)),))  # fmt: skip


def made(day: int, receipt: str, hour: int = 14) -> CheckIn:
    return CheckIn("A-1042", datetime(2020, 6, day, hour, tzinfo=UTC), receipt)


def at(day: int) -> datetime:
    return datetime(2020, 6, day, 12, tzinfo=UTC)


def test_before_the_first_the_first_is_next() -> None:
    assert own_record(WEEKLY, History(), at(1), MIAMI) == OwnRecord((), date(2020, 6, 3))


def test_once_it_is_made_the_following_is_next() -> None:
    history = History((made(2, "482107355"),))
    assert own_record(WEEKLY, history, at(2), MIAMI).due == date(2020, 6, 3)  # made after `now`
    later = own_record(WEEKLY, history, at(3), MIAMI)
    assert later == OwnRecord(((date(2020, 6, 2), "482107355"),), date(2020, 6, 10))


def test_the_newest_come_first_on_the_days_where_the_person_lives() -> None:
    history = History((made(2, "1"), made(10, "2", 2), made(17, "3"), made(24, "4")))
    own = own_record(WEEKLY, history, at(25), MIAMI)
    assert own.made == ((date(2020, 6, 24), "4"), (date(2020, 6, 17), "3"), (date(2020, 6, 9), "2"))


def test_without_a_schedule_nothing_is_next() -> None:
    own = own_record(None, History(), at(1), MIAMI)
    assert own == OwnRecord()
    assert words_of(own, "en") == (
        "Check-in line. Your record: No check-in on record yet. No check-in is due from you."
    )


@pytest.mark.parametrize("name", languages())
def test_it_is_never_longer_than_three_parts_and_says_the_last(name: str) -> None:
    days = tuple((date(2020, 9, 23 - n), f"{482107355 + n}") for n in range(3))
    for count in range(4):
        for due in (None, date(2020, 9, 23), datetime(2020, 9, 23, 13, 45, tzinfo=MIAMI)):
            said = words_of(OwnRecord(days[:count], due), name)
            assert parts(said).count <= 3
            assert ("482 107 355" in said) == (count > 0)
