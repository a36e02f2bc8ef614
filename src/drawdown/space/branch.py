"""The exact answer for one connected part: relax, sharpen with local groups, then by cases."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from drawdown.space.conflict import Graph
from drawdown.space.dive import dive
from drawdown.space.local import Windows
from drawdown.space.proof import Cases, Effort, Group, Need, Part, Tree, groups_named, only_used
from drawdown.space.relaxation import Floats, Relaxation, Weights
from drawdown.space.rounding import cover, prove_locally, rows_containing
from drawdown.space.search import Search, rounded

_NEAR = 1e-6
_WINDOWS = (10, 14, 18)
_WINDOWS_IN_CASES = (14,)
_LONG_SEARCH = 4
_CASES_BETWEEN_CLEARING = 20
_TRIED = 6
_ROUND_WORTHWHILE, _WHERE_FAR = 0.1, 0.005


@dataclass(slots=True)
class _Node:
    """A case: the spots taken as used, all that are out of play, and what is known of it."""

    used: tuple[int, ...]
    gone: frozenset[int]
    value: float = 0.0
    shares: Floats | None = None
    weights: Weights | None = None
    spot: int = -1
    children: list[_Node] = field(default_factory=list)

    @property
    def bound(self) -> int:
        """The most spots that can be used in this case, the used ones included."""
        return math.floor(self.value + _NEAR)


class PartSolver:
    """Solves one part. The `groups` grow: cliques first, then local groups as they are found."""

    def __init__(
        self,
        graph: Graph,
        groups: Sequence[Group],
        needs: Sequence[Need] = (),
        locked: Sequence[int] = (),
        deadline: float = math.inf,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.graph = graph
        self.needs = list(needs)
        self.locked = list(locked)
        self.deadline = deadline
        self.clock = clock
        self.effort = Effort()
        self.groups = list(groups)
        self.cliques = list(groups)
        self.containing = rows_containing(len(graph), self.groups)
        self.clique_rows = [list(rows) for rows in self.containing]
        self.relaxation = Relaxation(len(graph), self.groups, self.needs)
        self.chosen: list[int] = []
        self.feasible = False
        self.search = Search(graph, locked)
        self.windows = Windows(graph)

    def solve(self, start: Iterable[int] = ()) -> Part:
        """Return the most spots, and the proof. Past the deadline the bound may be higher.

        `start` is an answer to begin with, which may miss a need.
        """
        root = _Node((), frozenset())
        self._keep(self.search.improve(start, 0, len(self.graph)))
        self._relax(root)
        self._offer(root, rounds=0)
        self._dive(root)
        self._sharpen(root, _WINDOWS)
        if root.bound - len(self.chosen) > 1 and not self._late():
            self._keep(self.search.improve(self.chosen, _LONG_SEARCH * len(self.graph), root.bound))
        self._branch(root)
        bound, tree = self._proof(root)
        for number in groups_named(tree):
            if number >= len(self.cliques):
                self._prove(self.groups[number])
        groups, tree = only_used(self.groups, tree)
        return Part(self.chosen, bound, groups, tree, self.feasible)

    def _late(self) -> bool:
        return self.clock() > self.deadline

    def _relax(self, node: _Node) -> None:
        self.effort.relaxations += 1
        node.value, node.shares, node.weights = self.relaxation.solve(node.used, node.gone)

    def _settled(self, node: _Node) -> bool:
        return self.feasible and node.bound <= len(self.chosen)

    def _offer(self, node: _Node, rounds: int) -> None:
        """Look for a better answer near a fractional solution."""
        assert node.shares is not None  # noqa: S101  # relaxed before it is offered
        found = rounded(self.graph, node.shares.tolist(), self.locked)
        if not self._keep(found):
            enough = math.floor(self._root_value + _NEAR) if rounds else len(found) + 1
            self._keep(self.search.improve(found, rounds, enough))

    _root_value = math.inf

    def _dive(self, node: _Node) -> None:
        """Look for a better answer by fixing one spot after another."""
        if self._settled(node) or self._late():
            return
        assert node.shares is not None  # noqa: S101  # relaxed before it is offered
        shares = dive(
            self.graph, self.relaxation, node.shares, node.used, node.gone, self._hopeless
        )
        if shares is not None:
            found = rounded(self.graph, shares.tolist(), self.locked)
            self._keep(self.search.improve(found, 0, len(found) + 1))

    def _hopeless(self, bound: int) -> bool:
        return self._late() or (self.feasible and bound <= len(self.chosen))

    def _keep(self, found: list[int]) -> bool:
        """Keep an answer that meets every need and is the best so far."""
        chosen = set(found)
        if all(len(chosen & need.spots) >= need.least for need in self.needs) and (
            not self.feasible or len(found) > len(self.chosen)
        ):
            self.chosen, self.feasible = sorted(found), True
            return True
        return False

    def _sharpen(self, node: _Node, sizes: Sequence[int]) -> None:
        """Add local groups while they help, in windows that grow."""
        is_root = not node.used and not node.gone
        for size in sizes:
            while not self._settled(node) and not self._late():
                assert node.shares is not None  # noqa: S101  # relaxed before it is sharpened
                if is_root:
                    self._root_value = node.value
                found = self.windows.broken(node.shares, size)
                if not found:
                    break
                for group in found:
                    self._add(group)
                before = node.value
                self._relax(node)
                if is_root:
                    self._root_value = node.value
                    self._offer(node, rounds=0)
                    self._dive(node)
                far = node.bound - len(self.chosen) > 1  # cases alone would be too many
                if before - node.value < (_WHERE_FAR if far else _ROUND_WORTHWHILE):
                    break

    def _add(self, group: Group) -> None:
        self.effort.local_groups += 1
        self.relaxation.add(len(self.groups), group)
        for spot in group.times:
            self.containing[spot].append(len(self.groups))
        self.groups.append(group)

    def _branch(self, root: _Node) -> None:
        """Split the case with the highest bound in two, until none is above the answer."""
        heap = [(-root.value, 0, root)]
        made = 0
        while heap and not self._late():
            _, _, node = heapq.heappop(heap)
            if self._settled(node):
                continue
            if node is not root:
                self._relax(node)
                self._sharpen(node, _WINDOWS_IN_CASES)
                self._offer(node, rounds=0)
                if self._settled(node):
                    continue
            if self.effort.cases % _CASES_BETWEEN_CLEARING == 0:
                self.relaxation.drop_idle()
            if not self._split(node):
                continue
            for child in node.children:
                made += 1
                self.effort.cases += 1
                self._offer(child, rounds=0)
                if not self._settled(child):
                    heapq.heappush(heap, (-child.value, made, child))

    def _split(self, node: _Node) -> bool:
        """Split a case on the spot that lowers the limits of the two cases by most.

        The most promising few are tried in full (strong branching, Applegate and others, 1995).
        """
        best = 0.0
        for spot in self._spots_to_try(node):
            used = _Node((*node.used, spot), node.gone | self.graph[spot])
            empty = _Node(node.used, node.gone | {spot})
            self._relax(used)
            self._relax(empty)
            gains = (node.value - used.value, node.value - empty.value)
            score = max(gains[0], _NEAR) * max(gains[1], _NEAR)
            if score > best:
                best, node.spot, node.children = score, spot, [used, empty]
            if self._late() or (self._settled(used) and self._settled(empty)):
                break
        return bool(node.children)

    def _spots_to_try(self, node: _Node) -> list[int]:
        """Return the most undecided spots, those with most conflicts first."""
        assert node.shares is not None  # noqa: S101  # relaxed before it is split
        shares = node.shares.tolist()
        out = node.gone.union(node.used)
        scores = [
            ((1.0 - abs(share - 0.5) * 2) * (1 + sum(shares[o] > _NEAR for o in near)), -spot)
            for spot, (share, near) in enumerate(zip(shares, self.graph, strict=True))
            if spot not in out
        ]
        return [-number for _, number in heapq.nlargest(_TRIED, scores)]

    def _open_bound(self, node: _Node) -> int:
        """Return the highest bound among the cases that were not split further."""
        if node.children:
            return min(node.bound, max(self._open_bound(child) for child in node.children))
        return node.bound

    def _proof(self, root: _Node) -> tuple[int, Tree]:
        """Return the bound and its proof in exact numbers.

        Where rounding left no room to prove a bound, the next one is proved instead.
        """
        bound = max(self._open_bound(root), len(self.chosen))
        while True:
            tree = self._written(root, bound)
            if tree:
                return bound, tree
            bound += 1

    def _written(self, node: _Node, bound: int) -> Tree | None:
        """Return the proof that no more than `bound` spots can be used in this case."""
        if self._open_bound(node) > bound:
            return None
        if not node.children or node.bound <= bound:
            assert node.weights is not None  # noqa: S101  # relaxed when it was made
            out = node.gone.union(node.used)
            active = [spot for spot in range(len(self.graph)) if spot not in out]
            found = cover(
                self.groups,
                self.needs,
                self.containing,
                node.weights,
                active,
                node.used,
                bound - len(node.used),
            )
            if found or not node.children:
                return found
        used, empty = (self._written(child, bound) for child in node.children)
        return Cases(node.spot, used, empty) if used and empty else None

    def _prove(self, group: Group) -> None:
        """Give a local group its own proof, from cliques alone."""
        group.proof = prove_locally(
            self.graph, self.cliques, self.clique_rows, group.times, group.most
        )
