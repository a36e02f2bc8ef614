"""What is to be done once, or again and again, and is proved by an entry each time.

Not a kind of its own: `report`, `disclosure` and `inspection` are. Each says what its entries are
and what an entry must hold; when they are due, which entry answers which period, and what follows
from that is the same for all three.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.calendar import Refusal
from drawdown.order.clauses.clause import Clause, Obligation
from drawdown.order.due import Clock, Due, Pending
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.cycle import (
    Pace,
    Period,
    Recurrence,
    Schedule,
    how_often,
    pace_starts,
    periods,
)
from drawdown.order.inquiry.filing import Answered, all_answered, answer_periods, per_day
from drawdown.order.inquiry.filing_account import Words, account
from drawdown.order.inquiry.inquiry import name_place, sources_of


class Recurring(Clause):
    """The parameters of a clause that asks for something once or again and again."""

    WORDS: ClassVar[Words]

    due: Due | None = Field(
        None, description="when it is first due; a full period after it begins where missing"
    )
    every: Recurrence | None = Field(
        None, description='how often after that, such as "7 days"; once where missing'
    )
    times: int = Field(1, ge=1, description='how often in each period: 2 for "twice weekly"')
    pace: tuple[Pace, ...] = Field((), description="other paces that start later")
    until: Due | None = Field(None, description="when it is last due; nothing ends it if missing")

    @model_validator(mode="after")
    def _some_date(self) -> Self:
        if not (self.due or self.every or self.pace):
            raise ValueError("expected 'due', 'every' or 'pace': it does not say when it is due")
        if self.times > 1 and not self.every:
            raise ValueError("'times' goes with 'every': how often in which period")
        return self

    @abstractmethod
    def entries(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """The entries that may answer it at a place, since it began to bind.

        Those whose facility is blank count for all.

        Returns:
            Entries with two more columns: `lacks` (String), what is required and not in them, and
            `clear` (Boolean), whether they say what they hold at all.
        """

    def schedule(self) -> Schedule:
        """When it recurs."""
        return Schedule(self.due, self.every, self.times, self.pace, self.until)

    def first_due(self) -> Due | None:
        """When it is first due."""
        return self.due

    def clock(self, clock: Clock) -> Clock:
        """The clock that its dates are computed by."""
        return clock

    def periods(self, clock: Clock, since: date, through: date) -> list[Period] | Refusal | Pending:
        """The periods that have begun by a day; or why there are none."""
        return periods(self.schedule(), self.clock(clock), since, through)

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """The last day of each period, and the day on which each other pace starts."""
        found = self.periods(clock, since, until)
        name = self.title or self.demand()
        if not isinstance(found, list):
            yield Obligation(name, found, self.due)
            return
        for index, period in enumerate(found):
            if period.due <= until or index == 0:
                yield Obligation(name, period.computed, self.due if index == 0 else None)
        for pace in self.pace:
            starts = pace_starts(pace, self.clock(clock), since)
            yield Obligation(f"{how_often(pace.every, pace.times)} from this day on", starts)

    def assess(self, ask: Inquiry) -> list[Outcome]:
        """The answer for each place."""
        return [self.assess_at(ask, place) for place in self.places(ask)]

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Where things stand at the end of the day asked about."""
        found = self.periods(ask.clock, ask.since, ask.on)
        rule = f"{self.WORDS.noun} due {self._when()}"
        match found:
            case Pending():
                return Outcome(
                    "not_due", f"Not due: {found.reason}.", place.facility, rule=rule
                )  # fmt: skip
            case Refusal():
                return Outcome(
                    "undetermined", f"Whether this is due cannot be said: {found.reason}.",
                    place.facility, missing=(found.reason,), rule=rule,
                )  # fmt: skip
        rows = self.entries(ask, place)
        by_day = per_day(rows)
        each = {
            id_: answer_periods(by_day.filter(pl.col("facility").is_in(["", id_])), found, ask.on)
            for id_ in place.ids
        }
        lacking = self._place_of_open(ask, place, each)
        log = self._log(ask, lacking, found)
        outcome = account(
            self.WORDS, all_answered(list(each.values())), found, on=ask.on, filed=rows,
            log_complete=log is None, log_missing=log or "",
            where="" if lacking.ids == place.ids else lacking.name,
        )  # fmt: skip
        return self._placed(outcome, place, rule, rows)

    def _when(self) -> str:
        return str(self.schedule())

    def _placed(self, outcome: Outcome, place: Place, rule: str, rows: pl.DataFrame) -> Outcome:
        return Outcome(
            outcome.status, outcome.sentence, place.facility, outcome.value, outcome.limit,
            outcome.unit, outcome.due, "; ".join(filter(None, [rule, outcome.rule])),
            outcome.missing, sources_of(rows), lambda: rows,
        )  # fmt: skip

    def _place_of_open(self, ask: Inquiry, place: Place, each: dict[str, list[Answered]]) -> Place:
        """The facilities that have not answered the last period that is due."""
        open_ids = tuple(
            id_ for id_, found in each.items()
            if found and found[-1].answer in ("open", "unclear")
        )  # fmt: skip
        ids = open_ids or place.ids
        return Place(ids[0] if len(ids) == 1 else None, ids, name_place(ask.header, ids))

    def _log(self, ask: Inquiry, place: Place, found: list[Period]) -> str | None:
        """What statement is missing for the absence of an entry to be evidence; none if it is."""
        due = [period for period in found if period.due <= ask.on]
        if not due:
            return None
        entry = self.WORDS.entry
        since = due[-1].opens
        if ask.complete(entry, place, since=since, until=ask.on, about=self.id):
            return None
        return ask.log_missing(entry, place, ask.on, self.id)
