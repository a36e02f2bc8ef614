"""The picture: the floor plan with the beds to use and the groups that prove the limit, as SVG.

Everything reads without colour: beds to use are black, beds to leave empty are white, beds that
cannot be used are crossed out. Shaded outlines are groups of which at most one bed can be used.
"""

from __future__ import annotations

from html import escape

from drawdown.space.drawing import Drawing, Panel, crossed_out
from drawdown.space.measure import written
from drawdown.space.shown import ShownGroup, shown_groups
from drawdown.space.solve import Answer
from drawdown.space.words import in_words, picture_in_words

WIDTH = 960.0
MARGIN = 24.0
_TITLE, _LEGEND = 26.0, 92.0
_LARGEST_SCALE = 26.0
_TALLEST = 1100.0
_SMALLEST_SCALE = 1.5
_FONT = "font-family='Liberation Sans, Arial, Helvetica, sans-serif'"


def draw(answer: Answer) -> str:
    """Return the picture of an answer as an SVG document."""
    panels = _panels(answer)
    groups = shown_groups(answer)
    scale = min(_LARGEST_SCALE, (WIDTH - 2 * MARGIN) / max(p.right - p.left for p in panels))
    while _laid_out(panels, scale)[1] > _TALLEST and scale > 2 * _SMALLEST_SCALE:
        scale *= 0.95
    corners, y = _laid_out(panels, scale)
    body: list[str] = []
    for panel, (left, top) in zip(panels, corners, strict=True):
        body += Drawing(answer, panel, scale, left, top).lines(groups)
    body += _legend(answer, scale, y, groups)
    height = y + _LEGEND
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:g} {height:.0f}' "
            f"width='{WIDTH:g}' height='{height:.0f}' role='img' aria-labelledby='title desc' "
            f"{_FONT} font-size='13'>",
            f"<title id='title'>{escape(in_words(answer))}</title>",
            f"<desc id='desc'>{escape(picture_in_words(answer))}</desc>",
            f"<rect width='{WIDTH:g}' height='{height:.0f}' fill='white'/>",
            *body,
            "</svg>",
            "",
        ]
    )


def to_png(svg: str, scale: float = 2.0) -> bytes:
    """Return a picture as PNG, two dots to the unit unless asked otherwise."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def _laid_out(panels: list[Panel], scale: float) -> tuple[list[tuple[float, float]], float]:
    """Return the top left corner of each panel, in rows, and where the last row ends."""
    corners = []
    x, y, tallest = MARGIN, MARGIN, 0.0
    for panel in panels:
        width = (panel.right - panel.left) * scale
        height = (panel.top - panel.bottom) * scale + _TITLE
        if x > MARGIN and x + width > WIDTH - MARGIN + 1:
            x, y, tallest = MARGIN, y + tallest + MARGIN, 0.0
        corners.append((x, y + _TITLE))
        x, tallest = x + width + MARGIN, max(tallest, height)
    return corners, y + tallest + MARGIN / 2


def _panels(answer: Answer) -> list[Panel]:
    """Return one panel where units lie side by side on one floor, else one for each unit."""
    pad = max(2.0, float(answer.rule.distance_in(answer.plan)) / 2)
    boxes = {}
    for unit in answer.plan.units:
        beds = [bed for bed in answer.plan.beds if bed.unit == unit]
        reach = [max(float(bed.length or 0), float(bed.width or 0)) / 2 for bed in beds]
        boxes[unit] = (
            min(float(bed.x) - r for bed, r in zip(beds, reach, strict=True)) - pad,
            min(float(bed.y) - r for bed, r in zip(beds, reach, strict=True)) - pad,
            max(float(bed.x) + r for bed, r in zip(beds, reach, strict=True)) + pad,
            max(float(bed.y) + r for bed, r in zip(beds, reach, strict=True)) + pad,
        )
    alone = answer.rule.one_room or not any(
        a[0] + pad < b[2] - pad
        and b[0] + pad < a[2] - pad
        and a[1] + pad < b[3] - pad
        and b[1] + pad < a[3] - pad
        for one, a in boxes.items()
        for other, b in boxes.items()
        if one < other
    )
    if alone:
        every = list(boxes.values())
        box = (
            min(b[0] for b in every),
            min(b[1] for b in every),
            max(b[2] for b in every),
            max(b[3] for b in every),
        )
        return [Panel(" + ".join(u for u in boxes if u), frozenset(boxes), *box)]
    return [Panel(unit, frozenset({unit}), *box) for unit, box in boxes.items()]


def _legend(answer: Answer, scale: float, y: float, groups: list[ShownGroup]) -> list[str]:
    """Return the key, the scale and the distance asked for."""
    unit = answer.plan.unit_of_length
    length = next(n for n in (50, 20, 10, 5, 2, 1, 0.5) if n * scale <= 200 or n == 0.5)
    distance = float(answer.rule.distance_in(answer.plan))
    asked = f"{written(answer.rule.distance)} {answer.rule.unit_of_length} apart"
    keys = [("<circle r='6' fill='black'/>", "use")]
    if len(answer.chosen) < answer.usable:
        keys.append(("<circle r='6' fill='white' stroke='black'/>", "leave empty"))
    if answer.usable < answer.beds:
        circle = "<circle r='6' fill='white' stroke='black' stroke-width='.6'/>"
        keys.append((circle + crossed_out(4.2, False), "cannot be used"))
    if any(group.weight >= 1 for group in groups):
        keys.append(
            ("<rect x='-9' y='-6' width='18' height='12' rx='6' fill='#e4e4e4' stroke='#777'/>",
             "at most one of these (or the number shown)")
        )  # fmt: skip
    if any(group.weight < 1 for group in groups):
        keys.append(
            ("<rect x='-9' y='-6' width='18' height='12' rx='6' fill='none' stroke='#555' "
             "stroke-dasharray='3 2'/>", "the same, counted in part")
        )  # fmt: skip
    lines, x = [], MARGIN + 9
    for mark, label in keys:
        lines.append(f"<g transform='translate({x:.0f} {y + 12:.0f})'>{mark}</g>")
        lines.append(f"<text x='{x + 14:.0f}' y='{y + 16.5:.0f}'>{label}</text>")
        x += 44 + 6.6 * len(label)
    lines += _bar(MARGIN, y + 46, length * scale, f"{length:g} {unit}")
    lines += _bar(MARGIN + length * scale + 90, y + 46, distance * scale, asked)
    return lines


def _bar(x: float, y: float, width: float, label: str) -> list[str]:
    return [
        f"<path d='M{x:.1f} {y - 5:.1f}v10m0 -5h{width:.1f}m0 -5v10' fill='none' stroke='black' "
        "stroke-width='1.5'/>",
        f"<text x='{x:.1f}' y='{y + 20:.1f}'>{escape(label)}</text>",
    ]
