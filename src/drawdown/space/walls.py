"""Walls: the lines that nobody can see or breathe across, from CSV, GeoJSON or DXF."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from drawdown.errors import nearest
from drawdown.space.measure import convert, exact
from drawdown.space.plan import SpaceError

Point = tuple[Fraction, Fraction]

_DXF_UNITS = {1: ("ft", Fraction(1, 12)), 2: ("ft", Fraction(1)), 4: ("m", Fraction(1, 1000))}
_DXF_UNITS |= {5: ("m", Fraction(1, 100)), 6: ("m", Fraction(1))}
_DXF_KINDS = "LINE LWPOLYLINE POLYLINE"
_FARTHEST = 1e9
"""In any unit; what is not a number is not below it either."""


@dataclass(frozen=True, slots=True)
class Wall:
    """One straight piece of wall, in the plan's unit of length."""

    start: Point
    end: Point


def read_walls(path: Path, unit_of_length: str) -> tuple[Wall, ...]:
    """Return the walls in a `.csv`, `.geojson`, `.json` or `.dxf` file, in the plan's unit.

    Raises:
        SpaceError: in one line, for the first thing wrong.
    """
    kind = path.suffix.lower()
    if kind == ".dxf":
        walls = _read_dxf(path, unit_of_length)
    elif kind in {".csv", ".geojson", ".json"}:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise SpaceError(f"{path}: cannot be read ({error.strerror or error})") from None
        except UnicodeDecodeError:
            raise SpaceError(f"{path.name}: is not text in UTF-8") from None
        reader = _read_csv if kind == ".csv" else _read_geojson
        walls = reader(text, path.name, unit_of_length)
    else:
        raise SpaceError(f"{path.name}: walls are read from .csv, .geojson or .dxf files")
    if not walls:
        raise SpaceError(f"{path.name}: holds no walls")
    return tuple(dict.fromkeys(walls))


