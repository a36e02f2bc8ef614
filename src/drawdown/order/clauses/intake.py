"""`intake`: no new admissions, or only up to a level.

Orders differ in whether nobody may be admitted, or people may be while the number held stays within
a level; in whether transfers and returns count; and in what is excepted. What is forbidden is an
event, so an admission against the order stays on the list after the day on which it happened.

Admissions are read from `admission` entries, named or in numbers, and from the book-ins of stays,
without counting anybody twice. With none against the order found, the answer is `met` only where
somebody states that the log of admissions (or of stays) is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl
from pydantic import Field

from drawdown.order.clauses.clause import Clause
from drawdown.order.due import Due
from drawdown.order.header import CapacityKind, Header
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.admissions import admitted
from drawdown.order.inquiry.daily import held_daily
from drawdown.order.inquiry.frequency import Recurring, first_date, window_start
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.limit import Basis, Cap, Limit, caps_of, ungoverned
from drawdown.order.words import day, listed, number, some

if TYPE_CHECKING:
    from drawdown.order.document import ClauseText

_COUNTS = ("barred", "excepted", "unsure", "allowed")


class Intake(Clause):
    """A bar on admissions."""

    KIND = "intake"

    kind: Literal["intake"]
    level: Limit | None = Field(
        None, description="admissions are allowed while no more are held than this; none at all "
        "where it is missing",
    )  # fmt: skip
    barred: tuple[Literal["new", "transfer", "return"], ...] = Field(
        (), description="which admissions are barred, such as ['new']; any where missing"
    )
    due: Due | None = Field(None, description="from when; from the day it begins where missing")
    exceptions: tuple[str, ...] = Field((), description="in the order's words")
    look_back: Recurring | None = Field(
        None, description="how far back an admission counts; since the clause began where missing"
    )
    of: CapacityKind | None = Field(
        None, description="which kind of capacity statement a percentage is of"
    )
    governing: dict[str, str] = Field(
        default_factory=dict, description="the statement that governs for this clause, by facility"
    )
    max_age_days: int = Field(0, ge=0, le=3650, description="how old a count may be")
    count_source: str = Field("", description="the source whose counts govern")
    counting_rule: Literal["midnight", "any_part", "interval", "unknown", ""] = Field(
        "", description="the way of counting that governs; any where it is missing"
    )

    def demand(self) -> str:
        """What it demands."""
        whom = {"new": "new people", "transfer": "people by transfer", "return": "returned people"}
        who = listed([whom[how] for how in self.barred], "or") if self.barred else "anybody"
        level = f" while more than {self.level} would then be held" if self.level else ""
        besides = f", except {listed(list(self.exceptions), 'or')}" if self.exceptions else ""
        return f"Do not admit {who}{level}{besides}{f', from {self.due}' if self.due else ''}."

    def first_due(self) -> Due | None:
        """From when it binds."""
        return self.due

    def contradictions(self, header: Header, clauses: Mapping[str, ClauseText]) -> Iterator[str]:
        """Governing statements that do not exist, or are about another facility."""
        yield from ungoverned(header, self.governing)

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """Every day on which anybody came, against the level where there is one."""
        since = max(ask.since, min(first_date(ask, self.due), ask.on))
        if self.look_back:
            since = max(since, window_start(ask.on, self.look_back))
        days = admitted(ask, place, since, self.barred)
        caps: list[Cap] = []
        missing: list[str] = []
        if self.level:
            caps = caps_of(ask, place, self.level, self._basis())
            days = self._within_level(ask, place, days, caps)
            missing += self._unknown_levels(place, days, caps)
        against, unsure = int(days["barred"].sum()), int(days["unsure"].sum())
        if unsure and not missing:
            missing.append(f"how {some(unsure, 'person', 'people')} came to {place.name}")
        if not any(ask.complete(of, place, since=since, until=ask.on)
                   for of in ("admission", "stay")):  # fmt: skip
            missing.append(ask.log_missing("admission", place, ask.on))
        status: Status = "not_met" if against else "undetermined" if missing else "met"
        entries = ask.entries("admission", place, since=since)
        stays = ask.entries("stay", place, since=since)
        return Outcome(
            status, self._sentence(ask, place, since, days, caps), place.facility,
            float(against), 0.0, "people", None, self._rule(caps),
            tuple(missing) if status == "undetermined" else (),
            (*sources_of(entries), *sources_of(stays), *(cap.source for cap in caps if cap.source)),
            lambda: pl.concat([entries, stays], how="diagonal_relaxed"),
        )  # fmt: skip

    def _basis(self) -> Basis:
        return Basis(
            self.of, self.governing, self.max_age_days, self.count_source, self.counting_rule
        )

    def _within_level(
        self, ask: Inquiry, place: Place, days: pl.DataFrame, caps: list[Cap]
    ) -> pl.DataFrame:
        """Admissions on a day within the level are allowed; on one not known to be, unsure."""
        held = held_daily(ask, place, days["date"], self._basis())
        known = [float(cap.people) for cap in caps if cap.people is not None]
        exact = len(known) == len(caps)
        over = pl.col("fewest") > max(known) if exact else pl.lit(value=False)
        within = pl.col("most") <= min(known) if exact else pl.lit(value=False)
        both = days.join(held, on="date", how="left").with_columns(
            over=over.fill_null(value=False), within=within.fill_null(value=False)
        )
        open_ = ~pl.col("over") & ~pl.col("within")
        return both.with_columns(
            barred=pl.when("over").then("barred").otherwise(0),
            unsure=pl.when("over").then("unsure").when(open_)
            .then(pl.col("unsure") + pl.col("barred")).otherwise(0),
            allowed=pl.when("within").then(pl.sum_horizontal("allowed", "barred", "unsure"))
            .otherwise("allowed"),
        )  # fmt: skip

    def _unknown_levels(self, place: Place, days: pl.DataFrame, caps: list[Cap]) -> list[str]:
        """What is missing of the level, or of the number held on a day on which people came."""
        if not days["unsure"].sum():
            return []
        missing = [f"a number for the level ({cap.reason})" for cap in caps if cap.people is None]
        numbers = {cap.people for cap in caps}
        if len(caps) > 1 and len(numbers) > 1:
            missing.append(f"which statement of the capacity of {place.name} governs")
        uncounted = days.filter(pl.col("fewest").is_null() & (pl.col("unsure") > 0))["date"]
        if len(uncounted):
            more = f" and on {some(len(uncounted) - 1, 'more day')}" if len(uncounted) > 1 else ""
            missing.append(f"a count of the people held at {place.name} on {uncounted[0]}{more}")
        if days.filter(pl.col("fewest") < pl.col("most"))["unsure"].sum():
            missing.append(f"which counts of {place.name} are right")
        return missing

    def _sentence(
        self, ask: Inquiry, place: Place, since: date, days: pl.DataFrame, caps: list[Cap]
    ) -> str:
        when = f"from {day(since)} to {day(ask.on)}"
        totals = {name: int(days[name].sum()) for name in _COUNTS}
        if not sum(totals.values()):
            return f"{place.name}: no admission is recorded {when}."
        level = _level(caps) if self.level else ""
        parts = []
        if against := totals["barred"]:
            over = days.filter(pl.col("barred") > 0)
            latest = day(over["date"][-1])
            held = f", when {number(over['fewest'][-1])} were held" if self.level else ""
            what = f" above the level of {level}" if self.level else " against the order"
            parts.append(
                f"{some(against, 'person was', 'people were')} admitted{what} on "
                f"{some(len(over), 'day')}, the latest {latest}{held}"
            )
        for name, says in (
            ("unsure", "of whom it is not known whether the order bars it"),
            ("excepted", "under an exception"),
            ("allowed", f"within the level of {level}" if level else "as the order allows"),
        ):
            if totals[name]:
                parts.append(f"{some(totals[name], 'person was', 'people were')} admitted {says}")
        return f"{place.name}, {when}: {'; '.join(parts)}."

    def _rule(self, caps: list[Cap]) -> str:
        what = f"admissions of {listed(list(self.barred), 'or')}" if self.barred else "admissions"
        if not self.level:
            return f"intake: no {what}"
        reasons = listed(list(dict.fromkeys(cap.reason for cap in caps)), "or")
        return f"intake: {what} only while people held <= {reasons}"


def _level(caps: list[Cap]) -> str:
    """The level in people, under each statement that may govern."""
    levels = dict.fromkeys(cap.people for cap in caps)
    return listed([number(p) if p is not None else "no known number" for p in levels], "or")
