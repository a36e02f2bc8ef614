"""The same question put to others: CP-SAT and HiGHS on plain pairs, and a NetworkX heuristic."""

from __future__ import annotations

import time
from dataclasses import dataclass

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Result:
    """What one solver said of one plan."""

    found: int
    bound: int | None
    seconds: float

    @property
    def proven(self) -> bool:
        return self.found == self.bound


def cp_sat(beds: int, pairs: Pairs, limit: float) -> Result:
    """OR-Tools CP-SAT: one variable for each bed, one clause for each pair; eight workers."""
    from ortools.sat.python import cp_model

    started = time.perf_counter()
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in range(beds)]
    for one, other in pairs:
        model.add_bool_or(~used[one], ~used[other])
    model.maximize(sum(used))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = 8
    solver.solve(model)
    taken = time.perf_counter() - started
    return Result(round(solver.objective_value), round(solver.best_objective_bound), taken)


def highs(beds: int, pairs: Pairs, limit: float) -> Result:
    """HiGHS: one variable for each bed, one row for each pair."""
    import highspy
    import numpy as np

    started = time.perf_counter()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = beds, len(pairs)
    program.col_cost_ = -np.ones(beds)
    program.col_lower_, program.col_upper_ = np.zeros(beds), np.ones(beds)
    program.row_lower_, program.row_upper_ = np.full(len(pairs), -np.inf), np.ones(len(pairs))
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.arange(0, 2 * len(pairs) + 1, 2)
    program.a_matrix_.index_ = np.array(pairs, dtype=np.int32).ravel()
    program.a_matrix_.value_ = np.ones(2 * len(pairs))
    program.integrality_ = [highspy.HighsVarType.kInteger] * beds
    solver = highspy._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", limit)
    solver.passModel(program)
    solver.run()
    taken = time.perf_counter() - started
    info = solver.getInfo()
    found = -info.objective_function_value if info.primal_solution_status == 2 else 0
    return Result(round(found), int(-info.mip_dual_bound + 1e-6), taken)


def networkx_heuristic(beds: int, pairs: Pairs, limit: float) -> Result:
    """NetworkX: the best of up to a hundred maximal independent sets. It proves nothing."""
    import networkx as nx

    started = time.perf_counter()
    graph = nx.empty_graph(beds)
    graph.add_edges_from(pairs)
    best = 0
    for seed in range(100):
        best = max(best, len(nx.maximal_independent_set(graph, seed=seed)))
        if time.perf_counter() - started > limit:
            break
    return Result(best, None, time.perf_counter() - started)


RIVALS = {
    "CP-SAT on pairs": cp_sat,
    "HiGHS on pairs": highs,
    "NetworkX heuristic": networkx_heuristic,
}
