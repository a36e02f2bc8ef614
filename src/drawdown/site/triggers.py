"""Triggers by which the database itself refuses a change, on both engines; for migrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Trigger = tuple[str, str, str, str]
"""The table, `UPDATE` or `DELETE`, of which rows (an expression of OLD and NEW; blank: of all), and
what it says."""


def make_triggers(schema_editor: Any, triggers: Mapping[str, Trigger]) -> None:
    """Make triggers, by their names."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (table, what, when, says) in triggers.items():
        only = f"FOR EACH ROW WHEN ({when}) " if when else "FOR EACH ROW "
        if sqlite:
            body = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        else:
            body = f"EXECUTE FUNCTION {name}()"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{says}'; END $$",
                params=None,
            )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON {table} {only}{body}", params=None
        )


def remove_triggers(schema_editor: Any, triggers: Mapping[str, Trigger]) -> None:
    """Remove them."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (table, *_) in triggers.items():
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")
