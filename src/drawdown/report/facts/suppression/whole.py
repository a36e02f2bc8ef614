"""Tables of whole numbers: which numbers a withheld cell can be, one witness for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from drawdown.report.facts.suppression.attack import Attack, Vector, known
from drawdown.report.facts.suppression.system import State, System


def duties(system: System, states: Sequence[State]) -> list[int]:
    """The cells of which every number of the span must remain possible."""
    if not system.rule.floor:
        return [at for at in range(len(states)) if system.small(at)]
    return [at for at, state in enumerate(states) if state is State.WITHHELD]


def unreached(
    system: System, states: Sequence[State], cells: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """The cells and numbers of the span that no table of whole numbers gives them.

    Args:
        system: The numbers.
        states: What is shown.
        cells: The cells to look at.

    Yields:
        (cell, number); nothing where the promise is kept. Every table found counts for all cells,
        so that far fewer tables are sought than there are questions.
    """
    low, high = system.rule.span
    open_ = {(at, number) for at in cells for number in range(low, high + 1)}
    _strike(open_, np.array([cell.value for cell in system.cells], dtype=np.float64))
    if not open_:
        return
    lower, upper = known(system, states)
    relaxed = Attack(system)
    whole: Attack | None = None
    chance = np.random.default_rng(0)
    for asked in sorted(open_):
        if asked not in open_:
            continue
        at, number = asked
        costs = chance.integers(-3, 4, len(lower)) / 7.0
        table = None
        if lower[at] <= number <= upper[at]:
            table = _table(relaxed, lower, upper, asked, costs)
            if table is not None and not _is_whole(relaxed, table):
                whole = whole or Attack(system, whole=True)
                table = _table(whole, lower, upper, asked, costs)
        if table is None:
            open_.discard(asked)
            yield asked
        else:
            _strike(open_, table)


def _table(
    attack: Attack, lower: Vector, upper: Vector, asked: tuple[int, int], costs: Vector
) -> Vector | None:
    attack.bound(lower, upper)
    attack.fix(*asked)
    return attack.table(costs)


def _is_whole(attack: Attack, table: Vector) -> bool:
    """Whether a table is one of whole numbers, with relations that hold to the last digit."""
    rounded = np.rint(table)
    if np.abs(table - rounded).max() > 1e-6:
        return False
    return attack.sums.hold(rounded.astype(np.int64))


def _strike(open_: set[tuple[int, int]], table: Vector) -> None:
    """Take off the list what a table shows to be possible."""
    rounded = np.rint(table)
    open_.difference_update({(at, number) for at, number in open_ if rounded[at] == number})
