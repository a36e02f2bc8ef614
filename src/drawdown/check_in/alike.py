"""Many people looked at in one moment: what is the same of several is looked at once.

A look reads a schedule, which of its windows at hand have a check-in, what was done to reach the
person and when, and their pauses. Of ten thousand people who were released on a Tuesday and sent
one reminder at nine most differ in none of these but by name; so one look answers for all of them,
and its step lacks only the person at the front of its key (`drawdown.check_in.ladder.key_of`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from drawdown.check_in.happened import Attempt, CheckIn, History, Means, Outage, Pause, Side
from drawdown.check_in.ladder import Ladder
from drawdown.check_in.look import Look, Near, look_at, near, needed
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.stored import pauses_from, terms_from_text, tried_from
from drawdown.check_in.terms import DAY, WorkingDays

KEPT = 20_000
"""Schedules whose windows at hand are kept from one moment to the next."""
_NOTHING = Look(None, None)
_near: dict[str, Near] = {}


class Tried(NamedTuple):
    """Something done to reach a person, as far as a look reads it.

    Attributes:
        key: Its key without the person at its front; blank of one that is no step of a ladder.
        means: A text, a call, or a task for a human.
        at: When it was written down.
        side: On whose side it failed, where it did.
    """

    key: str
    means: Means
    at: datetime
    side: Side


@dataclass
class Looks:
    """Looks at one moment in one case.

    Attributes:
        now: The moment.
        ladder: What the case does to reach people.
        outages: Outages, whomever they touched.
        calendar: The order's calendar, where terms look at holidays.
    """

    now: datetime
    ladder: Ladder
    outages: tuple[Outage, ...] = ()
    calendar: WorkingDays | None = None
    _known: dict[str, _AtHand] = field(default_factory=dict)
    _found: dict[object, Look] = field(default_factory=dict)

    def needs(self, schedule: str) -> datetime:
        """From when on what was done to reach somebody with a schedule has to be known.

        Args:
            schedule: The schedule as it is kept (`drawdown.check_in.stored`); blank: none.
        """
        return self._at_hand(schedule).needs if schedule else self.now

    def look(self, person: str, schedule: str, happened: str, steps: Sequence[Tried]) -> Look:
        """What is to be done for a person; the key of its step lacks the person at its front.

        Args:
            person: The person's number.
            schedule: Their schedule as it is kept; blank: nothing is ever asked of them.
            happened: What the record says happened of late, as it is kept.
            steps: What was done to reach them, since `needs` at least.
        """
        if not schedule:
            return _NOTHING
        hand = self._at_hand(schedule)
        made, pauses, told = self._happened(person, happened, hand) if happened else _NONE
        alike = (schedule, made, tuple(steps), pauses, told)
        if (known := self._found.get(alike)) is not None:
            return known
        attempts = tuple(Attempt(key, "", "", means, at, side=side)
                         for key, means, at, side in (*steps, *told))  # fmt: skip
        check_ins = tuple(CheckIn("", hand.near.windows[n].opens, "made") for n in made)
        history = History(check_ins, attempts, self.outages, pauses)
        found = look_at("", hand.near, history, self.now, self.ladder)
        self._found[alike] = found
        return found

    def _at_hand(self, schedule: str) -> _AtHand:
        if (known := self._known.get(schedule)) is not None:
            return known
        windows = _near.get(schedule)
        if windows is None or not windows.holds(self.now):
            terms = terms_from_text(schedule)
            windows = near(Schedule("", terms, calendar=self.calendar), self.now)
            if all(each.holidays == "kept" for each in terms):  # whatever the calendar is
                if len(_near) >= KEPT:
                    _near.clear()
                _near[schedule] = windows
        first = min((window.opens for window in windows.windows), default=self.now)
        found = _AtHand(
            windows, needed(windows, self.now, self.ladder), (first - DAY).date().isoformat()
        )
        self._known[schedule] = found
        return found

    def _happened(self, person: str, text: str, hand: _AtHand) -> _Happened:
        """Which windows have a check-in, the pauses, and the attempts that the record tells of."""
        found = json.loads(text)
        made = set()
        for said, _ in found.get("made", ()):
            if said[:10] >= hand.first and (at := datetime.fromisoformat(said)) <= self.now:
                made |= {n for n, each in enumerate(hand.near.windows) if each.holds(at)}
        front = f"{person}/"
        told = tuple(
            Tried(each.key.removeprefix(person) if each.key.startswith(front) else "",
                  each.means, each.at, each.side)
            for each in tried_from(person, found)
        )  # fmt: skip
        return tuple(sorted(made)), pauses_from(found), told


class _AtHand(NamedTuple):
    """The windows at hand, since when attempts bear on them, and a day before check-ins do."""

    near: Near
    needs: datetime
    first: str


_Happened = tuple[tuple[int, ...], tuple[Pause, ...], tuple[Tried, ...]]
_NONE: _Happened = ((), (), ())
