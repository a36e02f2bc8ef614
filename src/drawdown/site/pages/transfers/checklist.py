"""The checklist that the order imposes before a person may be moved.

Each item is answered by the clause's own rule, for a transfer at the moment asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import polars as pl

from drawdown.finding.check import clock_of
from drawdown.order.calendar import Computed
from drawdown.order.clauses.clause import Clause
from drawdown.order.clauses.supply import Supply
from drawdown.order.clauses.transfer import Transfer
from drawdown.order.document import Order
from drawdown.order.inquiry import Inquiry
from drawdown.order.inquiry.before_transfer import PROOF, Requirement, recorded
from drawdown.order.inquiry.preceding import NO, UNKNOWN, YES
from drawdown.order.inquiry.supplied import spelled
from drawdown.order.law import InForce, law_on
from drawdown.record.record import Record
from drawdown.site.pages.transfers.moved import in_words

Answer = Literal["done", "to do", "unclear"]
_ANSWERS: dict[int, Answer] = {NO: "to do", UNKNOWN: "unclear", YES: "done"}


@dataclass(frozen=True)
class Item:
    """One thing that must come before the transfer.

    Attributes:
        clause: The clause's id, and its title.
        needs: What it needs, in the order's words.
        kind: The kind of entry that records it.
        answer: Whether the record has it, and in time.
        date: When it was last done, on which day; and the time where known.
        by: Who recorded it.
        entry: The entry's id.
        what: Of a screening, which; of a notice, the topic; of a handout, the item.
        late: Whether it was done, but longer before than the clause allows.
    """

    clause: str
    title: str
    needs: str
    kind: str
    answer: Answer
    date: date | None
    at: datetime | None
    by: str
    entry: str
    what: str
    late: bool


@dataclass(frozen=True)
class Bar:
    """A clause under which nobody may be transferred."""

    clause: str
    title: str
    demand: str
    exceptions: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """Everything that the order asks before a person leaves a facility.

    Attributes:
        items: What must come first.
        bars: Clauses that forbid the transfer whatever comes first.
        exceptions: The exceptions that clauses name, in the order's words.
        ahead: Clauses that bind later, with their day.
        follow: Whether the order's obligations follow the person.
    """

    items: tuple[Item, ...]
    bars: tuple[Bar, ...]
    exceptions: tuple[str, ...]
    ahead: tuple[tuple[str, date], ...]
    follow: bool

    @property
    def lacking(self) -> list[Item]:
        """What is not done, or not known to have been done in time."""
        return [item for item in self.items if item.answer != "done"]

    @property
    def forbidden(self) -> bool:
        """Whether the order forbids the transfer as things stand."""
        return bool(self.lacking or self.bars)


def checklist(
    order: Order, record: Record, person: str, facility: str, at: datetime, known: date | None
) -> Checklist:
    """What the order asks before a person leaves a facility at a moment.

    Args:
        order: The order.
        record: The record, or what of it is about the person.
        person: The person's number.
        facility: The facility left.
        at: When the person would leave.
        known: As known at the end of this day; None: everything known now.
    """
    on = at.astimezone(order.header.zone).date()
    view = record.as_known(known)
    clock = clock_of(order, view, on, known)
    items: list[Item] = []
    bars: list[Bar] = []
    exceptions: list[str] = []
    ahead: list[tuple[str, date]] = []
    follow = False
    for law in law_on(order, on, known):
        clause = law.clause
        if law.standing != "in force" or facility not in (clause.facilities or (facility,)):
            continue
        if not isinstance(clause, Transfer) and not _on_transfer(clause):
            continue
        ask = Inquiry(on, law.since, view, order.header, clock)
        due = clause.first_due()
        answer = clock.compute_by(due, on) if due else None
        if isinstance(answer, Computed) and answer.date > on:
            ahead.append((clause.title or clause.id, answer.date))
            continue
        if isinstance(clause, Supply):
            items += _to_hand_out(ask, law, clause, person, at)
            continue
        if not isinstance(clause, Transfer):
            continue
        follow = follow or clause.obligations_follow
        exceptions += clause.exceptions
        if clause.barred:
            bars.append(
                Bar(clause.id, clause.title or clause.id, clause.demand(), clause.exceptions)
            )
        for requirement in clause.requires:
            items += _items(ask, law, clause, requirement, person, at)
    return Checklist(
        tuple(items), tuple(bars), tuple(dict.fromkeys(exceptions)), tuple(ahead), follow
    )


def _on_transfer(clause: Clause) -> bool:
    return isinstance(clause, Supply) and clause.to == "transferred"


def _leaving(ask: Inquiry, person: str, at: datetime) -> pl.DataFrame:
    """The transfer that is asked about, as a row of the kind that the clause's rule reads."""
    empty = ask.view.entries("transfer").clear()
    row = pl.DataFrame({
        "n": [0], "person": [person], "date": [ask.on], "date_at": [at.astimezone(UTC)],
    }).cast({"n": pl.UInt32, "date_at": empty.schema["date_at"]})  # fmt: skip
    return pl.concat([empty.with_row_index("n"), row], how="diagonal")


