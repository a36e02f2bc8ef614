"""Facts of people in both rosters that are no longer the same."""

from __future__ import annotations

import re

import polars as pl

from drawdown.roster.differences.past import REWRITTEN
from drawdown.roster.differences.side import Side
from drawdown.roster.mapping.fields import plain_name
from drawdown.roster.values.blank import blanked

# What tells time rather than facts, or is compared as a past fact, or is the key itself.
APART = {"person", "book_in", "book_out", "stay_book_in", "stay_book_out", "as_of", "age"}
APART |= {"days_held", "facility", "release_reason", "stay_release_reason"}
ROW_NUMBER = re.compile(r"^(?:row|line|sequence|seq|rank|number|record) ?(?:number)?$")
CUMULATIVE = re.compile(r"\bcumulative\b|\bto date\b|\btotal\b|\bytd\b")

CHANGED = {"person": pl.String, "column": pl.String, "old": pl.String, "new": pl.String}


def changed_facts(old: Side, new: Side, stayed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the changed facts, and the cumulative numbers that fell (columns of `REWRITTEN`).

    Columns are compared by their header where both files have it, by their field otherwise. The
    facility is compared as `facility`: a move.
    """
    moved = stayed.filter(pl.col("facility") != pl.col("facility_new")).select(
        "person",
        pl.lit("facility").alias("column"),
        pl.col("facility").alias("old"),
        pl.col("facility_new").alias("new"),
    )
    parts = [moved.cast(CHANGED)]  # type: ignore[arg-type]
    fallen = [pl.DataFrame(schema=REWRITTEN)]
    for label, before, after in _shared_columns(old, new):
        found = _compare(old, new, stayed, before, after).with_columns(
            pl.lit(label).alias("column")
        )
        if CUMULATIVE.search(plain_name(label)):
            number = [
                pl.col(c).str.replace_all(",", "").cast(pl.Float64, strict=False)
                for c in ("old", "new")
            ]
            fell = (number[1] < number[0]).fill_null(False)
            fallen.append(_fell(found.filter(fell), label))
            found = found.filter(~fell)
        parts.append(found.select(list(CHANGED)))
    return pl.concat(parts).sort("person", "column"), pl.concat(fallen)


def _fell(found: pl.DataFrame, label: str) -> pl.DataFrame:
    return found.select(
        "person",
        pl.lit(label).alias("what"),
        "old",
        "new",
        pl.format("{} fell from {} to {}", pl.lit(label), "old", "new").alias("says"),
    ).cast(REWRITTEN)  # type: ignore[arg-type]


def _shared_columns(old: Side, new: Side) -> list[tuple[str, str, str]]:
    """Return a label, the old file's column and the new file's, for each fact that both hold."""
    fields_old, fields_new = old.roster.columns, new.roster.columns
    apart = {fields_old.get(f) for f in APART} | {fields_new.get(f) for f in APART}
    shared = [
        (c, c, c)
        for c in old.roster.cells.columns
        if c in new.roster.cells.columns and c not in apart and not ROW_NUMBER.match(plain_name(c))
    ]
    seen = {before for _, before, _ in shared}
    shared += [
        (field, column, fields_new[field])
        for field, column in fields_old.items()
        if field in fields_new and field not in APART and column not in seen
    ]
    return shared


def _compare(old: Side, new: Side, stayed: pl.DataFrame, before: str, after: str) -> pl.DataFrame:
    pairs = stayed.select("person", "row", "sheet", "row_new", "sheet_new")
    pairs = pairs.join(
        _values(old, before, "old"), on=["row", "sheet"], how="left", nulls_equal=True
    )
    pairs = pairs.join(
        _values(new, after, "new").rename({"row": "row_new", "sheet": "sheet_new"}),
        on=["row_new", "sheet_new"],
        how="left",
        nulls_equal=True,
    )
    return pairs.filter(pl.col("old").ne_missing(pl.col("new")))


def _values(side: Side, column: str, name: str) -> pl.DataFrame:
    values = side.roster.cells.select(blanked(pl.col(column).cast(pl.String)).alias(name))
    return side.roster.facts.select("row", "sheet").hstack(values)
