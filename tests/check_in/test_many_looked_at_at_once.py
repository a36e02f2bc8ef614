"""A look at many people at once says of each what a look at that person alone says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drawdown.check_in.alike import Looks, Tried
from drawdown.check_in.happened import Attempt, CheckIn, History
from drawdown.check_in.ladder import usual
from drawdown.check_in.look import look
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.stored import (
    Lately,
    lately_from_text,
    lately_to_text,
    terms_to_text,
    with_check_ins,
)

from .years import histories, moments, schedules

LADDER = usual("Officer Reyes")


@st.composite
def steps(draw: st.DrawFn, schedule: Schedule, now: datetime) -> tuple[Attempt, ...]:
    """Steps of the ladder about windows before now, some of which failed on our side."""
    found = []
    for window in schedule.past(now - timedelta(days=60), now + timedelta(days=14)):
        for rung in draw(st.sets(st.sampled_from(LADDER.rungs), max_size=3)):
            at = rung.at(window)
            if at <= now:
                side = draw(st.sampled_from(["unknown", "person", "ours"]))
                key = f"A-1042/{window.day.isoformat()}/{rung.name}"
                found.append(Attempt(key, "A-1042", rung.name, rung.means, at, "sent", side))  # type: ignore[arg-type]
    return tuple(found)


def alone(schedule: Schedule, history: History, now: datetime) -> tuple[object, ...]:
    found = look("A-1042", schedule, history, now, LADDER)
    stands = found.stands and (found.stands.window, found.stands.state)
    return found.step, found.again, stands, found.until


def together(
    looks: Looks, person: str, schedule: Schedule, history: History, own: tuple[Attempt, ...]
) -> tuple[object, ...]:
    """The same of one of many, from what is kept beside them and the steps that are asked for."""
    terms = terms_to_text(schedule.terms)
    check_ins = tuple(replace(each, person=person) for each in history.check_ins)
    beside = lately_to_text(Lately(check_ins, history.pauses, history.attempts))
    since = looks.needs(terms)
    tried = [
        Tried(each.key.removeprefix("A-1042"), each.means, each.at, each.side)
        for each in own if each.at >= since
    ]  # fmt: skip
    found = looks.look(person, terms, beside, tried)
    step = found.step and replace(found.step, key=f"A-1042{found.step.key}")
    stands = found.stands and (found.stands.window, found.stands.state)
    return step, found.again, stands, found.until


@given(schedules(), st.data())
def test_each_as_if_alone(schedule: Schedule, data: st.DataObject) -> None:
    now = data.draw(moments(schedule))
    history = data.draw(histories(schedule))
    for later in (timedelta(), data.draw(st.timedeltas(timedelta(), timedelta(days=40)))):
        moment = now + later
        own = data.draw(steps(schedule, moment))
        whole = replace(history, attempts=(*history.attempts, *own))
        looks = Looks(moment, LADDER, history.outages)
        for person in ("A-1042", "B-7", "A-1042/2020"):
            assert together(looks, person, schedule, history, own) == alone(schedule, whole, moment)


@given(schedules(), st.data())
def test_check_ins_put_beside_a_person(schedule: Schedule, data: st.DataObject) -> None:
    history = data.draw(histories(schedule))
    now = data.draw(moments(schedule))
    before = Lately(history.check_ins, history.pauses if data.draw(st.booleans()) else ())
    new = CheckIn("A-1042", now, "482107355")
    more = data.draw(st.lists(st.sampled_from((*history.check_ins, new)), max_size=3, unique=True))
    found = lately_from_text("A-1042", with_check_ins(lately_to_text(before), more, now))
    wanted = before.with_check_ins(more).since(now)
    plain = [(each.at, each.receipt) for each in wanted.check_ins]
    assert [(each.at, each.receipt) for each in found.check_ins] == plain
    assert found.pauses == wanted.pauses
