"""The database itself refuses to change a file of a report, or a report once it is filed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

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


def backwards(apps: Any, schema_editor: Any) -> None:
    """Remove them."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (table, *_) in TRIGGERS.items():
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    """Triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("reports", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
