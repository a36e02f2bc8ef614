"""What each column looks like, and how sure that is.

A published name is certain, a likeness is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.roster.mapping.fields import (
    BY_NAME,
    CERTAIN,
    FIELDS,
    HINTS,
    plain_name,
)
from drawdown.roster.mapping.kept import KEPT_NAMES
from drawdown.roster.values.blank import blanked
from drawdown.roster.values.patterns import FORMS

LEAST = 0.7  # a likeness below this is not worth asking about
MOST = 0.95  # a likeness is never certain


@dataclass(frozen=True)
class Suggestion:
    """One column, the field it looks like (or none), the confidence from 0 to 1.

    And on what ground.
    """

    column: str
    field: str | None
    confidence: float
    how: str

    @property
    def certain(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.confidence >= 1.0


def suggest(table: pl.DataFrame, columns: list[str]) -> list[Suggestion]:
    """Return a suggestion for every column of a table, in order.

    At most one certain column a field.
    """
    found = [_one(column, table[column]) for column in columns]
    return _settle_ranks(_only_id(found, columns), table)


def _one(column: str, values: pl.Series) -> Suggestion:
    plain = plain_name(column)
    if plain in CERTAIN:
        return Suggestion(column, CERTAIN[plain][0], 1.0, "a name known from public rosters")
    if plain in KEPT_NAMES:
        return Suggestion(column, None, 1.0, "known, kept as it is")
    if plain in HINTS:
        return _weighed(column, *HINTS[plain], values, "a short name")
    field, confidence = _nearest(plain)
    if field is None:
        return Suggestion(column, None, 1.0, "not known, kept as it is")
    return _weighed(column, field, confidence, values, "a similar name")


def _nearest(plain: str) -> tuple[str | None, float]:
    from rapidfuzz import fuzz, process  # only where a name is not known

    best: tuple[str | None, float] = (None, 0.0)
    for names, to in _vocabulary():
        match = process.extractOne(plain, names, scorer=fuzz.token_sort_ratio)
        if match and match[1] / 100 > best[1]:
            best = (to, match[1] / 100)
    return (best[0], min(best[1], MOST)) if best[1] >= LEAST else (None, 0.0)


def _vocabulary() -> list[tuple[tuple[str, ...], str | None]]:
    return [(f.names, f.name) for f in FIELDS] + [(tuple(sorted(KEPT_NAMES)), None)]


def _weighed(column: str, field: str, confidence: float, values: pl.Series, how: str) -> Suggestion:
    """Lower the confidence where the cells do not hold what the name promises."""
    if BY_NAME[field].kind == "date":
        share = _share_of_dates(values)
        if share < 0.5:
            return Suggestion(column, None, 1.0, "named like a date, holds none; kept as it is")
        confidence *= 0.8 + 0.2 * share
    if confidence < LEAST:
        return Suggestion(column, None, 1.0, "not known, kept as it is")
    return Suggestion(column, field, round(confidence, 2), how)


def _share_of_dates(values: pl.Series) -> float:
    if values.dtype != pl.String:
        return 1.0
    text = values.head(2000).to_frame("v").select(blanked(pl.col("v")))["v"].drop_nulls()
    if text.is_empty():
        return 0.5
    likely = text.str.contains("|".join(f"(?:{_nameless(p)})" for p in FORMS.values()))
    return float(likely.sum() / len(text))


def _nameless(pattern: str) -> str:
    import re

    return re.sub(r"\?P<\w+>", "?:", pattern)


def _only_id(found: list[Suggestion], columns: list[str]) -> list[Suggestion]:
    """Take a bare `ID` for the person where the file has no other number that could be."""
    keys = [s for s in found if s.field is not None and BY_NAME[s.field].kind == "key"]
    if len(keys) == 1 and plain_name(keys[0].column) == "id":
        i = columns.index(keys[0].column)
        found[i] = Suggestion(keys[0].column, "person", 1.0, "the only identifier in the file")
    return found


def _settle_ranks(found: list[Suggestion], table: pl.DataFrame) -> list[Suggestion]:
    """Where two certain columns claim one field, keep the better known name.

    Or leave it to be asked.
    """
    for field in FIELDS:
        claims = [s for s in found if s.field == field.name and s.certain]
        if len(claims) < 2:
            if claims:
                found = [_yield(s, claims[0]) for s in found]
            continue
        filled = [s for s in claims if _has_values(table[s.column])] or claims
        filled.sort(key=lambda s: CERTAIN.get(plain_name(s.column), ("", 99))[1])
        first, *rest = filled
        if field.kind == "date" and any(not _same(table, first, s) for s in rest):
            doubt = "one of several columns for the same fact"
            found = [
                Suggestion(s.column, s.field, 0.5, doubt) if s in filled else _passed(s, claims)
                for s in found
            ]
            continue
        found = [s if s == first or s not in claims else _passed(s, claims) for s in found]
        found = [_yield(s, first) for s in found]
    return found


def _passed(s: Suggestion, claims: list[Suggestion]) -> Suggestion:
    if s not in claims:
        return s
    return Suggestion(s.column, None, 1.0, f"another column is {s.field}; kept as it is")


def _yield(s: Suggestion, winner: Suggestion) -> Suggestion:
    """A mere likeness gives way to a certain column of the same field."""
    if s.field != winner.field or s == winner:
        return s
    return Suggestion(s.column, None, 1.0, f"'{winner.column}' is {s.field}; kept as it is")


def _has_values(values: pl.Series) -> bool:
    if values.dtype != pl.String:
        return values.null_count() < len(values)
    kept = values.to_frame("v").select(blanked(pl.col("v")).is_not_null().any())
    return bool(kept.item())


def _same(table: pl.DataFrame, one: Suggestion, other: Suggestion) -> bool:
    return table[one.column].eq_missing(table[other.column]).all()
