"""What a proof is made of: groups, covers and cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cover:
    """Groups with weights that together cover every spot at least as often as it counts.

    The weight of group `shares[i][0]` is `shares[i][1] / over`. Each need named is subtracted with
    its weight: at least so many of its spots are used. Spots already taken as used in a case use up
    their part of the groups and needs that they are in.
    """

    over: int
    shares: tuple[tuple[int, int], ...]
    needs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """Either the spot is used, and all it conflicts with are empty, or it is empty."""

    spot: int
    used: Tree
    empty: Tree


Tree: TypeAlias = Cover | Cases


@dataclass(slots=True)
class Group:
    """A statement: of these spots, each counted so many times, at most `most` can be used.

    Where `proof` is missing the spots all conflict with each other, and at most one can be used.
    """

    times: dict[int, int]
    most: int
    proof: Tree | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """At least `least` of these spots must be used."""

    spots: frozenset[int]
    least: int


@dataclass(slots=True)
class Part:
    """The answer for one connected part: which spots, how many at most, and why."""

    chosen: list[int]
    bound: int
    groups: list[Group]
    tree: Tree
    feasible: bool = True


@dataclass(slots=True)
class Effort:
    """What was spent on one part; published with the benchmarks."""

    cases: int = 0
    local_groups: int = 0
    relaxations: int = field(default=0)
