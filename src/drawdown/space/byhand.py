"""Parts that need no solver: greedy cover and greedy choice agree, or there is little to try."""

from __future__ import annotations

from drawdown.space.conflict import Graph
from drawdown.space.local import ways
from drawdown.space.proof import Cover, Group, Part, Tree, only_used
from drawdown.space.rounding import greedy_cover, prove_locally, rows_containing

_FEW = 16


def by_hand(graph: Graph, groups: list[Group], chosen: list[int]) -> Part | None:
    """Return the answer for a part where it is easily had, with its proof; else None.

    The groups are the part's cliques, and `chosen` the spots that a greedy choice takes.
    """
    containing = rows_containing(len(graph), groups)
    every = dict.fromkeys(range(len(graph)), 1)
    shares, bound = greedy_cover(graph, groups, containing, every)
    if len(chosen) == bound:
        return _part(chosen, groups, Cover(1, tuple(sorted(shares.items()))))
    if len(graph) > _FEW:
        return None
    found = ways([sum(1 << other for other in near) for near in graph])
    if not found:
        return None
    best = max(found, key=int.bit_count)
    chosen = [spot for spot in every if best >> spot & 1]
    return _part(chosen, groups, prove_locally(graph, groups, containing, every, len(chosen)))


def _part(chosen: list[int], groups: list[Group], tree: Tree) -> Part:
    kept, tree = only_used(groups, tree)
    return Part(sorted(chosen), len(chosen), kept, tree)
