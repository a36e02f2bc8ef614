"""The database itself refuses to change or remove an entry, whoever asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

SAYS = "an entry is never changed or removed; a correction is a new entry"

SQLITE = (
    f"CREATE TRIGGER cases_row_no_update BEFORE UPDATE ON cases_row "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    f"CREATE TRIGGER cases_row_no_delete BEFORE DELETE ON cases_row "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION cases_row_stands() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$",
    "CREATE TRIGGER cases_row_no_update BEFORE UPDATE OR DELETE ON cases_row "
    "FOR EACH ROW EXECUTE FUNCTION cases_row_stands()",
    "CREATE TRIGGER cases_row_no_truncate BEFORE TRUNCATE ON cases_row "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_row_stands()",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    engine = schema_editor.connection.vendor
    for statement in SQLITE if engine == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER cases_row_no_update")
        schema_editor.execute("DROP TRIGGER cases_row_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER cases_row_no_update ON cases_row")
        schema_editor.execute("DROP TRIGGER cases_row_no_truncate ON cases_row")
        schema_editor.execute("DROP FUNCTION cases_row_stands()")


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("cases", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
