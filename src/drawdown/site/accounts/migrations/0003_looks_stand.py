"""The database itself refuses to change or remove a look, or why the glass was broken."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

SAYS = "the access log is never changed"
REASON = "why and when the glass was broken is never changed"
CHANGED = " OR ".join(
    f"OLD.{column} <> NEW.{column}" for column in ("membership_id", "at", "until", "reason")
)
READ = "(OLD.read IS NOT NULL AND (NEW.read IS NULL OR NEW.read <> OLD.read))"
TRIGGERS = {
    "accounts_look_no_update": ("accounts_look", "UPDATE", "", SAYS),
    "accounts_look_no_delete": ("accounts_look", "DELETE", "", SAYS),
    "accounts_glass_no_update": ("accounts_brokenglass", "UPDATE", f"{CHANGED} OR {READ}", REASON),
    "accounts_glass_no_delete": ("accounts_brokenglass", "DELETE", "", REASON),
}


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (table, what, when, says) in TRIGGERS.items():
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
    if not sqlite:
        schema_editor.execute(
            "CREATE TRIGGER accounts_look_no_truncate BEFORE TRUNCATE ON accounts_look "
            "FOR EACH STATEMENT EXECUTE FUNCTION accounts_look_no_delete()",
            params=None,
        )


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute("DROP TRIGGER accounts_look_no_truncate ON accounts_look")
    for name, (table, *_) in TRIGGERS.items():
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_parts_and_turns")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
