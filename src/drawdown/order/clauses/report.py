"""`report`: reports to be filed with the court.

Orders ask for a report once, every so many days, at a pace that changes ("weekly, and twice weekly
after 10 days"), after a milestone, or after each step of a population cap; and they say what must
be in it. A report answers the period in which it was filed where it holds every field required; one
filed late answers the nearest period still open, and its sentence says how late.

Undetermined: the last period due has no report and nobody states that the log of reports is
complete; or a report does not say what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.calendar import Computed, Refusal
from drawdown.order.clauses.recurring import Recurring
from drawdown.order.due import Clock, Pending
from drawdown.order.header import Header
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.contents import with_contents
from drawdown.order.inquiry.cycle import DAY, Period
from drawdown.order.inquiry.filing_account import Words
from drawdown.order.words import listed

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText


class Report(Recurring):
    """Reports to the court: when, and with what in them."""

    KIND = "report"
    WORDS: ClassVar[Words] = Words("report", "report", "filed", "docket")

    kind: Literal["report"]
    scope: Literal["each", "total"] = Field(
        "total", description="whether each facility needs reports of its own"
    )
    fields: tuple[str, ...] = Field((), description="what each report must hold")
    after_each: str = Field(
        "", description="a population clause, by its id: one report after each of its steps, "
        "`due.within` being counted from the step",
    )  # fmt: skip

    @model_validator(mode="after")
    def _after_steps(self) -> Self:
        if self.after_each and (self.every or self.pace or not (self.due and self.due.within)):
            raise ValueError(
                "'after_each' goes with 'due = { within = … }' alone: how long after each step"
            )
        return self

    def demand(self) -> str:
        """What it demands."""
        holding = f" on {listed(self.fields)}" if self.fields else ""
        return f"File a report{holding}, {self._when()}."

    def _when(self) -> str:
        if self.after_each and self.due:
            return f"within {self.due.within} of each step of '{self.after_each}'"
        return str(self.schedule())

    def clock(self, clock: Clock) -> Clock:
        """Filings wait for a clerk's office that cannot be reached, Fed. R. Civ. P. 6(a)(3)."""
        return replace(clock, filing=True)

    def contradictions(self, header: Header, clauses: Mapping[str, ClauseText]) -> Iterator[str]:
        """A clause to report after that there is not, or that has no steps."""
        if not self.after_each:
            return
        other = clauses.get(self.after_each)
        if other is None:
            yield f"there is no clause '{self.after_each}' for 'after_each'"
        elif other.first.kind != "population":
            yield (
                f"'after_each' names '{self.after_each}', a {other.first.kind} clause; expected a "
                "population clause"
            )

    def periods(self, clock: Clock, since: date, through: date) -> list[Period] | Refusal | Pending:
        """The periods that have begun by a day; after each step where it says so."""
        if not (self.after_each and self.due and self.due.within):
            return super().periods(clock, since, through)
        filing = self.clock(clock)
        found: list[Period] = []
        for step in sorted(clock.steps.get(self.after_each, ())):
            answer = filing.span(step, self.due.within, self.due.calendar)
            if not isinstance(answer, Computed):
                return answer
            opens = max(step, found[-1].due + DAY) if found else step
            if answer.date >= opens:
                found.append(Period(opens, answer.date, 1, answer))
            if answer.date > through:
                break
        return found or Pending(f"no step of '{self.after_each}' has a date")

    def entries(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """Reports filed under this clause; a docket entry given twice counts once."""
        frame = ask.entries_anywhere("report", since=ask.since).filter(
            (pl.col("clause").str.to_lowercase() == self.id)
            & pl.col("facility").is_in(["", *place.ids])
        )
        repeated = (pl.col("docket") != "") & ~pl.struct("docket", "facility").is_first_distinct()
        return with_contents(frame.filter(~repeated), self.fields)
