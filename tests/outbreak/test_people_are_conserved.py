"""On every path nobody is lost and nobody appears, whatever the scenario."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drawdown.outbreak import states
from drawdown.outbreak.ensemble import paths
from drawdown.outbreak.layout import laid_out
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import MEASURES, Centre, During, Movement, Transfer, Unit, scenario

units = st.lists(st.integers(0, 60), min_size=1, max_size=4)
DAYS = 30


@given(
    sizes=st.lists(units, min_size=1, max_size=3),
    index=st.integers(0, 80),
    rates=st.tuples(st.floats(0, 6), st.floats(0, 6)),
    moves=st.lists(
        st.tuples(
            st.integers(0, DAYS - 1), st.integers(0, 11), st.integers(0, 11), st.integers(0, 50)
        ),
        max_size=6,
    ),
    measures=st.lists(
        st.tuples(st.sampled_from(MEASURES), st.integers(0, DAYS), st.integers(1, 9)), max_size=4
    ),
    r0=st.floats(0, 20),
    steps=st.sampled_from([1, 3]),
    seed=st.integers(0, 2**62),
)
def test_held_and_left_and_died_add_up_on_every_day(
    sizes, index, rates, moves, measures, r0, steps, seed
) -> None:
    if not sum(map(sum, sizes)):
        return
    centres = [
        Centre(f"c{c}", tuple(Unit(f"u{u}", n, n // 3) for u, n in enumerate(group)),
               index=index, arrivals=rates[0], exits=rates[1])
        for c, group in enumerate(sizes)
    ]  # fmt: skip
    number = sum(map(len, sizes))
    movement = Movement(transfers=[Transfer(d, f % number, t % number, n) for d, f, t, n in moves])
    asked = scenario(
        centres, "1.0", days=DAYS, movement=movement, steps=steps,
        measures=[During(name, start, every=every) for name, start, every in measures],
    )  # fmt: skip
    layout = laid_out(asked, defaults())
    out, ends = paths(asked, defaults().fixed(r0=r0), seed=seed, replicates=[0, 1])
    arrived = np.concatenate([[0], layout.arrivals.sum(axis=1).cumsum()])
    total = out[:, :, :, [states.HELD, states.DEATHS, states.LEFT]].sum(axis=(2, 3))
    assert (total == asked.people + arrived).all()
    assert (ends >= 0).all()
    assert (out >= 0).all()
    for measure in (states.INFECTED, states.DEATHS, states.LEFT, states.STAFF_INFECTED):
        assert (np.diff(out[..., measure].astype(int), axis=1) >= 0).all()
    assert (out[..., states.INFECTED].sum(axis=2) <= asked.people + arrived).all()
    assert (out[..., states.STAFF_INFECTED] <= layout.staff).all()
    assert (out[..., states.INTENSIVE] <= out[..., states.HOSPITAL]).all()
