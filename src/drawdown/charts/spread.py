"""Ranges that a model gives: a fan over days, and a range for each population.

They read in black and white: the ranges are greys, the middle is a line or a mark, and every panel
and mark is named in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from drawdown.charts.over_time import FONT, INK, SCHEMA

WIDE, NARROW = "#dfe1e2", "#a9aeb1"


@dataclass(frozen=True)
class Fan:
    """A range over days, from day 0: the outer and the inner range, and the middle."""

    name: str
    low: Sequence[float]
    lower: Sequence[float]
    middle: Sequence[float]
    upper: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Dose:
    """A range at one number of people held."""

    name: str
    people: float
    low: float
    middle: float
    high: float


def fans(panels: Sequence[Fan], *, days: str, people: str, width: int = 720) -> dict[str, Any]:
    """One panel for each fan, side by side on the same scale.

    Args:
        panels: What is shown.
        days: What the axis of days is called.
        people: What the axis of people is called.
        width: Of all panels together, in pixels.
    """
    top = max((max(fan.high, default=0) for fan in panels), default=0) or 1
    each = max(110, (width - 40) // max(1, len(panels)) - 16)
    drawn = []
    for number, fan in enumerate(panels):
        rows = [
            {"day": day, "low": a, "lower": b, "middle": c, "upper": d, "high": e}
            for day, (a, b, c, d, e) in enumerate(
                zip(fan.low, fan.lower, fan.middle, fan.upper, fan.high, strict=True)
            )
        ]
        x = {"field": "day", "type": "quantitative", "title": days,
             "axis": {"grid": False, "tickCount": 5}, "scale": {"nice": False}}  # fmt: skip

        def y(field: str, title: str | None) -> dict[str, Any]:
            return {"field": field, "type": "quantitative", "title": title,
                    "scale": {"domain": [0, top], "nice": True},
                    "axis": {"tickCount": 6, "gridColor": WIDE}}  # fmt: skip

        title = people if number == 0 else None
        bands = [
            {"mark": {"type": "area", "color": colour},
             "encoding": {"x": x, "y": y(low, title), "y2": {"field": high}}}
            for low, high, colour in (("low", "high", WIDE), ("lower", "upper", NARROW))
        ]  # fmt: skip
        line = {
            "mark": {"type": "line", "color": INK, "strokeWidth": 2},
            "encoding": {"x": x, "y": y("middle", title)},
        }
        drawn.append(
            {"title": {"text": fan.name, "anchor": "start", "fontSize": 13, "color": INK},
             "width": each, "height": 240, "data": {"values": rows}, "layer": [*bands, line]}
        )  # fmt: skip
    return {**_frame(), "hconcat": drawn, "spacing": 16}


def doses(points: Sequence[Dose], *, held: str, people: str, width: int = 720) -> dict[str, Any]:
    """A range above each number of people held.

    Args:
        points: What is shown.
        held: What the axis of people held is called.
        people: What the axis of the range is called.
        width: In pixels.
    """
    rows = [
        {"name": p.name, "people": p.people, "low": p.low, "middle": p.middle, "high": p.high}
        for p in points
    ]
    most = max((p.people for p in points), default=0) or 1
    x = {"field": "people", "type": "quantitative", "title": held,
         "scale": {"domain": [0, most * 1.3], "nice": True}, "axis": {"grid": False}}  # fmt: skip

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": people, "scale": {"zero": True},
                "axis": {"tickCount": 6, "gridColor": WIDE}}  # fmt: skip

    return {
        **_frame(), "width": width - 80, "height": 280, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "color": NARROW, "strokeWidth": 6},
             "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}}},
            {"mark": {"type": "point", "color": INK, "filled": True, "size": 70, "opacity": 1},
             "encoding": {"x": x, "y": y("middle")}},
            {"mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 12, "color": INK},
             "encoding": {"x": x, "y": y("middle"), "text": {"field": "name"}}},
        ],
    }  # fmt: skip


def _frame() -> dict[str, Any]:
    return {
        "$schema": SCHEMA, "padding": 8, "background": "white",
        "config": {"font": FONT, "view": {"stroke": None},
                   "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK}},
    }  # fmt: skip
