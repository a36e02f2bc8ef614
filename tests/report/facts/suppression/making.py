"""Tables to protect: their cells, the sums that tie them, and a page made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from drawdown.report.facts.release import Release, Shown
from drawdown.report.facts.suppression.system import Cell, Pattern, Rule, State, System


def by_margins(
    numbers: Mapping[tuple[int, ...], int],
    shape: Sequence[int],
    *,
    cost: Callable[[int], int] = lambda value: 1,
    margins: Sequence[tuple[bool, ...]] | None = None,
    rule: Rule | None = None,
) -> System:
    """A table of any number of ways with its totals.

    Args:
        numbers: By coordinates.
        shape: How many there are in each direction.
        cost: What a number costs.
        margins: Which sums are printed, by which directions are kept; every one where none is
            given. The finest numbers are there in any case, on no page where they are not printed.
        rule: The rule, where it is not that of the page.
    """
    printed = set(margins or product((True, False), repeat=len(shape)))
    every = list(product(*(range(size) for size in shape)))
    cells = {_key(at): Cell(_key(at), numbers[at], cost(numbers[at]) if all_kept in printed else 0)
             for all_kept in [(True,) * len(shape)] for at in every}  # fmt: skip
    relations = []
    for kept in sorted(printed - {(True,) * len(shape)}, reverse=True):
        sums: dict[str, list[tuple[int, ...]]] = {}
        for at in every:
            name = ",".join(str(n) if keep else "+" for n, keep in zip(at, kept, strict=True))
            sums.setdefault(name, []).append(at)
        for name, parts in sums.items():
            value = sum(numbers[at] for at in parts)
            cells[name] = Cell(name, value, cost(value))
            relations.append({name: -1, **{_key(at): 1 for at in parts}})
    return System.of(list(cells.values()), relations, rule)


def _key(at: Sequence[int]) -> str:
    return ",".join(map(str, at))


def rows(*lines: Sequence[int]) -> tuple[dict[tuple[int, ...], int], tuple[int, int]]:
    """A two-way table as `by_margins` takes it."""
    numbers = {(r, c): value for r, line in enumerate(lines) for c, value in enumerate(line)}
    return dict(numbers), (len(lines), len(lines[0]))


def hidden(system: System, pattern: Pattern) -> set[str]:
    """The keys of the numbers that a pattern does not show."""
    pairs = zip(system.cells, pattern.states, strict=True)
    return {cell.key for cell, state in pairs if state is not State.SHOWN and cell.cost}


def as_page(system: System, states: Sequence[State], on: date = date(2020, 5, 14)) -> Release:
    """A page that shows a system in these states."""
    numbers = {
        cell.key: Shown(state, cell.value if state is State.SHOWN else None)
        for cell, state in zip(system.cells, states, strict=True) if cell.cost
    }  # fmt: skip
    relations = tuple(
        {system.cells[at].key: factor for at, factor in relation} for relation in system.relations
    )
    return Release(on.isoformat(), on, "", on, {}, {}, {}, numbers, relations, ())


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to make a total of so many whole numbers, 0 included."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)
