"""Finding many spots that keep apart: round a fractional solution, then swap one for two.

Nothing here proves anything; it only has to be good, so that the proof has little left to do. The
swaps are those of Andrade, Resende and Werneck, Fast local search for the maximum independent set
problem (2012).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from drawdown.space.conflict import Graph


def rounded(graph: Graph, shares: Sequence[float], locked: Iterable[int] = ()) -> list[int]:
    """Return spots without conflict, taken in the order of their shares, `locked` ones first."""
    free = [True] * len(graph)
    chosen: list[int] = []
    order = sorted(range(len(graph)), key=lambda spot: (-shares[spot], len(graph[spot]), spot))
    for spot in [*locked, *order]:
        if free[spot]:
            chosen.append(spot)
            free[spot] = False
            for other in graph[spot]:
                free[other] = False
    return chosen


def peeled(graph: Graph, locked: Iterable[int] = ()) -> list[int]:
    """Return spots without conflict, `locked` ones first, then always one with fewest left near it.

    Among equals it goes on where it last took something away, so that it walks along a row of beds
    and does not start a second one out of step with the first.
    """
    left = set(range(len(graph)))
    degree = [len(others) for others in graph]
    for spot in locked:
        degree[spot] = -1
    waiting = [(count, 0, spot) for spot, count in enumerate(degree)]
    heapify(waiting)
    chosen: list[int] = []
    tick = 0
    while waiting:
        count, _, spot = heappop(waiting)
        if spot not in left or count != degree[spot]:
            continue
        chosen.append(spot)
        left.discard(spot)
        gone = graph[spot] & left
        left -= gone
        for other in gone:
            for third in graph[other] & left:
                tick -= 1
                degree[third] -= 1
                heappush(waiting, (degree[third], tick, third))
    return chosen


class Search:
    """A local search over sets of spots without conflict, from one seeded stream of chance."""

    def __init__(self, graph: Graph, locked: Iterable[int] = (), seed: int = 1) -> None:
        self.graph = graph
        self.locked = set(locked)
        self.movable = [
            spot
            for spot in range(len(graph))
            if spot not in self.locked and not graph[spot] & self.locked
        ]
        self._random = random.Random(seed)  # noqa: S311  # chance in a search, not a secret

    def improve(self, start: Iterable[int], rounds: int, enough: int) -> list[int]:
        """Return the best set found from `start` in so many rounds, stopping at `enough` spots."""
        self._load(start)
        self._settle(list(self.chosen))
        best = set(self.chosen)
        for _ in range(rounds):
            if len(best) >= enough or not self.movable:
                break
            before = set(self.chosen)
            pushed = self._random.choice(self.movable)
            if pushed in self.chosen:
                continue
            self._settle(self._force(pushed))
            if len(self.chosen) > len(best):
                best = set(self.chosen)
            elif len(self.chosen) < len(before) and self._random.random() < 0.98:
                self._restore(before)
        return sorted(best)

    def _load(self, spots: Iterable[int]) -> None:
        self.chosen: set[int] = set()
        self.tight = [0] * len(self.graph)
        for spot in spots:
            self._add(spot)

    def _restore(self, before: set[int]) -> None:
        for spot in self.chosen - before:
            self._drop(spot)
        for spot in before - self.chosen:
            self._add(spot)

    def _add(self, spot: int) -> None:
        self.chosen.add(spot)
        for other in self.graph[spot]:
            self.tight[other] += 1

    def _drop(self, spot: int) -> None:
        self.chosen.discard(spot)
        for other in self.graph[spot]:
            self.tight[other] -= 1

    def _force(self, spot: int) -> list[int]:
        """Use a spot, empty those in conflict with it, and return the spots to look at again."""
        dropped = sorted(self.graph[spot] & self.chosen)
        for other in dropped:
            self._drop(other)
        self._add(spot)
        return [spot, *(used for other in dropped for used in self._fill(self.graph[other]))]

    def _fill(self, spots: Iterable[int]) -> list[int]:
        """Use every one of the spots that is free, in a shuffled order."""
        free = [s for s in spots if self.tight[s] == 0 and s not in self.chosen]
        free.sort()
        self._random.shuffle(free)
        used = []
        for spot in free:
            if self.tight[spot] == 0:
                self._add(spot)
                used.append(spot)
        return used

    def _settle(self, waiting: list[int]) -> None:
        """Swap one used spot for two wherever that is possible near the waiting spots."""
        while waiting:
            spot = waiting.pop()
            near = [spot] if spot in self.chosen else []
            near += [s for other in self.graph[spot] for s in self.graph[other] & self.chosen]
            for used in dict.fromkeys(near):
                if used in self.chosen and used not in self.locked:
                    waiting += self._one_for_two(used)

    def _one_for_two(self, used: int) -> list[int]:
        loose = [spot for spot in self.graph[used] if self.tight[spot] == 1]
        for index, first in enumerate(loose):
            for second in loose[index + 1 :]:
                if second not in self.graph[first]:
                    self._drop(used)
                    self._add(first)
                    self._add(second)
                    return [first, second, *self._fill(self.graph[used])]
        return []
