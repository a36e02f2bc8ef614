"""Made-up floor plans of three housing units, and how many people can keep six feet apart there."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

Row = dict[str, str]

COLUMNS = (
    "unit", "bed", "x_ft", "y_ft", "level", "length_ft", "width_ft", "heading_deg", "usable",
    "facility", "source",
)  # fmt: skip

ROOMS = {
    "krome": (("Krome 3", 8, 4, 2), ("Krome 7", 9, 4, 2)),
    "glades": (("Glades 2", 7, 5, 1),),
}
"""Each unit with its places in a row, its rows, and how many beds stand on one place."""

APART = {"Krome 3": 16, "Krome 7": 20, "Glades 2": 20}
"""How many people can keep six feet apart, middle to middle: proved by `drawdown space`."""

_ACROSS, _ALONG = 4.6, 8.2
"""Feet from one place to the next in a row, and from row to row."""


def plan(facility: str, random: Random) -> Iterator[Row]:
    """The beds of a centre's units that were measured, each a few inches off the grid."""
    for unit, places, rows, levels in ROOMS[facility]:
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
    """How many can keep apart in each unit that was measured."""
    for facility, rooms in ROOMS.items():
        for unit, *_ in rooms:
            yield {
                "date": "2020-05-06", "facility": facility, "unit": unit,
                "what": "distanced_capacity", "value": str(APART[unit]), "feet": "6",
                "by": "monitor's engineer", "note": f"proven from plans/{facility}.csv",
            }  # fmt: skip
