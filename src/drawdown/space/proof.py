"""What a proof is made of: groups, covers and cases."""

from __future__ import annotations

from collections.abc import Sequence
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


def groups_named(tree: Tree) -> set[int]:
    """Return the groups that a proof rests on."""
    if isinstance(tree, Cover):
        return {index for index, _ in tree.shares}
    return groups_named(tree.used) | groups_named(tree.empty)


def only_used(groups: Sequence[Group], tree: Tree) -> tuple[list[Group], Tree]:
    """Return the groups that a proof rests on, their own proofs' groups before them, renumbered."""
    direct = groups_named(tree)
    proofs = {index: proof for index in direct if (proof := groups[index].proof)}
    needed = sorted(direct.union(*(groups_named(proof) for proof in proofs.values())))
    number = {old: new for new, old in enumerate(needed)}
    kept = [
        Group(
            groups[old].times,
            groups[old].most,
            _renumbered(proofs[old], number) if old in proofs else None,
        )
        for old in needed
    ]
    return kept, _renumbered(tree, number)


def _renumbered(tree: Tree, number: dict[int, int]) -> Tree:
    if isinstance(tree, Cover):
        shares = tuple((number[index], share) for index, share in tree.shares)
        return Cover(tree.over, shares, tree.needs)
    return Cases(tree.spot, _renumbered(tree.used, number), _renumbered(tree.empty, number))
