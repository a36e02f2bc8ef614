"""The whole call as one pure state machine, shared by every line.

>>> from datetime import UTC, datetime
>>> desk = Desk(datetime(2020, 6, 1, 15, tzinfo=UTC), lambda number, pin: Caller(person="A-1042"),
...             lambda: "123456785")
>>> call = step(begin("c1"), Answered(), desk)
>>> for keys in ("1", "1", "1042", "2468", "1"):
...     call = step(call.state, Digits(keys), desk)
>>> call.actions[0].effect.receipt
'123456785'
>>> step(call.state, HungUp(), desk).actions[0].effect.done
('checked_in',)
"""

from __future__ import annotations

from drawdown.check_in.dialogue.actions import (
    Action,
    Collect,
    Do,
    HangUp,
    Record,
    Say,
    Transfer,
)
from drawdown.check_in.dialogue.desk import Caller, Desk, Place, UnavailableError
from drawdown.check_in.dialogue.effects import (
    CallBackAsked,
    CallEnded,
    ChangeReported,
    CheckedIn,
    ConditionReported,
    Effect,
    NotIdentified,
)
from drawdown.check_in.dialogue.events import (
    Answered,
    Digits,
    Event,
    HungUp,
    LineFailed,
    NotSaved,
    RecordingDone,
    Side,
    Timeout,
)
from drawdown.check_in.dialogue.machine import step
from drawdown.check_in.dialogue.prompt import Prompt
from drawdown.check_in.dialogue.state import At, State, Step, begin

__all__ = [
    "Action",
    "Answered",
    "At",
    "CallBackAsked",
    "CallEnded",
    "Caller",
    "ChangeReported",
    "CheckedIn",
    "Collect",
    "ConditionReported",
    "Desk",
    "Digits",
    "Do",
    "Effect",
    "Event",
    "HangUp",
    "HungUp",
    "LineFailed",
    "NotIdentified",
    "NotSaved",
    "Place",
    "Prompt",
    "Record",
    "RecordingDone",
    "Say",
    "Side",
    "State",
    "Step",
    "Timeout",
    "Transfer",
    "UnavailableError",
    "begin",
    "step",
]
