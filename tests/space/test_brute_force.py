"""On every small case the answer is what trying every set of beds finds, and all agree on it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from drawdown.space import verify
from drawdown.space.certificate import certificate
from drawdown.space.conflict import conflicts
from drawdown.space.exactly import separates, too_close
from drawdown.space.plan import SpaceError, parse_plan
from drawdown.space.rule import Rule, needs, places
from drawdown.space.solve import solve
from drawdown.space.walls import Wall

HEADER = "unit,bed,x_ft,y_ft,z_ft,length_ft,width_ft,heading_deg,level,accessible,usable"

# Coordinates on a coarse grid, so that beds exactly the distance apart are common.
coordinate = st.integers(0, 12).map(lambda n: f"{n * 1.5:.1f}")
bed = st.tuples(
    coordinate,
    coordinate,
    st.sampled_from(["", "0", "4.5"]),
    st.sampled_from(["6", "6.5"]),
    st.sampled_from(["2.5", "3"]),
    st.sampled_from(["0", "90", "30", "217.5"]),
    st.sampled_from(["", "lower", "upper"]),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["yes", "yes", "yes", "no"]),
)
beds = st.lists(bed, min_size=1, max_size=9, unique_by=lambda b: (b[0], b[1]))
point = st.tuples(st.integers(0, 18), st.integers(0, 18)).map(
    lambda p: (Fraction(p[0]), Fraction(p[1]))
)
walls = st.lists(
    st.tuples(point, point).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: Wall(*ends)),
    max_size=3,
).map(tuple)


@st.composite
def cases(draw):
    rows = draw(beds)
    units = draw(st.lists(st.sampled_from("AB"), min_size=len(rows), max_size=len(rows)))
    lines = [f"{u},{n},{','.join(r)}" for n, (u, r) in enumerate(zip(units, rows, strict=True), 1)]
    number = st.integers(1, len(rows))
    rule = Rule(
        Fraction(draw(st.sampled_from(["3", "4.5", "6", "7.5"]))),
        between=draw(st.sampled_from(["centres", "edges", "heads"])),
        bunks=draw(st.sampled_from(["measured", "flat"])),
        one_room=draw(st.booleans()),
        walls=draw(walls),
        must_use=draw(st.frozensets(number, max_size=1)),
        must_empty=draw(st.frozensets(number, max_size=1)),
        lower_needed=draw(st.integers(0, 2)),
        accessible_needed=draw(st.integers(0, 2)),
    )
    return "\n".join([HEADER, *lines, ""]).encode(), rule


def best_by_trying(content: bytes, rule: Rule) -> int | None:
    """The most places that keep apart and meet every need; None where none do."""
    plan = parse_plan(content, "beds.csv")
    available = places(plan, rule)
    wanted = needs(plan, rule, available)
    distance = rule.distance_in(plan)
    clash = {
        frozenset((a.name, b.name))
        for a, b in combinations(available, 2)
        if a.bed is b.bed
        or (
            (rule.one_room or a.bed.unit == b.bed.unit)
            and too_close(a, b, distance, rule)
            and not any(separates(wall, a.sight, b.sight) for wall in rule.walls)
        )
    }
    best = None

    def extend(chosen: list[int], rest: list[int]) -> None:
        nonlocal best
        if all(len(need.places.intersection(chosen)) >= need.least for need in wanted):
            best = max(best or 0, len(chosen))
        for index, name in enumerate(rest):
            if not any(frozenset((name, other)) in clash for other in chosen):
                extend([*chosen, name], rest[index + 1 :])

    extend([], [place.name for place in available])
    return best


@given(cases())
def test_the_answer_is_what_trying_every_set_finds(solved, case):
    content, rule = case
    options = {name: getattr(rule, name) for name in rule.__slots__ if name != "distance"}
    try:
        best = best_by_trying(content, rule)
    except SpaceError:
        return
    try:
        answer = solved(content, feet=str(rule.distance), **options).answer
    except SpaceError:
        assert best is None
        return
    assert (len(answer.chosen), answer.bound, answer.proven) == (best, best, True)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=10, max_size=18),
    st.integers(15, 40),
)
def test_crowded_rooms_agree_too(solved, points, distance):
    points = sorted(set(points))
    near = [
        sum(
            1 << j
            for j, (u, v) in enumerate(points)
            if i != j and (x - u) ** 2 + (y - v) ** 2 < distance**2
        )
        for i, (x, y) in enumerate(points)
    ]

    def most(left: int) -> int:
        if not left:
            return 0
        first = (left & -left).bit_length() - 1
        without = left & ~(1 << first)
        if not near[first] & left:
            return 1 + most(without)
        return max(1 + most(without & ~near[first]), most(without))

    answer = solved(points, feet=str(distance)).answer
    assert (len(answer.chosen), answer.proven) == (most((1 << len(points)) - 1), True)


@given(cases())
def test_solver_and_checker_see_the_same_conflicts(case):
    content, asked = case
    plan = parse_plan(content, "beds.csv")
    rule = Rule(
        asked.distance, between=asked.between, bunks=asked.bunks, one_room=True, walls=asked.walls
    )
    room = places(plan, rule)
    graph = conflicts(plan, rule, room)
    floor = verify.Floor(content, certificate(solve(plan, rule))["rule"])
    for (i, one), (j, other) in combinations(enumerate(room), 2):
        assert (j in graph[i]) == floor.conflict(one.name, other.name)
