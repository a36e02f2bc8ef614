"""Rows of many people at once: a thousand names as one value, where the database takes that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def among(rows: models.QuerySet[M], column: str, values: Iterable[object]) -> models.QuerySet[M]:
    """The rows whose column has one of some values.

    Args:
        rows: The rows of one table.
        column: The column's name, which is never given from outside.
        values: The values.
    """
    wanted = list(values)
    if connection.vendor != "postgresql":
        return rows.filter(**{f"{column}__in": wanted})
    quote = connection.ops.quote_name
    place = f"{quote(rows.model._meta.db_table)}.{quote(column)}"
    return rows.extra(where=[f"{place} = ANY(%s)"], params=[wanted])  # noqa: S610
