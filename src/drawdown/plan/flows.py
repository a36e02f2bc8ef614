"""Who came and who left, day by day and by kind: moving a person is not letting a person go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.stays import stays_at
from drawdown.plan.counts import stays_begin

DAY = timedelta(days=1)
ARRIVALS = ("arrivals", "transfers_in")
EXITS = ("releases", "removals", "transfers_out", "deaths", "other", "unexplained")
KINDS = (*ARRIVALS, *EXITS)
_EXIT_OF = {
    "release": "releases", "removal": "removals", "transfer": "transfers_out", "death": "deaths",
    "other": "other", "unexplained": "unexplained",
}  # fmt: skip


@dataclass(frozen=True)
class Flows:
    """Numbers of people who came and left on each day.

    Attributes:
        start: The first day.
        by_kind: For each of `KINDS` one number per day; shape (days,).
    """

    start: date
    by_kind: Mapping[str, NDArray[np.int64]]

    @property
    def days(self) -> int:
        """How many days."""
        return len(self.by_kind["arrivals"])

    @property
    def until(self) -> date:
        """The last day."""
        return self.start + (self.days - 1) * DAY

    def total(self, *kinds: str) -> int:
        """How many people in all of these kinds."""
        return int(sum(self.by_kind[kind].sum() for kind in kinds))

    def daily(self, *kinds: str) -> NDArray[np.int64]:
        """People of these kinds by day."""
        rows: NDArray[np.int64] = np.sum([self.by_kind[kind] for kind in kinds], axis=0)
        return rows

    def per_day(self, *kinds: str) -> float:
        """People of these kinds per day."""
        return self.total(*kinds) / self.days

    @property
    def fall(self) -> int:
        """How many fewer are held by all of it: exits less arrivals."""
        return self.total(*EXITS) - self.total(*ARRIVALS)

    @property
    def moved(self) -> int:
        """How much of the fall is people moved elsewhere: transfers out less transfers in."""
        return self.total("transfers_out") - self.total("transfers_in")

    def since(self, day: date) -> Flows:
        """Only from a day on."""
        cut = max(0, (day - self.start).days)
        return Flows(self.start + cut * DAY, {k: row[cut:] for k, row in self.by_kind.items()})


def flows(ask: Inquiry, place: Place, since: date) -> Flows | None:
    """Who came to a place and left it from a day on, to the end of the day asked about.

    How somebody left is what an `exit` entry says, else the stay, else a `transfer` entry within a
    day, else a stay that begins elsewhere within a day; else it is unexplained. A person came by
    transfer where the detention had begun before the stay did, or an `admission` says so. Between
    the facilities of one place nobody comes or goes.

    Returns:
        The numbers, from no earlier day than that after the first departure recorded; or none where
        there are no stays, where they do not reach the day, or there is no such day.
    """
    if any(ask.on > ask.stays_reach(facility) for facility in place.ids):
        return None
    stays = stays_at(ask, place)
    begins = [stays_begin(ask, facility) for facility in place.ids]
    if stays is None or any(first is None for first in begins):
        return None
    start = max(since, *(first for first in begins if first is not None), ask.on - 365 * DAY)
    if start > ask.on:
        return None
    came = _came(ask, stays.filter(pl.col("arrived") >= start))
    went = _went(ask, stays.filter(pl.col("left") >= start))
    if len(place.ids) > 1:
        here = ["person", "date"]
        came, went = came.join(went, on=here, how="anti"), went.join(came, on=here, how="anti")
    days = (ask.on - start).days + 1
    found = {kind: np.zeros(days, dtype=np.int64) for kind in KINDS}
    for day, kind, people in (
        pl.concat([came, went]).group_by("date", "kind").agg(pl.len()).iter_rows()
    ):
        found[kind][(day - start).days] += people
    return Flows(start, found)


def _came(ask: Inquiry, stays: pl.DataFrame) -> pl.DataFrame:
    """person, date, kind of each arrival."""
    told = ask.entries_anywhere("admission").filter(pl.col("person") != "")
    moved = told.filter(pl.col("how").cast(pl.String) == "transfer").select(
        "person", "facility", arrived="date", told=pl.lit(value=True)
    ).unique(["person", "facility", "arrived"])  # fmt: skip
    both = stays.join(moved, on=["person", "facility", "arrived"], how="left")
    by_transfer = pl.col("told").fill_null(value=False) | (pl.col("detained") < pl.col("arrived"))
    return both.select(
        "person", date="arrived",
        kind=pl.when(by_transfer).then(pl.lit("transfers_in")).otherwise(pl.lit("arrivals")),
    )  # fmt: skip


def _went(ask: Inquiry, stays: pl.DataFrame) -> pl.DataFrame:
    """person, date, kind of each departure."""
    key = ["person", "facility"]
    said = ask.view.entries("stay").select("id", by_stay=pl.col("exit").cast(pl.String))
    exits = ask.entries_anywhere("exit").select(
        *key, left="date", by_exit=pl.col("how").cast(pl.String)
    ).unique([*key, "left"], keep="last", maintain_order=True)  # fmt: skip
    moved = ask.entries_anywhere("transfer").select(*key, moved="date").sort("moved")
    begun = ask.entries_anywhere("stay").select("person", elsewhere="facility", next="date")
    goes_on = (
        stays.select("id", "person", "facility", "left")
        .join(begun, on="person")
        .filter(
            (pl.col("elsewhere") != pl.col("facility"))
            & ((pl.col("next") - pl.col("left")).dt.total_days().is_between(0, 1))
        )
        .select("id", chained=pl.lit("transfer"))
        .unique("id")
    )
    both = (
        stays.join(said, on="id", how="left")
        .join(exits, on=[*key, "left"], how="left")
        .join(goes_on, on="id", how="left")
        .sort("left")
        .join_asof(moved, left_on="left", right_on="moved", by=key, strategy="nearest",
                   tolerance="1d", check_sortedness=False)
    )  # fmt: skip
    names = [pl.when(pl.col(name).is_in(["", "unexplained"])).then(None).otherwise(name)
             for name in ("by_exit", "by_stay")]  # fmt: skip
    moves = pl.when(pl.col("moved").is_not_null()).then(pl.lit("transfer"))
    how = pl.coalesce(*names, moves, "chained", pl.lit("unexplained"))
    return both.select(
        "person", date="left", kind=how.replace_strict(_EXIT_OF, return_dtype=pl.String)
    )
