"""The choice is the smallest there is: on small tables every pattern is tried."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.facts.suppression.making import by_margins, rows

from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import State, System
from drawdown.report.facts.suppression.whole import duties, unreached

NUMBERS = st.sampled_from([0, 0, 1, 3, 7, 10, 11, 12, 15, 30, 50, 100])


def smallest(system: System) -> int:
    """The fewest numbers that can be withheld, by trying every pattern."""
    size = range(len(system.cells))
    forced = [at for at in size if system.small(at)]
    free = [at for at in size if not system.small(at)]
    for extra in range(len(free) + 1):
        for also in combinations(free, extra):
            choices = [
                [State.WITHHELD, State.OVER] if system.cells[at].value else [State.WITHHELD]
                for at in also
            ]
            for states in product(*choices):
                tried = [State.WITHHELD if at in forced else State.SHOWN for at in size]
                for at, state in zip(also, states, strict=True):
                    tried[at] = state
                if not any(unreached(system, tried, duties(system, tried))):
                    return len(forced) + extra
    raise AssertionError("withholding everything keeps the promise")


@settings(max_examples=6)
@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_two_by_two(numbers: list[int]) -> None:
    system = by_margins(*rows(numbers[:2], numbers[2:]))
    pattern = choose(system)
    assert pattern.optimal
    assert pattern.cost == smallest(system)


@settings(max_examples=2)
@given(st.lists(NUMBERS, min_size=6, max_size=6))
def test_two_by_three(numbers: list[int]) -> None:
    system = by_margins(*rows(numbers[:3], numbers[3:]))
    pattern = choose(system)
    assert pattern.optimal
    assert pattern.cost == smallest(system)


@settings(max_examples=3)
@given(st.lists(NUMBERS, min_size=9, max_size=9))
def test_stopped_early_it_says_the_gap(numbers: list[int]) -> None:
    """Out of rounds, a pattern that keeps the promise is still found, with a bound that holds."""
    system = by_margins(*rows(numbers[:3], numbers[3:6], numbers[6:]))
    best, early = choose(system), choose(system, rounds=1)
    assert early.bound <= best.cost <= early.cost
    assert not any(unreached(system, early.states, duties(system, early.states)))
