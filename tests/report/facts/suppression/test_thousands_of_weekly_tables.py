"""Random tables with totals over one to three weekly pages: linear programming finds nothing.

The attack is SciPy's `linprog` on sums and bounds alone. It pushes one withheld number of many
tables at once, as no two tables share a number. Only a few tables are tried here; how many were in
longer runs, by `DRAWDOWN_FACTS_TABLES=500 DRAWDOWN_FACTS_SEED=1` and so on, stands with what they
found in benchmarks/facts/README.md.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from tests.report.facts.suppression.test_as_little_as_possible_is_withheld import smallest

from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, Relation, State, System

TABLES = int(os.environ.get("DRAWDOWN_FACTS_TABLES", "12"))
SEED = int(os.environ.get("DRAWDOWN_FACTS_SEED", "1"))
NUMBERS = [0, 0, 0, 1, 2, 3, 5, 8, 10, 11, 12, 15, 20, 30, 60, 100]
MOST = 100_000
AT_ONCE = 50
"""So many tables are attacked together."""


@dataclass(frozen=True)
class Weeks:
    """What was published of one table, week after week: every number, and its state at the end."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    states: tuple[State, ...]
    proved: bool
    weeks: int = 1


def two_ways(shape: tuple[int, int], name: str, at: dict[tuple[int, int], int]) -> System:
    """A table with a total of each row, each column, and all."""
    cells = {f"{name} {r},{c}": value for (r, c), value in at.items()}
    sums: dict[str, list[str]] = {}
    for r, c in at:
        for total in (f"{name} {r},+", f"{name} +,{c}", f"{name} +,+"):
            sums.setdefault(total, []).append(f"{name} {r},{c}")
    cells |= {total: sum(cells[part] for part in parts) for total, parts in sums.items()}
    return System.of(
        [Cell(key, value, 2 if "+" in key else 1) for key, value in cells.items()],
        [{total: -1, **dict.fromkeys(parts, 1)} for total, parts in sums.items()],
    )


def published(chance: random.Random) -> Weeks:
    """Pages of one to three weeks: each shows its week and the weeks so far; earlier ones stay."""
    shape = (chance.randint(2, 3), 2)
    every = list(product(*map(range, shape)))
    so_far = dict.fromkeys(every, 0)
    cells: dict[str, Cell] = {}
    rows: list[dict[str, int]] = []
    states: dict[str, State] = {}
    proved = True
    for week in range(chance.choices((1, 2, 3), (12, 3, 1))[0]):
        new = {at: chance.choice(NUMBERS) for at in every}
        for name, numbers in ((f"week {week}", new), (f"until {week}",
                              {at: so_far[at] + new[at] for at in every})):  # fmt: skip
            table = two_ways(shape, name, numbers)
            cells |= {cell.key: cell for cell in table.cells}
            rows += [{table.cells[at].key: f for at, f in one} for one in table.relations]
        if week:
            rows += [{f"until {week} {r},{c}": -1, f"until {week - 1} {r},{c}": 1,
                      f"week {week} {r},{c}": 1} for r, c in every]  # fmt: skip
        else:
            rows += [{f"until 0 {r},{c}": -1, f"week 0 {r},{c}": 1} for r, c in every]
        so_far = {at: so_far[at] + new[at] for at in every}
        system = System.of([_known(cell, states) for cell in cells.values()], rows)
        pattern = choose(system)
        proved = proved and pattern.optimal
        for cell, state in zip(system.cells, pattern.states, strict=True):
            if cell.cost:
                states[cell.key] = state
    return Weeks(system.cells, system.relations,
                 tuple(states[cell.key] for cell in system.cells), proved, week + 1)  # fmt: skip


def _known(cell: Cell, states: dict[str, State]) -> Cell:
    """A number as the next page finds it: what an earlier page says of it is known."""
    state = states.get(cell.key)
    if state is None:
        return cell
    return replace(
        cell,
        cost=0,
        pinned=state is State.SHOWN,
        least=11 * (state is State.OVER),
        secret=state is State.WITHHELD,
    )


