"""Supplies at a glance: conflicts first, then shortages with their day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from drawdown.site.cases.answers import counted
from drawdown.site.cases.models import Case
from drawdown.site.pages.supplies.overview import read_supplies
from drawdown.supply.forecast import forecast
from drawdown.supply.sides import conflicts

SignIn = Callable[[str], Client]
ROOM = "/gayle-v-meade/supplies/"
ON = date(2020, 5, 12)


def test_its_numbers_are_the_forecasts(case: Case) -> None:
    record = counted(case).case
    found = read_supplies(record, ON, None)
    shown = [one for line in found.lines for one in line.foreseen]
    assert {(o.clause, o.facility, o.item, o.says) for o in shown} == {
        (o.clause, o.facility, o.item, o.says) for o in forecast(record, ON)
    }
    assert sum(line.conflicts for line in found.lines) == len(found.conflicts)
    assert len(found.conflicts) == len(conflicts(record, date(2020, 4, 29), ON))


def test_conflicts_come_first_then_shortages_by_their_day(case: Case) -> None:
    lines = read_supplies(counted(case).case, ON, None).lines
    assert [bool(line.conflicts) for line in lines] == sorted(
        (bool(line.conflicts) for line in lines), reverse=True
    )
    rest = [line for line in lines if not line.conflicts]
    short = [any(one.foreseen == "short" for one in line.foreseen) for line in rest]
    assert short == sorted(short, reverse=True)
    assert any(short)


def test_a_shortage_is_said_in_words_with_its_day(signed_in: SignIn) -> None:
    text = signed_in("reader").get(ROOM).content.decode()
    assert "Shortage on May 25, 2020: 22 too few" in text
    assert "This supposes that nothing is delivered." in text


def test_nothing_more_is_due_of_what_is_due_once(case: Case) -> None:
    lines = read_supplies(counted(case).case, ON, None).lines
    soap = next(line for line in lines if (line.facility, line.item) == ("glades", "soap"))
    assert soap.next_due is None


def test_a_facility_s_staff_see_their_own(signed_in: SignIn) -> None:
    text = signed_in("glades").get(ROOM).content.decode()
    assert "Glades: mask" in text
    assert "Krome" not in text


def test_as_known_earlier_there_was_no_conflict_yet(signed_in: SignIn) -> None:
    client = signed_in("monitor")
    assert b"In conflict" in client.get(f"{ROOM}?on=2020-05-11").content
    assert b"In conflict" not in client.get(f"{ROOM}?on=2020-05-08&known=2020-05-08").content
