"""Tables of whole numbers: which numbers a withheld cell can be, one witness for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from drawdown.report.facts.suppression.attack import Attack, Vector, known
from drawdown.report.facts.suppression.system import State, System


def unreached(
    system: System, states: Sequence[State], cells: Iterable[int]
) -> list[tuple[int, int]]:
    """The cells and numbers of the span that no table of whole numbers gives them.

    Args:
        system: The numbers.
        states: What is shown.
        cells: The cells to look at.

    Returns:
        (cell, number), empty where the promise is kept. Every table found counts for all cells, so
        that far fewer tables are sought than there are questions.
    """
    low, high = system.rule.span
    open_ = {(at, number) for at in cells for number in range(low, high + 1)}
    _strike(open_, np.array([cell.value for cell in system.cells], dtype=np.float64))
    if not open_:
        return []
    lower, upper = known(system, states)
    attack = Attack(system, whole=True)
    chance = np.random.default_rng(0)
    missing = []
    for asked in sorted(open_):
        if asked not in open_:
            continue
        at, number = asked
        attack.bound(lower, upper)
        attack.fix(at, number)
        table = None
        if lower[at] <= number <= upper[at]:
            table = attack.table(chance.integers(-3, 4, len(lower)).astype(np.float64) / 7)
        if table is None:
            missing.append(asked)
            open_.discard(asked)
        else:
            _strike(open_, table)
    return missing


def _strike(open_: set[tuple[int, int]], table: Vector) -> None:
    """Take off the list what a table shows to be possible."""
    found = [(at, number) for at, number in open_ if table[at] == number]
    open_.difference_update(found)
