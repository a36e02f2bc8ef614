"""One room of the picture: its groups, its walls and its beds, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from drawdown.space.plan import Bed
from drawdown.space.rule import places
from drawdown.space.shown import ShownGroup
from drawdown.space.solve import Answer

_MOST_LABELLED = 120
_SMALLEST_NAME = 6.5
_STEP = 4.0
"""How far an upper bunk is drawn up and to the right of the one under it."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Units drawn together, and the rectangle of floor that they need, in the plan's unit."""

    title: str
    units: frozenset[str]
    left: float
    bottom: float
    right: float
    top: float


class Drawing:
    """One panel, with its place on the page. The plan's y runs up, the page's runs down."""

    def __init__(self, answer: Answer, panel: Panel, scale: float, left: float, top: float) -> None:
        self.answer, self.panel, self.scale, self.left, self.top = answer, panel, scale, left, top
        self.beds = [bed for bed in answer.plan.beds if bed.unit in panel.units]
        self.used = {abs(place): place for place in answer.chosen}
        self.places = {place.name: place for place in places(answer.plan, answer.rule)}
        self.below = _below(self.beds)
        self.radius = self._radius()
        self.label_size = self._label_size()

    def lines(self, groups: Iterable[ShownGroup]) -> list[str]:
        """Return the panel's SVG: groups below, then walls, then beds."""
        panel = self.panel
        used = sum(bed.number in self.used for bed in self.beds)
        title = f"{panel.title}: " if panel.title else ""
        width, height = panel.right - panel.left, panel.top - panel.bottom
        here = {bed.number for bed in self.beds}
        shown = [group for group in groups if abs(group.places[0]) in here]
        last = sorted(self.beds, key=lambda bed: (bed.number in self.used, bed.number))
        return [
            f"<text x='{self.left:.1f}' y='{self.top - 9:.1f}' font-weight='bold'>"
            f"{escape(title)}{used:,} of {len(self.beds):,} beds</text>",
            f"<rect x='{self.left:.1f}' y='{self.top:.1f}' width='{width * self.scale:.1f}' "
            f"height='{height * self.scale:.1f}' fill='none' stroke='#bbb'/>",
            *(self._group(group) for group in shown if group.weight >= 1),
            *(self._group(group) for group in shown if group.weight < 1),
            *self._walls(),
            *(self._bed(bed) for bed in last),
        ]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.left + (x - self.panel.left) * self.scale,
            self.top + (self.panel.top - y) * self.scale,
        )

    def _radius(self) -> float:
        """Return how large to draw a bed whose size is not known, in the plan's unit."""
        points = sorted({(float(bed.x), float(bed.y)) for bed in self.beds})
        nearest = sorted(
            min((math.dist(p, q) for q in points[max(0, i - 40) : i + 41] if q != p), default=9.0)
            for i, p in enumerate(points)
        )
        usual = nearest[len(nearest) // 4]
        feet = 1.0 if self.answer.plan.unit_of_length == "ft" else 0.3
        return max(3.2 / self.scale, min(1.3 * feet, 0.42 * usual))

    def _group(self, group: ShownGroup) -> str:
        from shapely import MultiPoint

        beds = [self.answer.plan.beds[abs(name) - 1] for name in group.places]
        points = [self._at(x, y) for name in group.places for x, y in self._outline(name)]
        reach = 3.0 if group.weight < 1 else 4.5
        if self.answer.rule.between == "heads" or beds[0].length is None:
            reach += self.radius * self.scale
        outline = MultiPoint(points).convex_hull.buffer(reach, 6).exterior.coords
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in outline)
        count = f" counted {group.weight}" if group.weight != 1 else ""
        names = ", ".join(dict.fromkeys(bed.bed for bed in beds))
        label = escape(f"at most {group.most} of {names}{count}")
        style = (
            "fill='#e4e4e4' stroke='#777' stroke-width='0.8'"
            if group.weight >= 1
            else "fill='none' stroke='#555' stroke-width='0.8' stroke-dasharray='3 2'"
        )
        shape = f"<polygon points='{path}' {style}><title>{label}</title></polygon>"
        if group.most == 1:
            return shape
        x, y = max(points)
        return (
            f"{shape}<text x='{x + reach:.1f}' y='{y - reach:.1f}' font-size='11' "
            f"stroke='white' stroke-width='3' paint-order='stroke'>≤ {group.most}</text>"
        )

    def _outline(self, name: int) -> list[tuple[float, float]]:
        """Return what a group is drawn around: a head, a bed's corners, or its middle."""
        place, bed = self.places[name], self.answer.plan.beds[abs(name) - 1]
        x, y = map(float, place.sight)
        if self.answer.rule.between == "heads" or bed.length is None or bed.width is None:
            return [(x, y)]
        turn = math.radians(float(bed.heading))
        along = (float(bed.length) / 2 * math.cos(turn), float(bed.length) / 2 * math.sin(turn))
        across = (-float(bed.width) / 2 * math.sin(turn), float(bed.width) / 2 * math.cos(turn))
        return [
            (x + a * along[0] + b * across[0], y + a * along[1] + b * across[1])
            for a in (1, -1)
            for b in (1, -1)
        ]

    def _walls(self) -> list[str]:
        panel, found = self.panel, []
        for wall in self.answer.rule.walls:
            x1, y1, x2, y2 = map(float, (*wall.start, *wall.end))
            if (
                max(x1, x2) < panel.left
                or min(x1, x2) > panel.right
                or max(y1, y2) < panel.bottom
                or min(y1, y2) > panel.top
            ):
                continue
            (a, b), (c, d) = self._at(x1, y1), self._at(x2, y2)
            found.append(
                f"<line x1='{a:.1f}' y1='{b:.1f}' x2='{c:.1f}' y2='{d:.1f}' "
                "stroke='black' stroke-width='4' stroke-linecap='square'/>"
            )
        return found

    def _bed(self, bed: Bed) -> str:
        x, y = self._at(float(bed.x), float(bed.y))
        x, y = x + _STEP * self.below[bed.number], y - _STEP * self.below[bed.number]
        used = bed.number in self.used
        usable = bed.usable and bed.number not in self.answer.rule.must_empty
        fill = "black" if used else "white"
        state = "use" if used else "leave empty" if usable else "cannot be used"
        # Edged in white, used beds that touch are still told apart.
        edge = "white" if used else "black"
        style = f"fill='{fill}' stroke='{edge}' stroke-width='{1 if usable else 0.6}'"
        if bed.length is not None and bed.width is not None:
            length, width = float(bed.length) * self.scale, float(bed.width) * self.scale
            shape = (
                f"<rect x='{-length / 2:.1f}' y='{-width / 2:.1f}' width='{length:.1f}' "
                f"height='{width:.1f}' rx='2' {style}/>"
            )
            mark = 0.3 * min(length, width)
            if self.answer.rule.between == "heads" and used:
                end = length / 2 - 1.4 * mark
                end = -end if self.used[bed.number] < 0 else end
                shape += f"<circle cx='{end:.1f}' cy='0' r='{mark:.1f}' fill='white'/>"
            cross = crossed_out(mark, usable)
            shape = f"<g transform='rotate({-float(bed.heading):g})'>{shape}{cross}</g>"
        else:
            radius = self.radius * self.scale
            shape = f"<circle r='{radius:.1f}' {style}/>{crossed_out(0.7 * radius, usable)}"
        name = self._label(bed, fill) if usable else ""
        title = escape(f"{bed.bed}: {state}")
        place = f"translate({x:.1f} {y:.1f})"
        return f"<g transform='{place}'><title>{title}</title>{shape}{name}</g>"

    def _label_size(self) -> float:
        """Return one size for every bed's name, or 0 where names would not be readable."""
        if len(self.beds) > _MOST_LABELLED or self.answer.rule.between == "heads":
            return 0.0
        room = 2 * self.radius
        widths = [float(bed.width) for bed in self.beds if bed.width and bed.length]
        room = min(widths) if len(widths) == len(self.beds) else room
        longest = max(2, *(len(bed.bed) for bed in self.beds), 2)
        size = min(12.0, 1.6 * room * self.scale / longest)
        return size if size >= _SMALLEST_NAME else 0.0

    def _label(self, bed: Bed, fill: str) -> str:
        if not self.label_size:
            return ""
        ink = "white" if fill == "black" else "black"
        return (
            f"<text y='{self.label_size * 0.36:.1f}' font-size='{self.label_size:.1f}' "
            f"text-anchor='middle' fill='{ink}'>{escape(bed.bed)}</text>"
        )


def _below(beds: list[Bed]) -> dict[int, int]:
    """Return how many beds lie under each bed; upper bunks are drawn a step up and right."""
    stacks: dict[tuple[object, ...], list[Bed]] = {}
    for bed in beds:
        stacks.setdefault((bed.unit, bed.x, bed.y), []).append(bed)
    return {
        bed.number: level
        for stack in stacks.values()
        for level, bed in enumerate(
            sorted(stack, key=lambda b: (b.level == "upper", b.z or 0, b.number))
        )
    }


def crossed_out(reach: float, usable: bool) -> str:
    """Return a cross for a bed that cannot be used, and nothing for one that can."""
    if usable:
        return ""
    return (
        f"<path d='M{-reach:.1f} {-reach:.1f}L{reach:.1f} {reach:.1f}"
        f"M{-reach:.1f} {reach:.1f}L{reach:.1f} {-reach:.1f}' stroke='black'/>"
    )
