"""With the parameters of Irvine et al. 2020 the model gives what they published.

Michael Irvine, Daniel Coombs, Julianne Skarha et al., "Modeling COVID-19 and Its Impacts on U.S.
Immigration and Customs Enforcement (ICE) Detention Facilities, 2020", J Urban Health 97:439. Their
abstract states a simple stochastic SEIR in 111 facilities, and of day 90: 72% infected with R0 2.5,
nearly 100% with R0 7. What follows is assumed, since it was not to be had from what could be read:
the size of a facility, how many are infected at the start, and the latent and infectious periods.
docs/explanation/outbreak-model.md has the table.
"""

from __future__ import annotations

import pytest

from drawdown.outbreak.ensemble import ensemble
from drawdown.outbreak.parameters import Parameters
from drawdown.outbreak.setting import Centre, Unit, scenario

REPLICATES = 1500


def share_infected(
    plain: Parameters, r0: float, people: int = 345, index: int = 2, latent: float = 5.1,
    infectious: float = 7.0, days: int = 90,
) -> float:  # fmt: skip
    parameters = plain.fixed(r0=r0, latent_days=latent, asymptomatic_days=infectious)
    centre = Centre("one", (Unit("all", people),), staff=0, index=index)
    found = ensemble(scenario([centre], "1.0", days=days), parameters, replicates=REPLICATES)
    return float(found.finals[:, -1, 0].mean()) / people


def test_r0_of_two_and_a_half_infects_near_72_percent_by_day_90(plain: Parameters) -> None:
    assert share_infected(plain, 2.5) == pytest.approx(0.72, abs=0.025)


def test_r0_of_seven_infects_nearly_all(plain: Parameters) -> None:
    assert share_infected(plain, 7) > 0.97


def test_how_the_answer_moves_with_each_assumption(plain: Parameters) -> None:
    base = share_infected(plain, 2.5)
    assert share_infected(plain, 2.5, index=1) < base - 0.15  # 4 in 10 chains die out
    assert share_infected(plain, 2.5, index=5) > base + 0.1  # nearly none does
    assert share_infected(plain, 2.5, people=2000) < base - 0.03  # not over by day 90
    assert share_infected(plain, 2.5, infectious=10) < base - 0.05  # slower, not smaller
    assert share_infected(plain, 2.5, latent=3) > base
    late = share_infected(plain, 2.5, infectious=10, days=365)
    assert late == pytest.approx(share_infected(plain, 2.5, days=365), abs=0.03)
    # and the likely numbers of this project's own file, for one of its likely centres, lie higher
    assert share_infected(plain, 3.5) > base + 0.1
