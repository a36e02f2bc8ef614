"""The law in force on a day, as known on a day: each clause as it then read, and whether it bound.

A ruling is known from the day it was entered. What it says may hold from an earlier or later day;
so a reversal that reaches back is law on the days before it only for those who ask afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from drawdown.order.clauses.clause import Clause
from drawdown.order.document import ChangeMade, ClauseText, Order
from drawdown.order.ruling import ENDING
from drawdown.order.words import day

Standing = Literal["in force", "stayed", "ended", "not begun"]


@dataclass(frozen=True)
class InForce:
    """A clause on a day.

    Attributes:
        text: The clause where it stands in the file.
        clause: The clause as it read that day.
        readings: The same under each other account of its words.
        standing: Whether it bound anybody that day.
        since: The day from which it first bound, or binds, as it stands.
        why: In a sentence, where it does not bind: which ruling, from when.
        changes: What had been done to it by then, oldest first.
    """

    text: ClauseText
    clause: Clause
    readings: tuple[Clause, ...]
    standing: Standing
    since: date
    why: str
    changes: tuple[ChangeMade, ...]


def law_on(order: Order, on: date, known: date | None = None) -> list[InForce]:
    """Every clause ruled by `on`, as known on `known` (None: everything known now)."""
    return [
        _in_force(order, text, on, known)
        for text in order.clauses.values()
        if text.ruling.day <= on and _known(text.ruling.day, known)
    ]


def _known(ruled: date, known: date | None) -> bool:
    return known is None or ruled <= known


def _in_force(order: Order, text: ClauseText, on: date, known: date | None) -> InForce:
    version = text.version_on(on, known)
    clause = version.clause
    changes = tuple(
        made for made in order.changes
        if text.id in made.clauses and made.effective <= on and _known(made.ruling.day, known)
    )  # fmt: skip
    begins = clause.begins or text.ruling.day
    standing, why = _standing(clause, begins, changes, on)
    return InForce(text, clause, version.readings, standing, begins, why, changes)


def _standing(
    clause: Clause, begins: date, changes: tuple[ChangeMade, ...], on: date
) -> tuple[Standing, str]:
    ended: ChangeMade | None = None
    stays: list[ChangeMade] = []
    for made in sorted(changes, key=lambda m: (m.effective, m.ruling.day)):
        match made.change.action:
            case action if action in ENDING:
                ended = made
            case "reinstate":
                ended = None
            case "stay":
                stays.append(made)
            case "lift stay":
                stays.clear()
            case _:
                pass
    if ended:
        done = {"reverse": "Reversed", "vacate": "Vacated", "end": "Ended"}[ended.change.action]
        return "ended", f"{done} from {day(ended.effective)} by {ended.ruling.name}."
    if clause.ends and on >= clause.ends:
        return "ended", f"By its own terms it ended on {day(clause.ends)}."
    running = [stay for stay in stays if stay.change.until is None or on < stay.change.until]
    if running:
        stayed = running[-1]
        until = f" until {day(stayed.change.until)}" if stayed.change.until else ""
        return "stayed", f"Stayed from {day(stayed.effective)}{until} by {stayed.ruling.name}."
    if on < begins:
        return "not begun", f"It begins on {day(begins)}."
    return "in force", ""
