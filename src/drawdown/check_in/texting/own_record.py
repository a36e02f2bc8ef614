"""A person's own record, as short as a text: the last check-ins and receipts, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from drawdown.check_in.dialogue.prompt import Digits, Value
from drawdown.check_in.happened import History
from drawdown.check_in.languages import language
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import standing
from drawdown.check_in.texting.parts import parts

MOST = 3
"""How many check-ins are shown at most."""
MOST_PARTS = 3


@dataclass(frozen=True)
class OwnRecord:
    """What a person is told of themselves.

    Attributes:
        made: The last check-ins, the newest first: the day where the person lives, the receipt.
        due: When the next is due; none where none is.
    """

    made: tuple[tuple[date, str], ...] = ()
    due: date | datetime | None = None


def own_record(
    schedule: Schedule | None, history: History, now: datetime, zone: tzinfo
) -> OwnRecord:  # fmt: skip
    """A person's own record at a moment.

    Args:
        schedule: When they check in; none where they do not.
        history: What happened.
        now: The moment.
        zone: Where they live, for the days of check-ins.
    """
    made = sorted(history.check_ins, key=lambda each: each.at, reverse=True)
    shown = tuple((each.at.astimezone(zone).date(), each.receipt) for each in made[:MOST])
    return OwnRecord(shown, _next(schedule, history, now))


def _next(schedule: Schedule | None, history: History, now: datetime) -> date | None:
    """The due day of what is awaited, or will be."""
    if schedule is None:
        return None
    open_now = schedule.window(now)
    if open_now is not None and standing(open_now, history, now).is_waiting:
        return open_now.day
    following = schedule.following(now)
    return following.day if following else None


def words_of(own: OwnRecord, name: str) -> str:
    """The record in a language; older check-ins are left out where the text would be too long."""
    in_ = language(name)
    last = (
        in_.text("record_due", {"due": own.due}) if own.due
        else in_.text("record_nothing_due", {})
    )  # fmt: skip
    for count in range(len(own.made), 0, -1):
        made = " ".join(
            in_.text("record_made", {"when": on, "receipt": Digits(receipt)})
            for on, receipt in own.made[:count]
        )
        words = in_.text("record", {"made": made, "next": last})
        if count == 1 or parts(words).count <= MOST_PARTS:
            return words
    values: dict[str, Value] = {"made": in_.text("record_none", {}), "next": last}
    return in_.text("record", values)
