"""`spacing`: a distance between people, or an area for each of them.

Orders differ in the measure ("six feet at all times and at all places", "50 square feet a person,
not counting the space near the toilet"), in where it holds, and in what is excepted.

An area is arithmetic: the floor less what is left out, divided by the people in the unit. More
people in a unit than can keep the distance there is arithmetic too, and what people report does not
change it. Whether a distance that could be kept is kept, only measurements and people can say:
inspectors, people held and staff. Where they contradict each other the answer is `undetermined`,
unless `governs` says whose account governs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.clauses.clause import Clause
from drawdown.order.due import Due
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.inquiry.accounts import Accounts, Governs, Weighed, accounts_of, weigh
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.room import distanced_capacity, measured, rooms
from drawdown.order.inquiry.settled_room import Room, few_of, judged, settled
from drawdown.order.words import listed, number, some

FEET_IN_A_METRE = Decimal(1) / Decimal("0.3048")
"""Exactly: the international foot is 0.3048 m (National Bureau of Standards, 1 July 1959)."""


class Spacing(Clause):
    """Room between people."""

    KIND = "spacing"

    kind: Literal["spacing"]
    feet: Decimal | None = Field(None, gt=0, description="the distance between people, in feet")
    metres: Decimal | None = Field(None, gt=0, description="the same in metres, instead")
    square_feet: Decimal | None = Field(None, gt=0, description="instead: the area a person")
    excluding: str = Field(
        "", description="what does not count toward the area, such as 'the space near the toilet'"
    )
    where: str = Field("", description="in the order's words, such as 'in the dormitories'")
    due: Due | None = Field(None, description="from when; from the day it begins where missing")
    exceptions: tuple[str, ...] = Field((), description="in the order's words")
    governs: Governs = Field(
        "", description="whose account governs where accounts contradict each other"
    )
    speaks_for_days: int = Field(
        7, ge=1, description="for how many days a report of conditions speaks"
    )
    max_age_days: int = Field(0, ge=0, le=3650, description="how old a count of a unit may be")

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if sum(m is not None for m in (self.feet, self.metres, self.square_feet)) != 1:
            raise ValueError("expected exactly one of feet, metres and square_feet")
        if self.excluding and self.square_feet is None:
            raise ValueError("'excluding' is left out of an area; expected square_feet with it")
        return self

    def demand(self) -> str:
        """What it demands."""
        where = f" {self.where}" if self.where else ""
        besides = f", except {listed(list(self.exceptions), 'or')}" if self.exceptions else ""
        due = f", {self.due}" if self.due else ""
        if self.square_feet is not None:
            out = f", not counting {self.excluding}" if self.excluding else ""
            return f"Give each person at least {self._measure()}{out}{where}{due}{besides}."
        return f"Keep people at least {self._measure()} apart{where}{due}{besides}."

    def first_due(self) -> Due | None:
        """From when it binds."""
        return self.due

    def _measure(self) -> str:
        if self.square_feet is not None:
            return f"{number(self.square_feet)} square feet"
        return f"{number(self.feet)} feet" if self.feet else f"{number(self.metres or 0)} metres"

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Arithmetic and measurements by unit; then what people say."""
        found = self._area(ask, place) if self.square_feet else self._distance(ask, place)
        topics = ("space", "area") if self.square_feet else ("distance", "spacing")
        accounts = accounts_of(ask, place, topics, self.speaks_for_days)
        weighed = self._weighed(place, found, accounts)
        missing: tuple[str, ...] = weighed.missing
        if weighed.status == "undetermined":
            missing = (*missing, *found.missing)
        read = [ask.entries(kind, place) for kind in ("measurement", "capacity")]
        return Outcome(
            weighed.status, f"{found.sentence}{weighed.sentence}", place.facility, found.value,
            found.limit, found.unit, None, f"spacing: at least {self._measure()}"
            + (f", less {self.excluding}" if self.excluding else ""),
            missing, tuple(s for frame in (*read, accounts.reports) for s in sources_of(frame)),
            lambda: pl.concat([*read, accounts.reports], how="diagonal_relaxed"),
        )  # fmt: skip

    def _weighed(self, place: Place, found: Room, accounts: Accounts) -> Weighed:
        if found.impossible and not self.governs:
            contrary = "met" in accounts.verdicts.values()
            note = " Reports that it is kept do not change the arithmetic." if contrary else ""
            return Weighed("not_met", accounts.said() + note)
        kept = accounts.reports.filter(pl.col("kept") == "yes")["unit"].to_list()
        everywhere = "" in kept or (bool(found.units) and set(found.units) <= set(kept))
        what = f"the {'area' if self.square_feet else 'distance'} at {place.name}"
        return weigh(
            found.status, accounts, self.governs, what=what, log_is="what was measured",
            settle=everywhere,
        )  # fmt: skip

    def _area(self, ask: Inquiry, place: Place) -> Room:
        """The floor less what is left out, divided by the people of each unit."""
        each = float(self.square_feet or 0)
        units = rooms(
            ask, place, self.max_age_days, measured(ask, place, "floor_area"),
            measured(ask, place, "excluded_area"),
        )  # fmt: skip
        out = pl.col("excluded_area_least", "excluded_area_most")
        units = units.with_columns(out if self.excluding else out.fill_null(0)).with_columns(
            least=pl.col("floor_area_least") - pl.col("excluded_area_most"),
            most_area=pl.col("floor_area_most") - pl.col("excluded_area_least").fill_null(0),
        )
        units = judged(
            units, short=(pl.col("most_area") < each * pl.col("fewest")) & (pl.col("fewest") > 0),
            enough=(pl.col("least") >= each * pl.col("most")) | (pl.col("most") == 0),
        )  # fmt: skip
        share = (pl.col("least").fill_null(pl.col("most_area")) / pl.col("most")).round(2)
        valued = units.with_columns(value=pl.when(pl.col("most") > 0).then(share))
        tight = valued.filter("short")
        few = [
            f"{row['unit'] or 'in all'} ({number(row['most_area'] / row['fewest'])} for each of "
            f"{number(row['fewest'])})"
            for row in tight.head(4).iter_rows(named=True)
        ]
        parts = [f"{number(len(tight))} gave each person less than {self._measure()}: "
                 f"{few_of(few, len(tight))}"] if few else []  # fmt: skip
        lacks = {
            "floor_area_most": "the floor area",
            "most": "a count of the people",
            **({"excluded_area_most": f"the area left out ({self.excluding})"}
               if self.excluding else {}),
        }  # fmt: skip
        return settled(ask, place, valued, parts, lacks, each, "square feet a person")

    def _distance(self, ask: Inquiry, place: Place) -> Room:
        """More people than can keep the distance, or a measured distance that is too short."""
        each = float(self.feet or (self.metres or 0) * FEET_IN_A_METRE)
        units = rooms(
            ask, place, self.max_age_days, measured(ask, place, "distance"),
            distanced_capacity(ask, place, each),
        )  # fmt: skip
        over = (pl.col("fewest") > pl.col("capacity_most")).fill_null(value=False)
        close = (pl.col("distance_most") < each - 1e-9).fill_null(value=False)
        units = judged(
            units.with_columns(over=over), short=over | close,
            enough=(pl.col("distance_least") >= each - 1e-9) | (pl.col("most") == 0),
        )  # fmt: skip
        crowded = units.filter("over")
        few = [
            f"{row['unit'] or 'in all'} ({some(row['fewest'], 'person', 'people')}, room for "
            f"{number(row['capacity_most'])})"
            for row in crowded.head(4).iter_rows(named=True)
        ]
        parts = [f"{number(len(crowded))} held more people than can keep {self._measure()} apart: "
                 f"{few_of(few, len(crowded))}"] if few else []  # fmt: skip
        in_unit = 1.0 if self.feet else float(FEET_IN_A_METRE)
        valued = units.with_columns(value=(pl.col("distance_least") / in_unit).round(2))
        tight = valued.filter(pl.col("short") & ~pl.col("over"))
        near = [
            f"{row['unit'] or 'in all'} ({number(row['value'])})"
            for row in tight.head(4).iter_rows(named=True)
        ]
        if near:
            what = f"{number(len(tight))} had less than {self._measure()} measured between people: "
            parts.append(what + few_of(near, len(tight)))
        lacks = {"distance_least": "a measurement or report of the distance kept"}
        limit, unit = (
            (float(self.feet), "feet") if self.feet else (float(self.metres or 0), "metres")
        )
        return settled(ask, place, valued, parts, lacks, limit, unit)
