"""Whatever the table, the audit cannot narrow a number that the choice withholds."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.facts.suppression.making import as_page, by_margins

from drawdown.report.facts.audit import attack
from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, State, System

NUMBERS = st.sampled_from([0, 0, 0, 1, 2, 3, 5, 8, 10, 11, 12, 15, 19, 20, 30, 60, 100])


def keeps_its_promise(system: System) -> None:
    """Nothing small is shown, the proof is complete, and an independent attack finds nothing."""
    pattern = choose(system)
    for cell, state in zip(system.cells, pattern.states, strict=True):
        if 1 <= cell.value <= 10:
            assert state is State.WITHHELD
    assert pattern.optimal
    assert attack([as_page(system, pattern.states)]).narrowed == ()


@settings(max_examples=20)
@given(st.data(), st.integers(2, 5), st.integers(2, 5))
def test_two_ways(data: st.DataObject, rows: int, columns: int) -> None:
    numbers = {at: data.draw(NUMBERS) for at in product(range(rows), range(columns))}
    keeps_its_promise(by_margins(numbers, (rows, columns)))


@settings(max_examples=2)
@given(st.data(), st.sampled_from([(2, 2, 2), (2, 3, 3), (3, 2, 2)]))
def test_three_ways(data: st.DataObject, shape: tuple[int, int, int]) -> None:
    numbers = {at: data.draw(NUMBERS) for at in product(*map(range, shape))}
    keeps_its_promise(by_margins(numbers, shape))


@settings(max_examples=10)
@given(st.data())
def test_linked_tables_whose_finest_numbers_stand_nowhere(data: st.DataObject) -> None:
    """Facility × kind, kind × week and facility × week, of which no page shows the three together.

    The finest numbers are protected too, as nobody may derive them either.
    """
    shape = (2, 3, 2)
    numbers = {at: data.draw(NUMBERS) for at in product(*map(range, shape))}
    margins = [(True, True, False), (False, True, True), (True, False, True), (False, True, False)]
    keeps_its_promise(by_margins(numbers, shape, margins=margins))


@settings(max_examples=10)
@given(st.data(), st.lists(st.integers(1, 3), min_size=2, max_size=4))
def test_a_hierarchy(data: st.DataObject, sizes: list[int]) -> None:
    """Regions of places, by two kinds: totals of totals."""
    cells: list[Cell] = []
    relations: list[dict[str, int]] = []

    def add(key: str, parts: list[str]) -> None:
        value = sum(cell.value for cell in cells if cell.key in parts)
        cells.append(Cell(key, value))
        relations.append({key: -1, **dict.fromkeys(parts, 1)})

    for region, size in enumerate(sizes):
        for place in range(size):
            cells += [Cell(f"{region}.{place}.{kind}", data.draw(NUMBERS)) for kind in "ab"]
            add(f"{region}.{place}", [f"{region}.{place}.{kind}" for kind in "ab"])
        for kind in "ab":
            add(f"{region}..{kind}", [f"{region}.{place}.{kind}" for place in range(size)])
        add(f"{region}", [f"{region}..{kind}" for kind in "ab"])
    for kind in "ab":
        add(f"all.{kind}", [f"{region}..{kind}" for region in range(len(sizes))])
    add("all", [f"{region}" for region in range(len(sizes))])
    relations.append({"all": -1, "all.a": 1, "all.b": 1})
    keeps_its_promise(System.of(cells, relations))


@settings(max_examples=15)
@given(st.data(), st.integers(1, 4))
def test_weeks_that_follow_each_other(data: st.DataObject, weeks: int) -> None:
    """Held before + came − left = held after, and sums of those who came and left."""
    cells = [Cell("held 0", data.draw(st.integers(0, 200)) + 400)]
    relations: list[dict[str, int]] = []
    for week in range(1, weeks + 1):
        came, left = data.draw(NUMBERS), data.draw(NUMBERS)
        cells += [Cell(f"came {week}", came), Cell(f"left {week}", left),
                  Cell(f"held {week}", cells[-1].value + came - left if week == 1 else
                       _held(cells, week - 1) + came - left)]  # fmt: skip
        relations.append({f"held {week - 1}": 1, f"came {week}": 1, f"left {week}": -1,
                          f"held {week}": -1})  # fmt: skip
    for what in ("came", "left"):
        parts = [f"{what} {week}" for week in range(1, weeks + 1)]
        cells.append(Cell(what, sum(cell.value for cell in cells if cell.key in parts)))
        relations.append({what: -1, **dict.fromkeys(parts, 1)})
    keeps_its_promise(System.of(cells, relations))


def _held(cells: list[Cell], week: int) -> int:
    return next(cell.value for cell in cells if cell.key == f"held {week}")
