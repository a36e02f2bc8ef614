"""A count and where it may go: a fan of ranges against a limit, and who left by what way below it.

It reads in black and white: the ranges are two greys, the lines differ by their dashes and are
named, and the ways of leaving are named fills of which people moved elsewhere are the only outline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drawdown.charts.over_time import FONT, INK, LIMIT, SCHEMA

WIDE, NARROW = "#d9dde2", "#aab4be"
FILLS = ("#1f4e79", "#6f9bc4", "#8d9297", "#ffffff")


@dataclass(frozen=True)
class Fan:
    """One count with its forecast.

    Attributes:
        title: What is counted.
        people: The counts of past days.
        days: The days of the forecast, today first.
        ranges: The 2.5%, 10%, 50%, 90% and 97.5% points on each of these days.
        limit: The most that may be held; none where it is not known.
        due: By when.
        beside: Other courses, by name: a number for each day of the forecast.
        weeks: People who left in the seven days up to a day, by way of leaving, in the order of the
            legend, those moved elsewhere last; nothing where that is not known.
    """

    title: str
    people: Mapping[date, int]
    days: Sequence[date]
    ranges: Sequence[Sequence[float]]
    limit: float | None
    due: date | None
    beside: Mapping[str, Sequence[float]] = field(default_factory=dict)
    weeks: Mapping[date, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class FanWords:
    """The words in the chart, in whatever language.

    `limit` has {limit}; `due` has {due}, already written as a day; the others stand as they are.
    """

    people: str = "people held"
    counted: str = "counted"
    median: str = "at today's pace, the middle"
    narrow: str = "80% range"
    wide: str = "95% range"
    limit: str = "limit {limit}"
    due: str = "due {due}"
    left: str = "left, each 7 days"


def fan_chart(fans: Sequence[Fan], words: FanWords, *, width: int = 720) -> dict[str, Any]:
    """The specification of one chart above the other.

    Args:
        fans: What is shown.
        words: The words in it.
        width: In pixels.
    """
    parts: list[dict[str, Any]] = []
    for fan in fans:
        x = _days_axis(fan)
        parts.append(_fan(fan, words, width, x))
        if fan.weeks:
            parts.append(_weeks(fan, words, width, x))
    return {
        "$schema": SCHEMA, "padding": 8, "background": "white", "spacing": 14, "vconcat": parts,
        "config": {"font": FONT, "view": {"stroke": None},
                   "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK},
                   "title": {"anchor": "start", "fontSize": 14, "color": INK},
                   "legend": {"labelFontSize": 12, "labelColor": INK, "title": None,
                              "orient": "top", "labelLimit": width - 60}},
        "resolve": {"scale": {"color": "independent", "strokeDash": "independent",
                              "fill": "independent"}},
    }  # fmt: skip


def _days_axis(fan: Fan) -> dict[str, Any]:
    first = min([*fan.people, *fan.days])
    return {
        "field": "day", "type": "temporal", "title": None,
        "scale": {"domain": [first.isoformat(), fan.days[-1].isoformat()]},
        "axis": {"labelAngle": 0, "tickCount": 7, "grid": False, "labelOverlap": True},
    }  # fmt: skip


def _fan(fan: Fan, words: FanWords, width: int, x: dict[str, Any]) -> dict[str, Any]:
    y = {
        "type": "quantitative", "title": words.people,
        "scale": {"zero": True, "nice": True}, "axis": {"tickCount": 6, "gridColor": "#dfe1e2"},
    }  # fmt: skip
    names = [words.counted, words.median, *fan.beside]
    dashes = [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 6]][: len(names)]
    lines = [{"day": day.isoformat(), "people": people, "what": words.counted}
             for day, people in sorted(fan.people.items())]  # fmt: skip
    for name, row in ((words.median, fan.ranges[2]), *fan.beside.items()):
        lines += [{"day": day.isoformat(), "people": number, "what": name}
                  for day, number in zip(fan.days, row, strict=True)]  # fmt: skip
    bands = [
        {"day": day.isoformat(), "low": fan.ranges[low][at], "high": fan.ranges[high][at],
         "what": name}
        for name, low, high in ((words.wide, 0, 4), (words.narrow, 1, 3))
        for at, day in enumerate(fan.days)
    ]  # fmt: skip
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": bands},
            "mark": {"type": "area"},
            "encoding": {
                "x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                "fill": {"field": "what", "type": "nominal", "sort": None,
                         "scale": {"domain": [words.wide, words.narrow], "range": [WIDE, NARROW]},
                         "legend": {"symbolType": "square"}},
            },
        },
        {
            "data": {"values": lines},
            "mark": {"type": "line", "color": INK, "strokeWidth": 2},
            "encoding": {
                "x": x, "y": {**y, "field": "people"},
                "strokeDash": {"field": "what", "type": "nominal", "sort": names,
                               "scale": {"domain": names, "range": dashes},
                               "legend": {"symbolType": "stroke", "symbolSize": 700,
                                          "symbolStrokeColor": INK, "symbolStrokeWidth": 2,
                                          "columns": 2}},
            },
        },
    ]  # fmt: skip
    if fan.limit is not None:
        layers += _limit(fan, fan.limit, words, x, y)
    return {"title": fan.title, "width": width, "height": 260, "layer": layers}


def _limit(
    fan: Fan, limit: float, words: FanWords, x: dict[str, Any], y: dict[str, Any]
) -> list[dict[str, Any]]:
    first, last = min([*fan.people, *fan.days]), fan.days[-1]
    ends = [{"day": day.isoformat(), "people": limit} for day in (first, last)]
    said = words.limit.format(limit=f"{limit:g}")
    found: list[dict[str, Any]] = [
        {
            "data": {"values": ends},
            "mark": {"type": "line", "color": LIMIT, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": {**y, "field": "people"}},
        },
        {
            "data": {"values": [{**ends[0], "what": said}]},
            "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 3, "dy": 5,
                     "fontSize": 12, "fontWeight": "bold", "color": LIMIT},
            "encoding": {"x": x, "y": {**y, "field": "people"}, "text": {"field": "what"}},
        },
    ]  # fmt: skip
    if fan.due and first <= fan.due <= last:
        due = {"day": fan.due.isoformat(), "what": words.due.format(due=f"{fan.due}")}
        found += [
            {
                "data": {"values": [due]},
                "mark": {"type": "rule", "color": LIMIT, "strokeDash": [3, 3]},
                "encoding": {"x": x},
            },
            {
                "data": {"values": [due]},
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -4,
                         "fontSize": 12, "color": LIMIT},
                "encoding": {"x": x, "y": {"value": 260}, "text": {"field": "what"}},
            },
        ]  # fmt: skip
    return found


def _weeks(fan: Fan, words: FanWords, width: int, x: dict[str, Any]) -> dict[str, Any]:
    ways = list(next(iter(fan.weeks.values())))
    fills = [*FILLS[: len(ways) - 1], FILLS[-1]]
    values = [
        {"day": day.isoformat(), "people": number, "way": way, "order": at}
        for day, people in sorted(fan.weeks.items())
        for at, (way, number) in enumerate(people.items())
    ]
    return {
        "width": width, "height": 110, "data": {"values": values},
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 1, "align": "right",
                 "width": 14},
        "encoding": {
            "x": x,
            "y": {"field": "people", "type": "quantitative", "title": words.left,
                  "axis": {"tickCount": 4, "gridColor": "#dfe1e2", "format": "d"}},
            "fill": {"field": "way", "type": "nominal", "sort": ways,
                     "scale": {"domain": ways, "range": fills},
                     "legend": {"symbolType": "square", "symbolStrokeColor": INK}},
            "order": {"field": "order"},
        },
    }  # fmt: skip
