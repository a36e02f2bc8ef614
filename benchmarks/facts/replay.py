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
from itertools import product

from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, State, System

MOST = 11
SECRETS = 3


def replay(most: int = MOST) -> tuple[int, int, int]:
    """How many pages withhold a small number, and of how many one is narrowed by either reader."""
    known: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    unknown: dict[tuple[object, ...], set[tuple[int, ...]]] = defaultdict(set)
    made: dict[tuple[int, tuple[int, ...]], tuple[object, ...]] = {}
    for numbers in product(range(most + 1), repeat=3):
        for secret in range(SECRETS):
            page = _page(numbers, secret)
            made[secret, numbers] = page
            known[(secret, *page)].append(numbers)
            unknown[page].add(numbers)
    pages = with_secret = without = 0
    for (secret, numbers), page in made.items():
        small = [at for at in range(3) if 1 <= numbers[at] <= 10]
        # Only where the numbers tried reach far enough to say that a number cannot be.
        if not small or max(numbers) > 3:
            continue
        pages += 1
        with_secret += any(_narrowed(known[(secret, *page)], at, most) for at in small)
        without += any(_narrowed(unknown[page], at, most) for at in small)
    return pages, with_secret, without


def _narrowed(tables: object, at: int, most: int) -> bool:
    return len({table[at] for table in tables} & set(range(1, 11))) < 10  # type: ignore[attr-defined]


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
