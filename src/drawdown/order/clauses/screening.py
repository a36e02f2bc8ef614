"""`screening`: find the people who have a risk factor, or symptoms, within days.

Orders differ in what people are screened for and in when: within days of the order, of arrival, or
of the later of the two. So each person has a date of their own, computed by the order's calendar
from the day on which they arrived.

A screening counts from the start of the unbroken detention that a stay is part of, at whatever
facility it was made. A person who left before their date need not have been screened; one who left
after it unscreened can no longer be, and stays on the list. Without stays nobody knows whose date
has come, and the answer is `undetermined`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl
from pydantic import Field

from drawdown.order.clauses.clause import Clause, Obligation
from drawdown.order.due import Clock, Due
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.own_dates import answered, own_dates
from drawdown.order.inquiry.stays import stays_missing
from drawdown.order.words import listed


class Screening(Clause):
    """Screening of each person by a date of their own."""

    KIND = "screening"

    kind: Literal["screening"]
    what: tuple[str, ...] = Field(
        ("risk factor",),
        min_length=1,
        description="what for, as `screening` entries name it, such as ['verbal', 'temperature']; "
        "all of them are needed",
    )
    due: Due = Field(
        description="when, such as { within = '5 days', of = 'arrival' } or a `later_of`"
    )

    def demand(self) -> str:
        """What it demands."""
        return f"Screen each person held ({listed(list(self.what))}) {self.due}."

    def obligations(self, clock: Clock, since: date, until: date) -> Iterator[Obligation]:
        """The dates that are the same for everybody, and those that wait for each arrival."""
        for part in self.due.parts():
            yield Obligation(f"screen each person ({part})", clock.compute(part), part)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Each person's screening against that person's date."""
        entries = ask.view.keep(
            ("screenings in order", ask.on), lambda: ask.entries_anywhere("screening").sort("date")
        )
        made = [
            entries.filter(pl.col("what").str.to_lowercase() == what.lower()) for what in self.what
        ]
        found = own_dates(ask, place, self.due, made)
        rule = f"screening {self.due}: {listed(list(self.what))}"
        if found is None:
            return Outcome(
                "undetermined", f"{place.name}: who was held, and since when, is not known.",
                place.facility, unit="people", rule=rule, missing=stays_missing(ask, place),
            )  # fmt: skip
        was = f"screened ({listed(list(self.what))})"
        return replace(answered(ask, place, found, kind="screening", was=was), rule=rule)
