"""What tests of the record's tree ask for: changing a database as only a thief of it could."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

Change = Callable[..., None]


@pytest.fixture
def tamper(db: None) -> Change:
    """Return a function that runs SQL with no trigger in its way: `tamper("UPDATE …", [1])`."""

    def change(sql: str, values: list[object] | None = None) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                triggers = cursor.fetchall()
                for name, _ in triggers:
                    cursor.execute(f"DROP TRIGGER {name}")
                cursor.execute(sql, values)
                for _, made in triggers:
                    cursor.execute(made)
            else:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(sql, values)
                cursor.execute("SET LOCAL session_replication_role = origin")

    return change
