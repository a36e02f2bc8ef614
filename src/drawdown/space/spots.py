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
    helps to meet, or nothing where there are none; a place is only ever stood for by one that meets
    the same and more. The graph given is used up: copying it first would take a tenth as long again
    as all the rest.
    """
    near = graph
    # Those with fewest conflicts first: they stand for most, and what is gone is never looked at.
    # Among equals the first of the plan: of a bunk's two beds mostly the lower.
    waiting = [place for place in range(len(near) - 1, -1, -1) if near[place]]
    waiting.sort(key=lambda place: -len(near[place]))
    # Each place counts as its own neighbour: then "all that conflicts with" is one subset.
    for place in waiting:
        near[place].add(place)
    gathered: dict[int, list[int]] = {}
    gone = bytearray(len(graph))
    queued = bytearray(b"\1") * len(graph)
    while waiting:
        place = waiting.pop()
        queued[place] = False
        ours = near[place]
        if gone[place] or len(ours) == 1:
            continue
        for other in tuple(ours):
            if not ours <= near[other] or other == place:
                continue
            if kinds and kinds[other] & ~kinds[place]:
                continue
            gathered.setdefault(place, [place]).extend(gathered.pop(other, (other,)))
            gone[other] = True
            theirs = near[other]
            theirs.discard(other)
            for third in theirs:
                near[third].discard(other)
                if not queued[third]:
                    queued[third] = True
                    waiting.append(third)
    kept = [place for place, is_gone in enumerate(gone) if not is_gone]
    position = dict(zip(kept, range(len(kept)), strict=True))
    conflicts: Graph = []
    for place in kept:
        ours = near[place]
        ours.discard(place)
        conflicts.append({position[other] for other in ours} if ours else ours)
    return [gathered.get(place) or [place] for place in kept], conflicts


def pieces(graph: Graph, among: Sequence[int]) -> list[list[int]]:
    """Return the connected pieces of a graph that the given spots are in, each sorted."""
    seen = [False] * len(graph)
    found: list[list[int]] = []
    for start in among:
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
        shared = {other for other in neighbours if not neighbours.isdisjoint(graph[other])}
        # Two that conflict, and both with no third, are all there is of that set.
        found += [[spot, other] for other in neighbours - shared if other > spot]
        later = {other for other in shared if other > spot}
        if later or not neighbours:
            extend([spot], later, shared - later)
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
