"""Cells that a spreadsheet will not take for a formula, and how to have them back as they were.

Whoever enters a reason, names a file or makes a roster chooses what stands in a cell; whoever opens
the export runs it, if a spreadsheet takes it for a formula (OWASP, CSV injection). So such a cell
gets one apostrophe in front. So does one that would look as if it had got it, and therefore
nothing is lost: `as_it_was` takes away exactly what `harmless` put there.
"""

from __future__ import annotations

import re

import polars as pl

_FORMULA = r"^'*[=+\-@\t\r\n＝＋－＠]"
_NUMBER = r"^[+-][0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"
_PLAIN_NUMBER = re.compile(_NUMBER.rstrip("$") + r"\Z")
_BEGINS = re.compile(_FORMULA)


def harmless(cell: str) -> str:
    """A cell that is only ever text: an apostrophe before what would begin a formula.

    Numbers stay as they are.

    >>> harmless("=HYPERLINK(A1)"), harmless("-12.5"), harmless("soap"), harmless("'=x")
    ("'=HYPERLINK(A1)", '-12.5', 'soap', "''=x")
    """
    if _BEGINS.match(cell) and not _PLAIN_NUMBER.match(cell):
        return f"'{cell}"
    return cell


def as_it_was(cell: str) -> str:
    """What `harmless` made a cell of.

    >>> as_it_was("'=x"), as_it_was("''=x"), as_it_was("'tis")
    ('=x', "'=x", "'tis")
    """
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def harmless_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """A table whose texts, and names of columns, are harmless."""
    texts = [
        name for name, kind in frame.schema.items()
        if kind == pl.String or isinstance(kind, pl.Enum | pl.Categorical)
    ]  # fmt: skip
    frame = frame.with_columns(
        pl.when(cell.str.contains(_FORMULA) & ~cell.str.contains(_NUMBER))
        .then(pl.concat_str(pl.lit("'"), cell)).otherwise(cell).alias(name)
        for name in texts
        for cell in [pl.col(name).cast(pl.String)]
    )  # fmt: skip
    return frame.rename({name: harmless(name) for name in frame.columns})
