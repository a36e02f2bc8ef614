"""Paths taken apart into who comes and who leaves, and what becomes of them in each scenario."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.plan.flows import KINDS, Flows
from drawdown.plan.met import first_days
from drawdown.plan.model import fit
from drawdown.plan.paths import Paths, draw
from drawdown.plan.scenarios import BOTH, INTAKE_STOPS, REVIEWS_DOUBLE, WITHOUT_TRANSFERS, changed
from drawdown.plan.streams import Streams, take_apart


def seen(seed: int, days: int = 28, **means: float) -> Flows:
    rng = np.random.default_rng(seed)
    return Flows(
        date(2020, 4, 4), {kind: rng.poisson(means.get(kind, 0.0), days) for kind in KINDS}
    )


def apart(seed: int, paths: int = 200, **means: float) -> tuple[Paths, Streams, Flows]:
    flows = seen(seed, **means)
    counts = 500 - np.cumsum(flows.daily("releases", "removals", "transfers_out")
                             - flows.daily("arrivals", "transfers_in"))  # fmt: skip
    drawn = draw(fit(counts.astype(float)), 60, np.random.default_rng(seed), paths)
    return drawn, take_apart(drawn, flows, np.random.default_rng(seed + 1)), flows


MEANS = st.fixed_dictionaries({
    kind: st.sampled_from([0.0, 0.2, 1.0, 4.0, 9.0])
    for kind in ("arrivals", "transfers_in", "releases", "removals", "transfers_out")
})  # fmt: skip


@given(st.integers(0, 99), MEANS)
def test_the_parts_add_up_to_the_path(seed: int, means: dict[str, float]) -> None:
    paths, parts, _ = apart(seed, 40, **means)
    came = parts.arrivals + parts.transfers_in
    assert (paths[0] + came - parts.exits == paths).all()
    for part in vars(parts).values():
        assert (np.diff(part, axis=0) >= 0).all()
    assert (parts.releases + parts.transfers_out <= parts.exits).all()


@given(st.integers(0, 99), MEANS, st.integers(0, 600))
def test_more_releases_and_fewer_arrivals_never_make_it_later(
    seed: int, means: dict[str, float], limit: int
) -> None:
    paths, parts, _ = apart(seed, 40, **means)
    when = {
        name: first_days(changed(paths, parts, name), limit)
        for name in (INTAKE_STOPS, REVIEWS_DOUBLE, BOTH)
    }
    today = first_days(paths, limit)
    assert (when[INTAKE_STOPS] <= today).all()
    assert (when[REVIEWS_DOUBLE] <= today).all()
    assert (when[BOTH] <= np.minimum(when[INTAKE_STOPS], when[REVIEWS_DOUBLE])).all()


def test_without_intake_the_number_only_falls() -> None:
    paths, parts, _ = apart(3, arrivals=5, releases=3, removals=2, transfers_out=1)
    assert (np.diff(changed(paths, parts, INTAKE_STOPS), axis=0) <= 0).all()


def test_without_transfers_only_those_who_are_moved_differ() -> None:
    paths, parts, _ = apart(4, arrivals=4, transfers_in=1, releases=1, transfers_out=6)
    stays = changed(paths, parts, WITHOUT_TRANSFERS)
    assert (stays == paths + parts.transfers_out - parts.transfers_in).all()
    assert stays[-1].mean() > paths[-1].mean() + 100


def test_nobody_moved_means_nothing_to_leave_out() -> None:
    paths, parts, _ = apart(5, arrivals=4, releases=3)
    assert (changed(paths, parts, WITHOUT_TRANSFERS) == paths).all()


@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_arrivals_and_exits_go_on_in_the_numbers_seen(scale: float) -> None:
    """The mean of both together as in the window, and each way of leaving in its share."""
    means = {
        "arrivals": 3 * scale,
        "releases": 2 * scale,
        "removals": scale,
        "transfers_out": scale,
    }
    _, parts, flows = apart(6, 1000, **means)
    together = (parts.arrivals + parts.exits)[28].mean() / 28
    assert together == pytest.approx(flows.per_day(*KINDS), rel=0.1)
    share = parts.transfers_out[28].sum() / parts.exits[28].sum()
    assert share == pytest.approx(flows.total("transfers_out") / flows.total(*KINDS[2:]), rel=0.1)
