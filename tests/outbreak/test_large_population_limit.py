"""In a large population the model is the solution of its differential equations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from drawdown.outbreak import states
from drawdown.outbreak.ensemble import paths
from drawdown.outbreak.parameters import Parameters, defaults
from drawdown.outbreak.setting import Centre, Unit, scenario

PEOPLE = 10_000_000
INDEX = 20_000
DAYS = 60


def test_a_seir_epidemic_follows_its_differential_equations(plain: Parameters) -> None:
    latent, infectious, r0 = 4.0, 5.0, 2.5
    parameters = plain.fixed(r0=r0, latent_days=latent, asymptomatic_days=infectious)

    def slope(_: float, y: list[float]) -> list[float]:
        s, e, i, _total = y
        new = r0 / infectious * s * i
        return [-new, new - e / latent, e / latent - i / infectious, new]

    begin = INDEX / PEOPLE
    exact = solve_ivp(
        slope, (0, DAYS), [1 - begin, begin, 0, begin], t_eval=range(DAYS + 1), rtol=1e-9
    ).y[3]
    errors = []
    for steps in (2, 32):
        asked = scenario(
            [Centre("one", (Unit("a", PEOPLE),), staff=0, index=INDEX)], "1.0",
            days=DAYS, steps=steps,
        )  # fmt: skip
        out, _ = paths(asked, parameters, seed=1, replicates=[0])
        errors.append(np.abs(out[0, :, 0, states.INFECTED] / PEOPLE - exact).max())
    assert errors[1] < 0.01
    assert errors[1] < errors[0] / 4  # the error falls with the step


def test_every_state_and_the_staff_follow_their_equations() -> None:
    p = defaults().likely().fixed(mixing=0.0, density=0.0, spacing_effect=0.0)
    number = {name: one.value for name, one in p.by_name.items()}
    hospital, intensive, death = (
        np.array([getattr(group, kind)[1] for group in p.groups])
        for kind in ("hospital", "intensive", "death")
    )
    shares = np.array([group.share for group in p.groups])
    staff, steps = PEOPLE // 4, 32
    ill = float(hospital @ shares)
    a, f = number["asymptomatic_share"], number["asymptomatic_infects"]
    days = a * f * number["asymptomatic_days"] + (1 - a) * (
        number["presymptomatic_days"]
        + (1 - ill) * number["symptomatic_days"] + ill * number["days_to_hospital"]
    )  # fmt: skip
    beta = number["r0"] / days
    groups = len(shares)

    def slope(_: float, y: np.ndarray) -> np.ndarray:
        s, e, pre, without, mild, severe, ward, worst, _, _ = y[: 10 * groups].reshape(10, groups)
        ws, we, wp, wa, wi = y[10 * groups :]
        sources = (pre + mild + severe + f * without).sum()
        inside = sources / (y[: 6 * groups].sum() + recovered(y))
        at_work = (wp + f * wa + (1 - number["staff_stay_home"]) * wi) / staff
        force = beta * (inside + number["staff_contact"] * at_work)
        on_staff = beta * (
            number["staff_contact"] * sources / staff + number["staff_among_staff"] * at_work
        ) + number["community_daily"]  # fmt: skip
        shown, onset = e / number["latent_days"], pre / number["presymptomatic_days"]
        bed = severe / number["days_to_hospital"]
        out_c = worst / number["intensive_days"]
        held = [
            -force * s,
            force * s - shown,
            (1 - a) * shown - onset,
            a * shown - without / number["asymptomatic_days"],
            (1 - hospital) * onset - mild / number["symptomatic_days"],
            hospital * onset - bed,
            (1 - intensive) * bed - ward / number["ward_days"],
            intensive * bed - out_c,
            death * out_c,
            force * s,
        ]
        work = [
            -on_staff * ws,
            on_staff * ws - we / number["latent_days"],
            (1 - a) * we / number["latent_days"] - wp / number["presymptomatic_days"],
            a * we / number["latent_days"] - wa / number["asymptomatic_days"],
            wp / number["presymptomatic_days"] - wi / number["symptomatic_days"],
        ]
        return np.concatenate([np.concatenate(held), work])

    def recovered(y: np.ndarray) -> float:
        """Whoever is in none of the other states."""
        return float(PEOPLE - y[: 9 * groups].sum())

    begin = np.zeros(10 * groups + 5)
    begin[:groups] = (PEOPLE - INDEX) * shares
    begin[groups : 2 * groups] = INDEX * shares
    begin[10 * groups] = staff
    exact = solve_ivp(slope, (0, DAYS), begin, t_eval=range(DAYS + 1), rtol=1e-8, atol=1e-3).y
    centre = Centre("one", (Unit("a", PEOPLE),), staff=staff, index=INDEX)
    out, _ = paths(scenario([centre], "1.0", days=DAYS, steps=steps), p, seed=2, replicates=[0])
    found = out[0, :, 0]
    sums = exact[: 10 * groups].reshape(10, groups, -1).sum(axis=1)
    for measure, should_be in (
        (states.INFECTED, sums[9] + INDEX),
        (states.HOSPITAL, sums[6] + sums[7]),
        (states.INTENSIVE, sums[7]),
        (states.DEATHS, sums[8]),
        (states.STAFF_INFECTED, staff - exact[10 * groups]),
    ):
        scale = should_be.max()
        assert found[:, measure] / scale == pytest.approx(should_be / scale, abs=0.03), measure
