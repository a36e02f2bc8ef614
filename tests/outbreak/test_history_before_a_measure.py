"""A measure, a transfer or a parameter that comes in later does not change what was before."""

from __future__ import annotations

import numpy as np
import pytest

from drawdown.outbreak import states
from drawdown.outbreak.ensemble import paths
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import MEASURES, Centre, During, Movement, Transfer, Unit, scenario

CENTRES = [
    Centre("one", tuple(Unit(f"a{n}", 60, 20) for n in range(3)), index=2, arrivals=2, exits=2),
    Centre("two", tuple(Unit(f"b{n}", 50, 20) for n in range(2)), index=1),
]
START = 17


def run(**changed) -> np.ndarray:
    asked = scenario(CENTRES, "1.0", days=60, **changed)
    return paths(asked, defaults(), seed=11, replicates=range(20))[0]


@pytest.mark.parametrize("measure", MEASURES)
def test_history_is_the_same_before_a_measure_begins_and_differs_after(measure) -> None:
    without, with_it = run(), run(measures=[During(measure, START)])
    assert (without[:, : START + 1] == with_it[:, : START + 1]).all()
    assert (without[:, START + 1 :] != with_it[:, START + 1 :]).any()


def test_a_transfer_changes_nothing_before_its_day() -> None:
    moved = run(movement=Movement(transfers=[Transfer(START, 0, 4, 30)]))
    without = run()
    assert (without[:, : START + 1] == moved[:, : START + 1]).all()
    assert (without[:, START + 1 :] != moved[:, START + 1 :]).any()


def test_a_measure_in_one_centre_s_absence_leaves_a_later_one_alone() -> None:
    early, both = (
        run(measures=[During("masks", 5)]),
        run(measures=[During("masks", 5), During("testing", 30)]),
    )
    assert (early[:, :31] == both[:, :31]).all()


def test_measures_help_with_the_same_draws() -> None:
    without = run()[:, -1, :, states.INFECTED].sum(axis=1)
    for measure in MEASURES:
        helped = run(measures=[During(measure, 0, every=2)])[:, -1, :, states.INFECTED].sum(axis=1)
        assert helped.mean() <= without.mean() + 1, measure
