"""`cohort`: keep confirmed, suspected, quarantined and other people apart, unit by unit.

Orders differ in whom they keep from whom ("no mixing of confirmed and unconfirmed cases"), and in
whether a unit under quarantine is closed to everybody else until it ends.

Mixing is a state: what counts is who is housed with whom at the end of the day. Adding somebody to
a quarantine is an event and stays on the list. Where somebody's status or unit is not known and
they may share a unit with infected people, the answer is `undetermined`. A unit that an exception
covers (a `condition` entry on `mixing` for the unit, excepted) is shown and not held against it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal, Self

import polars as pl
from pydantic import Field, model_validator

from drawdown.order.clauses.clause import Clause
from drawdown.order.due import Due
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.accounts import Accounts, Governs, accounts_of, weigh
from drawdown.order.inquiry.frequency import Recurring, first_date, window_start
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.outcome import combined
from drawdown.order.inquiry.placements import added_to_quarantine, by_unit, placements
from drawdown.order.words import day, listed, number, some

Infection = Literal["confirmed", "suspected", "quarantined", "other"]
TOPICS = ("mixing", "cohort")


class Cohort(Clause):
    """Keeping groups of people apart."""

    KIND = "cohort"

    kind: Literal["cohort"]
    apart: tuple[tuple[Infection, ...], ...] = Field(
        (("confirmed",), ("suspected",), ("quarantined",), ("other",)),
        description="the groups that are kept apart, such as [['confirmed'], ['suspected', "
        "'quarantined', 'other']]; empty for none",
    )
    closed_quarantine: bool = Field(
        False, description="whether nobody may be added to a unit under quarantine"
    )
    due: Due | None = Field(None, description="from when; from the day it begins where missing")
    exceptions: tuple[str, ...] = Field((), description="in the order's words")
    look_back: Recurring | None = Field(
        None, description="how far back an addition to a quarantine counts; since the clause began "
        "where missing",
    )  # fmt: skip
    governs: Governs = Field(
        "", description="whose account governs where accounts contradict each other"
    )
    speaks_for_days: int = Field(
        7, ge=1, description="for how many days a report of conditions speaks"
    )

    @model_validator(mode="after")
    def _agree(self) -> Self:
        statuses = [status for group in self.apart for status in group]
        if repeated := next((s for s in statuses if statuses.count(s) > 1), None):
            raise ValueError(f"'apart' has '{repeated}' twice; expected each status in one group")
        if len(self.apart) == 1 or () in self.apart:
            raise ValueError("'apart' needs at least two groups, none of them empty")
        if not self.apart and not self.closed_quarantine:
            raise ValueError("nothing is demanded; expected 'apart' or closed_quarantine = true")
        return self

    def demand(self) -> str:
        """What it demands."""
        groups = listed([_group(group) for group in self.apart])
        apart = f"Keep {groups} apart" if self.apart else ""
        closed = "add nobody to a unit under quarantine" if self.closed_quarantine else ""
        both = " and ".join(part for part in (apart, closed) if part)
        besides = f", except {listed(list(self.exceptions), 'or')}" if self.exceptions else ""
        due = f", {self.due}" if self.due else ""
        return f"{both[0].upper()}{both[1:]}{due}{besides}."

    def first_due(self) -> Due | None:
        """From when it binds."""
        return self.due

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Who shares a unit with whom; then who was added to a quarantine."""
        accounts = accounts_of(ask, place, TOPICS, self.speaks_for_days)
        complete = ask.complete("cohort", place, since=ask.since, until=ask.on)
        unlogged = () if complete else (ask.log_missing("cohort", place, ask.on),)
        parts = []
        if self.apart:
            parts.append(self._mixing(ask, place, accounts, unlogged))
        if self.closed_quarantine:
            parts.append(self._additions(ask, place, unlogged))
        entries = ask.entries("cohort", place)
        return replace(
            combined(parts, "rules"),
            sources=(*sources_of(entries), *sources_of(accounts.reports)),
            rows=lambda: pl.concat([entries, accounts.reports], how="diagonal_relaxed"),
        )

    def _mixing(
        self, ask: Inquiry, place: Place, accounts: Accounts, unlogged: tuple[str, ...]
    ) -> Outcome:
        placed = placements(ask, place)
        units = by_unit(placed, self.apart)
        nowhere = placed.filter(pl.col("unit") == "").height
        excepted = accounts.reports.filter(pl.col("excepted") == "yes").select("facility", "unit")
        covered = units.join(excepted.unique(), on=["facility", "unit"], how="semi")
        bound = units.join(excepted.unique(), on=["facility", "unit"], how="anti")
        mixed, possible = bound.filter("mixed"), bound.filter("possible")
        missing = list(unlogged)
        if len(possible):
            names = listed(_few(possible["unit"].to_list()))
            missing.append(f"the status of everybody in {names} at {place.name}")
        infected = units.select(
            pl.col("confirmed", "suspected", "quarantined").sum()
        ).sum_horizontal()
        if nowhere and infected.sum():
            missing.append(
                f"the housing unit of {some(nowhere, 'person', 'people')} at {place.name}"
            )
        status: Status = "not_met" if len(mixed) else "undetermined" if missing else "met"
        weighed = weigh(
            status, accounts, self.governs, what=f"mixing at {place.name}",
            log_is="the placements recorded", settle=False,
        )  # fmt: skip
        shown = covered.filter(pl.col("mixed") | pl.col("possible")).height
        if weighed.status != "undetermined":
            missing = []
        return Outcome(
            weighed.status,
            _sentence(ask, place, units, mixed, possible, shown) + weighed.sentence,
            place.facility, float(len(mixed)), 0.0, "units", None,
            f"cohort: {' | '.join(', '.join(group) for group in self.apart)}",
            (*weighed.missing, *missing),
        )  # fmt: skip

    def _additions(self, ask: Inquiry, place: Place, unlogged: tuple[str, ...]) -> Outcome:
        since = max(ask.since, min(first_date(ask, self.due), ask.on))
        if self.look_back:
            since = max(since, window_start(ask.on, self.look_back))
        added = added_to_quarantine(ask, place, since)
        excepted = ask.entries("condition", place).filter(
            pl.col("topic").str.to_lowercase().is_in(TOPICS) & (pl.col("excepted") == "yes")
        )
        bound = added.join(excepted, on=["facility", "unit", "date"], how="anti")
        sure = bound.filter("certain")
        missing = list(unlogged)
        if len(bound) > len(sure):
            unsure = some(len(bound) - len(sure), "person", "people")
            missing.append(f"at what time {unsure} came to a unit whose quarantine ended that day")
        status: Status = "not_met" if len(sure) else "undetermined" if missing else "met"
        return Outcome(
            status, _additions_sentence(ask, place, since, bound, sure, len(added) - len(bound)),
            place.facility, float(len(sure)), 0.0, "people", None,
            "cohort: nobody added to a unit under quarantine",
            tuple(missing) if status == "undetermined" else (),
        )  # fmt: skip


