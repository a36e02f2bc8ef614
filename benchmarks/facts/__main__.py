"""How long the choice takes, and what a reader who replays it can learn.

`python -m benchmarks facts` prints both; results go to benchmarks/out/facts.json.
"""

from __future__ import annotations

import json
import random
import time
from itertools import product
from pathlib import Path

from benchmarks.facts.replay import replay
from drawdown.report.facts.suppression.choose import choose
from drawdown.report.facts.suppression.system import Cell, System

OUT = Path(__file__).resolve().parents[1] / "out" / "facts.json"
SHAPES = ((5, 5), (10, 10), (15, 15), (20, 20), (3, 3, 3), (3, 5, 4))
SEEDS = 3


def table(shape: tuple[int, ...], seed: int) -> System:
    """A table of random numbers with every total; about one in three is small."""
    chance = random.Random(seed)  # noqa: S311
    numbers = {at: chance.choice([0, 0, 2, 5, 9, 12, 20, 35, 60, 90])
               for at in product(*map(range, shape))}  # fmt: skip
    cells, relations = [], []
    for kept in product((True, False), repeat=len(shape)):
        sums: dict[str, list[tuple[int, ...]]] = {}
        for at in numbers:
            name = ",".join(str(n) if keep else "+" for n, keep in zip(at, kept, strict=True))
            sums.setdefault(name, []).append(at)
        for name, parts in sums.items():
            cells.append(Cell(name, sum(numbers[at] for at in parts)))
            if not all(kept):
                relations.append({name: -1, **{",".join(map(str, at)): 1 for at in parts}})
    return System.of(cells, relations)


def main() -> None:
    """Measure and print."""
    found = []
    print("| table | cells | small | withheld | seconds | proved |\n|---|---|---|---|---|---|")
    for shape in SHAPES:
        for seed in range(SEEDS):
            system = table(shape, seed)
            began = time.perf_counter()
            pattern = choose(system)
            took = time.perf_counter() - began
            small = sum(system.small(at) for at in range(len(system.cells)))
            found.append({"shape": shape, "cells": len(system.cells), "small": small,
                          "withheld": pattern.cost, "bound": pattern.bound,
                          "seconds": took})  # fmt: skip
            print(f"| {'×'.join(map(str, shape))} | {len(system.cells)} | {small} | {pattern.cost} "
                  f"| {took:.2f} | {'yes' if pattern.optimal else f'≥ {pattern.bound}'} |",
                  flush=True)  # fmt: skip
    numbers, known, unknown, exact, exact_unknown = replay()
    print(
        f"\nReplay: of {numbers} small numbers each can still be {known:.1f} of 1 to 10 for a "
        f"reader who has the secret ({exact} are known), {unknown:.1f} for one who has not "
        f"({exact_unknown} are known)."
    )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(
        json.dumps(
            {"choice": found, "replay": [numbers, known, unknown, exact, exact_unknown]}, indent=1
        )
    )


if __name__ == "__main__":
    main()
