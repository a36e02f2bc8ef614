"""The answer for a plan: how many people can keep apart, in which beds, and the proof."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drawdown.space.branch import PartSolver
from drawdown.space.byhand import by_hand
from drawdown.space.conflict import Graph, conflicts
from drawdown.space.plan import Plan, SpaceError
from drawdown.space.proof import Cover, Group, Part, Tree
from drawdown.space.proof import Need as SpotNeed
from drawdown.space.rule import Need, Place, Rule, needs, places
from drawdown.space.search import peeled
from drawdown.space.spots import cliques, gather, pieces

DEFAULT_SECONDS = 60.0


def warm_up() -> None:
    """Load the solver, so that a time taken afterwards is the time that solving takes."""
    import highspy  # noqa: F401


@dataclass(frozen=True, slots=True)
class ProvedPart:
    """Spots of a section, by number, of which at most `most` can be used, and why."""

    spots: tuple[int, ...]
    most: int
    tree: Tree


@dataclass(frozen=True, slots=True)
class Section:
    """The proof for one room: its spots as places, groups of spots, and parts that add up."""

    units: tuple[str, ...]
    spots: tuple[tuple[int, ...], ...]
    groups: tuple[Group, ...]
    parts: tuple[ProvedPart, ...]
    chosen: tuple[int, ...]
    """The places used in the best answer found for this room alone."""

    @property
    def bound(self) -> int:
        """The most people who can keep apart in this room."""
        return sum(part.most for part in self.parts)


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """The answer for one unit. `bound` is proved; `proven` says that so many were also found."""

    unit: str
    beds: int
    usable: int
    bound: int
    proven: bool
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for a plan. `chosen` holds places: a bed's number, negative where turned."""

    plan: Plan
    rule: Rule
    needs: tuple[Need, ...]
    beds: int
    usable: int
    bound: int
    proven: bool
    chosen: tuple[int, ...]
    units: tuple[UnitAnswer, ...]
    sections: tuple[Section, ...]
    joint: Section | None = None


