"""`disclosure`: data to be handed to counsel, the monitor or the court.

Orders differ in to whom, what must be in it, how often, and about whom. A disclosure answers the
period in which it was made; one without a facility is about all of them. Where it must cover
everyone held, the number of people that it covers is compared with the number held that day.

Undetermined: the last period due has no disclosure and nobody states that the log is complete; or a
disclosure does not say to whom it went, what it held or how many people it covers.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import polars as pl
from pydantic import Field

from drawdown.order.clauses.recurring import Recurring
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.contents import with_contents
from drawdown.order.inquiry.filing_account import Words
from drawdown.order.inquiry.population import counted
from drawdown.order.words import listed


class Disclosure(Recurring):
    """Data to counsel, the monitor or the court: what, to whom, how often."""

    KIND = "disclosure"
    WORDS: ClassVar[Words] = Words("disclosure", "disclosure", "made", "to")

    kind: Literal["disclosure"]
    scope: Literal["each", "total"] = Field(
        "total", description="whether each facility needs disclosures of its own"
    )
    to: tuple[str, ...] = Field((), description="to whom; any one of these will do")
    fields: tuple[str, ...] = Field((), description="what each must hold")
    about: str = Field("", description="about whom, in the order's words")
    everyone_held: bool = Field(
        False, description="whether each must cover as many people as were held that day"
    )

    def demand(self) -> str:
        """What it demands."""
        to = f" to {listed(self.to, 'or')}" if self.to else ""
        what = listed(self.fields) if self.fields else "data"
        whom = self.about or ("everyone held" if self.everyone_held else "")
        return f"Disclose {what}{f' about {whom}' if whom else ''}{to}, {self._when()}."

    def entries(self, ask: Inquiry, place: Place) -> pl.DataFrame:
        """Disclosures to those named, of this clause or of none.

        One that names another clause is not counted; nor is one to somebody else.
        """
        frame = ask.entries_anywhere("disclosure", since=ask.since).filter(
            pl.col("clause").str.to_lowercase().is_in(["", self.id])
            & pl.col("facility").is_in(["", *place.ids])
        )
        found = with_contents(frame, self.fields)
        if self.to:
            named = pl.col("to").str.to_lowercase()
            found = found.filter(named.is_in(["", *(name.lower() for name in self.to)]))
            found = found.with_columns(clear=pl.col("clear") & (pl.col("to") != ""))
        return self._covering(ask, found) if self.everyone_held else found

    def _covering(self, ask: Inquiry, found: pl.DataFrame) -> pl.DataFrame:
        """Compare the people covered with the people held; unclear where either is not known."""
        ids = self.facilities or tuple(facility.id for facility in ask.header.facilities)
        held = pl.DataFrame(
            [
                (facility, on, _held(ask, (facility,) if facility else ids, on))
                for facility, on in found.select("facility", "date").unique().iter_rows()
            ],
            schema={"facility": pl.String, "date": pl.Date, "held": pl.Int64}, orient="row",
        )  # fmt: skip
        short = (pl.col("people") < pl.col("held")).fill_null(value=False)
        return (
            found.join(held, on=["facility", "date"], how="left", maintain_order="left")
            .with_columns(
                lacks=pl.when(short & (pl.col("lacks") == ""))
                .then(pl.format("{} of the {} people held", pl.col("held") - pl.col("people"),
                                "held"))
                .otherwise("lacks"),
                clear=pl.col("clear") & (short | (pl.col("people") >= pl.col("held")))
                .fill_null(value=False),
            )
            .drop("held")
        )  # fmt: skip


def _held(ask: Inquiry, ids: tuple[str, ...], on: date) -> int | None:
    """How many people were held on a day, where every source says the same."""
    place = Place(None, ids, "")
    numbers = counted(ask, place, on=on)
    return numbers[0].people if len(numbers) == 1 else None
