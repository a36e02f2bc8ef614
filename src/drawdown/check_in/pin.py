"""PINs: made at random, kept as Argon2 hashes, compared without telling how long it took.

A PIN has few digits, so a hash of one that leaks can be guessed; it keeps a glance at a file from
being enough, and nothing more. Nobody is locked out of their own number by another's wrong guesses:
a call has three tries, and each costs the time of a hash.
"""

from __future__ import annotations

from functools import cache
from random import Random

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

DIGITS = 6
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's least


def new_pin(random: Random) -> str:
    """A PIN from a source of randomness, with no digit three times in a row."""
    while True:
        pin = f"{random.randrange(10**DIGITS):0{DIGITS}}"
        if not any(digit * 3 in pin for digit in "0123456789"):
            return pin


def hashed(pin: str) -> str:
    """A PIN as it is kept."""
    return _HASHER.hash(pin)


def matches(kept: str | None, pin: str) -> bool:
    """Whether a PIN is the one that is kept; as slow, and false, where none is kept.

    >>> matches(hashed("246801"), "246801"), matches(hashed("246801"), "246810"), matches(None, "1")
    (True, False, False)
    """
    try:
        return _HASHER.verify(kept or _nobody(), pin) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody")
