"""Reviews decided and pending, and why each person waits: what the review queue holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.order.words import day, listed, some
from drawdown.report.asked import Asked
from drawdown.review.queue import Queue, Unanswered, review_queue


@dataclass(frozen=True)
class Reviews:
    """Where the reviews of one clause and place stand.

    Attributes:
        clause: The clause's id.
        facility: The facility's id; none for named people, wherever they are.
        covered: People whose custody is to be decided, or of whom it is not known.
        released: Decided: to release.
        kept: Decided: not to release.
        overdue: Their day has passed without a decision.
        waiting: Due today or later, deferred, or set by a pace alone.
        unclear: Of whom it is not known whether they are covered.
    """

    clause: str
    facility: str | None
    covered: int
    released: int
    kept: int
    overdue: int
    waiting: int
    unclear: int


@dataclass(frozen=True)
class Waits:
    """One person who waits for a decision, and why.

    Attributes:
        clause: The clause's id.
        person: The person's number.
        facility: Where the person is held, by its id; blank where not known.
        due: When the review is due.
        days: How many days ago that was; negative where it is to come.
        deferred: Whether the review was put off.
        why: The reason for the delay, as far as the record has one.
        health: A part of the reason that may tell of health.
    """

    clause: str
    person: str
    facility: str
    due: date | None
    days: int | None
    deferred: bool
    why: str
    health: str


def queue_of(asked: Asked) -> Queue:
    """The review queue of the last day."""
    return asked.view.keep(
        ("queue", asked.on), lambda: review_queue(asked.case, asked.on, asked.known)
    )


def reviews(asked: Asked) -> list[Reviews]:
    """Where reviews stand, by clause and place."""
    found = []
    for item, ask in asked.law:
        clause = item.clause
        if not isinstance(clause, CustodyReview) or item.standing != "in force":
            continue
        for standing in clause.standings(ask):
            if standing.people is not None:
                people = standing.people.filter(pl.col("state") != "gone")
                found.append(_counted(clause.id, standing.place.facility, people))
    return found


def unanswered(asked: Asked) -> tuple[Unanswered, ...]:
    """The clauses and places whose reviews cannot be listed, and why."""
    return queue_of(asked).unanswered


def _counted(clause: str, facility: str | None, people: pl.DataFrame) -> Reviews:
    states = {str(state): n for state, n in people.group_by("state").len().iter_rows()}
    released = people.filter((pl.col("state") == "decided") & pl.col("released")).height
    return Reviews(
        clause, facility, len(people), released, states.get("decided", 0) - released,
        states.get("overdue", 0),
        sum(states.get(state, 0) for state in ("due", "waiting", "deferred")),
        states.get("unclear", 0),
    )  # fmt: skip


def waits(asked: Asked) -> Iterator[Waits]:
    """Everyone without a decision, by the court's deadlines, with the reason for the delay."""
    reasons = _deferrals(asked)
    for row in queue_of(asked).open.iter_rows(named=True):
        why, health = _why(row, reasons.get(row["person"], ("", "", "")))
        days = None if row["days"] is None else -row["days"]
        yield Waits(
            row["clause"], row["person"], row["facility"] or "", row["due"], days,
            row["state"] == "deferred", why, health,
        )  # fmt: skip


def _deferrals(asked: Asked) -> dict[str, tuple[str, str, str]]:
    """The latest deferral of each person: who deferred, what is missing, the reason."""
    made = asked.ask.entries_anywhere("decision").filter(pl.col("outcome") == "deferred")
    latest = made.sort("date", "recorded").unique("person", keep="last", maintain_order=True)
    return {
        person: (decider, missing, reason)
        for person, decider, missing, reason in latest.select(
            "person", "decider", "missing", "reason"
        ).iter_rows()
    }


def _why(row: dict[str, Any], deferral: tuple[str, str, str]) -> tuple[str, str]:
    """The reason, and the part of it that may tell of health."""
    decider, missing, reason = deferral
    if row["state"] == "deferred":
        until = f" until {day(row['deferred_until'])}" if row["deferred_until"] else ""
        lacks = f"missing: {missing}" if missing else ""
        return f"deferred{until} by {decider}", "; ".join(filter(None, [reason, lacks]))
    if row["unconfirmed"]:
        return "a decision was made, and no second person confirmed it", ""
    if row["proposal"]:
        return "a decision was proposed and awaits a second person", ""
    if row["state"] == "unclear":
        facts = row["missing"] or []
        said = f"not known whether covered: {some(len(facts), 'fact')} missing"
        return said, listed(facts)
    if decider:
        return f"deferred by {decider}, and the day set has passed", reason
    return "no reason recorded", ""