def _read_csv(text: str, name: str, unit_of_length: str) -> list[Wall]:
    """Read segments (`x1_ft,y1_ft,x2_ft,y2_ft`) or outlines (`wall,x_ft,y_ft`, closed)."""
    try:
        rows = [
            (line, [cell.strip() for cell in cells])
            for line, cells in enumerate(csv.reader(io.StringIO(text)), start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise SpaceError(f"{name}: is not readable as CSV ({error})") from None
    if not rows:
        raise SpaceError(f"{name}: is empty; expected a header such as x1_ft,y1_ft,x2_ft,y2_ft")
    header = [cell.lower() for cell in rows[0][1]]
    lengths = [column for column in header if column.rpartition("_")[0].rstrip("12") in ("x", "y")]
    units = {column.rpartition("_")[2] for column in lengths}
    if units == {"ft", "m"}:
        raise SpaceError(f"{name}: mixes feet and metres; write every length in one unit")
    unit = "m" if "m" in units else "ft"
    segments = any(column.startswith(("x1", "x2", "y1", "y2")) for column in header)
    wanted = ["x1", "y1", "x2", "y2"] if segments else ["x", "y"]
    columns = [f"{column}_{unit}" for column in wanted] + ([] if segments else ["wall"])
    for column in columns:
        if column not in header:
            raise SpaceError(
                f"{name}: has no column '{column}'"
                + (
                    nearest(column, header)
                    or "; expected x1_ft,y1_ft,x2_ft,y2_ft or wall,x_ft,y_ft"
                )
            )

    def length(line: int, cells: list[str], column: str) -> Fraction:
        text = (cells + [""] * len(header))[header.index(column)]
        try:
            return convert(exact(text), unit, unit_of_length)
        except ValueError:
            raise SpaceError(
                f"{name}, row {line}, column '{column}': '{text}' is not a number"
            ) from None

    if segments:
        read = [[length(line, cells, column) for column in columns] for line, cells in rows[1:]]
        return [Wall((x1, y1), (x2, y2)) for x1, y1, x2, y2 in read if (x1, y1) != (x2, y2)]
    outlines: dict[str, list[Point]] = {}
    for line, cells in rows[1:]:
        wall = cells[header.index("wall")] if header.index("wall") < len(cells) else ""
        point = (length(line, cells, columns[0]), length(line, cells, columns[1]))
        outlines.setdefault(wall, []).append(point)
    return [
        wall
        for label, points in outlines.items()
        for wall in _joined(_closed(points, f"{name}: wall '{label}'"))
    ]


def _read_geojson(text: str, name: str, unit_of_length: str) -> list[Wall]:
    """Read lines and polygons; a member `units` (`ft` or `m`) says the unit, else the plan's."""
    try:
        # Numbers are kept as they are written, not as the nearest binary float.
        document = json.loads(text, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError):
        raise SpaceError(f"{name}: is not readable as GeoJSON") from None
    if not isinstance(document, dict):
        raise SpaceError(f"{name}: is not GeoJSON; expected an object with a 'type'")
    unit = document.get("units", unit_of_length)
    if unit not in ("ft", "m"):
        raise SpaceError(f"{name}, member 'units': {unit!r} is not one of ft, m")
    features = document.get("features", [document])
    walls: list[Wall] = []
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        where = f"{name}, feature {number}"
        try:
            geometry = feature.get("geometry", feature)
            for closed, line in _lines(geometry["type"], geometry["coordinates"], where):
                points = [
                    (convert(exact(p[0]), unit, unit_of_length),
                     convert(exact(p[1]), unit, unit_of_length))
                    for p in line
                ]  # fmt: skip
                walls += _joined(_closed(points, where) if closed else points)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise SpaceError(
                f"{where}: is not a line or a polygon with numbers for coordinates"
            ) from None
    return walls


def _lines(kind: str, coordinates: Any, where: str) -> list[tuple[bool, list[Any]]]:
    """Return the lines of one geometry, each with whether it must be closed."""
    if kind == "LineString":
        return [(False, coordinates)]
    if kind == "MultiLineString":
        return [(False, line) for line in coordinates]
    if kind == "Polygon":
        return [(True, ring) for ring in coordinates]
    if kind == "MultiPolygon":
        return [(True, ring) for polygon in coordinates for ring in polygon]
    raise SpaceError(f"{where}: '{kind}' is not a wall; expected LineString or Polygon")


def _read_dxf(path: Path, unit_of_length: str) -> list[Wall]:
    """Read the lines and polylines of a drawing, whose header must say its unit of length."""
    import ezdxf

    try:
        drawing = ezdxf.readfile(str(path))  # type: ignore[attr-defined]
    except OSError as error:
        raise SpaceError(f"{path}: cannot be read as DXF ({error.strerror or error})") from None
    except Exception:  # a damaged drawing makes the library fail in many ways
        raise SpaceError(f"{path.name}: is not readable as DXF") from None
    code = _whole_number(drawing.header.get("$INSUNITS", 0))
    if code not in _DXF_UNITS:
        raise SpaceError(
            f"{path.name}, header variable $INSUNITS: {code} names no unit that walls are read in; "
            "expected 1 (inches), 2 (feet), 4 (mm), 5 (cm) or 6 (m)"
        )
    unit, scale = _DXF_UNITS[code]
    walls: list[Wall] = []
    for entity in drawing.modelspace().query(_DXF_KINDS):
        if entity.dxftype() == "LINE":
            corners = [entity.dxf.start, entity.dxf.end]
        elif entity.dxftype() == "LWPOLYLINE":
            corners = list(entity.vertices())  # type: ignore[attr-defined]
        else:
            corners = [vertex.dxf.location for vertex in entity.vertices]  # type: ignore[attr-defined]
        if not all(
            abs(float(at)) < _FARTHEST for corner in corners for at in (corner[0], corner[1])
        ):
            raise SpaceError(f"{path.name}: a wall lies farther away than any building is long")
        points = [
            (
                convert(Fraction(repr(float(corner[0]))) * scale, unit, unit_of_length),
                convert(Fraction(repr(float(corner[1]))) * scale, unit, unit_of_length),
            )
            for corner in corners
        ]
        closed = bool(getattr(entity, "closed", False) or getattr(entity, "is_closed", False))
        walls += _joined([*points, points[0]] if closed and points else points)
    return walls


def _whole_number(found: object) -> int:
    return int(found) if isinstance(found, int | float) and abs(found) < 1000 else -1


def _closed(points: list[Point], where: str) -> list[Point]:
    """Return an outline that ends where it starts, or refuse it."""
    if len(points) < 4 or points[0] != points[-1]:
        shown = [f"({float(x):g}, {float(y):g})" for x, y in (points[0], points[-1])]
        reason = (
            f"starts at {shown[0]} and ends at {shown[1]}"
            if points[0] != points[-1]
            else f"has {len(points)} points"
        )
        raise SpaceError(
            f"{where} isn't closed: it {reason}; an outline repeats its first point at the end"
        )
    return points


def _joined(points: list[Point]) -> list[Wall]:
    return [Wall(one, two) for one, two in pairwise(points) if one != two]
