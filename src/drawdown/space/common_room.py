"""Common rooms: how many may be in at once, and so how many sittings a meal takes."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.space.plan import SpaceError


@dataclass(frozen=True, slots=True)
class Sittings:
    """How many times a room must be filled for everybody to have been in it."""

    people: int
    at_once: int
    sittings: int
    minutes: int
    """From the first person in to the last out."""


def sittings(
    people: int, at_once: int, minutes_each: int = 0, minutes_between: int = 0
) -> Sittings:
    """Return the sittings that `people` need where `at_once` may be in together.

    Raises:
        SpaceError: where nobody may be in, or a number is below nothing.

    >>> sittings(120, 24, minutes_each=30, minutes_between=15)
    Sittings(people=120, at_once=24, sittings=5, minutes=210)
    """
    if min(people, minutes_each, minutes_between) < 0:
        raise SpaceError("people and minutes cannot be below 0")
    if people and at_once <= 0:
        raise SpaceError("nobody can be in this room at the distance asked for")
    count = -(-people // at_once) if people else 0
    minutes = count * minutes_each + max(0, count - 1) * minutes_between
    return Sittings(people, at_once, count, minutes)
