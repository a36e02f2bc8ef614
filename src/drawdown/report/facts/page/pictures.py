"""The charts of the page. What is withheld is never drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from drawdown.charts.over_time import FONT, INK, SCHEMA, Counts, count_against_limits
from drawdown.charts.picture import as_svg
from drawdown.report.facts.page.words import Words
from drawdown.report.facts.release import Release

WIDTH = 360
"""In pixels: a chart that is read on a telephone without being made smaller than its words."""

WEEKS = 6
"""So many of the last weeks are drawn."""

MOST_LINES = 6


@dataclass(frozen=True)
class Chart:
    """A chart: its file's name, what it is, what it shows, and its picture."""

    file: str
    title: str
    description: str
    svg: str


def charts(release: Release, words: Words) -> list[Chart]:
    """The charts of a page in a language."""
    made = [_held(release, words), _exits(release, words)]
    return [chart for chart in made if chart]


def _chart(name: str, words: Words, title: str, description: str, spec: dict[str, Any]) -> Chart:
    svg = as_svg(spec, title, description, words.code)
    return Chart(f"{name}.{words.code}.svg", title, description, svg)


def _held(release: Release, words: Words) -> Chart | None:
    """A line for each facility of which every number is shown."""
    table = next((table for table in release.tables if table.id == "held"), None)
    if table is None or len(table.rows) < 2:
        return None
    lines: list[Counts] = []
    left_out = []
    for at, column in enumerate(table.columns):
        if column == "all":
            continue
        name = words.label(column, release)
        people: dict[date, int] = {}
        whole = True
        for row, keys in zip(table.rows, table.keys, strict=True):
            shown = release.numbers.get(keys[at] or "")
            if shown is not None and shown.value is not None:
                people[date.fromisoformat(row.removeprefix("day:"))] = shown.value
            elif shown is not None:
                whole = False
        if whole and len(people) > 1 and len(lines) < MOST_LINES:
            lines.append(Counts(name, people))
        elif not whole:
            left_out.append(name)
    if not lines:
        return None
    said = [
        words.say("chart", "held_about", name=line.name, first=words.number(line.people[first]),
                  first_day=words.day(first), last=words.number(line.people[last]),
                  last_day=words.day(last))
        for line in lines for first, last in [(min(line.people), max(line.people))]
    ]  # fmt: skip
    if left_out:
        said.append(words.say("chart", "held_left_out", names=", ".join(left_out)))
    spec = count_against_limits(lines, [], people=words.say("chart", "people"), width=WIDTH)
    for layer in spec["layer"]:
        layer["encoding"]["x"]["axis"] |= {"format": "%-d %b", "tickCount": 5}
    for axis in ("axis", "legend"):
        spec["config"][axis] |= {"labelFontSize": 14, "titleFontSize": 14}
    return _chart("held", words, words.say("chart", "held"), " ".join(said), spec)


def _exits(release: Release, words: Words) -> Chart | None:
    """Bars for each kind of exit, week by week; of a withheld number the words, and no bar."""
    table = next((table for table in release.tables if table.id == "exits-by-week"), None)
    if table is None:
        return None
    weeks = [at for at, row in enumerate(table.rows) if row.startswith("week:")][-WEEKS:]
    weeks = weeks or list(range(len(table.rows)))
    bars: list[dict[str, Any]] = []
    said = []
    for at in weeks:
        week = words.label(table.rows[at], release)
        numbers = []
        for column, key in zip(table.columns, table.keys[at], strict=True):
            shown = release.numbers.get(key or "")
            if column == "all" or shown is None or (shown.value == 0 and column not in _ALWAYS):
                continue
            kind = words.label(column, release)
            text = words.shown(shown)
            bars.append({"week": week, "kind": kind, "people": shown.value or 0, "text": text,
                         "said": f"{kind}: {text}"})  # fmt: skip
            numbers.append(f"{kind}: {words.shown(shown)}")
        said.append(words.say("chart", "exits_about", week=week, numbers="; ".join(numbers)))
    if not bars:
        return None
    kinds = [words.label(column, release) for column in table.columns if column != "all"]
    spec = {
        "$schema": SCHEMA, "background": "white", "padding": 8, "data": {"values": bars},
        "config": {"font": FONT, "view": {"stroke": None}},
        "facet": {"row": {
            "field": "week", "type": "nominal", "sort": [words.label(table.rows[at], release)
                                                         for at in weeks],
            "header": {"title": None, "labelOrient": "top", "labelAnchor": "start",
                       "labelAngle": 0, "labelFontSize": 14, "labelColor": INK},
        }},
        "spacing": 12,
        "spec": {
            "width": WIDTH - 80, "height": {"step": 24},
            "encoding": {
                "y": {"field": "kind", "type": "nominal", "title": None, "sort": kinds,
                      "axis": {"labelFontSize": 14, "labelColor": INK, "ticks": False,
                               "domain": False, "labelLimit": 160}},
                "x": {"field": "people", "type": "quantitative", "title": None,
                      "axis": None, "scale": {"zero": True}},
                "description": {"field": "said"},  # read aloud; else 0 of what is not shown
            },
            "layer": [
                {"mark": {"type": "bar", "color": INK, "height": 12}},
                {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 14, "color": INK},
                 "encoding": {"text": {"field": "text"}}},
            ],
        },
    }  # fmt: skip
    return _chart("exits", words, words.say("chart", "exits"), " ".join(said), spec)


_ALWAYS = ("exit:release", "exit:transfer", "exit:removal")
"""Kinds of exit that are drawn even where there are none."""
