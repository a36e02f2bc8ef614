"""The texts that follow a call or an outage: a receipt, an invitation back, that one is excused.

As with the ladder each is a value with a key, written down before it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drawdown.check_in.dialogue.effects import CallEnded, CheckedIn
from drawdown.check_in.dialogue.prompt import Digits, Value
from drawdown.check_in.happened import History, Outage
from drawdown.check_in.news import News
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import State, excused_by, standing


@dataclass(frozen=True)
class Notice:
    """A text to a person.

    Attributes:
        key: Its idempotency key.
        person: The person's number.
        text: The key of its words in a language's `[texts]`.
        values: What its variables are filled with; `line`, the number to call, is the sender's.
    """

    key: str
    person: str
    text: str
    values: tuple[tuple[str, Value], ...] = ()


def after_check_in(made: CheckedIn, schedule: Schedule | None) -> Notice | None:
    """The receipt, with the next due day; none where nothing is due any more.

    Args:
        made: The check-in, as it was kept.
        schedule: When the person checks in.
    """
    following = schedule.following(made.at) if schedule else None
    if following is None:
        return None
    values = (("due", following.day), ("receipt", Digits(made.receipt)))
    return Notice(f"{made.key}/receipt", made.person, "receipt", values)


def after_call(ended: CallEnded) -> Notice | None:
    """An invitation back to somebody whose call ended before they checked in."""
    if not (ended.invite_back and ended.person):
        return None
    return Notice(f"{ended.key}/invite_back", ended.person, "invite_back")


def after_outage(
    outage: Outage, schedule: Schedule, history: History, now: datetime, news: News
) -> tuple[Notice, ...]:
    """To whom an outage excused: one for each window of theirs that it did, once it is over.

    Who had checked in, or was not asked to, is told nothing; nor is who has time enough left.

    Args:
        outage: The outage.
        schedule: When the person checks in.
        history: What happened to them.
        now: The moment.
        news: Which outages people are told of.
    """
    if outage.until is None or outage.until > now:
        return ()
    return tuple(
        Notice(f"{schedule.person}/{window.day.isoformat()}/excused", schedule.person, "excused",
               (("due", window.day), ("opens", window.opening)))
        for window in excused_by(outage, schedule, now)
        if news.concerns(outage, window)
        and standing(window, history, now).state is State.EXCUSED
    )  # fmt: skip
