"""A transaction in which everything that is read is of one moment, while others go on writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Let everything that the block reads be as it is now, and nobody wait for it.

    Nothing can be written in the block. Not inside another transaction.
    """
    connection = connections[DEFAULT_DB_ALIAS]  # itself: what is set on its proxy does nothing
    sqlite, mode = connection.vendor == "sqlite", getattr(connection, "transaction_mode", None)
    connection.ensure_connection()
    if sqlite:  # the site's own transactions take the lock of writers; this one only reads
        vars(connection)["transaction_mode"] = "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                if not sqlite:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT COUNT(*) FROM django_migrations")
                cursor.fetchone()
            yield
    finally:
        if sqlite:
            vars(connection)["transaction_mode"] = mode
