"""Many new rows at once, as quickly as the database takes them.

Django's `bulk_create` writes one statement for some dozens of rows and learns the key of each. A
roster brings a hundred thousand, while everybody else's writing waits. PostgreSQL is given them by
`COPY` in its binary form, which costs a quarter of the processor time of the text that it would
otherwise be made into and read back from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

BATCH = 10_000
PLAIN = {"CharField", "TextField", "BinaryField", "BigIntegerField", "PositiveIntegerField",
         "ForeignKey"}  # fmt: skip
"""Fields whose values the database takes as they are."""


def insert_many(objects: Sequence[models.Model]) -> None:
    """Insert objects of one model; their keys are not read back."""
    if not objects:
        return
    meta = objects[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    read = [_reader(field) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = f"COPY {quote(meta.db_table)} ({names}) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(into) as copy:
                copy.set_types([_type(field) for field in fields])
                for row in objects:
                    copy.write_row([one(row) for one in read])
            return
        for start in range(0, len(objects), BATCH):
            cursor.executemany(
                statement,
                [[one(row) for one in read] for row in objects[start : start + BATCH]],
            )


def _reader(field: Any) -> Callable[[models.Model], Any]:
    """What gives the value of a field as the database takes it."""
    kind, value_of = field.get_internal_type(), attrgetter(field.attname)
    if kind in PLAIN or (kind == "DateTimeField" and connection.vendor == "postgresql"):
        return value_of
    if kind == "DateField" and connection.vendor == "postgresql":
        return lambda row: field.to_python(value_of(row))
    return lambda row: field.get_db_prep_save(getattr(row, field.attname), connection)


def _type(field: Any) -> str:
    """The name of a field's type in PostgreSQL, without its length."""
    return str(field.db_type(connection)).partition("(")[0]
