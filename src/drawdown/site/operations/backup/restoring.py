"""A backup taken in again: read to its end first, then entered into an empty database, then proved.

Nothing is written before the whole file has proved itself, and the rows come in together or not at
all. Then the tables are brought up to date, and what came in is held against what the backup says:
counts, findings, and the record itself.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from drawdown.site.cases.sealing import SealError, unwrap
from drawdown.site.operations.backup import rows, state
from drawdown.site.operations.backup.errors import BackupError
from drawdown.site.operations.backup.reading import Read, Taker, read
from drawdown.site.proof.making import place_of

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Checked:
    """A backup that was read to its end.

    Attributes:
        read: What it holds.
        keys: How many wrapped keys it has.
        closed: What none of the master keys here opens.
    """

    read: Read
    keys: int
    closed: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """What was taken in, and what was held against the backup.

    Attributes:
        read: What the backup holds.
        findings: How many cases have the findings that the backup says; none where it says none.
        record: How many entries the verification of the record went through.
    """

    read: Read
    findings: int | None
    record: int


class _Keys(Taker):
    """Tries the master keys on every key that the backup holds wrapped."""

    def __init__(self) -> None:
        self.keys, self.closed = 0, []
        self._fields: dict[str, int] = {}
        self._at = ""
        self._signing: list[tuple[Any, ...]] = []

    def table(self, name: str, fields: Sequence[str]) -> None:
        self._at, self._fields = name, {each: n for n, each in enumerate(fields)}

    def row(self, values: Sequence[Any], size: int) -> None:
        if self._at == "cases.DataKey":
            case, number = values[self._fields["case_id"]], values[self._fields["number"]]
            self._try(values[self._fields["wrapped"]], f"case {case} key {number}")
        elif self._at == "cases.Case" and values[self._fields["pseudonym_key"]]:
            case = values[self._fields["id"]]
            self._try(values[self._fields["pseudonym_key"]], f"case {case} pseudonyms")
        elif self._at == "proof.Key" and values[self._fields["wrapped"]]:
            names = ("log_id", "number", "wrapped")
            self._signing.append(tuple(values[self._fields[name]] for name in names))
        elif self._at == "proof.Log":  # by name, so after its keys
            log, origin = values[self._fields["id"]], values[self._fields["origin"]]
            for _, number, wrapped in (key for key in self._signing if key[0] == log):
                self._try(wrapped, place_of(origin, number))

    closed: list[str]

    def _try(self, wrapped: str, about: str) -> None:
        self.keys += 1
        try:
            unwrap(base64.b64decode(wrapped), about)
        except SealError:
            self.closed.append(about)


class _Rows(Taker):
    """Puts the rows into the tables."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = tables
        self._put: rows.Filling

    def table(self, name: str, fields: Sequence[str]) -> None:
        model = self._tables.get(name)
        if model is None:
            raise BackupError(f"the backup has a table {name}, which its own migrations do not")
        try:
            self._put = rows.Filling(model, fields)
        except KeyError as error:
            raise BackupError(
                f"{name}: has a column {error.args[0]!r} on one side only; it was not made by "
                "Drawdown as it is"
            ) from None
        if rows.count(model):  # what a migration put in is in the backup as well
            model._default_manager.all().delete()

    def row(self, values: Sequence[Any], size: int) -> None:
        self._put.add(values, size)

    def ends(self, name: str, rows_: int) -> None:
        self._put.flush()
        there = rows.count(self._tables[name])
        if there != rows_:
            raise BackupError(f"{name}: {there} rows came in, and the backup has {rows_}")


def check(path: Path, keys: list[Any], tell: Tell = lambda what, done, whole: None) -> Checked:
    """Read a backup to its end, and try the master keys of this site on it; nothing is written.

    Raises:
        BackupError: It is not whole, was changed, or is none.
    """
    taker = _Keys()
    found = read(path, keys, taker, lambda what, done, whole: tell("checking", done, whole))
    return Checked(found, taker.keys, tuple(taker.closed))


def closed_says(checked: Checked) -> str:
    """What is missing where the master keys are not there, in one line."""
    return (
        f"none of the master keys here opens {len(checked.closed)} of the {checked.keys} keys in "
        f"the backup ({checked.closed[0]}); a backup never holds master keys: expected the file "
        "seal-keys of the site that made it, or DRAWDOWN_SEAL_KEYS_FILE to name it"
    )


def restore(
    path: Path, checked: Checked, keys: list[Any], tell: Tell = lambda what, done, whole: None
) -> Restored:
    """Take a backup in that was checked before.

    Raises:
        BackupError: The database is not empty, or what came in is not what the backup says.
    """
    see_empty()
    head = checked.read.head
    had: state.Applied = head["migrations"]
    state.check_known(had)
    tell("tables", 0, 1)
    state.make_tables(had)
    tables = state.tables(had)
    if missing := sorted(set(tables) - set(checked.read.tables)):
        raise BackupError(f"the backup lacks the table {missing[0]}, which its migrations have")
    with transaction.atomic(durable=True):
        found = read(path, keys, _Rows(tables), tell)
        if found.sha256 != checked.read.sha256:
            raise BackupError(f"{path}: was changed while it was read; nothing of it was kept")
        rows.continue_numbers(list(tables.values()))
    tell("tables", 0, 1)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    proved = _findings(found, tell) if not checked.closed else None
    record = _record(tell)
    _note(path, found)
    return Restored(found, proved, record)


def see_empty() -> None:
    """See that the database holds nothing.

    Raises:
        BackupError: It does.
    """
    names = set(connection.introspection.table_names())
    if names and "django_migrations" not in names:
        raise BackupError(
            f"the database holds the tables of something else ({min(names)}); expected an empty one"
        )
    kept = {"cases_case", "accounts_user"} & names
    with connection.cursor() as cursor:
        for name in sorted(kept):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise BackupError(
                    "the database is not empty; nothing was changed. Expected one without cases "
                    "and accounts: a backup is never laid over what is there"
                )


def _findings(found: Read, tell: Tell) -> int | None:
    """Count the findings anew, and hold them against those of the backup."""
    from drawdown.site.cases.models import Case
    from drawdown.site.operations.backup.proving import found as findings_of
    from drawdown.site.operations.backup.proving import same

    for done, said in enumerate(found.findings):
        tell("findings", done, len(found.findings))
        case = Case.objects.get(slug=said["case"])
        now = findings_of(case, date.fromisoformat(said["on"]))
        if not same(said, now):
            raise BackupError(
                f"{said['case']}: the findings of {said['on']} are not those that the backup says "
                f"({now['statuses']}, and they were {said['statuses']}); do not use this database"
            )
    return len(found.findings) if found.findings else None


def _record(tell: Tell) -> int:
    """Verify each case's record, and how many entries that were.

    Raises:
        BackupError: One of them is not whole.
    """
    from drawdown.site.cases.models import Case
    from drawdown.site.proof.verifying import verify_record

    cases, entries = list(Case.objects.order_by("pk")), 0
    for done, case in enumerate(cases):
        tell("record", done, len(cases))
        verified = verify_record(case)
        if not verified.whole:
            raise BackupError(
                f"{case.slug}: the record does not verify ({verified.problems[0].says}); the "
                "backup is as it was made, so look at the database that it was made of"
            )
        entries += verified.entries
    return entries


def _note(path: Path, found: Read) -> None:
    from drawdown.site.operations.models import Backup

    Backup.objects.create(
        at=datetime.fromisoformat(found.head["at"]), what="restored", rows=found.rows,
        size=path.stat().st_size, sha256=found.sha256,
    )  # fmt: skip
