"""When something is due, as an order says it.

```toml
due = { within = "14 days" }                     # of the ruling that says so
due = { on = 2011-12-27 }                        # a date certain
due = { immediately = true }
due = { within = "3 days", of = "plan approved" }  # of a milestone, or of a ruling by its id
due = { later_of = [{ within = "10 days" }, { within = "5 days", of = "arrival" }] }
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from drawdown.order.calendar import (
    Calendar,
    CalendarError,
    CalendarName,
    Computed,
    HolidayList,
    Refusal,
    Span,
    agreed,
    calendar,
    date_certain,
    ends_at,
)
from drawdown.order.header import Part
from drawdown.order.words import listed

PER_PERSON = ("arrival", "release", "transfer")
"""Triggers that every person has of their own."""

DEFAULT_READINGS = ("frcp6", "plain days")
"""Where an order names no calendar: Rule 6(a), which by its own words governs an order that
specifies no method, and plain counting. Where the two differ, no date is given."""


class Due(Part):
    """When something is due; exactly one of the ways below but `of` and `calendar`."""

    within: Span | None = Field(None, description='a span of time such as "14 days" or "48 hours"')
    of: str = Field(
        "order",
        description="what the span is counted from: the ruling that says so (`order`), another "
        "ruling by its id, a person's `arrival`, `release` or `transfer`, or a milestone by name",
    )
    ruling: str = Field(
        "", description="which ruling `order` means; filled in from where the clause stands"
    )
    on: date | None = Field(None, description="a date certain such as 2020-05-14; it does not roll")
    immediately: Literal[True] | None = Field(None, description="true: on the day it is ordered")
    later_of: Annotated[tuple[Due, ...], Field(description="the latest of these")] = ()
    earlier_of: Annotated[tuple[Due, ...], Field(description="the earliest of these")] = ()
    calendar: CalendarName | None = Field(
        None, description="how the days are counted, where not as the header says"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [
            self.within,
            self.on,
            self.immediately,
            self.later_of or None,
            self.earlier_of or None,
        ]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                "expected exactly one of within, on, immediately, later_of and earlier_of"
            )
        return self

    def parts(self) -> tuple[Due, ...]:
        """The dues it chooses among, or itself."""
        return self.later_of or self.earlier_of or (self,)

    def triggers(self) -> set[str]:
        """What its spans are counted from."""
        if self.within is not None:
            return {self.of}
        return {
            trigger for part in (*self.later_of, *self.earlier_of) for trigger in part.triggers()
        }

    def __str__(self) -> str:
        """As a person would say it."""
        if self.on:
            return f"on {self.on}"
        if self.immediately:
            return "immediately"
        if self.within:
            return f"within {self.within}" + ("" if self.of == "order" else f" of {self.of}")
        which = "later" if self.later_of else "earlier"
        return f"the {which} of {listed([str(part) for part in self.parts()])}"


@dataclass(frozen=True)
class Pending:
    """A due date that cannot be computed yet, since what it is counted from has not happened."""

    reason: str


Answer = Computed | Refusal | Pending


@dataclass(frozen=True)
class Clock:
    """How an order's dates are computed.

    Attributes:
        zone: The name of the court's time zone.
        name: The calendar that the order names, or none.
        holidays: The holidays that count for this court.
        triggers: The day (or time) of each ruling, by id, and of each milestone, by name.
        filing: Whether it is asked about filings, which alone wait for a closed clerk's office.
        steps: The days of each population clause's steps, by its id, for what follows each step.
    """

    zone: str
    name: CalendarName | None
    holidays: HolidayList
    triggers: Mapping[str, date | datetime]
    filing: bool = False
    steps: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    _each: dict[tuple[Due, str], dict[date, date | None]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def calendar(self, name: CalendarName | None = None) -> Calendar | None:
        """The calendar of that name, or the order's own; none where the order names none."""
        chosen = name or self.name
        return calendar(chosen, time_zone=self.zone, holidays=self.holidays) if chosen else None

    def span(
        self, start: date | datetime, span: Span, name: CalendarName | None = None
    ) -> Computed | Refusal:
        """The end of a span; refused where the order names no calendar and they differ."""
        chosen = self.calendar(name)
        try:
            if chosen is None:
                return agreed(
                    start, span, self.zone, self.holidays, filing=self.filing,
                    among=DEFAULT_READINGS,
                )  # fmt: skip
            return chosen.after(start, span, filing=self.filing)
        except CalendarError as error:
            return Refusal(str(error))

    def compute(self, due: Due, own: Mapping[str, date | datetime] | None = None) -> Answer:
        """The date of a due.

        Args:
            due: When it is due.
            own: A person's own triggers, such as their `arrival`.
        """
        if due.on:
            return date_certain(due.on)
        triggers = {**self.triggers, **(own or {})}
        if due.immediately or due.within:
            trigger = due.ruling if due.of == "order" else due.of
            start = triggers.get(trigger, triggers.get(trigger.lower()))
            if start is None:
                return Pending(f"counted from '{trigger}', which the record does not have")
            if due.within:
                return self.span(start, due.within, due.calendar)
            day = start.date() if isinstance(start, datetime) else start
            return Computed(
                date=day, at=None, rule="the order: immediately", start=start, span=None,
                rolled_from=None, how="The order says immediately.",
            )  # fmt: skip
        answers = [self.compute(part, own) for part in due.parts()]
        dates = [answer for answer in answers if isinstance(answer, Computed)]
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        pending = [answer for answer in answers if isinstance(answer, Pending)]
        if due.earlier_of:  # what has not happened yet cannot come first; what is refused might
            return refused[0] if refused else min(dates, key=self._end) if dates else pending[0]
        # What has not happened yet is later than anything; what is refused might be the latest.
        return pending[0] if pending else refused[0] if refused else max(dates, key=self._end)

    def compute_by(self, due: Due, on: date) -> Answer:
        """The date of a due, as far as it matters on a day.

        Where the order names no calendar and the calendars differ, the answer is refused only on
        the days between: once the last of their dates has come it is due under every one of them,
        and before the first under none.
        """
        answer = self.compute(due)
        if not isinstance(answer, Refusal) or due.within is None or not answer.answers:
            return answer
        first, *_, last = sorted(answer.answers.values(), key=self._end)
        if last.date <= on:
            return last
        return first if on < first.date else answer

    def _end(self, computed: Computed) -> datetime:
        return ends_at(computed, self.zone)

    def compute_each(
        self, due: Due, trigger: str, days: Collection[date]
    ) -> dict[date, date | None]:
        """The date of a due for each distinct day of a person's trigger; none where not known."""
        known = self._each.setdefault((due, trigger), {})
        for day in set(days) - known.keys():
            answer = self.compute(due, {trigger: day})
            known[day] = answer.date if isinstance(answer, Computed) else None
        return {day: known[day] for day in days}
