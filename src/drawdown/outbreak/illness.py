"""One step of the illness: of a unit's group, of a centre's staff, and of who is found."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from drawdown.outbreak.states import (
    AQ,
    COMMUNITY,
    DIE,
    FIND_A,
    FIND_I,
    FIND_P,
    FIND_V,
    INTENSIVE_DAYS,
    LATENT,
    LEAVE_A,
    LEAVE_AQ,
    LEAVE_C,
    LEAVE_E,
    LEAVE_H,
    LEAVE_I,
    LEAVE_IQ,
    LEAVE_P,
    LEAVE_PQ,
    LEAVE_V,
    LEAVE_VQ,
    MQ,
    PQ,
    PRE,
    SA,
    SE,
    SEVERE,
    SEVERE_Q,
    SHARE_A,
    SHARE_WITHOUT,
    SI,
    SP,
    SR,
    SS,
    STAFF_A,
    STAFF_E,
    STAFF_I,
    STAFF_INFECT,
    STAFF_P,
    STAFF_SHARE_A,
    SYMPTOMS,
    TO_HOSPITAL,
    TO_INTENSIVE,
    VQ,
    WARD,
    WITHOUT,
    A,
    C,
    D,
    E,
    H,
    M,
    P,
    R,
    S,
    V,
)
from drawdown.outbreak.streams import binomial, uniform


@njit(cache=True, nogil=True)
def chance(dt: Any, days: Any) -> Any:
    """The chance to leave a state of that mean length within a step."""
    return min(1.0, dt / days)


@njit("int64(uint64, int64, int64, int64, int64, float64)", cache=True, nogil=True)
def part(key: Any, process: Any, now: Any, where: Any, n: Any, p: Any) -> Any:
    """A binomial draw that costs nothing where there is nobody."""
    if n == 0:
        return 0
    return binomial(n, p, uniform(key, process, now, where))


@njit(cache=True, nogil=True)
def fall_ill(
    key: Any, now: Any, dt: Any, cell: Any, where: Any, new: Any, numbers: Any, hospital: Any,
    intensive: Any, death: Any,
) -> None:  # fmt: skip
    """One step of the illness of a unit's group, `new` people infected in it."""
    over, end = chance(dt, numbers[WITHOUT]), chance(dt, numbers[SYMPTOMS])
    onset, to_bed = chance(dt, numbers[PRE]), chance(dt, numbers[TO_HOSPITAL])
    shown = part(key, LEAVE_E, now, where, cell[E], chance(dt, numbers[LATENT]))
    without = part(key, SHARE_A, now, where, shown, numbers[SHARE_WITHOUT])
    p, pq = (part(key, LEAVE_P, now, where, cell[P], onset),
             part(key, LEAVE_PQ, now, where, cell[PQ], onset))  # fmt: skip
    severe = part(key, SEVERE, now, where, p, hospital)
    severe_q = part(key, SEVERE_Q, now, where, pq, hospital)
    a = part(key, LEAVE_A, now, where, cell[A], over)
    aq = part(key, LEAVE_AQ, now, where, cell[AQ], over)
    i = part(key, LEAVE_I, now, where, cell[M], end)
    iq = part(key, LEAVE_IQ, now, where, cell[MQ], end)
    v = part(key, LEAVE_V, now, where, cell[V], to_bed)
    vq = part(key, LEAVE_VQ, now, where, cell[VQ], to_bed)
    worst = part(key, TO_INTENSIVE, now, where, v + vq, intensive)
    h = part(key, LEAVE_H, now, where, cell[H], chance(dt, numbers[WARD]))
    c = part(key, LEAVE_C, now, where, cell[C], chance(dt, numbers[INTENSIVE_DAYS]))
    died = part(key, DIE, now, where, c, death)
    cell[S] -= new
    cell[E] += new - shown
    cell[P] += shown - without - p
    cell[A] += without - a
    cell[M] += p - severe - i
    cell[V] += severe - v
    cell[PQ] -= pq
    cell[AQ] -= aq
    cell[MQ] += pq - severe_q - iq
    cell[VQ] += severe_q - vq
    cell[H] += v + vq - worst - h
    cell[C] += worst - c
    cell[R] += a + i + aq + iq + h + c - died
    cell[D] += died


@njit(cache=True, nogil=True)
def find(key: Any, now: Any, cell: Any, where: Any, tested: Any, noticed: Any) -> Any:
    """Isolate who is found infectious, by a test or by symptoms. Returns how many."""
    p = part(key, FIND_P, now, where, cell[P], tested)
    a = part(key, FIND_A, now, where, cell[A], tested)
    i = part(key, FIND_I, now, where, cell[M], noticed)
    v = part(key, FIND_V, now, where, cell[V], noticed)
    cell[P] -= p
    cell[A] -= a
    cell[M] -= i
    cell[V] -= v
    cell[PQ] += p
    cell[AQ] += a
    cell[MQ] += i
    cell[VQ] += v
    return p + a + i + v


@njit(cache=True, nogil=True)
def work(
    key: Any, now: Any, dt: Any, cell: Any, where: Any, force: Any, numbers: Any,
    staff_infected: Any, centre: Any,
) -> None:  # fmt: skip
    """One step of a centre's staff."""
    caught = -np.expm1(-(force + numbers[COMMUNITY]) * dt)
    new = binomial(cell[SS], caught, uniform(key, STAFF_INFECT, now, where))
    shown = binomial(cell[SE], chance(dt, numbers[LATENT]), uniform(key, STAFF_E, now, where))
    without = binomial(shown, numbers[SHARE_WITHOUT], uniform(key, STAFF_SHARE_A, now, where))
    ill = binomial(cell[SP], chance(dt, numbers[PRE]), uniform(key, STAFF_P, now, where))
    over = binomial(cell[SA], chance(dt, numbers[WITHOUT]), uniform(key, STAFF_A, now, where))
    well = binomial(cell[SI], chance(dt, numbers[SYMPTOMS]), uniform(key, STAFF_I, now, where))
    cell[SS] -= new
    cell[SE] += new - shown
    cell[SP] += shown - without - ill
    cell[SA] += without - over
    cell[SI] += ill - well
    cell[SR] += over + well
    staff_infected[centre] += new
