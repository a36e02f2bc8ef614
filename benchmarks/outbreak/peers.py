"""The peers: the same model in plain NumPy over all replicates at once, and Covasim."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from drawdown.outbreak.layout import laid_out, numbers_of
from drawdown.outbreak.parameters import Parameters
from drawdown.outbreak.setting import Scenario


@dataclass(frozen=True)
class Timed:
    """Processor seconds that a way took for one replicate, and infected by day in each run."""

    seconds: float
    infected: Any


def in_numpy(scenario: Scenario, parameters: Parameters, replicates: int) -> Timed:
    """One centre without staff or movement: every state an array over replicates, units, groups."""
    layout = laid_out(scenario, parameters)
    begun = time.process_time()
    draw = np.random.default_rng(1).binomial
    drawn = numbers_of(scenario, parameters, 1, np.arange(replicates))
    number = {name: value[:, None, None] for name, value in drawn.drawn.items()}
    beta, hospital = drawn.values[:, 0][:, None, None], drawn.hospital[:, None, :]
    intensive, death = drawn.intensive[:, None, :], drawn.death[:, None, :]
    shape = (replicates, *layout.people.shape)
    s = np.broadcast_to(layout.people, shape).copy()
    e, p, a, m, v, h, c, r, d = (np.zeros(shape, np.int64) for _ in range(9))
    s[:, 0, 0] -= 1
    e[:, 0, 0] += 1
    infected = [np.ones(replicates, np.int64)]

    def leave(people: Any, days: str) -> Any:
        return draw(people, np.minimum(1.0, 1.0 / number[days]))

    for _ in range(scenario.days):
        sources = (p + m + v + number["asymptomatic_infects"] * a).sum(axis=2, keepdims=True)
        present = (s + e + p + a + m + v + r).sum(axis=2, keepdims=True)
        crowd = (present / layout.then[None, :, None]) ** number["density"]
        force = beta * crowd * (
            (1 - number["mixing"]) * sources / np.maximum(present, 1)
            + number["mixing"] * sources.sum(axis=1, keepdims=True)
            / present.sum(axis=1, keepdims=True)
        )  # fmt: skip
        new = draw(s, -np.expm1(-force))
        shown = leave(e, "latent_days")
        without = draw(shown, np.broadcast_to(number["asymptomatic_share"], shape))
        ill = leave(p, "presymptomatic_days")
        severe = draw(ill, np.broadcast_to(hospital, shape))
        a_out, m_out = leave(a, "asymptomatic_days"), leave(m, "symptomatic_days")
        bed = leave(v, "days_to_hospital")
        worst = draw(bed, np.broadcast_to(intensive, shape))
        h_out, c_out = leave(h, "ward_days"), leave(c, "intensive_days")
        died = draw(c_out, np.broadcast_to(death, shape))
        s -= new
        e += new - shown
        p += shown - without - ill
        a += without - a_out
        m += ill - severe - m_out
        v += severe - bed
        h += bed - worst - h_out
        c += worst - c_out
        d += died
        r += a_out + m_out + h_out + c_out - died
        infected.append(infected[-1] + new.sum(axis=(1, 2)))
    return Timed((time.process_time() - begun) / replicates, np.stack(infected, 1))


def in_covasim(people: int, days: int, runs: int) -> Timed:
    """Covasim's random population with its own parameters, immunity lasting; one warm-up run."""
    import covasim

    def one(seed: int) -> Any:
        sim = covasim.Sim(
            pop_size=people, pop_type="random", n_days=days, pop_infected=1, rand_seed=seed,
            use_waning=False, verbose=0,
        )  # fmt: skip
        sim.run()
        return np.asarray(sim.results["cum_infections"].values)

    one(0)
    begun = time.process_time()
    found = [one(seed) for seed in range(1, runs + 1)]
    return Timed((time.process_time() - begun) / runs, np.stack(found))
