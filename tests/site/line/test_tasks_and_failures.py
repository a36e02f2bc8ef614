"""A human is asked, says that it is done, and only then may a named person record a failure."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from drawdown.check_in.ladder import Ladder, Rung
from drawdown.site.cases.append import ConflictError
from drawdown.site.line.failures import record_failure, what_lacks
from drawdown.site.line.ladders import ladder_changes, ladder_of, set_ladder
from drawdown.site.line.models import Step
from drawdown.site.line.standings import counts, people, stand_of
from drawdown.site.line.tasks import finish, open_tasks

from .conftest import PERSON, Days

EASTERN = ZoneInfo("America/New_York")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=EASTERN).astimezone(UTC)


def test_a_failure_needs_the_ladder_a_name_and_a_reason(days: Days) -> None:
    day = at(8, 12).date()

    def lacks(decider: str = "A. Quintero", reason: str = "not found") -> list[str]:
        found = what_lacks(days.case, PERSON, day, decider=decider, reason=reason, now=days.now)
        return list(found)

    days.release()
    days.until(at(9, 12))
    assert "has not closed" in lacks()[0]
    days.until(at(11, 12))
    assert lacks() == ["'human': the officer on duty has not done the task."]
    with pytest.raises(ConflictError, match="has not done the task"):
        record_failure(days.case, PERSON, day, decider="A. Quintero", reason="not found",
                       by="a test", now=days.now)  # fmt: skip
    (task,) = open_tasks(days.case, person=PERSON)
    assert (task.what, task.to, task.day) == ("reach the person", "the officer on duty", day)
    finish(days.case, task.entry, by="A. Quintero", now=days.now, note="nobody there")
    assert open_tasks(days.case, person=PERSON) == []
    with pytest.raises(ConflictError, match="already"):
        finish(days.case, task.entry, by="A. Quintero", now=days.now)
    assert lacks() == []
    assert "Why is not said" in lacks(reason="")[0]
    row = record_failure(days.case, PERSON, day, decider="A. Quintero", reason="not found",
                         by="a test", now=days.now)  # fmt: skip
    assert row.kind == "check_in"
    days.work()


def test_where_our_side_failed_nothing_can_be_recorded(days: Days) -> None:
    days.release()
    days.until(at(7, 12))
    days.enter("outage", date="2020-06-08T01:00-04:00", until="2020-06-08T01:02-04:00",
               reason="restart", side="ours")  # fmt: skip
    days.until(at(11, 12))
    found = what_lacks(days.case, PERSON, at(8, 12).date(), decider="x", reason="y", now=days.now)
    assert any("nothing is held against" in line for line in found)


def test_the_ladder_is_the_cases_and_dated(days: Days) -> None:
    assert ladder_of(days.case, days.now).human == "the officer on duty"
    ladder = Ladder((Rung("nudge", "text", "opens"), Rung("ask", "task", "closes")), "Sgt. Okafor")
    set_ladder(days.case, ladder, by="Ada", now=days.now, since=at(5, 0))
    assert ladder_of(days.case, days.now).human == "the officer on duty"
    assert ladder_of(days.case, at(5, 0)) == ladder
    assert [change.by for change in ladder_changes(days.case)] == ["Ada"]
    days.release()
    days.until(at(11, 12))
    assert [what for what, *_ in days.steps()] == ["nudge", "ask"]
    assert Step.objects.get(what="nudge").made == at(6, 8)  # after quiet hours
    assert open_tasks(days.case, person=PERSON)[0].to == "Sgt. Okafor"


def test_pages_find_people_by_how_they_stand(days: Days) -> None:
    for number in range(3):
        days.release(f"{PERSON}-{number}", telephone="")
    days.until(at(6, 12))
    days.check_in(f"{PERSON}-0")
    days.enter("pause", date="2020-06-06", person=f"{PERSON}-1", reason="unable to call",
               decider="A. Quintero")  # fmt: skip
    days.until(at(7, 12))
    mine = [stand.person for stand in people(days.case, days.now, search=PERSON)]
    assert mine == [f"{PERSON}-{n}" for n in range(3)]
    found = counts(days.case, days.now)
    assert (found["checked_in"], found["paused"], found["open"]) == (1, 1, 1)
    days.until(at(9, 12))
    assert counts(days.case, days.now)["in_grace"] == 1
    days.until(at(11, 12))
    (late,) = people(days.case, days.now, group="to_reach", search=PERSON)
    assert late.last
    assert late.last.state == "passed_without"
    assert [each.rung for each in late.tried][:1] == ["human"]
    made = stand_of(days.case, f"{PERSON}-0", days.now)
    assert made
    assert made.check_ins[0].receipt == "572400005"
