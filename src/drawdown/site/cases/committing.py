"""Commitments to entries that were there before there were any: for the migration.

And the triggers with which an entry stands: nothing of it changes, but that its content can be
destroyed where another entry says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from drawdown.record.proof.leaf import commitment_of, new_salt
from drawdown.site.cases.sealing import open_sealed, salt_of, seal

SAYS = "an entry is never changed or removed; a correction is a new entry"
BATCH = 2_000
KEPT = ("id", "case_id", "seq", "kind", "recorded", "file", "line", "commitment")
"""What stays of an entry whose content is destroyed: all that the tree holds of it."""

DESTROYED = (  # every name in it is ours
    "OLD.destroyed IS NULL AND NEW.destroyed IS NOT NULL AND OLD.kind <> 'destruction' "  # noqa: S608
    "AND NEW.content IS NULL AND NEW.sealed IS NULL AND NEW.salt IS NULL "
    + "".join(f"AND NEW.{name} = OLD.{name} " for name in KEPT)
    + "AND EXISTS (SELECT 1 FROM cases_row said WHERE said.case_id = NEW.case_id "
    "AND said.seq = NEW.destroyed AND said.seq > NEW.seq AND said.kind = 'destruction')"
)  # fmt: skip
"""The one change that is not refused."""


def stands(engine: str) -> tuple[str, ...]:
    """The statements that make the triggers on an engine."""
    if engine == "sqlite":
        return (
            "CREATE TRIGGER cases_row_no_update BEFORE UPDATE ON cases_row "
            f"WHEN NOT coalesce({DESTROYED}, 0) BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
        )
    return (
        "CREATE FUNCTION cases_row_only_destroyed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT coalesce({DESTROYED}, false) THEN RAISE EXCEPTION '{SAYS}'; END IF; "
        "RETURN NEW; END $$",
        "CREATE TRIGGER cases_row_no_update BEFORE UPDATE ON cases_row "
        "FOR EACH ROW EXECUTE FUNCTION cases_row_only_destroyed()",
        "CREATE TRIGGER cases_row_no_delete BEFORE DELETE ON cases_row "
        "FOR EACH ROW EXECUTE FUNCTION cases_row_stands()",
    )


def commit_to_all(apps: Any, schema_editor: Any) -> None:
    """Give every entry that has none its salt and commitment."""
    connection = schema_editor.connection
    for case in apps.get_model("cases", "Case").objects.order_by("pk"):
        with connection.cursor() as cursor:
            for batch in _batches(connection, case):
                cursor.executemany(
                    "UPDATE cases_row SET salt = %s, commitment = %s WHERE id = %s", batch
                )


def _batches(connection: Any, case: Any) -> Iterator[list[tuple[bytes, bytes, int]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, seq, name, content, sealed FROM cases_row WHERE case_id = %s "  # noqa: S608
                f"AND seq > %s AND commitment IS NULL ORDER BY seq LIMIT {BATCH}",
                [case.pk, last],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield [_committed(case, *row) for row in rows]
        last = rows[-1][1]


def _committed(
    case: Any, key: int, _: int, name: str, content: str | None, sealed: bytes | None
) -> tuple[bytes, bytes, int]:
    salt = new_salt()
    text = content or open_sealed(case.pk, bytes(sealed or b""), name).decode()
    commitment = commitment_of(salt, json.loads(text))
    if content is None:
        number = int.from_bytes(bytes(sealed or b"")[:4], "big")
        salt = seal(case, salt, salt_of(name), number)
    return salt, commitment, key