def reach(tables: Sequence[Weeks]) -> list[tuple[str, float, float]]:
    """The lowest and the highest that each withheld number can be, by linear programming."""
    starts = np.cumsum([0, *(len(one.cells) for one in tables)])
    entries = []
    rows = 0
    for start, one in zip(starts[:-1], tables, strict=True):
        for relation in one.relations:
            entries += [(rows, start + at, factor) for at, factor in relation]
            rows += 1
    row, column, factor = np.array(entries).T
    sums = csr_array((factor.astype(float), (row, column)), shape=(rows, starts[-1]))
    bounds = [
        (cell.value, cell.value) if state is State.SHOWN
        else (11 if state is State.OVER else 0, MOST)
        for one in tables for cell, state in zip(one.cells, one.states, strict=True)
    ]  # fmt: skip
    hidden = [[start + at for at, state in enumerate(one.states) if state is State.WITHHELD]
              for start, one in zip(starts[:-1], tables, strict=True)]  # fmt: skip
    keys = [cell.key for one in tables for cell in one.cells]
    found = []
    for turn in range(max(map(len, hidden))):
        asked = [each[turn] for each in hidden if turn < len(each)]
        cost = np.zeros(starts[-1])
        cost[asked] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            answer = linprog(sign * cost, A_eq=sums, b_eq=np.zeros(rows), bounds=bounds)
            assert answer.success, answer.message
            ends.append(answer.x)
        found += [(keys[at], float(ends[0][at]), float(ends[1][at])) for at in asked]
    return found


def test_linear_programming_recovers_no_number_of_any_table() -> None:
    chance = random.Random(SEED)  # noqa: S311
    tables = [published(chance) for _ in range(TABLES)]
    for one in tables:
        assert one.proved
        for cell, state in zip(one.cells, one.states, strict=True):
            assert state is State.WITHHELD or not 1 <= cell.value <= 10
    found = [one for start in range(0, TABLES, AT_ONCE)
             for one in reach(tables[start : start + AT_ONCE])]  # fmt: skip
    narrowed = [each for each in found if each[1] > 1 + 1e-6 or each[2] < 10 - 1e-6]
    numbers = sum(len(one.cells) for one in tables)
    weeks = Counter(one.weeks for one in tables)
    print(f"{len(tables)} tables ({weeks[1]}, {weeks[2]} and {weeks[3]} of 1, 2 and 3 weeks), "
          f"{numbers} numbers, {len(found)} withheld and attacked, "
          f"{len(narrowed)} narrowed")  # fmt: skip
    assert found
    assert narrowed == []


def test_the_attack_finds_a_number_that_a_total_gives_away() -> None:
    """That the attack can find something: a small number hidden alone in its row."""
    table = two_ways((2, 2), "week", {(0, 0): 4, (0, 1): 30, (1, 0): 20, (1, 1): 40})
    states = tuple(State.WITHHELD if 1 <= cell.value <= 10 else State.SHOWN for cell in table.cells)
    ((key, low, high),) = reach([Weeks(table.cells, table.relations, states, proved=False)])
    assert (key, round(low), round(high)) == ("week 0,0", 4, 4)


def test_no_more_is_withheld_than_a_tenth_over_the_smallest() -> None:
    chance = random.Random(SEED + 1)  # noqa: S311
    ours = least = 0
    for _ in range(max(3, TABLES // 20)):
        at = {(r, c): chance.choice(NUMBERS) for r in range(2) for c in range(2)}
        plain = two_ways((2, 2), "week", at)
        system = replace(plain, cells=tuple(replace(cell, cost=1) for cell in plain.cells))
        ours, least = ours + choose(system).cost, least + smallest(system)
    print(f"withheld {ours}, by trying every pattern {least}")
    assert least <= ours <= 1.1 * least
