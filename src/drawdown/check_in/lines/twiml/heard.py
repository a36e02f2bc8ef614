"""What a webhook says happened, as events of the dialogue.

Every field that decides anything is read strictly: a signature has no mark between a name and its
value, so that what is oddly shaped is refused rather than guessed at.
"""

from __future__ import annotations

import re

from drawdown.check_in.dialogue import Answered, Digits, Event, HungUp, RecordingDone, Timeout
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml.kept import Kept
from drawdown.check_in.lines.twiml.webhook import Webhook

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""`CallStatus` of a call that is over (https://www.twilio.com/docs/voice/api/call-resource)."""
STATUSES = OVER | {"queued", "initiated", "ringing", "in-progress", "answered", ""}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._~+/=-]{0,199}")
_NUMBER = re.compile(r"\d{1,9}")


def call_of(webhook: Webhook) -> str:
    """The provider's id of the call.

    Raises:
        CheckInError: There is none.
    """
    return _matched(webhook["CallSid"], _ID, "CallSid", "an id")


def same_call(call: str, webhook: Webhook) -> None:
    """Make sure that a request is of a call.

    Raises:
        CheckInError: It is not.
    """
    if call_of(webhook) != call:
        raise CheckInError("webhook, field 'CallSid': is another call's; expected that of the call")


def turn_of(webhook: Webhook) -> int:
    """Which document a request answers; 0 where it begins the call.

    Where our own address failed, the provider asks at another and says which had failed.

    Raises:
        CheckInError: The turn is no number.
    """
    asked = webhook.asked("turn")
    if not asked and webhook["ErrorUrl"]:
        asked = Webhook(webhook["ErrorUrl"]).asked("turn")
    return int(_matched(asked or "0", _NUMBER, "turn", "a number"))


def status_of(webhook: Webhook) -> str:
    """The `CallStatus`; blank where there is none.

    Raises:
        CheckInError: It is no status.
    """
    status = webhook["CallStatus"]
    if status not in STATUSES:
        raise CheckInError(f"webhook, field 'CallStatus': '{status[:20]}' is no status of a call")
    return status


def recording_of(webhook: Webhook) -> tuple[str, float]:
    """The provider's id of a recording and its seconds; blank and 0 where there is none."""
    sid = webhook["RecordingSid"] or webhook["RecordingUrl"].partition("?")[0].rpartition("/")[2]
    if not sid:
        return "", 0.0
    seconds = webhook["RecordingDuration"] or "0"
    if not re.fullmatch(r"-?\d{1,6}(\.\d+)?", seconds):
        raise CheckInError("webhook, field 'RecordingDuration': is no number of seconds")
    return _matched(sid, _ID, "RecordingSid", "an id"), float(seconds)


def events_of(webhook: Webhook, kept: Kept) -> tuple[Event, ...]:
    """What a request to the awaited turn says happened, in order.

    Args:
        webhook: The request.
        kept: The call.

    Raises:
        CheckInError: A field is of no shape that a provider would give it.
    """
    over = status_of(webhook) in OVER
    gone: tuple[Event, ...] = (HungUp("unknown", "the provider says that it is over"),)
    match kept.awaits:
        case "keys":
            happened: tuple[Event, ...] = (_keys(webhook, kept),)
        case "message":
            over = over or webhook["Digits"] == "hangup"
            happened = _message(webhook, over=over)
        case "human":
            if over:
                return gone
            happened = (_human(webhook, kept),)
        case "nothing":
            happened = (Answered(),)
    return (*happened, *gone) if over else happened


def _keys(webhook: Webhook, kept: Kept) -> Event:
    digits = webhook["Digits"]
    if not re.fullmatch(r"[0-9*#]{0,40}", digits):
        raise CheckInError("webhook, field 'Digits': expected keys of a telephone")
    if webhook["ErrorUrl"] and not digits:
        return Answered()  # ours failed, and what was pressed is lost: ask again
    if webhook.asked("silent"):
        return Timeout()
    ended = bool(kept.ends) and (webhook["FinishedOnKey"] == kept.ends or digits == kept.ends)
    if kept.ends:
        digits = digits.partition(kept.ends)[0]
    if not digits:
        return Digits("") if ended else Timeout()
    return Digits("*" if "*" in digits else digits[: kept.most])


def _message(webhook: Webhook, *, over: bool) -> tuple[Event, ...]:
    recording, seconds = recording_of(webhook)
    if recording and seconds > 0:
        return (RecordingDone(recording, seconds),)
    if webhook["ErrorUrl"]:
        return (Answered(),)
    return () if over else (Timeout(),)


def _human(webhook: Webhook, kept: Kept) -> Event:
    """Whether a human took the call, and the two have spoken; else that nobody did.

    A mailbox that answers in the human's place takes no call: what counts is that the two were
    joined, or, where the provider does not say so, that somebody pressed a key.
    """
    status, joined = webhook["DialCallStatus"], webhook["DialBridged"].lower()
    if webhook["ErrorUrl"] and not status:
        return Answered()
    if status in ("completed", "answered") and (
        joined == "true" or (joined != "false" and kept.turn in kept.taken)
    ):
        return HungUp("unknown", "handed to a human, who took the call")
    return Timeout()


def _matched(text: str, shape: re.Pattern[str], field: str, expected: str) -> str:
    if not shape.fullmatch(text):
        raise CheckInError(f"webhook, field '{field}': expected {expected}")
    return text
