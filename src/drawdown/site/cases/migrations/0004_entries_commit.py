"""Every entry gets its commitment; from now on its content can be destroyed, and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from drawdown.site.cases.committing import SAYS, commit_to_all, stands

BEFORE = {
    "sqlite": "CREATE TRIGGER cases_row_no_update BEFORE UPDATE ON cases_row "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "postgresql": "CREATE TRIGGER cases_row_no_update BEFORE UPDATE OR DELETE ON cases_row "
    "FOR EACH ROW EXECUTE FUNCTION cases_row_stands()",
}


def forwards(apps: Any, schema_editor: Any) -> None:
    """Commit to what is there, and make the triggers anew."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute("DROP TRIGGER cases_row_no_update" + ("" if sqlite else " ON cases_row"))
    commit_to_all(apps, schema_editor)
    for statement in stands("sqlite" if sqlite else "postgresql"):
        schema_editor.execute(statement, params=None)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of before; commitments stay."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute("DROP TRIGGER cases_row_no_update" + ("" if sqlite else " ON cases_row"))
    if not sqlite:
        schema_editor.execute("DROP TRIGGER cases_row_no_delete ON cases_row")
        schema_editor.execute("DROP FUNCTION cases_row_only_destroyed()")
    schema_editor.execute(BEFORE[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    """Commitments and triggers on both engines."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("cases", "0003_commitments")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(forwards, backwards)]
