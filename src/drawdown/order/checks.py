"""What the parts of an order must agree on: ids, dates, facilities, statements of capacity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from pydantic import BaseModel

from drawdown.errors import nearest
from drawdown.order.clauses.clause import Clause
from drawdown.order.document import ChangeMade, ClauseText, Order
from drawdown.order.due import PER_PERSON, Due
from drawdown.order.errors import Problem
from drawdown.order.toml import Block

T = TypeVar("T")


def check_order(order: Order, front: Block) -> list[Problem]:
    """Everything on which the parts of an order contradict each other, with lines."""
    return [
        *_header(order, front),
        *_rulings(order),
        *_clauses(order),
        *_changes(order),
    ]


def _header(order: Order, front: Block) -> Iterator[Problem]:
    header = order.header
    facilities = [facility.id for facility in header.facilities]
    statements = {statement.id: statement for statement in header.capacity}
    for index, id_ in _repeated(facilities):
        yield front.problem(("facilities", index, "id"), f"the facility '{id_}' stands twice")
    names = {id_: id_ for id_ in facilities}
    for index, one in enumerate(header.facilities):
        for key, name in [("name", one.name), *(("codes", code) for code in one.codes)]:
            other = names.setdefault(name.lower(), one.id)
            if other != one.id:
                yield front.problem(
                    ("facilities", index, key),
                    f"'{name}' already names the facility '{other}'; expected a name of its own",
                )
    for index, id_ in _repeated([statement.id for statement in header.capacity]):
        yield front.problem(("capacity", index, "id"), f"the statement '{id_}' stands twice")
    for index, statement in enumerate(header.capacity):
        if statement.facility not in facilities:
            yield front.problem(
                ("capacity", index, "facility"), _no("facility", statement.facility, facilities)
            )
    for facility, id_ in header.governing.items():
        where = ("governing", facility)
        if facility not in facilities:
            yield front.problem(where, _no("facility", facility, facilities))
        elif id_ not in statements:
            yield front.problem(where, _no("capacity statement", id_, statements))
        elif statements[id_].facility != facility:
            yield front.problem(
                where, f"'{id_}' is a statement about {statements[id_].facility}, not {facility}"
            )
    versions = [(criteria.id, criteria.starting) for criteria in header.criteria]
    for index, (id_, starting) in _repeated(versions):
        yield front.problem(
            ("criteria", index), f"two versions of the criterion '{id_}' start on {starting}"
        )


def _rulings(order: Order) -> Iterator[Problem]:
    before: date | None = None
    for section in order.sections:
        day = section.ruling.day
        if before and day < before:
            yield Problem(order.file, section.line, (
                f"the ruling '{section.ruling.id}' was entered on {day}, before the one above it "
                f"({before}); expected rulings in the order in which they were entered"
            ))  # fmt: skip
        before = day


def _clauses(order: Order) -> Iterator[Problem]:
    facilities = [facility.id for facility in order.header.facilities]
    rulings = [ruling.id for ruling in order.rulings]
    for text in order.clauses.values():
        for version in text.versions:
            clause = version.clause
            for id_ in clause.facilities:
                if id_ not in facilities:
                    yield _problem(order, text, _no("facility", id_, facilities))
            if clause.begins and clause.ends and clause.ends <= clause.begins:
                yield _problem(
                    order, text, f"it ends on {clause.ends}, not after it begins ({clause.begins})"
                )
            for due in dues_of(clause):
                if due.on and due.on < text.ruling.day:
                    yield _problem(order, text, (
                        f"it is due on {due.on}, before it was ordered ({text.ruling.day})"
                    ))  # fmt: skip
                if due.ruling and due.ruling not in rulings:
                    yield _problem(order, text, _no("ruling", due.ruling, rulings))
                known = [*rulings, *PER_PERSON]
                if due.of not in ("order", *known) and (not due.of or nearest(due.of, rulings)):
                    yield _problem(order, text, _no("ruling or trigger", due.of, known))
            for message in clause.contradictions(order.header, order.clauses):
                yield _problem(order, text, message)


def _changes(order: Order) -> Iterator[Problem]:
    for made in order.changes:
        for id_ in made.clauses:
            text = order.clauses.get(id_)
            if text and made.effective < text.ruling.day:
                yield Problem(order.file, made.line, (
                    f"it changes '{id_}' from {made.effective}, before that clause was ordered "
                    f"({text.ruling.day})"
                ))  # fmt: skip
        if made.change.until and made.change.until <= made.effective:
            yield Problem(order.file, made.line, (
                f"it is over on {made.change.until}, not after it begins ({made.effective})"
            ))  # fmt: skip
        yield from _unstayed(order, made)


def _unstayed(order: Order, made: ChangeMade) -> Iterator[Problem]:
    if made.change.action not in ("lift stay", "reinstate"):
        return
    undone = ("stay",) if made.change.action == "lift stay" else ("reverse", "vacate", "end")
    idle = [
        id_
        for id_ in made.clauses
        if not any(
            id_ in other.clauses
            and other.change.action in undone
            and other.effective <= made.effective
            and other.ruling.day <= made.ruling.day  # nobody undoes what is yet to be ruled
            for other in order.changes
        )
    ]
    for id_ in idle:
        # Of a whole ruling it undoes what there is to undo; of a clause that it names, something.
        if id_ in made.change.clauses or idle == list(made.clauses):
            yield Problem(order.file, made.line, (
                f"'{made.change.action}' finds nothing to undo for '{id_}'; expected an earlier "
                f"change that is one of {', '.join(undone)}"
            ))  # fmt: skip


def dues_of(clause: Clause) -> Iterator[Due]:
    """Every due date in a clause's values, those inside others included."""
    yield from _dues([getattr(clause, name) for name in type(clause).model_fields])


def _dues(values: Iterable[object]) -> Iterator[Due]:
    for value in values:
        if isinstance(value, Due):
            if value.within or value.on:
                yield value
            yield from _dues([*value.later_of, *value.earlier_of])
        elif isinstance(value, tuple | list):
            yield from _dues(value)
        elif isinstance(value, BaseModel):
            yield from _dues([getattr(value, name) for name in type(value).model_fields])


def _repeated(items: list[T]) -> Iterator[tuple[int, T]]:
    counts: Counter[T] = Counter()
    for index, item in enumerate(items):
        counts[item] += 1
        if counts[item] == 2:
            yield index, item


def _no(what: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    return f"there is no {what} '{name}'; expected one of {', '.join(names)}{nearest(name, names)}"


def _problem(order: Order, text: ClauseText, message: str) -> Problem:
    return Problem(order.file, text.line, f"clause '{text.id}': {message}")
