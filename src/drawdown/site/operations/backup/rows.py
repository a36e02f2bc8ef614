"""Rows of a table as lines of JSON, the same on SQLite and on PostgreSQL.

A value is as JSON has it; bytes are base64, and dates, times, decimals and ids are text as ISO 8601
or Python writes them. The field of the model says which, so that nothing is guessed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.functions import Length

from drawdown.site.operations.backup.state import fields_of

AT_ONCE = 2_000
"""Rows read at once."""
BYTES = 16 * 2**20
"""And how many bytes they may be together, as far as one row is no longer than that."""
PLAIN = (str, int, float, bool, type(None))


def count(model: type[models.Model]) -> int:
    """How many rows a table has."""
    return model._default_manager.count()


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Each row of a table as a line, in the order of its keys."""
    fields = fields_of(model)
    writes = [_writer(field) for field in fields]
    names = [field.attname for field in fields]
    rows = model._default_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_at_once(model, fields)):
        values = [write(value) for write, value in zip(writes, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


class Filling:
    """A table being filled with lines, many rows at a time.

    Attributes:
        rows: How many rows were put in.
    """

    def __init__(self, model: type[models.Model], names: Sequence[str]) -> None:
        by_name = {field.attname: field for field in fields_of(model)}
        if set(by_name) != set(names):
            raise KeyError(sorted(set(by_name) ^ set(names))[0])
        fields = [by_name[name] for name in names]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        table = quote(model._meta.db_table)
        self.rows = 0
        self._statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
        self._reads = [_reader(field) for field in fields]
        self._held: list[list[Any]] = []
        self._size = 0

    def add(self, values: Sequence[Any], size: int) -> None:
        """Add a row.

        Args:
            values: As its line has them.
            size: The bytes of the line.
        """
        self._held.append([read(v) for read, v in zip(self._reads, values, strict=True)])
        self._size += size
        self.rows += 1
        if len(self._held) >= AT_ONCE or self._size > BYTES:
            self.flush()

    def flush(self) -> None:
        """Put in what is held back."""
        if self._held:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, self._held)
            self._held, self._size = [], 0


def continue_numbers(found: Sequence[type[models.Model]]) -> None:
    """Let the numbers of new rows go on after those that were put in."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)


def _at_once(model: type[models.Model], fields: list[Any]) -> int:
    """How many rows to read at once, so that they fit into memory."""
    longest = 0
    for field in fields:
        if isinstance(field, models.BinaryField):
            most = model._default_manager.aggregate(most=models.Max(_Bytes(field.attname)))["most"]
            longest += most or 0
    return max(1, min(AT_ONCE, BYTES // (longest + 1)))


class _Bytes(Length):
    """The bytes of a value."""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """PostgreSQL's name for it."""
        return self.as_sql(compiler, connection, function="OCTET_LENGTH", **more)


def _writer(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64encode(value).decode("ascii")
    if isinstance(field, models.JSONField):
        return lambda value: value
    return _plain


def _plain(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _reader(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else field.get_db_prep_save(
            base64.b64decode(value), connection
        )  # fmt: skip
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)
