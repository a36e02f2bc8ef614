"""The whole call as one pure state machine, which every line plays.

`step` takes where the call stands, what happened and what may be asked, and gives where it stands
now and what the line is to do. Everywhere `*` repeats and `0` reaches a human (while digits are
entered, `0` and then `#`). Whoever hangs up keeps what they did; silence and keys without a meaning
are answered patiently; nothing that goes wrong is ever said to be the caller's fault.
"""

from __future__ import annotations

from drawdown.check_in.dialogue import (
    conditions,
    identifying,
    language,
    menu,
    telling,
)
from drawdown.check_in.dialogue.acting import Asking, go, say
from drawdown.check_in.dialogue.actions import Action, HangUp, Transfer
from drawdown.check_in.dialogue.desk import Desk, UnavailableError
from drawdown.check_in.dialogue.effects import CallEnded
from drawdown.check_in.dialogue.ending import ended, undo
from drawdown.check_in.dialogue.events import (
    Answered,
    Digits,
    Event,
    HungUp,
    LineFailed,
    NotSaved,
    RecordingDone,
    Timeout,
)
from drawdown.check_in.dialogue.state import At, State, Step

PATIENCE = 3
"""How many silences, or keys without a meaning, in a row are answered with the question again."""


def _ask_human(state: State, desk: Desk) -> tuple[Action, ...]:
    return (say(state, desk, "transferring"), Transfer())


def _no_keys(state: State, keys: str, desk: Desk) -> Step | None:
    return None


PLACES: dict[At, Asking] = {
    **language.PLACES,
    **identifying.PLACES,
    **menu.PLACES,
    **telling.PLACES,
    **conditions.PLACES,
    At.HUMAN: Asking(_ask_human, _no_keys),
}
"""Every place at which something is awaited."""


def step(state: State, event: Event, desk: Desk) -> Step:
    """What an event comes to.

    Args:
        state: Where the call stands.
        event: What happened.
        desk: What may be asked of the world.

    Returns:
        The state after it and what the line is to do, in that order. Once the call has ended
        nothing happens any more, whatever comes; but where the last effects were not saved, it is
        told that the call ended on our side.
    """
    if state.at is At.ENDED:
        return _not_saved_at_the_end(state, event)
    try:
        after = _happened(state, event, desk)
    except UnavailableError as error:
        after = _our_failure(state, desk, str(error))
        if isinstance(event, HungUp | LineFailed):
            after = go(after.state, At.ENDED)
    if after.state.at is At.ENDED:
        return _closed(after, event)
    return Step(after.state, (*after.actions, *PLACES[after.state.at].ask(after.state, desk)))


def _happened(state: State, event: Event, desk: Desk) -> Step:
    match event:
        case Answered():
            return _answered(state, desk)
        case Digits(keys):
            return _pressed(state.having(pressed=True, silences=0), keys, desk)
        case Timeout():
            return _silence(state, desk)
        case RecordingDone(recording):
            return _recorded(state.having(silences=0), recording, desk)
        case NotSaved(effect, how):
            return _our_failure(undo(state, effect), desk, how)
        case HungUp() | LineFailed():
            return _dropped(state, desk)


def _answered(state: State, desk: Desk) -> Step:
    """The call begins; repeated in a call that has begun, it changes nothing but asks again."""
    if state.at is not At.RINGING:
        return Step(state)
    if len(desk.languages) == 1:
        state = state.having(language=desk.languages[0])
    if state.language in desk.languages:
        return go(state, At.START, say(state, desk, "welcome"))
    return go(state.having(language=""), At.LANGUAGE)


def _pressed(state: State, keys: str, desk: Desk) -> Step:
    """Keys: `*` repeats, `0` reaches a human, others as the place has it."""
    if state.at is At.RINGING:
        return _answered(state, desk)
    place = PLACES[state.at]
    if "*" in keys:
        return Step(state.having(mistaken=0))
    if keys == "0" or (keys[:1] == "0" and not place.entry):
        return go(state.having(mistaken=0), At.HUMAN)
    if state.at is At.HUMAN:
        return Step(state)
    found = place.keys(state, keys, desk) if keys or place.entry else None
    if found is not None:
        return Step(found.state.having(mistaken=0), found.actions)
    if state.mistaken + 1 >= PATIENCE:
        return go(state.having(mistaken=0), At.HUMAN)
    return Step(state.having(mistaken=state.mistaken + 1), (say(state, desk, "not_a_choice"),))


def _silence(state: State, desk: Desk) -> Step:
    """Nothing came. Who has checked in needs to do nothing more."""
    if state.at is At.HUMAN:
        return _nobody_free(state, desk)
    if state.at is At.RINGING:
        return go(state, At.ENDED)
    finished = (state.at is At.MENU and bool(state.receipt)) or state.at is At.REPORTED
    if finished or state.silences + 1 >= PATIENCE:
        kept = _kept_report(state, desk)
        return go(kept.state, At.ENDED, *kept.actions, say(state, desk, "goodbye"))
    again = state.having(silences=state.silences + 1)
    return Step(again, (say(state, desk, "no_key"),))


def _nobody_free(state: State, desk: Desk) -> Step:
    """No human took the call: one calls back. Where no number is known, it is asked for."""
    state = state.having(unreached=True)
    said = say(state, desk, "nobody_free")
    if "call_back_asked" in state.done:
        return go(state, At.ENDED, say(state, desk, "call_back_kept"))
    if not state.telephone:
        return go(state, At.CALL_BACK, said)
    state, kept = telling.ask_call_back(state, state.telephone)
    return go(state, At.ENDED, kept, said, say(state, desk, "call_back_kept"))


def _recorded(state: State, recording: str, desk: Desk) -> Step:
    if state.at is At.CHANGE_MESSAGE:
        return telling.changed(state, recording, desk)
    if state.at is At.REPORT_MESSAGE:
        return conditions.recorded(state, recording)
    return Step(state) if state.at is not At.RINGING else _answered(state, desk)


def _our_failure(state: State, desk: Desk, how: str) -> Step:
    """We could not do our part: say that it is ours, and hand the call to a human."""
    return go(state.having(failure=how or "could not be saved"), At.HUMAN,
              say(state, desk, "our_failure"))  # fmt: skip


def _dropped(state: State, desk: Desk) -> Step:
    """The call is gone: what was done counts."""
    kept = _kept_report(state, desk)
    return go(kept.state, At.ENDED, *kept.actions)


def _kept_report(state: State, desk: Desk) -> Step:
    """A report that lacks only the choice to sign it stands, anonymous."""
    if state.at not in (At.SIGNED, At.REPORT_NUMBER):
        return Step(state)
    report = conditions.reported(state, "", desk)
    return Step(report.state, report.actions[:1])


def _closed(after: Step, event: Event) -> Step:
    """The end of the call, told once; the line hangs up where the other end has not."""
    gone = isinstance(event, HungUp | LineFailed)
    said = after.actions
    state, end = ended(after.state, event)
    return Step(state, (*said, end) if gone else (*said, end, HangUp()))


def _not_saved_at_the_end(state: State, event: Event) -> Step:
    """What followed the effect was dropped, the end of the call included: it is told again."""
    if not isinstance(event, NotSaved):
        return Step(state)
    if isinstance(event.effect, CallEnded):
        return Step(state, (HangUp(),))
    state = undo(state, event.effect).having(failure=event.how or "could not be saved")
    state, end = ended(state, event)
    return Step(state, (end, HangUp()))
