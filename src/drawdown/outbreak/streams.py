"""Random numbers by counter: each is a function of what it decides, and of nothing drawn before it.

A number is keyed by the seed, the replicate, the process that asks (infection, onset, testing, …),
the step and the cell. So a process that is switched on later, or one that is added, changes no
other number: two scenarios that agree up to a day have the same history up to that day, and differ
after it only by what differs between them (common random numbers).

The mixing is the finaliser of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom
number generators", OOPSLA; constants by Stafford, mix 13), applied to the counter and again to
counter and key.
"""

from __future__ import annotations

import math
from typing import Any
from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

WEYL = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
_27, _28, _30, _31, _56, _11 = (np.uint64(n) for n in (27, 28, 30, 31, 56, 11))
ONE = np.uint64(1)
HALF_STEP = 2.0**-54
"""Added to each number, so that none is 0 or 1."""


@njit("uint64(uint64)", cache=True, nogil=True)
def mix(z: Any) -> Any:
    """Mix 64 bits so that each bit of the answer depends on all of them."""
    z = (z ^ (z >> _30)) * FIRST
    z = (z ^ (z >> _27)) * SECOND
    return z ^ (z >> _31)


@njit("uint64(uint64, int64)", cache=True, nogil=True)
def key_of(seed: Any, replicate: Any) -> Any:
    """The key of one replicate."""
    return mix(mix(np.uint64(seed) + WEYL) ^ (np.uint64(replicate) * WEYL + ONE))


@njit("float64(uint64, int64, int64, int64)", cache=True, nogil=True)
def uniform(key: Any, process: Any, step: Any, cell: Any) -> Any:
    """A number between 0 and 1, both excluded, for one process, step and cell."""
    counter = (np.uint64(process) << _56) | (np.uint64(step) << _28) | np.uint64(cell)
    bits = mix(key ^ mix(counter * WEYL + WEYL))
    return float(bits >> _11) * 2.0**-53 + HALF_STEP


@njit("int64(int64, float64, float64, float64)", cache=True, nogil=True)
def _from_the_mode(n: Any, p: Any, odds: Any, u: Any) -> Any:
    mode = int((n + 1) * p)
    peak = np.exp(
        math.lgamma(n + 1.0) - math.lgamma(mode + 1.0) - math.lgamma(n - mode + 1.0)
        + mode * np.log(p) + (n - mode) * np.log1p(-p)
    )  # fmt: skip
    left = u - peak
    if left < 0.0:
        return mode
    above, below = peak, peak
    high, low = mode, mode
    while high < n or low > 0:
        if high < n:
            high += 1
            above *= odds * (n - high + 1) / high
            left -= above
            if left < 0.0:
                return high
        if low > 0:
            below *= low / (odds * (n - low + 1))
            low -= 1
            left -= below
            if left < 0.0:
                return low
        if above < 1e-18 and below < 1e-18:
            break
    return mode  # only where rounding has lost the last bit


@njit("int64(int64, float64, float64)", cache=True, nogil=True)
def _rarer(n: Any, p: Any, u: Any) -> Any:
    """`binomial` for a chance of at most one half."""
    expected = n * p
    odds = p / (1.0 - p)
    if expected < 30.0:
        chance = np.exp(n * np.log1p(-p))
        total, x = chance, 0
        while u > total and x < n:
            x += 1
            chance *= odds * (n - x + 1) / x
            total += chance
            if chance < 1e-18 and x > expected:
                break  # what is left is less than the last bit of `u`
        return x
    return _from_the_mode(n, p, odds, u)


@njit("int64(int64, float64, float64)", cache=True, nogil=True)
def binomial(n: Any, p: Any, u: Any) -> Any:
    """How many of `n` an event of chance `p` befalls, drawn exactly by the one number `u`.

    Up to 30 expected events it is the quantile function, searched from 0: more people or a higher
    chance never give a smaller answer for the same `u`. Beyond, the search starts at the most
    likely number and goes outwards (Kemp 1986, "A modal method for generating binomial variables").
    """
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if n == 1:
        return 1 if u > 1.0 - p else 0
    if p > 0.5:
        return n - _rarer(n, 1.0 - p, 1.0 - u)
    return _rarer(n, p, u)


def of_parameter(seed: int, name: str, replicates: NDArray[np.int64]) -> NDArray[np.float64]:
    """One number for each replicate with which a parameter is drawn, keyed by the parameter's name.

    Returns:
        Numbers between 0 and 1, of the shape of `replicates`.
    """
    with np.errstate(over="ignore"):
        start = _mixed(np.uint64(seed % 2**64) + WEYL)
        keys = _mixed(start ^ (replicates.astype(np.uint64) * WEYL + ONE))
        bits = _mixed(keys ^ _mixed(np.uint64(crc32(name.encode())) * WEYL + WEYL))
    drawn: NDArray[np.float64] = (bits >> _11).astype(np.float64) * 2.0**-53 + HALF_STEP
    return drawn


def _mixed(z: Any) -> Any:
    z = (z ^ (z >> _30)) * FIRST
    z = (z ^ (z >> _27)) * SECOND
    return z ^ (z >> _31)
