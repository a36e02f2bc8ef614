"""The rule: how far apart, measured between what, and what else the answer must respect."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from drawdown.space.measure import convert, direction
from drawdown.space.plan import Bed, Plan, SpaceError
from drawdown.space.walls import Point, Wall

Between = Literal["centres", "edges", "heads"]
Bunks = Literal["measured", "flat"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What keeping apart means. Two beds exactly the distance apart are allowed.

    `between` says what is measured: the middles of two beds, their nearest edges, or the heads of
    the people in them; with heads, who sleeps which way round is part of the answer. `bunks` says
    whether height counts: `measured` uses the plan's z where it has one, `flat` never does. A wall
    separates two people when it crosses the straight line between them. Units are separate rooms
    unless `one_room` is set.
    """

    distance: Fraction
    unit_of_length: str = "ft"
    between: Between = "centres"
    bunks: Bunks = "measured"
    one_room: bool = False
    walls: tuple[Wall, ...] = ()
    must_use: frozenset[int] = frozenset()
    must_empty: frozenset[int] = frozenset()
    lower_needed: int = 0
    accessible_needed: int = 0

    def distance_in(self, plan: Plan) -> Fraction:
        """Return the distance in the plan's unit of length."""
        return convert(self.distance, self.unit_of_length, plan.unit_of_length)


@dataclass(frozen=True, slots=True)
class Place:
    """One way to use one bed: the bed, and whether its head is at the turned end.

    A place is called by its bed's number, negative where the bed is turned.
    """

    name: int
    bed: Bed
    sight: Point
    """From here the straight line to another place is drawn, which a wall may cross."""
    corners: tuple[Point, ...]
    """One point, or the four corners of the bed where nearest edges are measured."""


@dataclass(frozen=True, slots=True)
class Need:
    """At least so many of these places must be used: a bed that must be, or lower bunks."""

    kind: str
    least: int
    places: frozenset[int] = field(default_factory=frozenset)


def places(plan: Plan, rule: Rule) -> list[Place]:
    """Return every way in which the plan's usable beds can be used under the rule.

    Raises:
        SpaceError: where the rule measures something that the plan does not say.
    """
    found: list[Place] = []
    for bed in plan.beds:
        if bed.usable and bed.number not in rule.must_empty:
            found += _places_of(bed, plan, rule)
    return found


def _places_of(bed: Bed, plan: Plan, rule: Rule) -> list[Place]:
    middle = (bed.x, bed.y)
    if rule.between == "centres":
        return [Place(bed.number, bed, middle, (middle,))]
    suffix = plan.unit_of_length
    if bed.length is None:
        raise SpaceError(
            f"{plan.name}: bed '{bed.bed}' has no length_{suffix}, "
            f"which measuring between {rule.between} needs"
        )
    cos, sin = direction(bed.heading)
    along = (bed.length / 2 * cos, bed.length / 2 * sin)
    if rule.between == "heads":
        head = (bed.x + along[0], bed.y + along[1])
        foot = (bed.x - along[0], bed.y - along[1])
        both = [Place(bed.number, bed, head, (head,)), Place(-bed.number, bed, foot, (foot,))]
        return both[:1] if bed.head == "fixed" else both
    if bed.width is None:
        raise SpaceError(
            f"{plan.name}: bed '{bed.bed}' has no width_{suffix}, "
            "which measuring between edges needs"
        )
    across = (-bed.width / 2 * sin, bed.width / 2 * cos)
    corners = tuple(
        (bed.x + a * along[0] + b * across[0], bed.y + a * along[1] + b * across[1])
        for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    )
    return [Place(bed.number, bed, middle, corners)]


def needs(plan: Plan, rule: Rule, available: list[Place]) -> list[Need]:
    """Return what the answer must hold besides distance, as counts over the available places.

    Raises:
        SpaceError: where it plainly cannot.
    """
    by_bed: dict[int, set[int]] = {}
    for place in available:
        by_bed.setdefault(place.bed.number, set()).add(place.name)
    found: list[Need] = []
    for number in sorted(rule.must_use):
        if number not in by_bed:
            raise SpaceError(
                f"{plan.name}: bed '{plan.beds[number - 1].bed}' must be used but is not usable"
            )
        found.append(Need("must_use", 1, frozenset(by_bed[number])))
    lower = lower_bunks(plan)
    for kind, least, wanted in (
        ("lower", rule.lower_needed, lower),
        ("accessible", rule.accessible_needed, {b.number for b in plan.beds if b.accessible}),
    ):
        if least > 0:
            among = frozenset(name for bed in wanted for name in by_bed.get(bed, ()))
            if len({abs(name) for name in among}) < least:
                raise SpaceError(
                    f"{plan.name}: {least} {kind} beds are needed and "
                    f"{len({abs(name) for name in among})} are usable"
                )
            found.append(Need(kind, least, among))
    return found


def lower_bunks(plan: Plan) -> set[int]:
    """Return the numbers of the beds that are lower bunks or stand alone.

    A bed is one when its level says so; without a level, when no other bed of its unit at the same
    x and y is lower.
    """
    lowest: dict[tuple[str, Fraction, Fraction], Fraction] = {}
    for bed in plan.beds:
        spot = (bed.unit, bed.x, bed.y)
        height = bed.z if bed.z is not None else Fraction(0)
        lowest[spot] = min(lowest.get(spot, height), height)
    return {
        bed.number
        for bed in plan.beds
        if (
            bed.level == "lower"
            if bed.level
            else (bed.z or Fraction(0)) == lowest[bed.unit, bed.x, bed.y]
        )
    }
