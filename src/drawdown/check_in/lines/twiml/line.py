"""A call over webhooks: each request says what happened, each answer what to do next.

Nothing here is kept between two requests but what `Kept` holds. Whoever mounts this reads it, calls
one of these functions, and writes it back, under a lock for the call; `Taken.markup` is answered
only after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from drawdown.check_in.dialogue import (
    At,
    Collect,
    Desk,
    Event,
    HungUp,
    LineFailed,
    Record,
    RecordingDone,
    Transfer,
    begin,
)
from drawdown.check_in.lines.twiml.documents import Line, call_document, screen_document
from drawdown.check_in.lines.twiml.heard import call_of, events_of, same_call, turn_of
from drawdown.check_in.lines.twiml.kept import Awaits, Closing, Kept
from drawdown.check_in.lines.twiml.markup import document, hang_up
from drawdown.check_in.lines.twiml.playing import Played, Save, play
from drawdown.check_in.lines.twiml.webhook import Webhook
from drawdown.check_in.telephone import shown


@dataclass(frozen=True)
class Taken:
    """What came of a request.

    Attributes:
        kept: What is to be kept of the call.
        markup: What is to be answered, once that is kept.
        stray: A recording that came after everything was over, for somebody to listen to.
    """

    kept: Kept
    markup: str
    stray: str = ""

    @property
    def again(self) -> datetime | None:
        """When to call `close`, where the call is over and its end still awaits something."""
        return closes_at(self.kept)


LAST_WORDS = timedelta(seconds=90)
"""How long a key is waited for that was pressed before the call ended. Providers give us 15 seconds
to answer and then ask at another address (https://www.twilio.com/docs/usage/webhooks)."""
LAST_MESSAGE = timedelta(minutes=15)
"""How long a message is waited for that was begun before the call ended."""


def take(
    kept: Kept | None, webhook: Webhook, line: Line, desk: Desk, save: Save, *,
    expected: str = "", language: str = "",
) -> Taken:  # fmt: skip
    """Answer a request in a call.

    The same request has the same answer again and does nothing a second time; one that answers an
    older document changes nothing.

    Args:
        kept: The call, by the id in `CallSid`; none where it is new.
        webhook: The request, whose signature was checked.
        line: Where we are reached, and whom we reach.
        desk: What may be asked of the world.
        save: Keeps an effect.
        expected: Of a call that we placed: the number of the person called, as they would enter it.
        language: Of a call that we placed: the person's language.

    Raises:
        CheckInError: The request is of another call, or of no shape that a provider gives it.
    """
    turn = turn_of(webhook)
    if kept is None:
        kept = _new(webhook, turn, expected, language)
    same_call(kept.call, webhook)
    before = kept.answered(turn)
    if before is not None:
        return Taken(kept, before)
    if turn != kept.turn:
        return Taken(kept, kept.answers[-1] if kept.answers else hang_up())
    if kept.state.at is At.ENDED:
        return Taken(kept, hang_up())
    return advance(kept, events_of(webhook, kept), line, desk, save)


def advance(
    kept: Kept, events: tuple[Event, ...], line: Line, desk: Desk, save: Save
) -> Taken:  # fmt: skip
    """Let events happen in the awaited turn, and give the document of the next.

    Where we know already that the call is over, the dialogue is told right after.
    """
    human = line.human()
    if kept.closing and not any(isinstance(event, HungUp | LineFailed) for event in events):
        events = (*events, ending(kept.closing))
    played = play(kept.state, events, desk, save, human=bool(human))
    turn = kept.turn + 1
    markup = call_document(played, kept.call, turn, line, human, first=kept.turn == kept.first)
    collected = played.awaits if isinstance(played.awaits, Collect | Record) else None
    kept = kept.having(
        state=played.state, answers=(*kept.answers, markup), awaits=_awaits(played),
        most=collected.most if isinstance(collected, Collect) else 1,
        ends=collected.ends if collected else "",
        recordings=(*kept.recordings, *_recordings(events)),
        closing=None if played.state.at is At.ENDED else kept.closing,
    )  # fmt: skip
    return Taken(kept, markup)


def close(kept: Kept, line: Line, desk: Desk, save: Save) -> Taken:
    """Tell the dialogue that the call is over, once nothing more can be on its way.

    Called at `Taken.again`, or at any time: it does nothing before its time, nor twice.
    """
    if kept.closing is None or kept.state.at is At.ENDED:
        return Taken(kept, hang_up())
    until = closes_at(kept)
    if until is not None and desk.now < until:
        return Taken(kept, hang_up())
    return advance(kept, (ending(kept.closing),), line, desk, save)


def closes_at(kept: Kept) -> datetime | None:
    """When a call that is over can be closed; none where it is not."""
    if kept.closing is None:
        return None
    return kept.closing.since + (LAST_MESSAGE if kept.awaits == "message" else LAST_WORDS)


def screen(kept: Kept, webhook: Webhook, line: Line) -> Taken:
    """Ask the human who answers whether they take the call, so that no mailbox ever does.

    The answer goes to the human's side of the call, which has an id of its own; which call it is
    about stands in the address (`call`). A key joins the two: an empty document.
    """
    turn = turn_of(webhook)
    if webhook.asked("asked") and webhook["Digits"] == "1":
        taken = kept.taken if turn in kept.taken else (*kept.taken, turn)
        return Taken(kept.having(taken=taken), document())
    if webhook.asked("asked"):
        return Taken(kept, hang_up())
    return Taken(kept, screen_document(kept.call, turn, line))


def _new(webhook: Webhook, turn: int, expected: str, language: str) -> Kept:
    """A call that is new to us; one of which we lost what we kept begins again where it is."""
    outbound = webhook["Direction"].startswith("outbound")
    telephone = shown(webhook["To"] if outbound else webhook["From"])
    call = call_of(webhook)
    name = f"{call}.{turn}" if turn else call  # what was done before keeps its own keys
    state = begin(name, telephone=telephone, expected=expected, language=language)
    return Kept(call=call, state=state, first=turn)


def ending(closing: Closing) -> Event:
    """What the dialogue is told of the end of a call."""
    return (LineFailed if closing.failed else HungUp)(closing.side, closing.how)


def _recordings(events: tuple[Event, ...]) -> tuple[str, ...]:
    return tuple(event.recording for event in events if isinstance(event, RecordingDone))


def _awaits(played: Played) -> Awaits:
    match played.awaits:
        case Collect():
            return "keys"
        case Record():
            return "message"
        case Transfer():
            return "human"
    return "nothing"
