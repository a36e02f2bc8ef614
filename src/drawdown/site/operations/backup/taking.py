"""A backup taken of one moment, while others go on writing.

Everything is read in one transaction: on SQLite a reader of the write-ahead log, on PostgreSQL
`REPEATABLE READ`. Neither waits for writers, and neither makes them wait.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

import drawdown
from drawdown.site.cases.sealing import fingerprint, master_keys
from drawdown.site.operations.backup import rows, state
from drawdown.site.operations.backup.envelope import write_lines
from drawdown.site.operations.backup.errors import BackupError
from drawdown.site.operations.backup.proving import found_today
from drawdown.site.proof.moment import one_moment

Tell = Callable[[str, int, int], None]
FORMAT = 1


@dataclass(frozen=True)
class Taken:
    """A backup that was made: of which moment, how much it holds, and its file's hash."""

    at: datetime
    tables: int
    rows: int
    size: int
    sha256: str
    findings: tuple[dict[str, Any], ...]


def take(path: Path, keys: list[Any], *, findings: bool = True,
         tell: Tell = lambda what, done, whole: None) -> Taken:  # fmt: skip
    """Make a backup.

    Args:
        path: The file; nothing may be there.
        keys: For whom it is encrypted.
        findings: Whether it says what the findings of today are, so that a restored database can be
            held against it. For that the records are read into memory, as the site does.
        tell: Told what is done, how much of it and of how much.

    Raises:
        BackupError: It cannot be made.
    """
    was = state.applied()
    if not was:
        raise BackupError("the database has no tables yet; there is nothing to back up")
    about: dict[str, Any] = {}
    with one_moment():
        at = timezone.now()
        size, sha256 = write_lines(
            path, _lines(was, at, about, findings and state.is_current(), tell), keys
        )
    taken = Taken(at, about["tables"], about["rows"], size, sha256, tuple(about["findings"]))
    if "operations" in was:
        apps.get_model("operations", "Backup").objects.create(
            at=at, what="made", rows=taken.rows, size=size, sha256=sha256
        )
    return taken


def _lines(
    was: state.Applied, at: datetime, about: dict[str, Any], findings: bool, tell: Tell
) -> Iterator[bytes]:
    tables = state.tables(was)
    expected = {name: rows.count(model) for name, model in tables.items()}
    done, whole = 0, sum(expected.values())
    yield _line(
        drawdown="backup", format=FORMAT, version=drawdown.__version__, at=at.isoformat(),
        engine=connection.vendor, migrations=was, rows=expected,
        masters=[fingerprint(key) for key in master_keys()],
    )  # fmt: skip
    for name, model in tables.items():
        yield _line(table=name, fields=[field.attname for field in state.fields_of(model)])
        count = 0
        for line in rows.lines_of(model):
            yield line
            count += 1
            if not count % 1_000:
                tell("rows", done + count, whole)
        if count != expected[name]:
            raise BackupError(f"{name}: has {count} rows, and {expected[name]} were counted")
        done += count
        tell("rows", done, whole)
        yield _line(end=name, rows=count)
    said = list(found_today(tell)) if findings else []
    about |= {"tables": len(tables), "rows": done, "findings": said}
    yield _line(whole=done, findings=said)


def _line(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
