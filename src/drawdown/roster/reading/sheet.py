"""A sheet: every row of a file as it stands.

Before anybody says what is header and what is data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (rows or bytes)."""


def no_progress(_what: str, _done: int, _whole: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Merge:
    """A merged block of cells: zero-based rows and columns, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet.

    `cells` has columns `c0`, `c1`, … (text, or dates where the format itself types them) and one
    row for every row of the sheet, blank rows included, so that row i of the frame is row i + 1 of
    the sheet. `header` is set where the format itself names its columns (JSON, Parquet): then
    `cells` is data only.
    """

    cells: pl.DataFrame
    name: str | None = None
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    header: tuple[str, ...] | None = None
    broken: dict[int, str] = field(default_factory=dict)
    """Zero-based rows that the format itself could not read whole, and why."""

    @property
    def height(self) -> int:
        """How many rows the sheet has."""
        return self.cells.height


def column_names(width: int) -> list[str]:
    """Return `c0`, `c1`, … for a sheet of that width."""
    return [f"c{i}" for i in range(width)]
