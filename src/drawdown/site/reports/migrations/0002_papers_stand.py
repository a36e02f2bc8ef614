"""The database itself refuses to change a file of a report, or a report once it is filed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from drawdown.site.triggers import make_triggers, remove_triggers

FILE = "a file of a report is never changed or removed"
PAPER = "what a report is and what was filed is never changed or removed"
CHANGED = "OLD.digest <> NEW.digest OR OLD.level <> NEW.level OR OLD.state = 'filed'"
TRIGGERS = {
    "reports_file_no_update": ("reports_paperfile", "UPDATE", "", FILE),
    "reports_file_no_delete": ("reports_paperfile", "DELETE", "", FILE),
    "reports_paper_no_update": ("reports_paper", "UPDATE", CHANGED, PAPER),
    "reports_paper_no_delete": ("reports_paper", "DELETE", "", PAPER),
}


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers."""
    make_triggers(schema_editor, TRIGGERS)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    remove_triggers(schema_editor, TRIGGERS)


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("reports", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
