"""Answers from outside: worked examples of the literature on cell suppression."""

from __future__ import annotations

from tests.report.facts.suppression.making import by_margins, hidden, rows

from drawdown.report.facts.suppression.attack import Attack
from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Rule

INVESTMENT = rows([20, 50, 10], [8, 19, 22], [17, 32, 12])
"""Investment of enterprises by activity (rows I to III) and region (columns A to C), the example of
Fischetti and Salazar-González (2001), Management Science 47(7), figures 1 and 2. Cell II-C, 22, is
sensitive; the sum of what is withheld is to be smallest."""


def test_the_example_of_fischetti_and_salazar() -> None:
    sensitive = Rule(low=22, high=22, floor=0, span=(17, 27))
    system = by_margins(*INVESTMENT, cost=lambda value: value, rule=sensitive)
    pattern = choose(system)
    assert hidden(system, pattern) == {"1,0", "1,2", "2,0", "2,2"}  # II and III, A and C
    assert (pattern.cost, pattern.bound) == (8 + 22 + 17 + 12, 59)


def test_what_the_reader_of_the_example_can_work_out() -> None:
    """In the paper the attacker finds that II-C lies from 5 to 30."""
    sensitive = Rule(low=22, high=22, floor=0, span=(17, 27))
    system = by_margins(*INVESTMENT, cost=lambda value: value, rule=sensitive)
    attack = Attack(system)
    attack.know(choose(system).states)
    at = [cell.key for cell in system.cells].index("1,2")
    assert (attack.push(at, up=False).value, attack.push(at, up=True).value) == (5, 30)


def test_the_multipliers_prove_the_bound() -> None:
    """Linear programming duality: the number is the product of the weights with any table."""
    sensitive = Rule(low=22, high=22, floor=0, span=(17, 27))
    system = by_margins(*INVESTMENT, cost=lambda value: value, rule=sensitive)
    attack = Attack(system)
    attack.know(choose(system).states)
    at = [cell.key for cell in system.cells].index("1,2")
    for up in (True, False):
        weights = attack.push(at, up=up).weights
        assert round(float(weights @ attack.values), 6) == 22


def test_two_small_numbers_that_make_a_small_total_hide_the_total_too() -> None:
    """One row, 3 and 4: shown, the total of 7 would leave each at most 7."""
    system = by_margins(*rows([3, 4, 90], [60, 70, 80]))
    pattern = choose(system)
    assert {"0,0", "0,1"} <= hidden(system, pattern)
    assert pattern.optimal


def test_nothing_small_hides_nothing() -> None:
    system = by_margins(*rows([30, 0, 90], [60, 70, 80]))
    assert choose(system).cost == 0


def test_a_zero_alone_is_shown() -> None:
    system = by_margins(*rows([3, 0, 90, 50], [60, 70, 80, 40], [50, 0, 60, 70]))
    assert not hidden(system, choose(system)) & {"0,1", "2,1"}
