"""The final size of an outbreak in one mixed unit follows the exact Reed–Frost chain binomial."""

from __future__ import annotations

from functools import cache
from math import comb, exp

import numpy as np
import pytest

from drawdown.outbreak.ensemble import ensemble
from drawdown.outbreak.parameters import Parameters
from drawdown.outbreak.setting import Centre, Unit, scenario

REPLICATES = 20_000


def reed_frost(susceptible: int, first: int, escape: float) -> list[float]:
    """The chance of each number infected beside the first, by recursion over generations.

    With s susceptible and i infectious people, each susceptible person escapes with chance
    escape^i; the newly infected are the infectious of the next generation (Abbey 1952, "An
    examination of the Reed–Frost theory of epidemics", Human Biology 24:201).
    """

    @cache
    def spread(s: int, i: int) -> tuple[float, ...]:
        if i == 0 or s == 0:
            return (1.0, *([0.0] * s))
        caught = 1 - escape**i
        total = [0.0] * (s + 1)
        for new in range(s + 1):
            chance = comb(s, new) * caught**new * (1 - caught) ** (s - new)
            for more, then in enumerate(spread(s - new, new)):
                total[new + more] += chance * then
        return tuple(total)

    return list(spread(susceptible, first))


def test_the_recursion_gives_the_textbook_numbers_for_a_household_of_three() -> None:
    q = 0.7  # one infected, two susceptible: q², 2pq², p² + 2p²q (Bailey 1975, chapter 14)
    p = 1 - q
    assert reed_frost(2, 1, q) == pytest.approx([q**2, 2 * p * q**2, p**2 + 2 * p**2 * q])


@pytest.mark.parametrize(("people", "index", "r0"), [(12, 1, 1.5), (40, 2, 2.5), (60, 1, 0.8)])
def test_final_sizes_match_to_monte_carlo_error(
    plain: Parameters, people: int, index: int, r0: float
) -> None:
    # one day exposed, one day infectious, both certain: each generation takes two steps
    parameters = plain.fixed(r0=r0, latent_days=1, asymptomatic_days=1)
    centre = Centre("one", (Unit("a", people),), staff=0, index=index)
    asked = scenario([centre], "1.0", days=2 * people + 2)
    found = ensemble(asked, parameters, replicates=REPLICATES, seed=3).finals[:, -1, 0] - index
    exact = np.array(reed_frost(people - index, index, exp(-r0 / people)))
    observed = np.bincount(found, minlength=exact.size)
    expected = exact * REPLICATES
    kept = expected >= 8  # the rest is put together
    put_together = [*observed[kept], observed[~kept].sum()]
    should_be = [*expected[kept], expected[~kept].sum()]
    chi = sum((o - e) ** 2 / e for o, e in zip(put_together, should_be, strict=True) if e > 0)
    freedom = len(should_be) - 1
    assert chi < freedom + 4 * (2 * freedom) ** 0.5  # four standard deviations
    mean = float(exact @ np.arange(exact.size))
    deviation = float(exact @ (np.arange(exact.size) - mean) ** 2) ** 0.5
    assert abs(found.mean() - mean) < 4 * deviation / REPLICATES**0.5
