"""A new key is endorsed by the one before it, and the endorsement stands."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

from drawdown.site.triggers import make_triggers, remove_triggers

TRIGGERS = {
    "proof_key_endorsement_no_update": (
        "proof_key", "UPDATE",
        "OLD.endorsed IS NOT NULL AND (NEW.endorsed IS NULL OR OLD.endorsed <> NEW.endorsed)",
        "what is kept of the tree is never changed or removed",
    ),
}  # fmt: skip


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the trigger."""
    make_triggers(schema_editor, TRIGGERS)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove it."""
    remove_triggers(schema_editor, TRIGGERS)


class Migration(migrations.Migration):
    """A column that may be empty, which no engine makes the table anew for, and a trigger."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("proof", "0002_it_stands")]
    operations: ClassVar[list[Any]] = [
        migrations.AddField("key", "endorsed", models.TextField(null=True)),
        migrations.RunPython(forwards, backwards),
    ]
