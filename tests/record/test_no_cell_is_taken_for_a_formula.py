"""What leaves as CSV holds no formula, whoever wrote the cell, and loses nothing by that."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.record.spreadsheet import as_it_was, harmless, harmless_frame

PAYLOADS = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
            "=HYPERLINK(A1)", "＝1", "'=1", "''@x", "-inf", "+1_0", "-2+3"]  # fmt: skip
"""From the OWASP's page on CSV injection, and its kin."""
CELLS = st.one_of(st.text(), st.text(alphabet="'=+-@\t\n1.e x"), st.sampled_from(PAYLOADS))


@pytest.mark.parametrize("cell", PAYLOADS)
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.5", "+3", "1e5", "-1e-5", "soap", "", "a=b", "O'Neil", "'t"])
def test_what_is_none_stays(cell: str) -> None:
    assert harmless(cell) == cell


@given(CELLS)
def test_nothing_is_lost(cell: str) -> None:
    assert as_it_was(harmless(cell)) == cell


@given(st.lists(CELLS, min_size=2, max_size=2, unique=True))
def test_no_two_cells_become_one(cells: list[str]) -> None:
    assert harmless(cells[0]) != harmless(cells[1])


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_a_table_is_treated_as_its_cells_are(cells: list[str]) -> None:
    cells = [cell.encode(errors="replace").decode() for cell in cells]
    frame = harmless_frame(pl.DataFrame({"=a": cells, "n": range(len(cells))}))
    assert frame.columns == ["'=a", "n"]
    assert frame["'=a"].to_list() == [harmless(cell) for cell in cells]
    read = list(csv.reader(io.StringIO(frame.write_csv(), newline="")))[1:]
    assert [as_it_was(row[0]) for row in read] == cells
