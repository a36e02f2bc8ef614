"""Plans: where the beds of a place are, read from a CSV that anyone with a tape can write."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from drawdown.errors import InputError, nearest
from drawdown.space.measure import exact

LENGTHS = ("x", "y", "z", "length", "width")
"""Columns that are lengths: each is written with its unit, as `x_ft` or `x_m`."""

PLAIN = ("unit", "bed", "level", "heading_deg", "usable", "accessible", "head", "facility")
MOST_IN_ONE_STACK = 4
"""More beds than this on one point are a slip: no bunk has five levels."""

TEMPLATE = """unit,bed,x_ft,y_ft,level,length_ft,width_ft,heading_deg,usable,accessible
Dorm A,A-01-lower,1.5,3.25,lower,6.5,2.5,90,yes,yes
Dorm A,A-01-upper,1.5,3.25,upper,6.5,2.5,90,yes,no
Dorm A,A-02-lower,7.5,3.25,lower,6.5,2.5,90,yes,no
"""
"""A plan to fill in: x and y are the middle of the bed, measured from one corner of the room."""

_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_LEVELS = {"": "", "1": "lower", "lower": "lower", "2": "upper", "upper": "upper", "3": "upper"}
_HEADS = {"": "either", "either": "either", "fixed": "fixed"}


class SpaceError(InputError):
    """A plan, its walls or the rule asked of it cannot be used."""


@dataclass(frozen=True, slots=True)
class Bed:
    """One bed. Lengths are in the plan's unit; `x` and `y` are the middle of the bed."""

    number: int
    """1 for the first bed of the file; proofs name beds by it."""
    unit: str
    bed: str
    x: Fraction
    y: Fraction
    z: Fraction | None = None
    level: str = ""
    length: Fraction | None = None
    width: Fraction | None = None
    heading: Fraction = Fraction(0)
    usable: bool = True
    accessible: bool = False
    head: str = "either"
    facility: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The beds of a place, in the order of the file, and the fingerprint of that file."""

    name: str
    unit_of_length: str
    beds: tuple[Bed, ...]
    sha256: str

    @property
    def units(self) -> tuple[str, ...]:
        """The units (rooms, pods, dormitories) in the order in which they appear."""
        return tuple(dict.fromkeys(bed.unit for bed in self.beds))


def read_plan(path: Path) -> Plan:
    """Return the plan in a CSV file, every number exactly as written.

    Columns: `bed`, `x_ft`, `y_ft` and, if wanted, `unit`, `z_ft`, `level`, `length_ft`, `width_ft`,
    `heading_deg`, `usable`, `accessible`, `head`, `facility`; `_m` in place of `_ft` throughout for
    metres. Other columns are left alone.

    Raises:
        SpaceError: in one line, with the row and the column, for the first thing wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SpaceError(f"{path}: cannot be read ({error.strerror or error})") from None
    return parse_plan(content, path.name)


