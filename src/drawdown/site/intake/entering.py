"""A roster entered into the record: what it changes against all accepted before, all or none.

This does for a database what `drawdown.roster.into_record.enter_roster` does for a case folder,
with the same parts: each roster is kept as received, what it tells is kept under pseudonyms, all of
them are reconciled, and the difference to what the record says becomes entries.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from drawdown.roster.entries import Standing, entry_lines, standing_in
from drawdown.roster.identity.pseudonym import new_key, pseudonym
from drawdown.roster.into_record import (
    about,
    as_parquet,
    plain_name,
    source_line,
    told_by,
    with_day,
)
from drawdown.roster.reconcile import Snapshot, Told, reconcile
from drawdown.roster.roster import Roster
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Identity, Row, SourceFile
from drawdown.site.cases.sealing import current_number, open_sealed, seal, unwrap, wrap
from drawdown.site.intake.models import Fold, Upload
from drawdown.site.intake.reading import content_of

RECEIVED = "rosters/received"


def enter(upload: Upload, roster: Roster, *, by: str, now: datetime) -> dict[str, Any]:
    """Enter a roster.

    Returns:
        What it did: how many entries were added, of those superseding, withdrawn; which could not.
    """
    roster, as_of = with_day(roster)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=upload.case_id)
        key = _key(case)
        told = told_by(roster, key, as_of.date)
        history = _history(case, Snapshot(as_of.date, roster.kind, told), upload.short)
        sources = _sources(case) | {upload.short: source_line(roster, as_of)}
        lines, counts = entry_lines(history, _standing(case), sources, now, upload.by)
        offered = [_offered(line) for line in lines.decode().splitlines()]
        file = f"rosters/{upload.short}.jsonl"
        done = append(case, offered, by=by, now=now, file=file, partly=True)
        _keep_files(case, upload, roster, told, about(roster, as_of, now), by)
        _keep_identities(case, roster, key)
    return {
        "added": counts[0], "superseded": counts[1], "withdrawn": counts[2],
        "entries": len(done.added), "file": file, "as_of": as_of.date.isoformat(),
        "left_out": [
            {"entry": offered[problem.index][1].get("source", ""), "reason": problem.says}
            for problem in done.problems[:200]
        ],
        "left_out_count": len(done.problems),
    }  # fmt: skip


def _offered(line: str) -> tuple[str, dict[str, str]]:
    cells: dict[str, str] = json.loads(line)
    return cells.pop("entry"), cells


def _key(case: Case) -> bytes:
    """The key that joins people across rosters, made on first use."""
    place = f"case {case.pk} pseudonyms"
    if case.pseudonym_key is None:
        case.pseudonym_key = wrap(new_key(), place)
        case.save(update_fields=["pseudonym_key"])
    return unwrap(bytes(case.pseudonym_key), place)


def _history(case: Case, snapshot: Snapshot, short: str) -> pl.DataFrame:
    """What all rosters tell together: carried on from the last time where that is right."""
    earlier = [(path.rsplit("/", 1)[1].removesuffix(".json")) for path in _abouts(case)]
    fold = Fold.objects.filter(case=case, rosters=_digest(earlier)).first()
    if fold is not None and fold.day < snapshot.day:
        before = Told(fold.day, _parquet(case, bytes(fold.sealed), f"fold {fold.rosters}"))
        history = reconcile([snapshot], before)
    else:
        history = reconcile([*_snapshots(case), snapshot])
    latest = max([snapshot.day, *([fold.day] if fold else _days(case))])
    digest = _digest([*earlier, short])
    Fold.objects.filter(case=case).exclude(rosters=digest).delete()
    Fold.objects.get_or_create(
        case=case, rosters=digest,
        defaults={"day": latest,
                  "sealed": seal(case, as_parquet(history), f"fold {digest}")},
    )  # fmt: skip
    return history


def _digest(shorts: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(shorts)).encode()).hexdigest()


def _abouts(case: Case) -> list[str]:
    """The paths of what is kept beside each roster accepted before."""
    files = SourceFile.objects.filter(case=case, path__startswith=f"{RECEIVED}/")
    return list(files.filter(path__endswith=".json").values_list("path", flat=True))


def _said(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each roster accepted before: its short name, and what is kept beside it."""
    for file in SourceFile.objects.filter(case=case, path__in=_abouts(case)).iterator():
        text = open_sealed(case.pk, bytes(file.sealed), f"file {file.path}")
        yield file.path.rsplit("/", 1)[1].removesuffix(".json"), json.loads(text)


def _days(case: Case) -> list[date]:
    return [date.fromisoformat(said["as_of"]) for _, said in _said(case)]


def _snapshots(case: Case) -> list[Snapshot]:
    found = []
    for short, said in _said(case):
        path = f"{RECEIVED}/{short}.parquet"
        file = SourceFile.objects.get(case=case, path=path)
        told = _parquet(case, bytes(file.sealed), f"file {path}")
        kind = "daily" if said["kind"] == "daily" else "stays"
        found.append(Snapshot(date.fromisoformat(said["as_of"]), kind, told))  # type: ignore[arg-type]
    return found


def _parquet(case: Case, sealed: bytes, place: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(open_sealed(case.pk, sealed, place)))


def _sources(case: Case) -> dict[str, str]:
    """How entries name each roster accepted before."""
    return {short: str(said.get("source", "")) for short, said in _said(case)}


def _standing(case: Case) -> Standing:
    """What the entries that rosters brought say now."""
    files = [f"rosters/{path.rsplit('/', 1)[1]}l" for path in _abouts(case)]
    rows = Row.objects.filter(case=case, file__startswith="rosters/").exclude(content=None)
    known = set(files)
    return standing_in(
        (f"{file}, line {line}", content)
        for file, line, content in rows.values_list("file", "line", "content").iterator(
            chunk_size=10_000
        )
        if file in known and content is not None
    )


def _keep_files(
    case: Case, upload: Upload, roster: Roster, told: pl.DataFrame, said: bytes, by: str
) -> None:
    """Keep the file, what is said of it and what it tells, where a case folder has them."""
    content = content_of(upload)
    account = {
        "kinds": ["stay"], **roster.account.as_dict(),
        "set_aside": [
            {"row": one.row, "column": "", "reason": one.reason} for one in roster.set_aside
        ],
    }  # fmt: skip
    for path, kept in (
        (f"{RECEIVED}/{upload.short}-{plain_name(upload.name)}", content),
        (f"{RECEIVED}/{upload.short}.json", said),
        (f"{RECEIVED}/{upload.short}.parquet", as_parquet(told)),
    ):
        SourceFile.objects.create(
            case=case, path=path, sha256=hashlib.sha256(kept).hexdigest(), size=len(kept),
            sealed=seal(case, kept, f"file {path}"), by=by,
            account=account if kept is content else {},
        )  # fmt: skip


def _keep_identities(case: Case, roster: Roster, key: bytes) -> None:
    """Keep the agency's own number of each person, sealed, where it is not kept yet."""
    keyed = roster.facts.filter("keyed")["person"].unique().drop_nulls().to_list()
    numbers = {pseudonym(key, own): own for own in keyed}
    there = set(Identity.objects.filter(case=case).values_list("person", flat=True))
    number = current_number(case)
    Identity.objects.bulk_create(
        [
            Identity(
                case=case, person=person,
                sealed=seal(case, own.encode(), f"identity {person}", number),
            )
            for person, own in numbers.items()
            if person not in there
        ],
        batch_size=500,
    )  # fmt: skip
