"""A pattern that keeps the promise where nothing better was found: all withheld, then less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drawdown.report.facts.suppression.master import Master
from drawdown.report.facts.suppression.system import FactsError, State, System
from drawdown.report.facts.suppression.whole import duties, unreached


def greedy(system: System, master: Master) -> tuple[State, ...]:
    """Withhold everything, then show one number after the other while the promise is kept.

    Raises:
        FactsError: A small number cannot be protected whatever is withheld.
    """
    full = [State.SHOWN if of.hide is None else State.WITHHELD for of in master.switches]
    if not _kept(system, full):
        raise FactsError("a small number cannot be protected whatever is withheld")
    states = full
    for at in _dearest(system):
        for state in (State.SHOWN, State.OVER):
            if states[at] is not State.WITHHELD or not _allowed(system, at, state):
                continue
            tried = [*states[:at], state, *states[at + 1 :]]
            if _kept(system, tried):
                states = tried
                break
    return tuple(states)


def _kept(system: System, states: Sequence[State]) -> bool:
    """Whether a pattern keeps the promise."""
    return next(unreached(system, states, duties(system, states)), None) is None


def _dearest(system: System) -> Iterator[int]:
    yield from sorted(range(len(system.cells)), key=lambda at: (-system.cells[at].cost, at))


def _allowed(system: System, at: int, state: State) -> bool:
    cell = system.cells[at]
    if system.small(at):
        return False
    if state is State.SHOWN:
        return not cell.hidden or cell.value < system.rule.low
    return cell.value >= max(system.rule.floor, 1)
