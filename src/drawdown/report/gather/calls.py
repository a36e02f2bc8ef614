"""Check-ins of released people, in numbers; never a failure unless a named person recorded one."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.order.clauses.check_in import CheckIn
from drawdown.order.inquiry.calls import Calls
from drawdown.report.asked import Asked


@dataclass(frozen=True)
class Called:
    """The check-ins of one clause and place."""

    clause: str
    facility: str | None
    calls: Calls


def calls(asked: Asked) -> list[Called]:
    """The check-ins that each `check_in` clause in force counts."""
    return [
        Called(item.clause.id, place.facility, item.clause.calls(ask, place))
        for item, ask in asked.law
        if isinstance(item.clause, CheckIn) and item.standing == "in force"
        for place in item.clause.places(ask)
    ]
