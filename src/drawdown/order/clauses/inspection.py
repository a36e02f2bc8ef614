"""`inspection`: inspections of each facility, by whom and how often.

Orders differ in who inspects (a monitor, a health department, an expert of one side), how often,
and whether each facility or only some must be seen. An inspection answers the period in which it
was made, for the facility that was seen.

Undetermined: the last period due has no inspection and nobody states that the log is complete.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

import polars as pl
from pydantic import Field

from drawdown.order.clauses.recurring import Recurring
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.filing_account import Words
from drawdown.order.words import listed, some


class Inspection(Recurring):
    """Inspections: by whom, how often."""

    KIND = "inspection"
    WORDS: ClassVar[Words] = Words("inspection", "inspection", "carried out", "inspector")

    kind: Literal["inspection"]
    by: tuple[str, ...] = Field((), description="who inspects; any one of these will do")

    def demand(self) -> str:
        """What it demands."""
        where = "each facility" if self.scope == "each" else "the facilities"
        by = f" by {listed(self.by, 'or')}" if self.by else ""
        return f"Have {where} inspected{by}, {self._when()}."

    def entries(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """Inspections by those named, of this clause or of none."""
        frame = self._all(ask, place)
        if self.by:
            frame = frame.filter(_named(self.by))
        return frame.with_columns(lacks=pl.lit(""), clear=pl.lit(value=True))

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """As for whatever recurs; inspections by others are counted and shown."""
        outcome = super().assess_at(ask, place)
        others = self._all(ask, place).filter(~_named(self.by)).height
        if not self.by or not others:
            return outcome
        said = (
            f"{some(others, 'inspection')} by others than {listed(self.by, 'or')} "
            f"{'is' if others == 1 else 'are'} not counted"
        )
        return replace(outcome, sentence=f"{outcome.sentence} {said}.")

    def _all(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        return ask.entries("inspection", place, since=ask.since).filter(
            pl.col("clause").str.to_lowercase().is_in(["", self.id])
        )


def _named(by: tuple[str, ...]) -> pl.Expr:
    return pl.col("inspector").str.to_lowercase().is_in([name.lower() for name in by])