@lru_cache(maxsize=16)
def parse_plan(content: bytes, name: str) -> Plan:
    """Return the plan in the bytes of a CSV file called `name`; see `read_plan`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SpaceError(f"{name}: is not text in UTF-8; export the plan as CSV (UTF-8)") from None
    if "\0" in text:
        raise SpaceError(f"{name}: is not a CSV text file; export the plan as CSV (UTF-8)")
    try:
        rows = [
            (line, [cell.strip() for cell in cells])
            for line, cells in enumerate(csv.reader(io.StringIO(text)), start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise SpaceError(f"{name}: is not readable as CSV ({error})") from None
    if not rows:
        raise SpaceError(f"{name}: is empty; expected a header such as unit,bed,x_ft,y_ft")
    header = [cell.lower() for cell in rows[0][1]]
    unit_of_length = _check_header(header, name)
    if len(rows) == 1:
        raise SpaceError(f"{name}: has a header and no beds under it")
    reader = _RowReader(name, header, unit_of_length)
    beds = tuple(
        reader.bed(number, line, cells) for number, (line, cells) in enumerate(rows[1:], start=1)
    )
    lines = [line for line, _ in rows[1:]]
    _refuse_duplicates(beds, lines, name)
    _refuse_heaps(beds, lines, name)
    return Plan(name, unit_of_length, beds, hashlib.sha256(content).hexdigest())


def _check_header(header: list[str], name: str) -> str:
    """Return the unit of length that the header names, or refuse it."""
    repeated = [column for column, times in Counter(header).items() if times > 1 and column]
    if repeated:
        raise SpaceError(f"{name}: the column '{repeated[0]}' appears twice in the header")
    feet = [f"{length}_ft" for length in LENGTHS if f"{length}_ft" in header]
    metres = [f"{length}_m" for length in LENGTHS if f"{length}_m" in header]
    if feet and metres:
        raise SpaceError(
            f"{name}: mixes feet ('{feet[0]}') and metres ('{metres[0]}'); "
            "write every length in one unit"
        )
    unit = "m" if metres else "ft"
    for wanted in ("bed", f"x_{unit}", f"y_{unit}"):
        if wanted not in header:
            near = nearest(wanted, header)
            if wanted[0] in "xy" and wanted[0] in header:
                near = f"; '{wanted[0]}' needs its unit: {wanted[0]}_ft or {wanted[0]}_m"
            raise SpaceError(
                f"{name}: has no column '{wanted}'{near or '; expected unit,bed,x_ft,y_ft'}"
            )
    return unit


class _RowReader:
    """Reads the rows of one plan; holds what every message names: the file and its columns."""

    def __init__(self, name: str, header: list[str], unit_of_length: str) -> None:
        self.name = name
        self.header = header
        self.place = {column: index for index, column in enumerate(header)}
        self.suffix = f"_{unit_of_length}"

    def bed(self, number: int, line: int, cells: list[str]) -> Bed:
        """Return the bed in one row."""
        if len(cells) > len(self.header) and any(cells[len(self.header) :]):
            raise SpaceError(
                f"{self.name}, row {line}: has {len(cells)} cells; "
                f"the header names {len(self.header)} columns"
            )
        name = self._cell(cells, "bed")
        if not name:
            raise SpaceError(f"{self.name}, row {line}, column 'bed': is empty; expected a name")
        x = self._length(line, cells, "x")
        y = self._length(line, cells, "y")
        for column, value in (("x", x), ("y", y)):
            if value is None:
                raise SpaceError(
                    f"{self.name}, row {line}, column '{column}{self.suffix}': is empty; "
                    f"expected where bed '{name}' is, a number"
                )
        assert x is not None and y is not None  # noqa: S101, PT018  # the loop above refused it
        heading = self._number(line, cells, "heading_deg")
        return Bed(
            number=number,
            unit=self._cell(cells, "unit"),
            bed=name,
            x=x,
            y=y,
            z=self._length(line, cells, "z"),
            level=self._word(line, cells, "level", _LEVELS),
            length=self._size(line, cells, "length"),
            width=self._size(line, cells, "width"),
            heading=Fraction(0) if heading is None else heading,
            usable=self._yes(line, cells, "usable", default=True),
            accessible=self._yes(line, cells, "accessible", default=False),
            head=self._word(line, cells, "head", _HEADS),
            facility=self._cell(cells, "facility"),
        )

    def _cell(self, cells: list[str], column: str) -> str:
        index = self.place.get(column)
        return "" if index is None or index >= len(cells) else cells[index]

    def _number(self, line: int, cells: list[str], column: str) -> Fraction | None:
        text = self._cell(cells, column)
        if not text:
            return None
        try:
            return exact(text)
        except ValueError:
            raise SpaceError(
                f"{self.name}, row {line}, column '{column}': '{text}' is not a number; "
                "expected one such as 12.5, below a million"
            ) from None

    def _length(self, line: int, cells: list[str], column: str) -> Fraction | None:
        return self._number(line, cells, column + self.suffix)

    def _size(self, line: int, cells: list[str], column: str) -> Fraction | None:
        value = self._length(line, cells, column)
        if value is not None and value <= 0:
            raise SpaceError(
                f"{self.name}, row {line}, column '{column}{self.suffix}': "
                f"'{self._cell(cells, column + self.suffix)}' is not a size; expected more than 0"
            )
        return value

    def _word(self, line: int, cells: list[str], column: str, known: dict[str, str]) -> str:
        text = self._cell(cells, column).lower()
        if text not in known:
            words = sorted({word for word in known.values() if word})
            raise SpaceError(
                f"{self.name}, row {line}, column '{column}': '{text}' is not one of "
                f"{', '.join(words)}"
            )
        return known[text]

    def _yes(self, line: int, cells: list[str], column: str, *, default: bool) -> bool:
        text = self._cell(cells, column).lower()
        if not text:
            return default
        if text not in _YES | _NO:
            raise SpaceError(
                f"{self.name}, row {line}, column '{column}': '{text}' is not yes or no"
            )
        return text in _YES


def _refuse_duplicates(beds: tuple[Bed, ...], lines: list[int], name: str) -> None:
    first: dict[tuple[str, str], int] = {}
    for bed, line in zip(beds, lines, strict=True):
        seen = first.setdefault((bed.unit, bed.bed), line)
        if seen != line:
            unit = f" of unit '{bed.unit}'" if bed.unit else ""
            raise SpaceError(
                f"{name}, row {line}, column 'bed': '{bed.bed}'{unit} is already in row {seen}; "
                "every bed needs a name of its own"
            )


def _refuse_heaps(beds: tuple[Bed, ...], lines: list[int], name: str) -> None:
    heaps: dict[tuple[str, Fraction, Fraction], list[int]] = {}
    for bed, line in zip(beds, lines, strict=True):
        heaps.setdefault((bed.unit, bed.x, bed.y), []).append(line)
    for rows in heaps.values():
        if len(rows) > MOST_IN_ONE_STACK:
            raise SpaceError(
                f"{name}, row {rows[MOST_IN_ONE_STACK]}: {len(rows):,} beds are on one point, "
                f"the first in row {rows[0]}; no bunk holds more than {MOST_IN_ONE_STACK}"
            )
