"""Tables of an editable document: type gets smaller before a word or a number is cut in two."""

from __future__ import annotations

import io
from dataclasses import replace

from docx import Document as Opened
from hypothesis import given
from hypothesis import strategies as st
from tests.report.making import document

from drawdown.report.document.model import Column, table
from drawdown.report.document.widths import TEXT, fits, widths
from drawdown.report.word.render import as_docx
from drawdown.report.word.tables import SIZES, WIDE

WORDS = st.text("abcdeghnosuw", min_size=1, max_size=9)
NUMBERS = st.integers(0, 99_999).map("{:,}".format)


@st.composite
def tables(draw: st.DrawFn) -> object:
    """Tables of two to ten columns, most of them numbers under a word."""
    many = draw(st.integers(2, 10))
    heads = [Column(draw(WORDS), "right", draw(st.floats(0.5, 2))) for _ in range(many)]
    rows = [[draw(WORDS), *(draw(NUMBERS) for _ in range(many - 1))] for _ in range(3)]
    return table("t", "Numbers", heads, rows)


@given(tables())
def test_columns_are_as_wide_as_their_longest_word_wherever_that_fits(made) -> None:  # type: ignore[no-untyped-def]
    for size in SIZES:
        found = widths(made, WIDE * size)
        assert abs(sum(found) - TEXT) < 1e-6
        if fits(made, WIDE * size):
            for place, width in enumerate(found):
                cells = [made.columns[place].name, *(str(row[place]) for row in made.rows)]
                longest = max(len(word) for cell in cells for word in cell.split())
                assert width >= WIDE * size * longest


def test_a_table_of_many_columns_is_set_in_smaller_type() -> None:
    heads = [Column("Undetermined", width=1), *(Column("Inspectors", "right") for _ in range(8))]
    wide = table("t", "Many", heads, [["mask", *(["12,345"] * 8)]])
    narrow = table("u", "Few", ["Centre", "Held"], [["Krome", "452"]])
    made = replace(document("parties"), blocks=(wide, narrow), service=())
    opened = Opened(io.BytesIO(as_docx(made)))
    many, few = (
        {run.font.size.pt for row in each.rows for cell in row.cells
         for paragraph in cell.paragraphs for run in paragraph.runs}
        for each in opened.tables if each.rows[0].cells[0].text in ("Undetermined", "Centre")
    )  # fmt: skip
    assert few == {SIZES[0]}
    assert many < set(SIZES[1:])
