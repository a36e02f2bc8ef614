"""`testing`: tests for infection offered to the people held, to staff, or to whoever arrives.

Orders differ in to whom tests are offered and how often: once by a day, again and again, or to each
person within days of arrival. What they ask for is the offer: whether a test was taken, and what
came of it, changes nothing here.

Offers to people held are matched by name where the record has stays, and held against the count
where it has not; staff are only ever counted. Offers to people who arrive need stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.clauses.clause import Clause, Obligation, renewals
from drawdown.order.due import Clock, Due
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.frequency import Frequency, Recurring, first_date, window_start
from drawdown.order.inquiry.own_dates import answered, own_dates
from drawdown.order.inquiry.stays import stays_missing
from drawdown.order.inquiry.supplied import Provision, to_people


class Testing(Clause):
    """Tests offered."""

    KIND = "testing"

    kind: Literal["testing"]
    to: Literal["held", "staff", "arrivals"] = Field("held", description="to whom")
    due: Due | None = Field(
        None, description="when first; for arrivals, such as { within = '2 days', of = 'arrival' }"
    )
    every: Recurring | None = Field(None, description='how often, such as "14 days"')
    max_age_days: int = Field(0, ge=0, description="how old a count of people may be")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        own = self.due is not None and "arrival" in self.due.triggers()
        if self.to == "arrivals" and (not own or self.every):
            raise ValueError(
                "'to' is 'arrivals'; expected a 'due' counted from arrival, and no 'every'"
            )
        if self.to != "arrivals" and own:
            raise ValueError("'due' is counted from arrival; expected to = 'arrivals'")
        return self

    def demand(self) -> str:
        """What it demands."""
        whom = {"held": "everybody held", "staff": "all staff", "arrivals": "whoever arrives"}
        often = f", then every {self.every}" if self.due and self.every else ""
        often = f" every {self.every}" if self.every and not self.due else often
        when = f" {self.due}" if self.due else ""
        return f"Offer a test to {whom[self.to]}{when}{often}."

    def first_due(self) -> Due | None:
        """When it is first due, where that is the same for everybody."""
        return None if self.to == "arrivals" else self.due

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """When tests are first due, and each time that they are due again."""
        if self.to == "arrivals" and self.due:
            for part in self.due.parts():
                yield Obligation(f"offer tests to arrivals ({part})", clock.compute(part), part)
            return
        yield from renewals("offer tests", self.due, self.every, clock, since, until)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Offers against the people who had to have one."""
        if self.to == "arrivals":
            return self._to_arrivals(ask, place)
        offers = (
            ask.entries("test", place)
            .filter(pl.col("group") == self.to)
            .with_columns(amount="offered")
        )
        since = window_start(ask.on, self.every) if self.every else ask.since
        of = Provision(
            "test", "tests", "test", ("",), since, 1, self.every,
            None if self.every else first_date(ask, self.due), self.max_age_days, "offered",
        )  # fmt: skip
        found = to_people(ask, place, of, offers.filter(pl.col("date") >= since), self.to)
        often = ""
        if self.every:
            often = Frequency.of(self.due, self.every, ask).regularly(offers["date"], ask.on)
        return Outcome(
            found.status, f"{found.sentence}{often}", place.facility, found.value, found.limit,
            found.unit, None, self._rule(), found.missing, found.sources,
            lambda: pl.concat(found.rows, how="diagonal_relaxed"),
        )  # fmt: skip

    def _to_arrivals(self, ask: Inquiry, place: Place) -> Outcome:
        offers = ask.view.keep(
            ("tests in order", ask.on),
            lambda: ask.entries_anywhere("test").filter(pl.col("group") == "held").sort("date"),
        )
        assert self.due is not None  # noqa: S101  the validator sees to it
        found = own_dates(ask, place, self.due, [offers], arrivals_only=True)
        if found is None:
            return Outcome(
                "undetermined", f"{place.name}: who arrived, and when, is not known.",
                place.facility, unit="people", rule=self._rule(),
                missing=stays_missing(ask, place),
            )  # fmt: skip
        unnamed = ask.entries("test", place, since=ask.since).filter(
            (pl.col("group") == "held") & (pl.col("person") == "")
        )
        outcome = answered(
            ask, place, found, kind="test", was="offered a test",
            unnamed=int(unnamed["offered"].sum()),
        )  # fmt: skip
        return replace(outcome, rule=self._rule())

    def _rule(self) -> str:
        often = f" every {self.every}" if self.every else ""
        return f"a test offered to {self.to}{f' {self.due}' if self.due else ''}{often}"
