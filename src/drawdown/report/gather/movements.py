"""How many were held, came and left at each facility in a period; each exit once, by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.population import counted
from drawdown.report.asked import Asked
from drawdown.report.facts.numbers.movements import KINDS, arrivals, each_exit


@dataclass(frozen=True)
class Held:
    """How many a facility held at the end of a day: several numbers where sources disagree."""

    people: tuple[int, ...]
    said: tuple[str, ...]

    @property
    def one(self) -> int | None:
        """The number, where no two sources disagree."""
        return self.people[0] if len(self.people) == 1 else None

    def __str__(self) -> str:
        return " or ".join(f"{people:,}" for people in self.people) or "not counted"


@dataclass(frozen=True)
class Movement:
    """One facility's period.

    Attributes:
        facility: Its id.
        before: Held at the end of the day before the period.
        came: Book-ins in the period.
        left: Exits in the period, by kind; every kind is there.
        after: Held at the end of the period.
    """

    facility: str
    before: Held
    came: int
    left: dict[str, int]
    after: Held

    @property
    def unaccounted(self) -> int | None:
        """How many more were counted at the end than entries explain; negative: fewer."""
        if self.before.one is None or self.after.one is None:
            return None
        return self.after.one - (self.before.one + self.came - sum(self.left.values()))


def exits_in(ask: Inquiry, since: date, on: date) -> pl.DataFrame:
    """The exits of a period, as `each_exit` gives them, by day."""
    found = ask.view.keep(("each exit", ask.on), lambda: each_exit(ask))
    return found.filter(pl.col("date").is_between(since, on)).sort("date", "facility", "person")


def movements(asked: Asked) -> list[Movement]:
    """The period of each facility."""
    out = exits_in(asked.ask, asked.since, asked.on)
    came = arrivals(asked.ask).filter(pl.col("date").is_between(asked.since, asked.on))
    left = {(f, how): n for f, how, n in out.group_by("facility", "how").len().iter_rows()}
    arrived = dict(came.group_by("facility").len().iter_rows())
    return [
        Movement(
            place.ids[0], held(asked.ask, place, asked.before), arrived.get(place.ids[0], 0),
            {kind: left.get((place.ids[0], kind), 0) for kind in KINDS},
            held(asked.ask, place, asked.on),
        )
        for place in asked.places
    ]  # fmt: skip


def held(ask: Inquiry, place: Place, on: date) -> Held:
    """How many a place held at the end of a day, by whoever says so."""
    found = counted(ask, place, on=on)
    return Held(tuple(one.people for one in found), tuple(one.said for one in found))


def daily(ask: Inquiry, place: Place, since: date, on: date) -> dict[date, int]:
    """How many were held at the end of each day on which no two sources disagree."""
    days = [since + timedelta(days=n) for n in range((on - since).days + 1)]
    found = ask.view.keep(
        ("daily", place.ids, since, on), lambda: {day: held(ask, place, day).one for day in days}
    )
    return {day: people for day, people in found.items() if people is not None}