def _items(
    ask: Inquiry, law: InForce, clause: Transfer, requirement: Requirement, person: str,
    at: datetime,
) -> list[Item]:  # fmt: skip
    """One item, or one for each screening that is required."""
    which = clause.screenings if requirement == "screening" and clause.screenings else ("",)
    kind = PROOF[requirement]
    span = clause.at_most_before.get(requirement)
    found = []
    for one in which:
        screenings = (one,) if one else ()
        number = recorded(
            ask, _leaving(ask, person, at), requirement, at_most=span, screenings=screenings,
            topic=clause.topic,
        )[0]  # fmt: skip
        done = _last(ask, kind, person, _about(requirement, one, clause))
        said = in_words(requirement, clause.model_copy(update={"screenings": screenings}))
        found.append(
            _item(law, said, kind, _ANSWERS[int(number)], done, one or clause.topic
                  if requirement != "mask" else "mask")
        )  # fmt: skip
    return found


def _about(requirement: Requirement, which: str, clause: Transfer) -> pl.Expr:
    if requirement == "mask":
        return pl.col("item").str.to_lowercase().is_in(["mask", "masks"])
    if requirement == "screening" and which:
        return pl.col("what").str.to_lowercase() == which.lower()
    if requirement == "notice" and clause.topic:
        return pl.col("topic").str.to_lowercase() == clause.topic.lower()
    return pl.lit(value=True)


def _to_hand_out(
    ask: Inquiry, law: InForce, clause: Supply, person: str, at: datetime
) -> list[Item]:  # fmt: skip
    """What a clause on supplies asks to be given to whoever is transferred."""
    found = []
    for item in clause.items:
        own = pl.col("item").str.to_lowercase().is_in(spelled(item))
        done = _last(ask, "handout", person, own & (pl.col("to").cast(pl.String) == "transferred"))
        near = done is not None and done["date"] == ask.on
        found.append(
            _item(law, f"{item}, handed to the person", "handout", "done" if near else "to do",
                  done, item)
        )  # fmt: skip
    return found


def _last(
    ask: Inquiry, kind: str, person: str, about: pl.Expr
) -> dict[str, object] | None:  # fmt: skip
    entries = ask.entries_anywhere(kind).filter((pl.col("person") == person) & about)
    if entries.is_empty():
        return None
    return entries.sort("date", "date_at", nulls_last=False).row(-1, named=True)


def _item(
    law: InForce, needs: str, kind: str, answer: Answer, done: dict[str, object] | None, what: str
) -> Item:
    clause = law.clause
    row: dict[str, object] = done or {}
    day, at = row.get("date"), row.get("date_at")
    late = done is not None and answer == "to do"
    return Item(
        clause.id, clause.title or clause.id, needs, kind, answer,
        day if isinstance(day, date) else None, at if isinstance(at, datetime) else None,
        str(row.get("by", "")), str(row.get("id", "")), what, late,
    )  # fmt: skip
