"""Made-up callers and calls for tests of the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from drawdown.check_in.dialogue import (
    Action,
    Answered,
    Caller,
    Desk,
    Digits,
    Do,
    Effect,
    Event,
    Place,
    Say,
    State,
    begin,
    step,
)

NOW = datetime(2020, 6, 1, 16, tzinfo=UTC)
PERSON, NUMBER, PIN = "A-1042", "1042", "2468"
CALLER = Caller(
    person=PERSON,
    due=date(2020, 6, 3),
    opens=date(2020, 6, 4),
    following=date(2020, 6, 10),
    court=datetime(2020, 7, 22, 9, 30),  # noqa: DTZ001  on the court's clock
)
PLACES = (Place("krome", "Krome"), Place("glades", "Glades"))


def a_desk(caller: Caller = CALLER, *, places: tuple[Place, ...] = PLACES) -> Desk:
    receipts = iter(str(number) for number in range(100_000_000, 100_001_000))
    return Desk(
        NOW,
        lambda number, pin: caller if (number, pin) == (NUMBER, PIN) else None,
        lambda: next(receipts),
        places=places,
    )


@dataclass
class Call:
    """A call as it goes on: what was done and said so far."""

    desk: Desk = field(default_factory=a_desk)
    state: State = field(default_factory=lambda: begin("c1", telephone="+13055550100"))
    actions: tuple[Action, ...] = ()
    effects: list[Effect] = field(default_factory=list)

    def on(self, *events: Event | str) -> Call:
        """Let events happen; text stands for keys."""
        for event in events:
            taken = step(self.state, Digits(event) if isinstance(event, str) else event, self.desk)
            self.state, self.actions = taken.state, taken.actions
            self.effects += [each.effect for each in taken.actions if isinstance(each, Do)]
        return self

    @property
    def said(self) -> list[str]:
        """The keys of the prompts said last."""
        return [p.key for each in self.actions if isinstance(each, Say) for p in each.prompts]

    def kinds(self) -> list[str]:
        return [type(effect).__name__ for effect in self.effects]


IDENTIFIED: tuple[Event | str, ...] = (Answered(), "1", "1", NUMBER, PIN)
"""What brings a call to the menu."""
