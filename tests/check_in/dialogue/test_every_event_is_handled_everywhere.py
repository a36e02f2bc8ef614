"""From every place every event is handled, and every call comes to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.making import Call, a_desk

from drawdown.check_in.dialogue import (
    Answered,
    At,
    Collect,
    Digits,
    Do,
    Event,
    HangUp,
    HungUp,
    LineFailed,
    NotSaved,
    Record,
    RecordingDone,
    Say,
    State,
    Timeout,
    Transfer,
    begin,
    step,
)
from drawdown.check_in.dialogue.diagram import events_at
from drawdown.check_in.languages import words

EVENTS: list[Event] = [
    Answered(), Digits(""), Timeout(), RecordingDone("r", 3.0), HungUp(), HungUp("carrier", "x"),
    LineFailed("ours", "x"), *(Digits(key) for key in "0123456789*"), Digits("1042"),
    Digits("2468"), Digits("9999"), Digits("99999999999999999999"), Digits("#"), Digits("0*1"),
]  # fmt: skip

keys = st.text("0123456789*#", max_size=12).map(Digits)
events = st.one_of(keys, st.sampled_from(EVENTS))


def reachable() -> list[State]:
    """A state for every place, reached by playing."""
    found: dict[At, State] = {}
    waiting = [begin("c", telephone="+1"), begin("c")]
    while waiting:
        state = waiting.pop()
        if state.at in found:
            continue
        found[state.at] = state
        if state.at is not At.ENDED:
            waiting += [step(state, event, a_desk()).state for _, event in events_at(state.at)]
            waiting.append(step(state, Digits("0"), a_desk()).state)
    return list(found.values())


def test_every_place_is_reached() -> None:
    assert {state.at for state in reachable()} == set(At)


@pytest.mark.parametrize("state", reachable(), ids=lambda state: state.at.value)
@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_an_event_is_handled(state: State, event: Event) -> None:
    call = Call(state=state).on(event)
    if state.at is At.ENDED:
        assert call.actions == ()
        return
    _well_formed(call, event)


@given(st.lists(events, max_size=30), st.booleans())
def test_a_call_of_anything_at_all(happened: list[Event], known: bool) -> None:
    desk = a_desk()
    call = Call(desk, begin("c", expected="1042" if known else "", language="ht"))
    for event in [Answered(), *happened]:
        ended = call.state.at is At.ENDED
        call.on(event)
        if ended:
            assert call.actions == ()
        else:
            _well_formed(call, event)
        for effect in call.effects[-1:]:
            call.on(NotSaved(effect)) if len(happened) % 5 == 4 else None
    call.on(HungUp())
    assert call.state.at is At.ENDED
    assert call.kinds().count("CallEnded") == 1
    keys = [effect.key for effect in call.effects]
    assert len(keys) == len(set(keys))


@given(st.lists(events, max_size=40))
def test_silence_ends_any_call(happened: list[Event]) -> None:
    call = Call().on(Answered(), *happened, *[Timeout()] * 12)
    assert call.state.at is At.ENDED


@given(st.lists(events, max_size=15))
def test_a_state_can_be_written_down_between_two_events(happened: list[Event]) -> None:
    straight, kept = Call(), Call()
    for event in [Answered(), *happened]:
        straight.on(event)
        kept.state = State.model_validate_json(kept.state.model_dump_json())
        kept.on(event)
    assert straight.state == kept.state
    assert straight.effects == kept.effects


def test_nobody_speaks_of_a_violation() -> None:
    from drawdown.check_in.languages import language, languages

    for name in languages():
        one = language(name)
        for line in (*one.prompts.values(), *one.texts.values()):
            assert "viola" not in line.lower()
            assert "vyola" not in line.lower()


def _well_formed(call: Call, event: Event) -> None:
    """Actions end in one that awaits something, or in the end; every prompt has words."""
    *before, last = call.actions
    gone = isinstance(event, HungUp | LineFailed)
    if call.state.at is At.ENDED:
        assert isinstance(last, Do if gone else HangUp)
    else:
        assert isinstance(last, Collect | Record | Transfer)
    assert all(isinstance(each, Say | Do) for each in before)
    assert not (gone and any(isinstance(each, Say) for each in before))
    for each in before:
        for prompt in each.prompts if isinstance(each, Say) else ():
            assert words(prompt)
