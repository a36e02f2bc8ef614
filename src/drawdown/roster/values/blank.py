"""What counts as a blank, and keys written in more than one way."""

from __future__ import annotations

import polars as pl

BLANK = r"(?i)^\s*(?:|-+|—|n/?a|null|none|nil|nan|#n/a|unknown date|\(blank\)|not applicable)\s*$"
"""Text that stands for nothing."""

REDACTED = (
    r"(?i)^\s*(?:\(b\)\s*\(\d\)[\s,;]*(?:\([a-z]\))?[\s,;]*)+(?:\(b\).*)?$"
    r"|^\s*(?:redacted|x{4,}|\*{3,})\s*$"
)
"""What an agency writes over a cell that it withholds, such as `(b)(6)(b)(7)(c)`."""


def blanked(column: pl.Expr) -> pl.Expr:
    """Return the text without outer spaces.

    Or nothing where it stands for a blank or a redaction.
    """
    text = column.str.strip_chars()
    return pl.when(~text.str.contains(BLANK) & ~text.str.contains(REDACTED)).then(text)


def joined_key(column: pl.Expr) -> pl.Expr:
    """Return a person's key in one spelling.

    Upper case, without spaces or dashes, no trailing `.0`.

    `A-012 345 678` and `a012345678` are one key. Leading zeros are kept: `00123` and `123` may be
    two people, and are listed as a doubtful join instead.
    """
    return (
        column.str.strip_chars()
        .str.replace(r"^(\d+)\.0+$", "$1")
        .str.replace_all(r"[\s\-‐‑–—]", "")
        .str.to_uppercase()
    )
