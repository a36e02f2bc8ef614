"""The end of a call, and what is undone where it could not be saved."""

from __future__ import annotations

from drawdown.check_in.dialogue.acting import hand_over
from drawdown.check_in.dialogue.actions import Do
from drawdown.check_in.dialogue.effects import CallEnded, CheckedIn, Effect
from drawdown.check_in.dialogue.events import Event, HungUp, LineFailed, Side
from drawdown.check_in.dialogue.state import State

KINDS: dict[str, str] = {
    "CheckedIn": "checked_in",
    "ChangeReported": "change_reported",
    "CallBackAsked": "call_back_asked",
    "ConditionReported": "condition_reported",
    "NotIdentified": "not_identified",
    "CallEnded": "call_ended",
}
"""What each effect is called in the `done` of a state."""


def undo(state: State, effect: Effect | None) -> State:
    """The state without an effect that could not be saved."""
    if effect is None:
        return state
    done = tuple(kind for kind in state.done if kind != KINDS[type(effect).__name__])
    receipt = "" if isinstance(effect, CheckedIn) else state.receipt
    return state.having(done=done, receipt=receipt)


def ended(state: State, event: Event) -> tuple[State, Do]:
    """The effect that ends the call.

    Args:
        state: The state, at `ENDED`; `reached` still tells how far the dialogue had come.
        event: What ended it.
    """
    side, how = _whose(state, event)
    done = tuple(kind for kind in state.done if kind != "call_ended")
    invite = bool(state.caller) and "checked_in" not in done
    return hand_over(state, "call_ended", lambda key: CallEnded(
        key, state.call, state.person, state.language, state.reached, done, state.pressed, side,
        how, invite,
    ))  # fmt: skip


def _whose(state: State, event: Event) -> tuple[Side, str]:
    """Whose side it ended on: ours where we failed before, whatever happened then."""
    if state.failure:
        return "ours", state.failure
    match event:
        case HungUp(side, how) | LineFailed(side, how):
            return side, how
    return "unknown", "" if state.pressed else "answered, and no key was pressed"
