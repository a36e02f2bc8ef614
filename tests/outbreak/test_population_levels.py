"""A scenario holds the share it names; fewer people and more room mean less infection."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.outbreak.ensemble import ensemble, ensembles
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.kernel import crowding
from drawdown.outbreak.layout import laid_out
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import Centre, During, Unit, at_share, scenario

CENTRE = Centre("one", tuple(Unit(f"u{n}", 50, 20) for n in range(4)))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=9), st.floats(0.01, 2))
def test_each_unit_is_thinned_alike_and_the_total_is_the_nearest_whole(people, share) -> None:
    held = at_share(people, share)
    assert sum(held) == int(sum(people) * share + 0.5)
    assert all(abs(h - p * share) < 1 for h, p in zip(held, people, strict=True))


def test_distanced_holds_in_no_unit_more_than_can_keep_apart() -> None:
    found = scenario([CENTRE, Centre("two", (Unit("v", 5, 9),))], "distanced")
    assert found.held == (20, 20, 20, 20, 5)


@pytest.mark.parametrize("name", ["0", "-1", "lots", "4", "nan", ""])
def test_any_other_population_is_refused(name: str) -> None:
    with pytest.raises(OutbreakError, match="expected a share"):
        scenario([CENTRE], name)


def test_distanced_needs_to_know_how_many_can_keep_apart() -> None:
    with pytest.raises(OutbreakError, match="not known how many can keep apart in v"):
        scenario([Centre("two", (Unit("v", 5),))], "distanced")


@given(
    st.floats(1, 500), st.floats(1, 500), st.floats(0, 500), st.floats(0, 1), st.floats(0, 0.9),
    st.floats(1, 2),
)  # fmt: skip
def test_more_people_in_the_same_space_never_means_less_contact(
    now, then, apart, density, spacing, more
) -> None:
    few = crowding(now, then, apart, density, spacing)
    many = crowding(now * more, then, apart, density, spacing)
    assert many >= few - 1e-9
    assert crowding(then, then, apart, density, spacing) == pytest.approx(1)


def test_at_each_lower_population_a_smaller_share_is_infected() -> None:
    asked = [scenario([CENTRE], name) for name in ("1.0", "0.75", "distanced")]
    found = ensembles(asked, defaults(), replicates=400)
    shares = [one.finals[:, -1, 0].mean() / one.scenario.people for one in found]
    assert shares == sorted(shares, reverse=True)


def test_scenarios_run_together_are_those_run_alone() -> None:
    asked = [
        scenario([CENTRE], "0.5", days=30),
        scenario([CENTRE], "1.0", days=30, measures=[During("masks", 3)]),
    ]
    together = ensembles(asked, defaults(), replicates=250, seed=4)
    alone = [ensemble(one, defaults(), replicates=250, seed=4) for one in asked]
    for one, other in zip(together, alone, strict=True):
        assert (one.finals == other.finals).all()
        assert (one.levels == other.levels).all()


def test_ranges_are_the_same_counted_as_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = scenario([CENTRE], "0.5", days=30)
    few = ensemble(asked, defaults(), replicates=300)  # more replicates than values: counted
    monkeypatch.setattr("drawdown.outbreak.ensemble.bound_on_people", lambda _: 10_000)
    same = ensemble(asked, defaults(), replicates=300)  # sorted
    assert (few.levels == same.levels).all()
    assert (few.mean == same.mean).all()


def test_arrivals_come_at_their_rate_and_groups_keep_their_numbers() -> None:
    centre = Centre("one", (Unit("a", 30), Unit("b", 10, groups=(1, 2, 3, 4))), arrivals=0.7)
    layout = laid_out(scenario([centre], "1.0", days=100), defaults())
    assert layout.arrivals.sum() == 70
    assert layout.arrivals[:, 0].sum() == pytest.approx(52, abs=1)
    assert layout.people[1].tolist() == [1, 2, 3, 4]
