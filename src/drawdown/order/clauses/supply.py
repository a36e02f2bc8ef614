"""`supply`: masks, soap, cleaning and the like: by when, how often, how much, to whom.

Orders differ in the items, in how often they are renewed ("replaced weekly", "three times a day"),
in whether each person, each housing unit or the facility must have them, and in whether they are
handed out or simply have to be there ("unrestricted access to soap").

What was handed out is held against who had to have it: by name where the record has stays, in
numbers against the count where it has not. What people held, inspectors and staff report stands
beside it. Something lacking is `not_met` only where the handout log is stated to be complete, or
where somebody reports that there was none; where accounts contradict each other the answer is
`undetermined`, unless `governs` says whose account governs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.clauses.clause import Clause, Obligation, renewals
from drawdown.order.due import Clock, Due
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.accounts import Governs, accounts_of, weigh
from drawdown.order.inquiry.cycle import how_often
from drawdown.order.inquiry.frequency import Frequency, Recurring, first_date, window_start
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.on_transfer import on_transfer
from drawdown.order.inquiry.outcome import combined
from drawdown.order.inquiry.supplied import (
    Provided,
    Provision,
    called,
    in_general,
    log_complete,
    spelled,
    to_facility,
    to_people,
    to_units,
)
from drawdown.order.words import day, listed, some


class Supply(Clause):
    """Supplies that people must have."""

    KIND = "supply"

    kind: Literal["supply"]
    items: tuple[str, ...] = Field(
        min_length=1, description="what, as `handout` entries name it, such as ['mask', 'soap']"
    )
    first: Due | None = Field(None, description="when it is first due; at once where missing")
    every: Recurring | None = Field(
        None, description='how long one lasts, such as "7 days"; once only where missing'
    )
    times: int = Field(1, ge=1, description="how many times in each period")
    quantity: int = Field(1, ge=1, description="how many each time")
    per: Literal["person", "unit", "facility"] = Field(
        "person", description="whether each person, each housing unit or the facility must have it"
    )
    units: tuple[str, ...] = Field((), description="the housing units, where the order names them")
    to: Literal["held", "staff", "transferred"] = Field(
        "held", description="to people held, to staff, or to each person being transferred"
    )
    unrestricted: bool = Field(False, description="it must be there for the taking")
    governs: Governs = Field(
        "", description="whose account governs where accounts contradict each other"
    )
    speaks_for_days: int = Field(
        7, ge=1, description="for how many days a report of conditions speaks"
    )
    max_age_days: int = Field(0, ge=0, le=3650, description="how old a count of people may be")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.times > 1 and self.every is None:
            raise ValueError("'times' says how often in each period; expected 'every' beside it")
        if self.to != "held" and self.per == "unit":
            raise ValueError(f"'per' is 'unit', but what goes to {self.to} is counted by person")
        if self.unrestricted and (self.per != "person" or self.to != "held" or self.quantity > 1):
            raise ValueError(
                "'unrestricted' means for the taking; expected no 'per', 'to' or 'quantity' with it"
            )
        if self.to == "transferred" and (self.every or self.per != "person"):
            raise ValueError("'to' is 'transferred', which happens once a person; expected no "
                             "'every' and no 'per'")  # fmt: skip
        if self.units and self.per != "unit":
            raise ValueError("'units' are named; expected per = 'unit'")
        return self

    def demand(self) -> str:
        """What it demands."""
        what = listed([in_general(item) for item in self.items])
        if self.unrestricted:
            return f"Have {what} there for the taking{self._when()}."
        amount = f"{self.quantity} each of " if self.quantity > 1 else ""
        if self.to == "transferred":
            return f"Give {amount}{what} to each person being transferred{self._when()}."
        whom = {"person": f"each person{' on the staff' if self.to == 'staff' else ' held'}",
                "unit": "each housing unit", "facility": "the facility"}[self.per]  # fmt: skip
        return f"Provide {amount}{what} to {whom}{self._when()}."

    def _when(self) -> str:
        first = f", {self.first}" if self.first else ""
        often = how_often(self.every, self.times) if self.every else ""
        return f"{first}{', then ' if first and often else ', ' if often else ''}{often}"

    def first_due(self) -> Due | None:
        """When it is first due."""
        return self.first

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """When it is first due, and each time that it must be renewed."""
        name = f"provide {listed([in_general(item) for item in self.items])}"
        yield from renewals(name, self.first, self.every, clock, since, until)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Each item in turn; all of them must be there."""
        return combined([self._item(ask, place, item) for item in self.items], "items")

    def _item(self, ask: Inquiry, place: Place, item: str) -> Outcome:
        lasts = ask.since
        if self.every:
            lasts = window_start(ask.on, self.every)
        elif self.unrestricted:
            lasts = ask.on - timedelta(days=self.speaks_for_days - 1)
        handed = ask.entries("handout", place).filter(
            pl.col("item").str.to_lowercase().is_in(spelled(item)) & (pl.col("to") == self.to)
        ).with_columns(amount="quantity")  # fmt: skip
        one, many = called(item)
        of = Provision(
            one, many, "handout", spelled(item), lasts, self.times * self.quantity, self.every,
            None if self.every else first_date(ask, self.first), self.max_age_days,
            "recorded" if item == "cleaning" else "handed out",
        )  # fmt: skip
        provided = self._provided(ask, place, of, handed)
        accounts = accounts_of(ask, place, spelled(item), self.speaks_for_days)
        weighed = weigh(
            provided.status, accounts, self.governs, what=f"{item} at {place.name}",
            log_is="what was logged", settle=self.unrestricted,
        )  # fmt: skip
        missing = () if weighed.status in ("met", "not_met") else provided.missing
        frames = [*provided.rows, accounts.reports]
        return Outcome(
            weighed.status,
            f"{provided.sentence}{self._regularly(ask, handed)}{weighed.sentence}",
            place.facility, provided.value, provided.limit, provided.unit, None,
            f"supply: {in_general(item)} {self._rule()}", (*weighed.missing, *missing),
            (*provided.sources, *sources_of(accounts.reports)),
            lambda: pl.concat(frames, how="diagonal_relaxed"),
        )  # fmt: skip

    def _provided(
        self, ask: Inquiry, place: Place, of: Provision, handed: pl.DataFrame
    ) -> Provided:
        given = handed.filter(pl.col("date") >= of.since)
        if self.unrestricted:
            return _for_the_taking(ask, place, of, given)
        if self.to == "transferred":
            return on_transfer(ask, place, of, given)
        if self.per == "unit":
            return to_units(ask, place, of, given, self.units)
        if self.per == "facility":
            return to_facility(ask, place, of, given)
        return to_people(ask, place, of, given, self.to)

    def _regularly(self, ask: Inquiry, handed: pl.DataFrame) -> str:
        """In how many of the periods so far any was handed out, where that was not always."""
        if not self.every:
            return ""
        return Frequency.of(self.first, self.every, ask).regularly(handed["date"], ask.on)

    def _rule(self) -> str:
        if self.unrestricted:
            return "must be there for the taking"
        each = f"{self.quantity} each" if self.quantity > 1 else "one each"
        return f"{each} per {self.per}{self._when()}"


def _for_the_taking(ask: Inquiry, place: Place, of: Provision, given: pl.DataFrame) -> Provided:
    """Stock that was put out shows that there was some; whether it lasted, only people can say."""
    amount = int(given["amount"].sum())
    put = f"{place.name}: {some(amount, of.one, of.many)} put out from {day(of.since)} to"
    stocked = amount > 0
    complete = log_complete(ask, place, of)
    missing = () if stocked or complete else (
        ask.log_missing("handout", place, ask.on, of.about[0]),
        f"a report of whether there was {of.about[0]} at {place.name}",
    )  # fmt: skip
    return Provided(
        "met" if stocked else "not_met" if complete else "undetermined",
        f"{put} {day(ask.on)}.", float(amount), None, of.many, missing, sources_of(given),
        (given,),
    )  # fmt: skip
