"""`transfer`: transfers barred, or only after an evaluation, a screening, notice or a new mask.

Orders differ in what must come first, how long before at most, and which exceptions there are; and
some say that the obligations follow the person. It is not met by one transfer that it forbids. A
transfer under an exception is counted and shown. Stays and exits that ended by a transfer count
like transfers, each once.

Undetermined: nobody states that the log of transfers is complete; or that the log of what must come
first is; or what must come first stands on the same day as the transfer, without times; or a
transfer does not say whether an exception covers it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

import polars as pl
from pydantic import AfterValidator, Field, model_validator

from drawdown.order.calendar import Span
from drawdown.order.clauses.clause import Clause
from drawdown.order.due import Due
from drawdown.order.inquiry import Inquiry, Outcome, Place, Status
from drawdown.order.inquiry.before_transfer import (
    SAID,
    Requirement,
    first,
    log_missing,
    recorded,
    with_logs,
)
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.moves import moves_from
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES, countable
from drawdown.order.words import day, listed, number, some

Before = Annotated[Span, AfterValidator(countable)]


class Transfer(Clause):
    """Limits on transfers out of a facility."""

    KIND = "transfer"

    kind: Literal["transfer"]
    barred: bool = Field(False, description="whether there are to be no transfers at all")
    requires: tuple[Requirement, ...] = Field(
        (), description="what must come before each transfer: evaluation, screening, notice, mask"
    )
    at_most_before: dict[Requirement, Before] = Field(
        default_factory=dict,
        description="how long before the transfer at most, such as { screening = \"24 hours\" }; "
        "a mask counts on the same or the day before where it is missing",
    )  # fmt: skip
    screenings: tuple[str, ...] = Field(
        (), description="the screenings that are each required, such as 'verbal'; any if missing"
    )
    topic: str = Field("", description="the topic that a notice must have; any if missing")
    exceptions: tuple[str, ...] = Field((), description="exceptions, in the order's words")
    obligations_follow: bool = Field(
        False, description="whether the order's obligations follow the person transferred"
    )
    due: Due | None = Field(None, description="from when on; from the day it begins if missing")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.barred == bool(self.requires):
            raise ValueError("expected either barred = true, or 'requires': what must come first")
        for name in self.at_most_before:
            if name not in self.requires:
                raise ValueError(f"'at_most_before' has '{name}', which 'requires' does not")
        if self.screenings and "screening" not in self.requires:
            raise ValueError("'screenings' goes with requires = [\"screening\"]")
        if self.topic and "notice" not in self.requires:
            raise ValueError("'topic' goes with requires = [\"notice\"]")
        return self

    def demand(self) -> str:
        """What it demands."""
        if self.barred:
            said = "Transfer nobody"
        else:
            said = f"Transfer nobody without {listed([self._name(r) for r in self.requires])} first"
        if self.exceptions:
            said += f", except {listed(self.exceptions, 'or')}"
        follow = (
            " Its obligations follow whoever is transferred." if self.obligations_follow else ""
        )
        return f"{said}.{follow}"

    def first_due(self) -> Due | None:
        """From when on it binds."""
        return self.due

    def assess(self, ask: Inquiry) -> list[Outcome]:
        """The answer for each place; what preceded each transfer is looked up for all at once."""
        places = self.places(ask)
        moves = self._moves(ask, tuple(dict.fromkeys(id_ for place in places for id_ in place.ids)))

        def assess_at(ask: Inquiry, place: Place) -> Outcome:
            return self._outcome(ask, place, moves.filter(pl.col("facility").is_in(place.ids)))

        return [self._assess_when_due(ask, place, assess_at) for place in places]

    def assess_at(self, ask: Inquiry, place: Place) -> Outcome:
        """The transfers since it began to bind, and what preceded each."""
        return self._outcome(ask, place, self._moves(ask, place.ids))

    def _moves(self, ask: Inquiry, ids: tuple[str, ...]) -> pl.DataFrame:
        """The transfers, with a column for each requirement: what the record has of it."""
        moves = moves_from(ask, Place(None, ids, ""))
        starts = self._starts(ask)
        if starts > ask.since:
            moves = moves.filter(pl.col("date") > starts).drop("n").with_row_index("n")
        found = {
            first(requirement): recorded(
                ask, moves, requirement, at_most=self.at_most_before.get(requirement),
                screenings=self.screenings, topic=self.topic,
            )
            for requirement in self.requires
        }  # fmt: skip
        return moves.with_columns(**found)

    def _judged(self, ask: Inquiry, place: Place, moves: pl.DataFrame) -> pl.DataFrame:
        """With `keeps`, the least of the requirements, and `excused`, under an exception."""
        logged = [with_logs(ask, place, needed, self.topic) for needed in self.requires]
        columns = [first(requirement) for requirement in self.requires]
        least = pl.min_horizontal(*columns) if columns else pl.lit(NO)
        unsaid = pl.col("excepted") == "unknown"
        return moves.with_columns(*logged).with_columns(
            keeps=pl.when(unsaid).then(pl.max_horizontal(least, pl.lit(UNKNOWN))).otherwise(least),
            excused=(pl.col("excepted") == "yes").fill_null(value=False),
        )

    def _name(self, requirement: Requirement) -> str:
        name = SAID[requirement]
        if requirement == "screening" and self.screenings:
            name = f"a screening ({listed(self.screenings)})"
        span = self.at_most_before.get(requirement)
        return f"{name} at most {span} before" if span else name

    def _starts(self, ask: Inquiry) -> date:
        """The last day before it is due, after which transfers count; the first day if none."""
        if self.due is None:
            return ask.since
        answer = ask.clock.compute(self.due)
        return getattr(answer, "date", ask.since)

    def _outcome(self, ask: Inquiry, place: Place, moves: pl.DataFrame) -> Outcome:
        moves = self._judged(ask, place, moves)
        bound = moves.filter(~pl.col("excused"))
        broken = bound.filter(pl.col("keeps") == NO)
        open_ = bound.filter(pl.col("keeps") == UNKNOWN)
        logged = ask.complete("transfer", place, since=ask.since, until=ask.on)
        missing = self._missing(ask, place, open_, logged=logged)
        status: Status = "not_met" if len(broken) else "undetermined" if missing else "met"
        return Outcome(
            status, self._say(ask, place, moves, bound), place.facility, float(len(broken)), 0.0,
            "forbidden transfers", None, self._rule(), missing if status == "undetermined" else (),
            sources_of(broken if len(broken) else bound), lambda: moves,
        )  # fmt: skip

    def _rule(self) -> str:
        if self.barred:
            return "no transfer out that no exception covers"
        return f"before each transfer out: {listed([self._name(r) for r in self.requires])}"

    def _missing(
        self, ask: Inquiry, place: Place, open_: pl.DataFrame, *, logged: bool
    ) -> tuple[str, ...]:
        missing = []
        unsaid = open_.filter(pl.col("excepted") == "unknown").height
        if unsaid:
            missing.append(f"whether an exception covers {some(unsaid, 'transfer')}")
        for requirement in self.requires:
            unclear = open_.filter(pl.col(first(requirement)) == UNKNOWN).height
            if not unclear:
                continue
            missing.append(
                log_missing(ask, place, requirement, self.topic)
                or f"the hours that tell whether {SAID[requirement]} came before "
                f"{some(unclear, 'transfer')}, and in time"
            )
        if not logged:
            missing.append(ask.log_missing("transfer", place, ask.on))
        return tuple(missing)

    def _say(self, ask: Inquiry, place: Place, moves: pl.DataFrame, bound: pl.DataFrame) -> str:
        starts = self._starts(ask)
        since = f"{'after' if starts > ask.since else 'since'} {day(starts)}"
        if moves.is_empty():
            return f"{place.name}: the record has no transfer {since}."
        parts = [f"{some(len(moves), 'transfer')} {since}"]
        kept = bound.filter(pl.col("keeps") == YES).height
        if self.requires and len(bound):
            parts.append(f"{number(kept)} with everything that must come first")
        for requirement in self.requires:
            without = bound.filter(pl.col(first(requirement)) == NO).height
            unclear = bound.filter(pl.col(first(requirement)) == UNKNOWN).height
            if without:
                parts.append(f"{number(without)} without {self._name(requirement)} first")
            if unclear:
                parts.append(
                    f"{number(unclear)} of which it is not known whether {SAID[requirement]} came "
                    "first"
                )
        excused = len(moves) - len(bound)
        if excused:
            parts.append(f"{number(excused)} under an exception, not counted")
        unsaid = bound.filter(~pl.col("said")).height
        if unsaid:
            parts.append(f"{number(unsaid)} known only from stays and exits")
        return f"{place.name}: {'; '.join(parts)}."
