"""Spots: beds that one can stand for, so that the hard part of a plan is small.

Where everything that is too close to bed `u` is also too close to its neighbour `v`, whoever uses
`v` could use `u` instead. Beds gathered that way into one spot conflict with each other, so at most
one of them is used; and beds of two conflicting spots all conflict with each other. A bound on
spots is therefore a bound on beds, and a checker need know nothing of how spots were found.
"""

from __future__ import annotations

from collections.abc import Sequence

from drawdown.space.conflict import Graph


def gather(graph: Graph, kinds: Sequence[int]) -> tuple[list[list[int]], Graph]:
    """Return the spots of a conflict graph, and the conflicts among the spots.

    The first place of each spot stands for it. `kinds` holds, as a bit each, the needs that a place
    helps to meet; a place is only ever stood for by one that meets the same and more.
    """
    near = [set(neighbours) for neighbours in graph]
    members: dict[int, list[int]] = {place: [place] for place in range(len(graph))}
    waiting = list(range(len(graph)))[::-1]
    queued = [True] * len(graph)
    while waiting:
        place = waiting.pop()
        queued[place] = False
        if place not in members:
            continue
        ours = near[place]
        for other in list(ours):
            theirs = near[other]
            if len(ours) > len(theirs) or kinds[other] & ~kinds[place]:
                continue
            if len(ours - theirs) == 1:  # only `other` itself, which is no neighbour of its own
                members[place] += members.pop(other)
                for third in theirs:
                    near[third].discard(other)
                    if not queued[third] and third in members:
                        queued[third] = True
                        waiting.append(third)
                near[other] = set()
    kept = list(members)
    position = {place: index for index, place in enumerate(kept)}
    spots = [members[place] for place in kept]
    return spots, [{position[other] for other in near[place]} for place in kept]


def pieces(graph: Graph) -> list[list[int]]:
    """Return the connected pieces of a graph, each sorted."""
    seen = [False] * len(graph)
    found: list[list[int]] = []
    for start in range(len(graph)):
        if seen[start]:
            continue
        seen[start] = True
        piece = [start]
        for spot in piece:
            for other in graph[spot]:
                if not seen[other]:
                    seen[other] = True
                    piece.append(other)
        found.append(sorted(piece))
    return found


def cliques(graph: Graph, most: int = 100_000) -> list[list[int]]:
    """Return the largest sets of spots that all conflict with each other, up to `most` of them.

    Every conflict is in one of them, unless `most` cuts the list short: then the pairs still
    missing are added as they are.
    """
    found: list[list[int]] = []

    def extend(clique: list[int], candidates: set[int], excluded: set[int]) -> None:
        if len(found) >= most:
            return
        if not candidates:
            if not excluded:
                found.append(sorted(clique))
            return
        pivot = max(candidates | excluded, key=lambda spot: len(graph[spot] & candidates))
        for spot in sorted(candidates - graph[pivot]):
            extend([*clique, spot], candidates & graph[spot], excluded & graph[spot])
            candidates = candidates - {spot}
            excluded = excluded | {spot}

    for spot, neighbours in enumerate(graph):
        later = {other for other in neighbours if other > spot}
        extend([spot], later, neighbours - later)
    if len(found) >= most:
        covered = {(a, b) for clique in found for a in clique for b in clique if a < b}
        found += [
            [spot, other]
            for spot, neighbours in enumerate(graph)
            for other in sorted(neighbours)
            if spot < other and (spot, other) not in covered
        ]
        met = {spot for clique in found for spot in clique}
        found += [[spot] for spot in range(len(graph)) if spot not in met]
    return found
