"""People counted over time, against the limits that hold: a Vega-Lite specification.

It reads in black and white: lines differ by their dashes and marks, and limits are written at their
ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, LIMIT = "#1b1b1b", "#565c65"
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 6], [1, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MOST_MARKS = 62
"""Up to so many days each count is marked by a point; beyond it the line alone is drawn."""
A_YEAR = 330
"""From so many days on the axis tells months and years; below it days and months."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class Counts:
    """One account of how many people were held, day by day; a day without a number is left out."""

    name: str
    people: Mapping[date, int]


@dataclass(frozen=True)
class LimitLine:
    """A limit in people: from when it is known (drawn thin), from when it binds, until when."""

    name: str
    people: float
    said: date
    binds: date
    until: date


def count_against_limits(
    counts: Sequence[Counts], limits: Sequence[LimitLine], *, people: str, width: int = 720
) -> dict[str, Any]:
    """The specification.

    Args:
        counts: Accounts of how many people were held, at most six.
        limits: Limits, drawn as level lines.
        people: What the axis is called.
        width: In pixels.
    """
    days = [day for one in counts for day in one.people]
    names = [one.name for one in counts]
    points = [
        {"day": day.isoformat(), "people": number, "who": one.name}
        for one in counts
        for day, number in sorted(one.people.items())
    ]
    marked = len(set(days)) <= MOST_MARKS
    span = (max(days) - min(days)).days if days else 0
    dash = {
        "field": "who", "type": "nominal", "title": None, "sort": names,
        "scale": {"domain": names, "range": list(DASHES[: len(names)])},
        "legend": {"orient": "top", "direction": "vertical", "labelLimit": width - 60,
                   "symbolType": "stroke", "symbolSize": 900, "symbolStrokeColor": INK,
                   "symbolStrokeWidth": 2},
    }  # fmt: skip
    x = {
        "field": "day", "type": "temporal", "title": None,
        "axis": {"labelAngle": 0, "tickCount": 8, "grid": False, "labelOverlap": True,
                 "format": "%b %Y" if span >= A_YEAR else "%-d %b"},
    }  # fmt: skip
    y = {
        "field": "people", "type": "quantitative", "title": people,
        "scale": {"zero": True, "nice": True}, "axis": {"tickCount": 6, "gridColor": "#dfe1e2"},
    }  # fmt: skip
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": points},
            "mark": {"type": "line", "color": INK, "strokeWidth": 2, "interpolate": "step-after"},
            "encoding": {"x": x, "y": y, "strokeDash": dash},
        }
    ]
    if marked:
        layers += [
            {
                "data": {"values": [point for point in points if point["who"] == one.name]},
                "mark": {"type": "point", "color": INK, "shape": shape, "filled": number == 0,
                         "size": 24 if number == 0 else 60, "strokeWidth": 1.2},
                "encoding": {"x": x, "y": y},
            }
            for number, (one, shape) in enumerate(zip(counts, SHAPES, strict=False))
        ]  # fmt: skip
    return {
        "$schema": SCHEMA, "width": width, "height": 300, "padding": 8, "background": "white",
        "config": {"font": FONT, "view": {"stroke": None},
                   "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK},
                   "legend": {"labelFontSize": 12, "labelColor": INK}},
        "layer": [*layers, *_limit_layers(limits, x, y)],
    }  # fmt: skip


def _limit_layers(
    limits: Sequence[LimitLine], x: dict[str, Any], y: dict[str, Any]
) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    for limit in limits:
        parts = [(limit.binds, limit.until, 2.5, [1, 0])]
        if limit.said < limit.binds:
            parts.insert(0, (limit.said, limit.binds, 1.5, [2, 4]))
        for start, end, width, dash in parts:
            ends = sorted({start, end})
            values = [{"day": day.isoformat(), "people": limit.people} for day in ends]
            layers.append(
                {
                    "data": {"values": values},
                    "mark": {"type": "line", "color": LIMIT, "strokeWidth": width,
                             "strokeDash": dash,
                             "point": {"color": LIMIT} if len(ends) == 1 else False},
                    "encoding": {"x": x, "y": y},
                }
            )  # fmt: skip
        layers.append(
            {
                "data": {"values": [{"day": min(limit.said, limit.binds).isoformat(),
                                     "people": limit.people, "name": limit.name}]},
                "mark": {"type": "text", "align": "left", "baseline": "top", "dy": 5,
                         "fontSize": 12, "fontWeight": "bold", "color": LIMIT},
                "encoding": {"x": x, "y": y, "text": {"field": "name"}},
            }
        )  # fmt: skip
    return layers
