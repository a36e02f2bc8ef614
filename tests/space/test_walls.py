"""Walls are read from CSV, GeoJSON and DXF, in feet or metres, and must be what they say."""

from __future__ import annotations

import json
from fractions import Fraction

import ezdxf
import pytest

from drawdown.space.plan import SpaceError
from drawdown.space.walls import Wall, read_walls


def wall(*numbers):
    x1, y1, x2, y2 = (Fraction(str(number)) for number in numbers)
    return Wall((x1, y1), (x2, y2))


SQUARE = (wall(0, 0, 9, 0), wall(9, 0, 9, 9), wall(9, 9, 0, 9), wall(0, 9, 0, 0))


def write(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def refused(path, unit="ft") -> str:
    with pytest.raises(SpaceError) as caught:
        read_walls(path, unit)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_segments_in_csv(tmp_path):
    path = write(tmp_path, "w.csv", "x1_ft,y1_ft,x2_ft,y2_ft\n0,0,9,0\n0,0.1,0,9.3\n")
    assert read_walls(path, "ft") == (wall(0, 0, 9, 0), wall(0, "0.1", 0, "9.3"))


def test_outlines_in_csv(tmp_path):
    path = write(tmp_path, "w.csv", "wall,x_ft,y_ft\nA,0,0\nA,9,0\nA,9,9\nA,0,9\nA,0,0\n")
    assert read_walls(path, "ft") == SQUARE


def test_metres_become_feet_exactly(tmp_path):
    path = write(tmp_path, "w.csv", "x1_m,y1_m,x2_m,y2_m\n0,0,3.048,0\n")
    assert read_walls(path, "ft") == (wall(0, 0, 10, 0),)


def test_a_polygon_and_a_line_in_geojson(tmp_path):
    ring = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    features = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[0.1, 0], [5, 5]]}},
    ]
    path = write(tmp_path, "w.geojson", {"type": "FeatureCollection", "features": features})
    assert read_walls(path, "ft") == (*SQUARE, wall("0.1", 0, 5, 5))


def test_a_bare_geometry_in_metres(tmp_path):
    line = {"type": "LineString", "coordinates": [[0, 0], [3.048, 0]], "units": "m"}
    assert read_walls(write(tmp_path, "w.json", line), "ft") == (wall(0, 0, 10, 0),)


def test_lines_and_polylines_in_dxf(tmp_path):
    drawing = ezdxf.new()
    drawing.header["$INSUNITS"] = 1  # inches
    space = drawing.modelspace()
    space.add_lwpolyline([(0, 0), (108, 0), (108, 108), (0, 108)], close=True)
    space.add_line((12, 12), (24, 12))
    drawing.saveas(tmp_path / "w.dxf")
    assert read_walls(tmp_path / "w.dxf", "ft") == (*SQUARE, wall(1, 1, 2, 1))


def test_a_drawing_without_units_is_refused(tmp_path):
    drawing = ezdxf.new()
    drawing.header["$INSUNITS"] = 0
    drawing.modelspace().add_line((0, 0), (1, 0))
    drawing.saveas(tmp_path / "w.dxf")
    assert "$INSUNITS: 0 names no unit" in refused(tmp_path / "w.dxf")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("w.csv", "wall,x_ft,y_ft\nA,0,0\nA,9,0\nA,9,9\n",
         "w.csv: wall 'A' isn't closed: it starts at (0, 0) and ends at (9, 9)"),
        ("w.csv", "wall,x_ft,y_ft\nA,0,0\nA,9,0\nA,0,0\n", "isn't closed: it has 3 points"),
        ("w.csv", "x1_ft,y1_ft,x2_ft\n0,0,9\n", "has no column 'y2_ft'; did you mean 'y1_ft'?"),
        ("w.csv", "x1_ft,y1_ft,x2_ft,y2_m\n0,0,9,1\n", "mixes feet and metres"),
        ("w.csv", "x1_ft,y1_ft,x2_ft,y2_ft\n0,0,9,\n", "row 2, column 'y2_ft': '' is not a number"),
        ("w.csv", "x1_ft,y1_ft,x2_ft,y2_ft\n", "holds no walls"),
        ("w.csv", "", "is empty"),
        ("w.json", "{", "is not readable as GeoJSON"),
        ("w.json", "[]", "is not GeoJSON"),
        ("w.json", {"type": "Point", "coordinates": [0, 0]}, "'Point' is not a wall"),
        ("w.json", {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}, "isn't closed"),
        ("w.json", {"type": "LineString", "coordinates": [[0], [1]]}, "is not a line or a polygon"),
        ("w.json", {"type": "LineString", "coordinates": [["a", 0], [1, 2]]}, "is not a line"),
        ("w.dxf", "nonsense", "w.dxf"),
        ("w.txt", "0,0", "walls are read from .csv, .geojson or .dxf files"),
    ],
)  # fmt: skip
def test_bad_walls_get_one_clear_line(tmp_path, name, content, expected):
    assert expected in refused(write(tmp_path, name, content))


def test_a_missing_file_is_named(tmp_path):
    assert "nowhere.csv: cannot be read" in refused(tmp_path / "nowhere.csv")
    assert "nowhere.dxf: cannot be read" in refused(tmp_path / "nowhere.dxf")
