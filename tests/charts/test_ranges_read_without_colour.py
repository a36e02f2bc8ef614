"""Charts of ranges read in black and white, and name each panel and mark."""

from __future__ import annotations

import re
from itertools import pairwise

from drawdown.charts.picture import as_svg
from drawdown.charts.spread import HEIGHT, TALL, Dose, Fan, doses, fans

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


def test_labels_of_points_that_lie_close_stand_apart() -> None:
    close = [Dose(f"a label as long as this, {n}", 880 + n, 1, 620 + n, 850) for n in range(4)]
    labels = sorted(row["label"] for row in doses(close, held="h", people="p")["data"]["values"])
    pixels = [label * HEIGHT / 850 for label in labels]
    assert all(b - a > TALL - 1 for a, b in pairwise(pixels))
    alone = [Dose("one", 100, 5, 50, 90), Dose("two", 900, 5, 50, 90)]
    rows = doses(alone, held="h", people="p")["data"]["values"]
    assert [round(row["label"], 6) for row in rows] == [50, 50]


def test_the_title_of_a_panel_is_no_wider_than_the_panel() -> None:
    names = ["As many as can keep the distance: 1,401", "50%: 597", "c", "d", "e"]
    spec = fans([Fan(name, [1], [1], [1], [1], [1]) for name in names], days="d", people="p")
    titles = [panel["title"]["text"] for panel in spec["hconcat"]]
    assert len({len(lines) for lines in titles}) == 1
    for panel in spec["hconcat"]:
        assert all(len(line) * 7 <= panel["width"] for line in panel["title"]["text"])
    assert " ".join(titles[0]).strip() == names[0]
