"""The database itself refuses to change or remove a look, or why the glass was broken."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from drawdown.site.triggers import make_triggers, remove_triggers

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
    make_triggers(schema_editor, TRIGGERS)
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER accounts_look_no_truncate BEFORE TRUNCATE ON accounts_look "
            "FOR EACH STATEMENT EXECUTE FUNCTION accounts_look_no_delete()",
            params=None,
        )


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP TRIGGER accounts_look_no_truncate ON accounts_look")
    remove_triggers(schema_editor, TRIGGERS)


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_parts_and_turns")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
