"""Made-up floor plans of every housing unit, and how many people can keep six feet apart there."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

Row = dict[str, str]

COLUMNS = (
    "unit", "bed", "x_ft", "y_ft", "level", "length_ft", "width_ft", "heading_deg", "usable",
    "facility", "source",
)  # fmt: skip

Shape = tuple[int, int, int]
"""Places in a row, rows, and how many beds stand on one place."""

MEASURED_FIRST: dict[str, dict[str, Shape]] = {
    "krome": {"Krome 3": (8, 4, 2), "Krome 7": (9, 4, 2)},
    "glades": {"Glades 2": (7, 5, 1)},
}
"""The units that the monitor's engineer measured first, by facility."""

_BUNKS: dict[str, Shape] = {"krome": (9, 4, 2), "broward": (8, 5, 2), "glades": (8, 3, 2)}
"""What the other units of a facility are like, one row more or less."""

APART = {
    "Krome 1": 16, "Krome 2": 16, "Krome 3": 16, "Krome 4": 20, "Krome 5": 16, "Krome 6": 20,
    "Krome 7": 20, "Krome 8": 20, "Broward 1": 20, "Broward 2": 15, "Broward 3": 20,
    "Broward 4": 24, "Broward 5": 15, "Broward 6": 20, "Broward 7": 20, "Broward 8": 18,
    "Glades 1": 12, "Glades 2": 20, "Glades 3": 12, "Glades 4": 16, "Glades 5": 9, "Glades 6": 12,
    "Glades 7": 12, "Glades 8": 12,
}  # fmt: skip
"""How many people can keep six feet apart, middle to middle: proved by `drawdown space`."""


def others(facility: str) -> dict[str, Shape]:
    """The units of a facility that were measured later, each with its shape."""
    places, rows, levels = _BUNKS[facility]
    first = MEASURED_FIRST.get(facility, {})
    return {
        f"{facility.title()} {number}": (places - number % 3, rows + (number % 4 == 0), levels)
        for number in range(1, 9)
        if f"{facility.title()} {number}" not in first
    }


FILES: dict[str, tuple[str, dict[str, Shape]]] = {
    **{name: (name, rooms) for name, rooms in MEASURED_FIRST.items()},
    **{f"{name}-dormitories": (name, others(name)) for name in _BUNKS},
}
"""Each plan's file with its facility and its units."""

_ACROSS, _ALONG = 4.6, 8.2
"""Feet from one place to the next in a row, and from row to row."""


def plan(file: str, random: Random) -> Iterator[Row]:
    """The beds of a file's units, each a few inches off the grid."""
    facility, rooms = FILES[file]
    for unit, (places, rows, levels) in rooms.items():
        for row in range(rows):
            for place in range(places):
                x = 2.5 + place * _ACROSS + random.randrange(-4, 5) / 12
                y = 4.0 + row * _ALONG + random.randrange(-4, 5) / 12
                number = row * places + place + 1
                for level in ("lower", "upper")[:levels]:
                    yield {
                        "unit": unit, "bed": f"{number:02d}{level[0].upper()}",
                        "x_ft": f"{x:.2f}", "y_ft": f"{y:.2f}",
                        "level": level if levels > 1 else "", "length_ft": "6.5",
                        "width_ft": "2.5", "heading_deg": "90",
                        "usable": "no" if (number, level) == (13, "lower") else "yes",
                        "facility": facility,
                    }  # fmt: skip


def measurements() -> Iterator[Row]:
    """How many can keep apart in each unit, on the day that it was measured."""
    for file, (facility, rooms) in FILES.items():
        for unit in rooms:
            yield {
                "date": "2020-05-06" if file in MEASURED_FIRST else "2020-05-08",
                "facility": facility, "unit": unit, "what": "distanced_capacity",
                "value": str(APART[unit]), "feet": "6", "by": "monitor's engineer",
                "note": f"proven from plans/{file}.csv",
            }  # fmt: skip
