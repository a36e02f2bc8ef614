"""The database itself refuses to change what is kept of a record's tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from drawdown.site.triggers import make_triggers, remove_triggers

SAYS = "what is kept of the tree is never changed or removed"
KEY = "OLD.vkey <> NEW.vkey OR OLD.number <> NEW.number OR OLD.log_id <> NEW.log_id"
WITNESS = "OLD.vkey <> NEW.vkey OR OLD.log_id <> NEW.log_id OR OLD.ended IS NOT NULL"
LOG = "OLD.origin <> NEW.origin OR OLD.case_id <> NEW.case_id"
UPDATES = {
    "checkpoint": "", "cosignature": "", "tile": "", "key": KEY, "witness": WITNESS, "log": LOG,
}  # fmt: skip
TRIGGERS = {
    f"proof_{name}_no_{what.lower()}": (
        f"proof_{name}", what, UPDATES[name] if what == "UPDATE" else "", SAYS,
    )
    for name in UPDATES
    for what in ("UPDATE", "DELETE")
}  # fmt: skip


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    make_triggers(schema_editor, TRIGGERS)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    remove_triggers(schema_editor, TRIGGERS)


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("proof", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
