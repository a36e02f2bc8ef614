"""What a provider tells of a call or a text afterwards, and what it means for the attempt.

Such callbacks come twice, late, and in any order. So each has a rank; what is known never falls
back to a lower one, and what is final stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from drawdown.check_in.dialogue import At, CallEnded, Desk, Event, RecordingDone
from drawdown.check_in.happened import Outcome, Side
from drawdown.check_in.lines.twiml.codes import OPTED_OUT, meaning
from drawdown.check_in.lines.twiml.documents import Line
from drawdown.check_in.lines.twiml.heard import OVER, recording_of, same_call, status_of, turn_of
from drawdown.check_in.lines.twiml.kept import Closing, Kept
from drawdown.check_in.lines.twiml.line import Taken, advance, ending
from drawdown.check_in.lines.twiml.markup import nothing
from drawdown.check_in.lines.twiml.playing import Save
from drawdown.check_in.lines.twiml.webhook import Webhook
from drawdown.check_in.sides import side_of_sip

FINAL_RANK = 9
_RANKS = {
    "accepted": 1, "scheduled": 1, "queued": 1, "initiated": 2, "sending": 2, "ringing": 3,
    "sent": 3, "in-progress": 4, "answered": 4, "delivered": FINAL_RANK, "read": FINAL_RANK,
    "undelivered": FINAL_RANK, "failed": FINAL_RANK, "completed": FINAL_RANK, "busy": FINAL_RANK,
    "no-answer": FINAL_RANK, "canceled": FINAL_RANK, "partially_delivered": FINAL_RANK,
}  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """How far an attempt has come.

    Attributes:
        outcome: What became of it.
        side: On whose side it failed, where it did.
        how: How that is known.
        rank: How late in its life this is said; from 9 on nothing more changes.
        opted_out: Whether the person wants no texts from our number.
    """

    outcome: Outcome
    side: Side = "unknown"
    how: str = ""
    rank: int = 0
    opted_out: bool = False

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be known."""
        return self.rank >= FINAL_RANK


def later(known: Reached | None, told: Reached | None) -> Reached | None:
    """What is known once something more is told, in whatever order it came."""
    if known is None or told is None:
        return told or known
    return told if told.rank > known.rank else known


def reached_by_call(webhook: Webhook) -> Reached | None:
    """What a status callback says of an attempt to call; none where it says nothing.

    That a call was answered is final only once the dialogue says whether a key was pressed
    (`reached_in_call`): an answer alone is no check-in, whoever or whatever answered.

    Raises:
        CheckInError: The status is none.
    """
    status = status_of(webhook)
    if status not in _RANKS:
        return None
    rank = _RANKS[status]
    if status not in OVER:
        return Reached("sent", how=f"the provider says {status}", rank=rank)
    if status == "completed":
        by = webhook["AnsweredBy"]
        guess = f", and takes that for {by}" if re.fullmatch("[a-z_]{1,40}", by) else ""
        return Reached("answered", how=f"the provider says that it was answered{guess}", rank=5)
    outcome, side, how = _not_answered(status, webhook)
    return Reached(outcome, side, how, rank)


def _not_answered(status: str, webhook: Webhook) -> tuple[Outcome, Side, str]:
    sip, error = _number(webhook["SipResponseCode"]), _number(webhook["ErrorCode"])
    if status == "canceled":
        return "failed", "ours", "we took the call back"
    if error:
        return meaning(error)
    if 300 <= sip < 700:
        return side_of_sip(sip)
    if status == "busy":
        return "busy", "person", "the provider says busy"
    if status == "no-answer":
        return "no_answer", "person", "the provider says that nobody answered"
    return "failed", "unknown", "the provider says failed, and not why"


def reached_in_call(ended: CallEnded) -> Reached:
    """What the end of an answered call says of the attempt."""
    if ended.pressed:
        return Reached("answered", ended.side, ended.how, FINAL_RANK)
    return Reached("no_key", ended.side, ended.how, FINAL_RANK)


def reached_unheard() -> Reached:
    """Of a call that was answered and of which nothing was ever asked of us: we said nothing."""
    return Reached("failed", "ours", "answered, and our line had nothing to say", FINAL_RANK)


def reached_by_text(webhook: Webhook) -> Reached | None:
    """What a status callback says of a text; none where it says nothing."""
    status = webhook["MessageStatus"] or webhook["SmsStatus"]
    if status not in _RANKS:
        return None
    rank, error = _RANKS[status], _number(webhook["ErrorCode"])
    if status in ("failed", "undelivered"):
        if not error:
            return Reached("failed", "unknown", f"the provider says {status}, and not why", rank)
        outcome, side, how = meaning(error)
        return Reached(outcome, side, how, rank, error == OPTED_OUT)
    if status == "canceled":
        return Reached("failed", "ours", "we took the text back", rank)
    return Reached("sent", how=f"the provider says {status}", rank=rank)


def told(kept: Kept, webhook: Webhook, desk: Desk) -> Taken:
    """Take note that a call is over, as a status callback says.

    The dialogue is not told yet: a key that was pressed, or a message that was begun, may still be
    on its way to us. `Taken.again` says when to call `close`.

    Raises:
        CheckInError: The request is of another call, or of no shape that a provider gives it.
    """
    same_call(kept.call, webhook)
    status = status_of(webhook)
    if status not in OVER or kept.state.at is At.ENDED or kept.closing is not None:
        return Taken(kept, nothing())
    _, side, how = _side(status, webhook)
    closing = Closing(since=desk.now, side=side, how=how, failed=status == "failed")
    kept = kept.having(closing=closing)
    return Taken(kept, nothing())


def _side(status: str, webhook: Webhook) -> tuple[Outcome, Side, str]:
    """Whose side ended an answered call: who hangs up and whom the carrier drops look alike."""
    error = _number(webhook["ErrorCode"])
    if error:
        return meaning(error)
    if status == "failed":
        return "failed", "carrier", "the provider says that the call failed"
    return "answered", "unknown", f"the provider says {status}"


def recorded(kept: Kept, webhook: Webhook, line: Line, desk: Desk, save: Save) -> Taken:
    """Take note that a message is ready, or that there is none, as a callback of `<Record>` says.

    While the call goes on, the call itself says so. A call that ended during the message may have
    nothing else to say it.

    Raises:
        CheckInError: The request is of another call, or of no shape that a provider gives it.
    """
    same_call(kept.call, webhook)
    recording, seconds = recording_of(webhook)
    status = webhook["RecordingStatus"]
    if status not in ("completed", "absent", "failed"):
        return Taken(kept, nothing())
    is_there = status == "completed" and bool(recording) and seconds > 0
    awaited = turn_of(webhook) == kept.turn and kept.awaits == "message"
    if not awaited or kept.state.at is At.ENDED:
        known = recording in kept.recordings
        return Taken(kept, nothing(), "" if known or not is_there else recording)
    if kept.closing is None:
        return Taken(kept, nothing())
    events: tuple[Event, ...] = (RecordingDone(recording, seconds),) if is_there else ()
    taken = advance(kept, (*events, ending(kept.closing)), line, desk, save)
    return Taken(taken.kept, nothing())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
