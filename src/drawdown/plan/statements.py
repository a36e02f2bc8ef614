"""A cap under each statement of capacity that may govern, where the order does not say which does.

A percentage of a disputed capacity is a limit for every side. What is undetermined stays so; but
each side's own limit has a pace, and whoever settles the dispute should see what each comes to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drawdown.order.clauses.population import Population
from drawdown.order.header import CapacityStatement
from drawdown.order.inquiry import Inquiry, Outcome, Place

Chosen = tuple[CapacityStatement, ...]
"""The statements taken to govern: one for each facility of the place."""


def outlooks(
    clause: Population, ask: Inquiry, place: Place
) -> Iterator[tuple[Chosen, list[Outcome]]]:
    """The answers for each step of a clause, under each choice of statements.

    Of a single facility, under each of its statements that is a number; of several together, under
    the lowest of each and under the highest, between which every other choice lies. Nothing where
    a facility has no statement that is a number.

    Returns:
        Each choice with its answers, which are in the order of `Population.outlook`.
    """
    for chosen in _choices(clause, ask, place):
        governing = {statement.facility: statement.id for statement in chosen}
        variant = clause.model_copy(update={"governing": {**clause.governing, **governing}})
        yield chosen, variant.outlook(ask, place)


def in_words(chosen: Chosen) -> str:
    """The statements in words, the first few of many."""
    more = f" and {len(chosen) - 3:,} more" if len(chosen) > 3 else ""
    return "; ".join(str(one) for one in chosen[:3]) + more


def _choices(clause: Population, ask: Inquiry, place: Place) -> Iterator[Chosen]:
    open_ = [id_ for id_ in place.ids if not _closed(ask, id_)]
    stated = {id_: _stated(clause, ask, id_) for id_ in open_}
    if not open_ or not all(stated.values()):
        return
    if len(open_) == 1:
        yield from ((one,) for one in stated[open_[0]])
        return
    lowest = tuple(min(stated[id_], key=_people) for id_ in open_)
    highest = tuple(max(stated[id_], key=_people) for id_ in open_)
    yield lowest
    if sum(map(_people, lowest)) != sum(map(_people, highest)):
        yield highest


def _stated(clause: Population, ask: Inquiry, facility: str) -> list[CapacityStatement]:
    """The statements of a facility that are numbers; the one that governs, where one does."""
    header: Mapping[str, str] = ask.header.governing
    governs = clause.governing.get(facility) or ("" if clause.of else header.get(facility, ""))
    return [
        one for one in ask.header.capacity
        if one.facility == facility and one.people is not None
        and (one.id == governs if governs else clause.of is None or one.kind == clause.of)
    ]  # fmt: skip


def _people(statement: CapacityStatement) -> int:
    return statement.people or 0


def _closed(ask: Inquiry, facility: str) -> bool:
    closed = ask.header.facility(facility).closed
    return closed is not None and closed <= ask.on
