"""The picture shows every bed once, says what it shows in words, and needs no colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from drawdown.space.picture import draw, to_png
from drawdown.space.shown import shown_groups

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def row(solved):
    plan = b"unit,bed,x_ft,y_ft,usable\n" + b"".join(
        b"Pod <4>,%d,%d,0,%s\n" % (n, 4 * n, b"no" if n == 9 else b"yes") for n in range(10)
    )
    return solved(plan).answer


def titles(svg):
    return [node.text for node in ET.fromstring(svg).iter(f"{SVG}title")]  # noqa: S314  # ours


def test_every_bed_is_drawn_and_says_what_to_do_with_it(row):
    states = [t for t in titles(draw(row)) if t and re.fullmatch(r"\d: .*", t)]
    assert len(states) == 10
    assert sum(state.endswith(": use") for state in states) == 5
    assert "9: cannot be used" in states


def test_there_is_a_text_alternative(row):
    root = ET.fromstring(draw(row))  # noqa: S314  # ours
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.find(f"{SVG}title").text.startswith("5 people can keep 6 feet apart")
    assert "In Pod <4>, 5 of 10 beds are used: 0, " in root.find(f"{SVG}desc").text


def test_it_uses_no_colour(row):
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", draw(row)))
    assert colours
    for colour in colours:
        digits = colour[1:]
        parts = re.findall(".." if len(digits) == 6 else ".", digits)
        assert len(set(parts)) == 1


def test_full_groups_share_no_bed_and_add_up_to_the_limit(row):
    groups = shown_groups(row)
    names = [name for group in groups for name in group.places]
    assert len(names) == len(set(names)) == row.usable
    assert sum(group.most * group.weight for group in groups) == row.bound


def test_there_is_a_scale_and_the_distance(row):
    assert ">5 ft<" in draw(row)
    assert "6 ft apart" in draw(row)


def test_units_measured_from_their_own_corners_get_a_panel_each(solved):
    plan = b"unit,bed,x_ft,y_ft\nA,1,0,0\nA,2,8,9\nB,1,1,1\nB,2,9,9\n"
    svg = draw(solved(plan).answer)
    assert "A: 2 of 2 beds" in svg
    assert "B: 2 of 2 beds" in svg


def test_units_side_by_side_on_one_floor_share_a_panel(solved):
    plan = b"unit,bed,x_ft,y_ft\nA,1,0,0\nA,2,8,9\nB,1,31,1\nB,2,39,9\n"
    assert "A + B: 4 of 4 beds" in draw(solved(plan).answer)


def test_a_png_is_a_png(row):
    assert to_png(draw(row)).startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("between", ["centres", "edges", "heads"])
def test_sizes_headings_and_stacks_are_drawn(solved, between):
    header = "unit,bed,x_ft,y_ft,z_ft,length_ft,width_ft,heading_deg"
    beds = [(7 * i, 0, z, 6.5, 2.5, 30 * i) for i in range(4) for z in (1, 5)]
    svg = draw(solved(beds, header=header, between=between).answer)
    assert len([t for t in titles(svg) if re.fullmatch(r"\d: .*", t)]) == 8
    assert "rotate(-30)" in svg
