"""The entries that what happens in a call leaves in the record."""

from __future__ import annotations

from datetime import datetime

from drawdown.check_in.dialogue.effects import (
    CallBackAsked,
    ChangeReported,
    CheckedIn,
    ConditionReported,
    Effect,
)
from drawdown.check_in.happened import Attempt
from drawdown.check_in.window import Window
from drawdown.record.entries.attempt import Attempt as AttemptEntry
from drawdown.record.entries.check_in import CheckIn
from drawdown.record.entries.condition import Condition
from drawdown.record.entries.task import Task
from drawdown.record.entry import Entry

_TOPICS = {"distance": "distance", "cleaning": "cleaning", "soap": "soap", "mask": "mask"}


def entry_of(effect: Effect, line: str, now: datetime) -> Entry | None:
    """The entry that an effect leaves; none where it leaves none.

    What was said in a message and the number to call back are not in it: they belong where they
    are sealed.

    Args:
        effect: The effect.
        line: The kind of line, such as `sip`.
        now: When it is written down, with its zone.
    """
    match effect:
        case CheckedIn():
            return CheckIn(
                id=effect.key, date=effect.at, recorded=now, by="the line", person=effect.person,
                outcome="made", due=effect.due, receipt=effect.receipt, language=effect.language,
                line=line, call=effect.call,
            )  # fmt: skip
        case ChangeReported():
            what = "changed address" if effect.what == "address" else "changed telephone"
            return Task.model_validate({
                "id": effect.key, "date": now, "recorded": now, "by": "the line",
                "person": effect.person, "what": what, "message": effect.recording,
                "receipt": effect.receipt, "language": effect.language, "line": line,
                "call": effect.call,
            })  # fmt: skip
        case CallBackAsked():
            return Task(
                id=effect.key, date=now, recorded=now, by="the line", person=effect.person,
                what="call back", language=effect.language, line=line, call=effect.call,
                note=effect.reason,
            )  # fmt: skip
        case ConditionReported():
            return Condition(
                id=effect.key, date=now, recorded=now, by="the line",
                source=f"call to the line, receipt {effect.receipt}", facility=effect.facility,
                topic=_TOPICS.get(effect.topic, "other"), kept="no", reporter="held person",
                note=_signed(effect),
            )  # fmt: skip
    return None


def entry_of_attempt(attempt: Attempt, window: Window) -> AttemptEntry:
    """The entry of something done to reach a person."""
    return AttemptEntry(
        id=attempt.key, date=attempt.at, person=attempt.person, due=window.day, rung=attempt.rung,
        means=attempt.means, outcome=attempt.outcome, side=attempt.side, how=attempt.how,
    )  # fmt: skip


def _signed(report: ConditionReported) -> str:
    """What else is known of a report: a number that the caller gave proves nothing."""
    said = f"signed by a caller who gave the number {report.person}" if report.person else (
        "anonymous"
    )  # fmt: skip
    return f"{said}; message {report.recording}" if report.recording else said
