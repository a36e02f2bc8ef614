"""Entries as frames, read from the database as `drawdown.record` reads them from files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import polars as pl
from django.db import connection

from drawdown.site.cases.joining import in_order
from drawdown.site.cases.lines import FEW, typed, typed_few
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import terms_of
from drawdown.site.cases.portions import portions
from drawdown.site.cases.sealing import open_sealed

CHUNK = 20_000
SELECT = (
    "SELECT kind, name, content, sealed, file, line FROM cases_row "
    "WHERE case_id = %s AND seq > %s AND seq <= %s AND destroyed IS NULL ORDER BY seq"
)


def frames_between(
    case: Case, after: int, through: int, tell: Callable[[int], None] = lambda count: None
) -> dict[str, pl.DataFrame]:
    """The entries numbered after one number and through another, by kind.

    Args:
        case: The case.
        after: The number of the last entry not wanted.
        through: The number of the last one wanted.
        tell: Told after each portion how many have been read.
    """
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [case.pk, after, through])
        return _typed(case, _portions(cursor, tell))


def frames_of(case: Case, numbers: Sequence[int]) -> dict[str, pl.DataFrame]:
    """The entries of some numbers, by kind."""
    found: list[tuple[Any, ...]] = []
    for some in portions(numbers):
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, name, content, sealed, file, line FROM cases_row "  # noqa: S608
                f"WHERE case_id = %s AND seq IN ({marks}) AND destroyed IS NULL ORDER BY seq",
                [case.pk, *some],
            )
            found += cursor.fetchall()
    return _typed(case, [found])


def _portions(cursor: Any, tell: Callable[[int], None]) -> Iterator[list[tuple[Any, ...]]]:
    count = 0
    while rows := cursor.fetchmany(CHUNK):
        yield rows
        count += len(rows)
        tell(count)


def _typed(case: Case, portions: Iterable[list[tuple[Any, ...]]]) -> dict[str, pl.DataFrame]:
    kinds: dict[str, tuple[list[str], list[str], list[int]]] = {}
    for rows in portions:
        for kind, name, content, sealed, file, line in rows:
            if content is None:
                content = open_sealed(case.pk, bytes(sealed), name).decode()
            lines, files, numbers = kinds.setdefault(kind, ([], [], []))
            lines.append(content)
            files.append(file)
            numbers.append(line)
    terms = terms_of(case)
    return {
        kind: in_order(
            (typed_few if len(lines) <= FEW else typed)(kind, lines, files, numbers, terms)
        )
        for kind, (lines, files, numbers) in kinds.items()
    }
