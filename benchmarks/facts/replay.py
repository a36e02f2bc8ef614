"""What a reader learns who runs the choice on every table that could lie behind a page.

The promise of the page holds for whoever knows everything on it. It does not speak of a reader who
asks as well why this pattern was chosen and not another: who tries each table that agrees with the
page, and drops those of which the choice would have shown something else. No choice that withholds
as little as possible can keep that from telling something (docs/explanation/small-numbers.md says
why); so ties are settled by a secret of the record. Here every row of three numbers and their total
is tried, once by a reader who knows the secret and once by one who does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, State, System

MOST = 11
SECRETS = 2


def replay(most: int = MOST) -> tuple[int, float, float, int, int]:
    """What either reader learns.

    Returns:
        How many small numbers there are; how many of 1 to 10 each can still be, on average, for a
        reader who has the secret and for one who has not; and how many numbers either knows.
    """
    known: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    unknown: dict[tuple[object, ...], set[tuple[int, ...]]] = defaultdict(set)
    made: dict[tuple[int, tuple[int, ...]], tuple[object, ...]] = {}
    for numbers in product(range(most + 1), repeat=3):
        for secret in range(SECRETS):
            page = _page(numbers, secret)
            made[secret, numbers] = page
            known[(secret, *page)].append(numbers)
            unknown[page].add(numbers)
    left: list[tuple[int, int]] = []
    for (secret, numbers), page in made.items():
        small = [at for at in range(3) if 1 <= numbers[at] <= 10]
        # Only where the numbers tried reach far enough to say that a number cannot be.
        if not small or max(numbers) > 3:
            continue
        left += [(_left(known[(secret, *page)], at), _left(unknown[page], at)) for at in small]
    both = [sum(pair[which] for pair in left) / len(left) for which in (0, 1)]
    exact = [sum(pair[which] == 1 for pair in left) for which in (0, 1)]
    return len(left), both[0], both[1], exact[0], exact[1]


def _left(tables: Iterable[tuple[int, ...]], at: int) -> int:
    """How many of 1 to 10 a number can be."""
    return len({table[at] for table in tables} & set(range(1, 11)))


def _page(numbers: tuple[int, ...], secret: int) -> tuple[object, ...]:
    cells = [Cell(str(at), value) for at, value in enumerate(numbers)]
    cells.append(Cell("+", sum(numbers)))
    preferences = [(secret * 7 + at * (secret + 3)) % 10 for at in range(4)]
    system = System.of(cells, [{"+": -1, "0": 1, "1": 1, "2": 1}])
    pattern = choose(system, preferences)
    return tuple(
        cell.value if state is State.SHOWN else str(state)
        for cell, state in zip(cells, pattern.states, strict=True)
    )
