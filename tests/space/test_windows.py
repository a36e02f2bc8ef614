"""Windows in which outlines already say all are passed over, and only those."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drawdown.space.local import core, ways
from drawdown.space.relaxation import maximise, run
from drawdown.space.search import peeled
from drawdown.space.spots import cliques


@st.composite
def graphs(draw, most=9):
    """Conflicts among a few spots, each there or not."""
    size = draw(st.integers(1, most))
    graph = [set() for _ in range(size)]
    for one in range(size):
        for other in range(one):
            if draw(st.booleans()):
                graph[one].add(other)
                graph[other].add(one)
    return graph


def ring(size):
    return [{(spot - 1) % size, (spot + 1) % size} for spot in range(size)]


def test_a_ring_of_five_is_all_core_and_a_ring_of_six_has_none():
    assert core(ring(5), range(5)) == (0, 1, 2, 3, 4)
    assert core(ring(6), range(6)) == ()


def test_what_hangs_on_a_ring_is_left_out():
    graph = [*ring(7), {0, 8}, {7}]
    graph[0].add(7)
    assert core(graph, range(9)) == tuple(range(7))


def test_a_row_of_triangles_has_no_core():
    graph = [{s for s in range(12) if 0 < abs(s - spot) <= 2} for spot in range(12)]
    assert core(graph, range(12)) == ()


@given(graphs(), st.data())
def test_without_a_core_the_cliques_alone_give_the_true_limit(graph, data):
    if core(graph, range(len(graph))):
        return
    value = data.draw(st.lists(st.integers(0, 5), min_size=len(graph), max_size=len(graph)))
    rows = [dict.fromkeys(clique, 1) for clique in cliques(graph)]
    solver = maximise(np.array(value, float), rows, np.ones(len(rows)), np.ones(len(graph)))
    run(solver)
    every_way = ways([sum(1 << other for other in near) for near in graph])
    best = max(sum(v for s, v in enumerate(value) if way >> s & 1) for way in every_way)
    assert abs(-solver.getInfo().objective_function_value - best) < 1e-6


@given(graphs())
def test_the_cliques_are_the_largest_sets_that_all_conflict(graph):
    found = {tuple(clique) for clique in cliques(graph)}
    apart = [set(range(len(graph))) - near - {spot} for spot, near in enumerate(graph)]
    largest = ways([sum(1 << other for other in near) for near in apart])
    assert found == {tuple(s for s in range(len(graph)) if way >> s & 1) for way in largest}


@given(graphs(), st.data())
def test_the_greedy_choice_keeps_apart_and_leaves_no_room(graph, data):
    locked = data.draw(st.lists(st.integers(0, len(graph) - 1), max_size=1))
    chosen = set(peeled(graph, locked))
    assert chosen >= set(locked)
    assert not any(graph[spot] & chosen for spot in chosen)
    assert all(spot in chosen or graph[spot] & chosen for spot in range(len(graph)))
