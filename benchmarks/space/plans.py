"""Made-up plans to measure on: beds at random, and dormitories of jittered double bunks."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class MadeUp:
    """A plan as CSV, and what it is like."""

    kind: str
    beds: int
    density: float
    """Beds per square foot."""
    seed: int
    content: bytes


def scattered(beds: int, density: float, seed: int) -> MadeUp:
    """Beds anywhere in a square room, to a hundredth of a foot."""
    chance = random.Random(f"{beds} {density} {seed}")  # noqa: S311
    side = (beds / density) ** 0.5
    rows = [
        f"Room,{n},{chance.uniform(0, side):.2f},{chance.uniform(0, side):.2f}"
        for n in range(1, beds + 1)
    ]
    return _made("scattered", beds, density, seed, rows)


def dormitory(beds: int, density: float, seed: int) -> MadeUp:
    """Double bunks in rows, each up to eight inches from where it should stand."""
    chance = random.Random(f"dormitory {beds} {density} {seed}")  # noqa: S311
    bunks = beds // 2
    columns = max(1, round((bunks * 1.4) ** 0.5))
    step = (2 / density / 1.4) ** 0.5
    rows = []
    for bunk in range(bunks):
        x = bunk % columns * step + chance.uniform(-0.67, 0.67)
        y = bunk // columns * step * 1.4 + chance.uniform(-0.67, 0.67)
        rows += [f"Dorm,{2 * bunk + level},{x:.2f},{y:.2f}" for level in (1, 2)]
    return _made("dormitory", 2 * bunks, density, seed, rows)


def _made(kind: str, beds: int, density: float, seed: int, rows: list[str]) -> MadeUp:
    content = "\n".join(["unit,bed,x_ft,y_ft", *rows, ""]).encode()
    return MadeUp(kind, beds, density, seed, content)
