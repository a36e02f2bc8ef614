"""A person's content destroyed by order of a court, and an entry that says so.

What stays of each entry is where it stood and its commitment, from which nothing can be learned
once the salt is gone: so the tree, and every checkpoint of it, holds as before.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat, TruncDate

from drawdown.errors import InputError
from drawdown.record.proof.stored import write_spans
from drawdown.site.cases import answers
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Identity, Row, SourceFile, Stay
from drawdown.site.cases.naming import with_what_replaces
from drawdown.site.cases.portions import portions
from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.intake.models import Fold, Upload
from drawdown.site.line.models import Call, Due, Enrolment, OptOut, Receipt, Said, Step, WrongTry
from drawdown.site.proof.redacting import without_rows

RECEIVED = "rosters/received/"


@dataclass(frozen=True)
class Destroyed:
    """What was destroyed.

    Attributes:
        entry: The number of the entry that says so.
        entries: The numbers of the entries whose content is gone.
        files: The files received of which something, or all, is gone.
    """

    entry: int
    entries: tuple[int, ...]
    files: tuple[str, ...]


def destroy_person(
    case: Case, person: str, *, order: str, by: str, now: datetime, reason: str = ""
) -> Destroyed:
    """Destroy what the database holds of a person: all of it, or nothing.

    `clear_freed` must follow once this is committed: until then what was destroyed may still lie in
    freed pages of the database's files.

    Args:
        case: The case.
        person: The person's number in it.
        order: The court's order: its number on the docket, or its date and title.
        by: Who carries it out.
        now: When.
        reason: Anything more, without naming anybody.

    Raises:
        InputError: There is no order, or nothing is held of such a person.
    """
    if not order.strip():
        raise InputError("no order is named; content is destroyed by order of a court only")
    with transaction.atomic():
        locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        rows = Row.objects.filter(case=locked, person=person)
        numbers = sorted(with_what_replaces(locked, rows))
        if not numbers:
            raise InputError(f"nothing is held of {person!r} in this case")
        where = _places(locked, numbers)
        said = {"date": now.date().isoformat(), "order": order, "entries": write_spans(numbers),
                "count": str(len(numbers)), "decider": by, "reason": reason}  # fmt: skip
        append(locked, [("destruction", said)], by=by, now=now)
        entry = locked.position
        for some in portions(numbers):
            Row.objects.filter(case=locked, seq__in=some).update(
                content=None, sealed=None, salt=None, destroyed=entry,
                name=Concat(Value("destroyed-"), Cast("seq", Row._meta.get_field("name"))),
                person="", facility="", supersedes="", by="", date=TruncDate(F("recorded")),
            )  # fmt: skip
        files = _files(locked, where, person, entry)
        _tables(locked, person, [name for _, _, name in where])
        case.position = locked.position
    cache.clear()
    answers.forget()
    return Destroyed(entry, tuple(numbers), tuple(files))


def _places(case: Case, numbers: list[int]) -> list[tuple[str, int, str]]:
    """Where entries stand in a case folder, and their names."""
    found: list[tuple[str, int, str]] = []
    for some in portions(numbers):
        rows = Row.objects.filter(case=case, seq__in=some)
        found += rows.values_list("file", "line", "name")
    return found


def _files(case: Case, where: list[tuple[str, int, str]], person: str, entry: int) -> list[str]:
    """Take the person out of every file received that has them; the names of those files."""
    rows: dict[str, set[int]] = {}
    for path, line, _ in where:
        rows.setdefault(path, set()).add(line)
    shorts = [path.removeprefix("rosters/").removesuffix(".jsonl") for path in rows
              if path.startswith("rosters/")]  # fmt: skip
    changed = []
    for file in SourceFile.objects.filter(case=case).iterator(chunk_size=20):
        mark = file.path.removeprefix(RECEIVED)
        received = file.path.startswith(RECEIVED) and any(mark.startswith(one) for one in shorts)
        if file.path not in rows and not received:
            continue
        content = open_sealed(case.pk, bytes(file.sealed), f"file {file.path}")
        if file.path in rows:
            content = without_rows(file.path, content, rows[file.path])
        elif file.path.endswith(".parquet"):
            content = _without_person(content, person)
        elif file.path.endswith(".json"):
            said = json.loads(content)
            content = json.dumps(_dropped(said, person) | {"corrections": []}).encode()
        else:
            content = b""  # a roster as it came, which names people by the agency's own numbers
        file.sealed, file.destroyed = seal(case, content, f"file {file.path}"), entry
        file.account = _dropped(file.account, person) | {"set_aside": []}
        file.save(update_fields=["sealed", "destroyed", "account"])
        changed.append(file.path)
    for upload in Upload.objects.filter(case=case):
        if upload.short in shorts or upload.state == "discarded":
            upload.sealed = seal(case, b"", f"upload {upload.sha256}")
            upload.corrected = upload.private = None
            upload.report, upload.result = (
                _dropped(upload.report, person),
                _dropped(upload.result, person),
            )
            upload.save(update_fields=["sealed", "corrected", "private", "report", "result"])
    for fold in Fold.objects.filter(case=case):
        place = f"fold {fold.rosters}"
        history = _without_person(open_sealed(case.pk, bytes(fold.sealed), place), person)
        fold.sealed = seal(case, history, place)
        fold.save(update_fields=["sealed"])
    return changed


def _without_person(parquet: bytes, person: str) -> bytes:
    frame = pl.read_parquet(io.BytesIO(parquet))
    if "person" in frame.columns:
        frame = frame.filter(pl.col("person").ne_missing(pl.lit(person)))
    made = io.BytesIO()
    frame.write_parquet(made)
    return made.getvalue()


def _dropped(value: Any, person: str) -> Any:
    """JSON without whatever names a person: items of lists, and texts."""
    if isinstance(value, dict):
        return {name: _dropped(one, person) for name, one in value.items() if name != person}
    if isinstance(value, list):
        return [_dropped(one, person) for one in value if not _names(one, person)]
    return "" if isinstance(value, str) and person in value else value


def _names(value: Any, person: str) -> bool:
    return person in json.dumps(value, ensure_ascii=False)


def _tables(case: Case, person: str, names: list[str]) -> None:
    """Delete what the other tables hold of a person; they say nothing that no entry did."""
    Stay.objects.filter(case=case, person=person).delete()
    Identity.objects.filter(case=case, person=person).delete()
    enrolled = Enrolment.objects.filter(case=case, person=person)
    hints = [hint for hint in enrolled.values_list("hint", flat=True) if hint]
    numbers = list(enrolled.values_list("number", flat=True))
    OptOut.objects.filter(case=case, hint__in=hints).delete()
    WrongTry.objects.filter(case=case, number__in=numbers).delete()
    calls = list(Call.objects.filter(case=case, person=person).values_list("name", flat=True))
    for some in portions(calls):
        Said.objects.filter(case=case, call__in=some).delete()
    for some in portions(names):
        Receipt.objects.filter(case=case, entry__in=some).delete()
    for model in (Said, Call, Step, Due, Enrolment):
        model._default_manager.filter(case=case, person=person).delete()


TABLES = (
    "cases_row", "cases_sourcefile", "cases_stay", "cases_identity", "intake_upload",
    "intake_fold", "line_enrolment", "line_optout", "line_wrongtry", "line_call", "line_said",
    "line_receipt", "line_step", "line_due", "site_cache",
)  # fmt: skip
"""The tables of which rows are freed."""


def clear_freed() -> None:
    """Write the database's files anew, so that nothing freed lies in them any more.

    Everybody else waits meanwhile. SQLite: the file and its log of writing. PostgreSQL: the tables;
    its own log of writing, and standbys that replay it, keep what was written until they have
    recycled it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in TABLES:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
            cursor.execute("CHECKPOINT")