def _group(group: tuple[Infection, ...]) -> str:
    return f"{listed(list(group), 'or')} people"


def _few(names: list[str], most: int = 4) -> list[str]:
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return [*names[:most], *more]


def _sentence(
    ask: Inquiry,
    place: Place,
    units: pl.DataFrame,
    mixed: pl.DataFrame,
    possible: pl.DataFrame,
    excepted: int,
) -> str:
    if units.is_empty():
        return f"{place.name}: nobody's housing unit is recorded on {day(ask.on)}."
    opening = f"{place.name}: of {some(len(units), 'housing unit')} with people on {day(ask.on)}, "
    who = [f"{row['unit']} ({_together(row)})" for row in mixed.head(4).iter_rows(named=True)]
    more = [f"{len(mixed) - 4} more"] if len(mixed) > 4 else []
    parts = [
        f"{number(len(mixed))} housed people together who must be kept apart: "
        f"{listed([*who, *more])}" if who else "none is known to mix people who must be kept apart"
    ]  # fmt: skip
    if len(possible):
        names = listed(_few(possible["unit"].to_list()))
        parts.append(f"in {names} somebody's status or unit is not known")
    if excepted:
        parts.append(f"an exception covers {some(excepted, 'more unit')}")
    return f"{opening}{'; '.join(parts)}."


def _together(row: dict[str, int]) -> str:
    statuses = ("confirmed", "suspected", "quarantined", "other", "unknown")
    return listed([f"{row[status]} {status}" for status in statuses if row[status]], "with")


def _additions_sentence(
    ask: Inquiry, place: Place, since: date, bound: pl.DataFrame, sure: pl.DataFrame, excepted: int
) -> str:
    when = f"from {day(since)} to {day(ask.on)}"
    if len(sure):
        last = sure.row(-1, named=True)
        said = (
            f"{some(len(sure), 'person was', 'people were')} added to a unit under quarantine "
            f"{when}, the latest on {day(last['date'])} to {last['unit']}"
        )
    else:
        said = f"nobody is known to have been added to a unit under quarantine {when}"
    if len(bound) > len(sure):
        said += f"; {number(len(bound) - len(sure))} came on the day on which a quarantine ended"
    if excepted:
        said += f"; {some(excepted, 'addition')} under an exception not counted"
    return f"{place.name}: {said}."
