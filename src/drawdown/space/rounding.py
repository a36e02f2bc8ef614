"""From the solver's floating-point weights to exact proofs.

The weights of a relaxation's rows prove its value, but only to within rounding. Here they become
fractions over one small denominator, raised where a spot is left short. Because a number of beds is
whole, the sum may exceed the relaxation's value by almost one, and so there is nearly always room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from drawdown.space.conflict import Graph
from drawdown.space.proof import Cases, Cover, Group, Need, Tree
from drawdown.space.relaxation import Weights

_DENOMINATORS = (1, 2, 3, 4, 6, 12, 60, 840, 10_000, 1_000_000, 1_000_000_000)


def cover(
    groups: Sequence[Group],
    needs: Sequence[Need],
    containing: Sequence[Sequence[int]],
    weights: Weights,
    active: Collection[int],
    used: Collection[int],
    most: int,
) -> Cover | None:
    """Return an exact cover that proves the active spots to be worth at most `most`, or None.

    Args:
        groups: every group known, by number.
        needs: what must be used.
        containing: for each spot, the groups that it is in.
        weights: what the relaxation's value rests on.
        active: the spots in play.
        used: the spots taken as used in this case.
        most: the bound to be proved on the active spots.
    """
    for over in _DENOMINATORS:
        found = _cover_over(over, groups, needs, containing, weights, active, used, most)
        if found:
            return found
    return None


def _cover_over(
    over: int,
    groups: Sequence[Group],
    needs: Sequence[Need],
    containing: Sequence[Sequence[int]],
    weights: Weights,
    active: Collection[int],
    used: Collection[int],
    most: int,
) -> Cover | None:
    shares = {n: w for n, exact in weights.items() if n >= 0 and (w := round(exact * over)) > 0}
    owed = {-1 - n: w for n, exact in weights.items() if n < 0 and (w := int(exact * over)) > 0}
    short = dict.fromkeys(active, over)
    for index, weight in owed.items():
        for spot in needs[index].spots.intersection(short):
            short[spot] += weight
    for index, share in shares.items():
        for spot, times in groups[index].times.items():
            if spot in short:
                short[spot] -= share * times
    for spot in sorted(short):
        if short[spot] <= 0:
            continue
        index = max(
            containing[spot],
            key=lambda i: sum(1 for s in groups[i].times if short.get(s, 0) > 0) - groups[i].most,
        )
        extra = -(-short[spot] // groups[index].times[spot])
        shares[index] = shares.get(index, 0) + extra
        for other, times in groups[index].times.items():
            if other in short:
                short[other] -= extra * times
    total = sum(
        share * (groups[index].most - sum(groups[index].times.get(spot, 0) for spot in used))
        for index, share in shares.items()
    )
    total -= sum(
        weight * (needs[index].least - len(needs[index].spots.intersection(used)))
        for index, weight in owed.items()
    )
    if total // over > most:
        return None
    return Cover(over, tuple(sorted(shares.items())), tuple(sorted(owed.items())))


def prove_locally(
    graph: Graph,
    cliques: Sequence[Group],
    containing: Sequence[Sequence[int]],
    times: Mapping[int, int],
    most: int,
) -> Tree:
    """Return a proof, from cliques alone, that the counted spots are worth at most `most`.

    Raises ValueError where they are worth more.
    """
    shares, total = greedy_cover(graph, cliques, containing, times)
    if total <= most:
        return Cover(1, tuple(sorted(shares.items())))
    if not times or most < 0:
        raise ValueError(most)
    spot = max(times, key=lambda s: (times[s] * sum(o in times for o in graph[s]), -s))
    used = {s: n for s, n in times.items() if s != spot and s not in graph[spot]}
    empty = {s: n for s, n in times.items() if s != spot}
    return Cases(
        spot,
        prove_locally(graph, cliques, containing, used, most - times[spot]),
        prove_locally(graph, cliques, containing, empty, most),
    )


def greedy_cover(
    graph: Graph,
    cliques: Sequence[Group],
    containing: Sequence[Sequence[int]],
    times: Mapping[int, int],
) -> tuple[dict[int, int], int]:
    """Return whole weights on cliques that cover every spot, the most cornered spot first."""
    left = dict(times)
    shares: dict[int, int] = {}
    cornered = {spot: sum(other in left for other in graph[spot]) for spot in left}
    worth: dict[int, int] = {}
    for spot, count in left.items():
        for index in containing[spot]:
            worth[index] = worth.get(index, 0) + count
    waiting = [(count, spot) for spot, count in cornered.items()]
    heapify(waiting)
    while waiting:
        count, spot = heappop(waiting)
        if spot not in left or count != cornered[spot]:
            continue
        best = max(containing[spot], key=worth.__getitem__)
        share = left[spot]
        shares[best] = shares.get(best, 0) + share
        for other in cliques[best].times:
            if other not in left:
                continue
            covered = min(share, left[other])
            left[other] -= covered
            for index in containing[other]:
                worth[index] -= covered
            if not left[other]:
                del left[other]
                for third in graph[other]:
                    if third in left:
                        cornered[third] -= 1
                        heappush(waiting, (cornered[third], third))
    return shares, sum(shares.values())


def rows_containing(spots: int, groups: Iterable[Group]) -> list[list[int]]:
    """Return, for each spot, the groups that it is in."""
    containing: list[list[int]] = [[] for _ in range(spots)]
    for index, group in enumerate(groups):
        for spot in group.times:
            containing[spot].append(index)
    return containing
