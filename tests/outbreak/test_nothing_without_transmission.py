"""Where nothing is transmitted and nothing comes from outside, nothing happens."""

from __future__ import annotations

from drawdown.outbreak.ensemble import ensemble
from drawdown.outbreak.parameters import Parameters, defaults
from drawdown.outbreak.setting import Centre, Unit, scenario

UNITS = tuple(Unit(f"dormitory {n}", 40, apart=15) for n in range(5))


def test_nobody_but_the_first_is_infected(plain: Parameters) -> None:
    asked = scenario([Centre("one", UNITS, index=3)], "1.0")
    found = ensemble(asked, plain.fixed(r0=0), replicates=300, seed=1)
    assert set(found.finals[:, -1, 0]) == {3}


def test_without_a_first_infection_and_with_nothing_outside_nobody_is() -> None:
    closed = defaults().fixed(community_daily=0, arrival_infected=0)
    asked = scenario([Centre("one", UNITS, index=0, arrivals=5, exits=5)], "1.0")
    found = ensemble(asked, closed, replicates=300, seed=1)
    assert not found.finals.any()


def test_what_comes_from_outside_alone_infects() -> None:
    asked = scenario([Centre("one", UNITS, index=0)], "1.0")
    by_staff = ensemble(asked, defaults(), replicates=200, seed=1)
    assert by_staff.finals[:, -1, 0].mean() > 20
    arriving = scenario([Centre("one", UNITS, staff=0, index=0, arrivals=5, exits=5)], "1.0")
    by_arrival = ensemble(arriving, defaults(), replicates=200, seed=1)
    assert by_arrival.finals[:, -1, 5].mean() > 0.5
    assert (by_arrival.finals[:, -1, 0] >= by_arrival.finals[:, -1, 5]).all()
