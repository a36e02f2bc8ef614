"""What an identified person can do: check in, hear their dates, and more."""

from __future__ import annotations

from drawdown.check_in.dialogue.acting import Asking, go, hand_over, say, say_choices
from drawdown.check_in.dialogue.actions import Action, Collect
from drawdown.check_in.dialogue.desk import Caller, Desk
from drawdown.check_in.dialogue.effects import CheckedIn
from drawdown.check_in.dialogue.prompt import Digits
from drawdown.check_in.dialogue.state import At, State, Step

_CHECK_IN = ("menu_check_in", 1)
_MORE = (("menu_dates", 2), ("menu_change", 3), ("menu_call_back", 4))
_AFTER = ("menu_hang_up", 9)


def _ask_menu(state: State, desk: Desk) -> tuple[Action, ...]:
    """The check-in first; once it is made, that nothing else is needed."""
    choices = (_AFTER, *_MORE) if state.receipt else (_CHECK_IN, *_MORE)
    return (say_choices(state, desk, *choices), Collect())


def _menu(state: State, keys: str, desk: Desk) -> Step | None:
    assert state.caller is not None  # noqa: S101  nobody comes here otherwise
    match keys[0]:
        case "1" if state.receipt:
            return Step(state, _receipt(state, desk, state.receipt))
        case "1":
            return _check_in(state, state.caller, desk)
        case "2":
            return Step(state, _dates(state, state.caller, desk))
        case "3":
            return go(state, At.CHANGE)
        case "4":
            return go(state, At.CALL_BACK)
        case "9":
            return go(state, At.ENDED, say(state, desk, "goodbye"))
    return None


def _check_in(state: State, caller: Caller, desk: Desk) -> Step:
    """The key was pressed: it counts from here on, whatever becomes of the call."""
    receipt = desk.receipt()
    language = state.language
    made, kept = hand_over(state.having(receipt=receipt), "checked_in", lambda key: CheckedIn(
        key, state.call, caller.person, desk.now, receipt, language, caller.due
    ))  # fmt: skip
    if caller.due:
        said = say(made, desk, "checked_in", due=caller.due)
    elif caller.opens:
        said = say(made, desk, "checked_in_early", opens=caller.opens)
    else:
        said = say(made, desk, "checked_in_unasked")
    following = (
        (say(made, desk, "next_check_in", due=caller.following),) if caller.following else ()
    )
    court = (say(made, desk, "court_date", when=caller.court),) if caller.court else ()
    return Step(made, (kept, said, *_receipt(made, desk, receipt), *following, *court))


def _receipt(state: State, desk: Desk, receipt: str) -> tuple[Action, ...]:
    """The receipt number, twice."""
    return (
        say(state, desk, "receipt", receipt=Digits(receipt)),
        say(state, desk, "receipt_again", receipt=Digits(receipt)),
    )


def _dates(state: State, caller: Caller, desk: Desk) -> tuple[Action, ...]:
    said: list[Action] = []
    if caller.due and not state.receipt:
        said.append(say(state, desk, "due_now", due=caller.due))
    if caller.following:
        said.append(say(state, desk, "next_check_in", due=caller.following))
    if not said:
        said.append(say(state, desk, "no_check_in"))
    if caller.court:
        said.append(say(state, desk, "court_date", when=caller.court))
    else:
        said.append(say(state, desk, "no_court_date"))
    return tuple(said)


PLACES = {At.MENU: Asking(_ask_menu, _menu, "12349")}
