"""The review queue of a day: whose custody is to be decided, by the days that the court set.

The rows are the very ones that the finding of each `custody_review` clause counts
(`drawdown.order.inquiry.reviewed.standings`), so that the queue and the finding cannot differ. The
order is that of the court's deadlines: due date, then arrival, then the person's number. There is
no score, and nothing here says how a review should end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import inquiries
from drawdown.order.clauses.custody_review import CustodyReview, Standing
from drawdown.order.inquiry import Inquiry
from drawdown.order.inquiry.reviewed import STATES
from drawdown.record.record import View
from drawdown.review.coverage import facts_missing, held_now
from drawdown.review.second import proposals

QUEUE = {
    "clause": pl.String(), "person": pl.String(), "place": pl.String(), "facility": pl.String(),
    "unit": pl.String(), "arrived": pl.Date(), "due": pl.Date(), "days": pl.Int64(),
    "state": pl.Enum(STATES), "covered": pl.Boolean(), "deferred_until": pl.Date(),
    "missing": pl.List(pl.String()), "unconfirmed": pl.Boolean(), "proposal": pl.String(),
}  # fmt: skip
"""The columns of a queue."""


@dataclass(frozen=True)
class Unanswered:
    """A clause and place whose reviews cannot be listed person by person.

    Attributes:
        clause: The id of the clause.
        facility: The facility's id; none for all of them together.
        why: What is not known, or has not happened.
    """

    clause: str
    facility: str | None
    why: str


@dataclass(frozen=True)
class Queue:
    """The review queue of a day.

    Attributes:
        on: The day.
        rows: One row per clause and person, with the columns of `QUEUE`.
        by_place: The same before anyone whom two facilities answer for was made one row: exactly
            the people that each place's finding counts.
        unanswered: The clauses and places that have no rows because something is not known.
    """

    on: date
    rows: pl.DataFrame
    by_place: pl.DataFrame
    unanswered: tuple[Unanswered, ...]

    @property
    def open(self) -> pl.DataFrame:
        """The rows without a decision."""
        return self.rows.filter(pl.col("state") != "decided")

    def numbers(self, clause: str | None = None) -> dict[str, int]:
        """How many people are in each state, of one clause or of all."""
        rows = self.rows if clause is None else self.rows.filter(pl.col("clause") == clause)
        found = dict(rows.group_by(pl.col("state").cast(pl.String)).len().iter_rows())
        return {state: found.get(state, 0) for state in STATES}


def review_queue(
    case: Case,
    on: date,
    known: date | None = None,
    *,
    clauses: Iterable[str] | None = None,
    view: View | None = None,
) -> Queue:
    """The review queue of a day.

    Args:
        case: The order and the record.
        on: The day asked about: what stood at its end.
        known: As known at the end of this day; None: everything known now.
        clauses: Only these, by id.
        view: The record as known then, where it was already read.

    Returns:
        One row per person for each `custody_review` clause in force: place is the facility that the
        clause answers for (null for named people); facility and unit are where the person is held
        now (null where that is not known); due is null where only a pace is asked for; days
        are to the due date, negative once it has passed; covered is null where the facts do not
        tell; missing names the facts that would, or what a deferral waits for; proposal is the id
        of a proposal that awaits a second person. Whoever two facilities answer for, as for a class
        member who was transferred, has one row: at the facility that holds the person, or else
        where the review is due first.
    """
    standing = list(_standing(case, on, known, clauses, view))
    unanswered = tuple(
        Unanswered(clause.id, of.place.facility, of.why)
        for clause, _, of in standing
        if of.people is None
    )
    parts = [_rows(*each) for each in standing if each[2].people is not None]
    by_place = in_order(pl.concat(parts) if parts else pl.DataFrame(schema=QUEUE))
    return Queue(on, _once(by_place), by_place, unanswered)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """Each person once for each clause."""
    if not rows.select("clause", "person").is_duplicated().any():
        return rows
    here = (pl.col("place") == pl.col("facility")).fill_null(value=False)
    first = rows.sort(~here, maintain_order=True).unique(
        ["clause", "person"], keep="first", maintain_order=True
    )
    return in_order(first)


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by the court's deadlines: due date, arrival, person, clause; what has none last."""
    return rows.sort("due", "arrived", "person", "clause", nulls_last=True)


def _standing(
    case: Case, on: date, known: date | None, clauses: Iterable[str] | None, view: View | None
) -> Iterable[tuple[CustodyReview, Inquiry, Standing]]:
    wanted = None if clauses is None else set(clauses)
    for item, ask in inquiries(case, on, known, view=view):
        clause = item.clause
        chosen = wanted is None or clause.id in wanted
        if chosen and isinstance(clause, CustodyReview) and item.standing == "in force":
            for standing in clause.standings(ask):
                yield clause, ask, standing


def _rows(clause: CustodyReview, ask: Inquiry, standing: Standing) -> pl.DataFrame:
    assert standing.people is not None  # noqa: S101  the caller saw to it
    people = standing.people.filter(pl.col("state") != "gone")
    held = ask.view.keep(("held now", ask.on), lambda: held_now(ask))
    where = held.select("person", "facility", "unit", held_since="arrived")
    version = clause.facts_asked(ask)
    unclear = people.filter(pl.col("state") == "unclear").select("person")
    facts = (
        facts_missing(ask, version, unclear)
        if version
        else unclear.with_columns(missing=pl.lit([clause.criteria], dtype=pl.List(pl.String)))
    )
    lacks = pl.when((pl.col("state") == "deferred") & (pl.col("lacks") != "")).then(
        pl.concat_list("lacks")
    )
    return (
        people.join(where, on="person", how="left", maintain_order="left")
        .join(facts, on="person", how="left", maintain_order="left")
        .join(_awaiting(ask), on="person", how="left", maintain_order="left")
        .with_columns(
            clause=pl.lit(clause.id), place=pl.lit(standing.place.facility, dtype=pl.String),
            arrived=pl.coalesce("arrived", "held_since"),
            days=(pl.col("due") - pl.lit(ask.on)).dt.total_days(),
            missing=pl.coalesce("missing", lacks, pl.lit([], dtype=pl.List(pl.String))),
            deferred_until=pl.when(pl.col("state") == "deferred").then("deferred_until"),
        )
        .select(list(QUEUE)).cast(QUEUE)  # type: ignore[arg-type]
    )  # fmt: skip


def _awaiting(ask: Inquiry) -> pl.DataFrame:
    """The latest proposal about each person that awaits a second: person, proposal (its id)."""
    latest = proposals(ask.view, ask.on).unique("person", keep="last", maintain_order=True)
    return latest.select("person", proposal="id")
