"""Ranges that a model gives: a fan over days, and a range for each population.

They read in black and white: the ranges are greys, the middle is a line or a mark, and every panel
and mark is named in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from drawdown.charts.over_time import FONT, INK, SCHEMA

WIDE, NARROW = "#dfe1e2", "#a9aeb1"

HEIGHT, TALL = 280, 17
"""Of the picture against people held, and of a line of its labels; in pixels."""
LETTER, TITLE_LETTER, APART = 6.6, 7.6, 12
"""How wide a letter of a label and of a panel's title is, and how far a label stands from its
point; in pixels."""


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
    titles = _titles([fan.name for fan in panels], each)
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
            {"title": {"text": titles[number], "anchor": "start", "fontSize": 13, "color": INK},
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
    across = width - 80
    right = max((_reach(point, across) for point in points), default=0) or 1
    top = max((point.high for point in points), default=0) or 1
    labels = _labels(points, across / right, HEIGHT / top)
    rows = [
        {"name": p.name, "people": p.people, "low": p.low, "middle": p.middle, "high": p.high,
         "label": label, "beside": p.people + (APART - 2) * right / across}
        for p, label in zip(points, labels, strict=True)
    ]  # fmt: skip

    def x(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": held,
                "scale": {"domain": [0, right], "nice": True}, "axis": {"grid": False}}  # fmt: skip

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": people,
                "scale": {"domain": [0, top], "nice": True},
                "axis": {"tickCount": 6, "gridColor": WIDE}}  # fmt: skip

    named = {"x": x("people"), "y": y("label"), "text": {"field": "name"}}
    text = {"type": "text", "align": "left", "dx": APART, "fontSize": 12}
    return {
        **_frame(), "width": across, "height": HEIGHT, "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "color": NARROW, "strokeWidth": 6},
             "encoding": {"x": x("people"), "y": y("low"), "y2": {"field": "high"}}},
            {"mark": {"type": "rule", "color": INK, "strokeWidth": 0.8},
             "encoding": {"x": x("people"), "x2": {"field": "beside"}, "y": y("middle"),
                          "y2": {"field": "label"}}},
            {"mark": {"type": "point", "color": INK, "filled": True, "size": 70, "opacity": 1},
             "encoding": {"x": x("people"), "y": y("middle")}},
            {"mark": {**text, "color": "#ffffff", "stroke": "#ffffff", "strokeWidth": 4},
             "encoding": named},
            {"mark": {**text, "color": INK}, "encoding": named},
        ],
    }  # fmt: skip


def _titles(names: Sequence[str], width: int) -> list[list[str]]:
    """Names in lines that fit into a panel, all of as many lines, so that the panels stay level."""
    lines = [wrap(name, max(8, int(width / TITLE_LETTER))) for name in names]
    most = max(map(len, lines), default=0)
    return [[" "] * (most - len(each)) + each for each in lines]


def _reach(point: Dose, across: float) -> float:
    """How far the axis of people must reach for the label of a point to end within the picture."""
    room = across - APART - LETTER * len(point.name)
    return point.people * max(1.05, across / room if room > 0 else 3)


def _labels(points: Sequence[Dose], across: float, up: float) -> list[float]:
    """At which height each label stands: at its point's, or above the labels that it would cover.

    Args:
        points: What is shown.
        across: Pixels for one person held.
        up: Pixels for one person infected.
    """
    placed: dict[int, tuple[float, float, float]] = {}
    for number, point in sorted(enumerate(points), key=lambda one: (one[1].middle, one[0])):
        left = point.people * across
        right, height = left + APART + LETTER * len(point.name), point.middle * up
        for start, end, other in sorted(placed.values(), key=lambda one: one[2]):
            if start < right and left < end and abs(height - other) < TALL:
                height = other + TALL
        placed[number] = (left, right, height)
    return [placed[number][2] / up for number in range(len(points))]


def _frame() -> dict[str, Any]:
    return {
        "$schema": SCHEMA, "padding": 8, "background": "white",
        "config": {"font": FONT, "view": {"stroke": None},
                   "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK}},
    }  # fmt: skip
