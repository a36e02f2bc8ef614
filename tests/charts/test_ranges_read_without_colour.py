"""Charts of ranges read in black and white, and name each panel and mark."""

from __future__ import annotations

import re

from drawdown.charts.picture import as_svg
from drawdown.charts.spread import Dose, Fan, doses, fans

FANS = fans(
    [Fan("today", [1, 1], [1, 2], [2, 5], [3, 8], [4, 9]), Fan("75%", [1, 1], [1, 1], [1, 3],
                                                             [2, 4], [3, 6])],
    days="day", people="people infected",
)  # fmt: skip
DOSES = doses([Dose("today", 100, 5, 50, 90), Dose("75%", 75, 1, 20, 60)], held="held", people="p")


def test_every_ink_is_a_shade_of_grey() -> None:
    for spec in (FANS, DOSES):
        svg = as_svg(spec, "a", "b")
        for colour in set(re.findall(r"#[0-9a-fA-F]{6}\b", svg)):
            parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
            assert max(parts) - min(parts) < 16, colour


def test_panels_and_marks_are_named() -> None:
    assert "today" in as_svg(FANS, "a", "b")
    assert "75%" in as_svg(DOSES, "a", "b")


def test_panels_share_their_scale_and_nothing_at_all_is_drawn_too() -> None:
    tops = {p["layer"][0]["encoding"]["y"]["scale"]["domain"][1] for p in FANS["hconcat"]}
    assert tops == {9}
    assert as_svg(doses([Dose("none", 0, 0, 0, 0)], held="h", people="p"), "a", "b")
