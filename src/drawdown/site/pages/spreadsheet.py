"""Cells that a spreadsheet will not take for a formula."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula begins with in one spreadsheet program or another (OWASP, CSV injection)."""


def harmless(cell: str) -> str:
    """A cell that is only ever text: an apostrophe before what would begin a formula.

    Numbers stay as they are.

    >>> harmless("=HYPERLINK(A1)"), harmless("-12.5"), harmless("soap")
    ("'=HYPERLINK(A1)", '-12.5', 'soap')
    """
    if not cell.startswith(STARTS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell if cell[0] in "+-" else f"'{cell}"
