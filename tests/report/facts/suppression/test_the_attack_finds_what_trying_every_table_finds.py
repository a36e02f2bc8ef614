"""The audit's answer is that of trying every table of whole numbers that agrees with the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.facts.suppression.making import as_page, by_margins, compositions

from drawdown.report.facts.audit import attack
from drawdown.report.facts.suppression.system import State, System

SHAPES = [(2, 2), (2, 3), (2, 2, 2)]
TABLES: dict[tuple[int, int], np.ndarray] = {}


def every_table(total: int, parts: int) -> np.ndarray:
    """Every table of so many numbers with a grand total, one in each row."""
    if (total, parts) not in TABLES:
        TABLES[total, parts] = np.array(list(compositions(total, parts)), dtype=np.int16)
    return TABLES[total, parts]


def possible(system: System, states: Sequence[State], finest: int) -> dict[str, set[int]]:
    """What each withheld number can be, by trying every table."""
    total = next(cell.value for cell in system.cells if set(cell.key) == {"+", ","})
    every = every_table(total, finest)
    values = {cell.key: every[:, at] for at, cell in enumerate(system.cells[:finest])}
    for relation in system.relations:
        (result,) = [system.cells[at].key for at, factor in relation if factor == -1]
        parts = [values[system.cells[at].key] for at, factor in relation if factor == 1]
        values[result] = np.sum(parts, axis=0)
    agree = np.ones(len(every), dtype=bool)
    for cell, state in zip(system.cells, states, strict=True):
        if state is State.SHOWN:
            agree &= values[cell.key] == cell.value
        elif state is State.OVER:
            agree &= values[cell.key] > 10
    return {
        cell.key: set(values[cell.key][agree].tolist()) & set(range(1, 11))
        for cell, state in zip(system.cells, states, strict=True) if state is State.WITHHELD
    }  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[System, list[State], int]:
    """A small table with its totals, and any pattern at all that shows the grand total."""
    shape = draw(st.sampled_from(SHAPES))
    every = list(product(*(range(size) for size in shape)))
    most = 3 if len(every) > 6 else 5
    numbers = {at: draw(st.integers(0, most)) for at in every}
    if len(every) <= 6 and draw(st.booleans()):
        numbers[every[0]] += 8
    system = by_margins(numbers, shape)
    states = []
    for cell in system.cells:
        grand = set(cell.key) == {"+", ","}
        options = [State.SHOWN, State.WITHHELD] + ([State.OVER] if cell.value > 10 else [])
        states.append(State.SHOWN if grand else draw(st.sampled_from(options)))
    return system, states, len(every)


@settings(max_examples=40)
@given(tables())
def test_the_audit_narrows_exactly_what_can_be_narrowed(
    made: tuple[System, list[State], int],
) -> None:
    system, states, finest = made
    found = {one.key: set(one.can_be) for one in attack([as_page(system, states)]).narrowed}
    tried = possible(system, states, finest)
    assert found == {key: can_be for key, can_be in tried.items() if len(can_be) < 10}