def solve(
    plan: Plan,
    rule: Rule,
    seconds: float = DEFAULT_SECONDS,
    progress: Callable[[float], None] = lambda _share: None,
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Return the most people who can keep the rule's distance in a plan, with the proof.

    After `seconds` the best answer so far is returned with the bound proved so far. `progress` is
    called with the share of the work done.

    Raises:
        SpaceError: where the rule cannot be measured on this plan, or cannot be met at all.
    """
    deadline = clock() + seconds
    available = places(plan, rule)
    wanted = needs(plan, rule, available)
    own = [need for need in wanted if need.kind == "must_use"]
    plan_wide = [need for need in wanted if need.kind != "must_use"]
    rooms = _rooms(plan, rule, available)
    graphs = [conflicts(plan, rule, room) for _, room in rooms]
    together = _together(rooms, graphs) if plan_wide else ([], [])  # the rooms use up theirs
    sections = []
    for index, ((units, room), graph) in enumerate(zip(rooms, graphs, strict=True)):
        share = deadline if index == len(rooms) - 1 else math.inf
        if share == math.inf:
            share = clock() + max(0.0, deadline - clock()) / (len(rooms) - index)
        sections.append(solve_room(plan, units, room, graph, own, Timer(share, clock)))
        progress((index + 1) / (len(rooms) + bool(plan_wide)))
    chosen = [place for section in sections for place in section.chosen]
    bound = sum(section.bound for section in sections)
    joint = None
    if any(len(need.places.intersection(chosen)) < need.least for need in plan_wide):
        everyone, graph = together
        timer = Timer(max(deadline, clock() + seconds / 2), clock)
        joint = solve_room(plan, plan.units, everyone, graph, wanted, timer)
        chosen, bound = list(joint.chosen), min(bound, joint.bound)
        progress(1.0)
    return Answer(
        plan=plan,
        rule=rule,
        needs=tuple(wanted),
        beds=len(plan.beds),
        usable=len({place.bed.number for place in available}),
        bound=bound,
        proven=bound == len(chosen),
        chosen=tuple(sorted(chosen, key=abs)),
        units=tuple(_unit_answer(plan, section, available, chosen) for section in sections),
        sections=tuple(sections),
        joint=joint,
    )


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock, and the time on it when to stop."""

    deadline: float
    clock: Callable[[], float]


def _rooms(
    plan: Plan, rule: Rule, available: list[Place]
) -> list[tuple[tuple[str, ...], list[Place]]]:
    """Return each room's units and places. Units are rooms unless the rule says otherwise."""
    if rule.one_room:
        return [(plan.units, available)]
    rooms: dict[str, list[Place]] = {unit: [] for unit in plan.units}
    for place in available:
        rooms[place.bed.unit].append(place)
    return [((unit,), room) for unit, room in rooms.items()]


def _together(
    rooms: list[tuple[tuple[str, ...], list[Place]]], graphs: list[Graph]
) -> tuple[list[Place], Graph]:
    everyone: list[Place] = []
    graph: Graph = []
    for (_, room), near in zip(rooms, graphs, strict=True):
        first = len(everyone)
        everyone += room
        graph += [{first + other for other in neighbours} for neighbours in near]
    return everyone, graph


def solve_room(
    plan: Plan,
    units: tuple[str, ...],
    room: list[Place],
    graph: Graph,
    wanted: list[Need],
    timer: Timer,
) -> Section:
    """Return the best answer for one room, and its proof.

    `graph` holds the conflicts among the places of `room`, by position, and is used up.
    """
    names = [place.name for place in room]
    here = set(names)
    local = [(number, need) for number, need in enumerate(wanted) if need.places <= here]
    kinds = [
        sum(1 << i for i, (_, need) in enumerate(local) if n in need.places)
        for n in (names if local else ())
    ]
    spots, near = gather(graph, kinds)
    spot_needs = [
        (number, SpotNeed(frozenset(
            s for s, members in enumerate(spots) if any(names[m] in need.places for m in members)
        ), need.least))
        for number, need in local
    ]  # fmt: skip
    groups: list[Group] = []
    parts: list[ProvedPart] = []
    chosen: list[int] = []
    alone, connected = _parts(near, [need for _, need in spot_needs])
    if alone:
        groups += [Group({spot: 1}, 1) for spot in alone]
        cover = Cover(1, tuple((index, 1) for index in range(len(alone))))
        parts.append(ProvedPart(tuple(alone), len(alone), cover))
        chosen += [names[spots[spot][0]] for spot in alone]
    for part in sorted(connected, key=len):
        inside = [(number, need) for number, need in spot_needs if need.spots.intersection(part)]
        solved = _solve_part(near, part, [need for _, need in inside], timer)
        if not solved.feasible:
            raise SpaceError(_why_not(plan, [wanted[number] for number, _ in inside]))
        parts.append(_placed(part, solved, [number for number, _ in inside], groups))
        chosen += [names[spots[part[spot]][0]] for spot in solved.chosen]
    return Section(
        units,
        tuple([tuple(map(names.__getitem__, members)) for members in spots]),
        tuple(groups),
        tuple(parts),
        tuple(sorted(chosen, key=abs)),
    )


def _parts(near: Graph, wanted: list[SpotNeed]) -> tuple[list[int], list[list[int]]]:
    """Return all spots without conflict, and the connected pieces, to be solved one by one.

    Pieces that a need ties together are one.
    """
    tied = {spot for need in wanted for spot in need.spots}
    alone = [spot for spot, others in enumerate(near) if not others and spot not in tied]
    connected_spots = [spot for spot, others in enumerate(near) if others or spot in tied]
    together: list[int] = []
    connected: list[list[int]] = []
    for piece in pieces(near, connected_spots):
        if tied and tied.intersection(piece):
            together += piece
        else:
            connected.append(piece)
    return alone, [part for part in (sorted(together), *connected) if part]


def _solve_part(near: Graph, part: list[int], wanted: list[SpotNeed], timer: Timer) -> Part:
    """Return the answer for one part, its spots numbered from 0 in the order of `part`."""
    position = {spot: index for index, spot in enumerate(part)}
    graph = [{position[other] for other in near[spot]} for spot in part]
    inner = [
        SpotNeed(frozenset(position[spot] for spot in need.spots), need.least) for need in wanted
    ]
    groups = [Group(dict.fromkeys(clique, 1), 1) for clique in cliques(graph)]
    locked = [spot for need in inner if len(need.spots) == 1 for spot in need.spots]
    chosen = peeled(graph, locked)
    settled = None if wanted else by_hand(graph, groups, chosen)
    if settled:
        return settled
    return PartSolver(graph, groups, inner, locked, timer.deadline, timer.clock).solve(chosen)


def _placed(
    part: list[int], solved: Part, need_numbers: list[int], groups: list[Group]
) -> ProvedPart:
    """Return a solved part in the section's numbering, after adding its groups to the section's."""
    first = len(groups)
    for group in solved.groups:
        times = {part[spot]: count for spot, count in group.times.items()}
        proof = group.proof and _shifted(group.proof, part, first, need_numbers)
        groups.append(Group(times, group.most, proof))
    tree = _shifted(solved.tree, part, first, need_numbers)
    return ProvedPart(tuple(part), solved.bound, tree)


def _shifted(tree: Tree, part: list[int], first: int, need_numbers: list[int]) -> Tree:
    if isinstance(tree, Cover):
        return Cover(
            tree.over,
            tuple((first + group, share) for group, share in tree.shares),
            tuple((need_numbers[need], share) for need, share in tree.needs),
        )
    used, empty = (_shifted(case, part, first, need_numbers) for case in (tree.used, tree.empty))
    return type(tree)(part[tree.spot], used, empty)


def _why_not(plan: Plan, unmet: Iterable[Need]) -> str:
    asked = []
    for need in unmet:
        if need.kind == "must_use":
            number = abs(min(need.places, key=abs))
            asked.append(f"bed '{plan.beds[number - 1].bed}' used")
        else:
            asked.append(f"{need.least} {need.kind} beds used")
    return f"{plan.name}: no way was found to keep the distance with {' and '.join(asked)}"


def _unit_answer(
    plan: Plan, section: Section, available: list[Place], chosen: list[int]
) -> UnitAnswer:
    units = set(section.units)
    beds = [bed for bed in plan.beds if bed.unit in units]
    return UnitAnswer(
        unit=" + ".join(section.units),
        beds=len(beds),
        usable=len({place.bed.number for place in available if place.bed.unit in units}),
        bound=section.bound,
        proven=section.bound == len(section.chosen),
        chosen=tuple(sorted((p for p in chosen if plan.beds[abs(p) - 1].unit in units), key=abs)),
    )
