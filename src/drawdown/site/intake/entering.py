"""A roster entered into the record: what it changes against all accepted before, all or none.

This does for a database what `drawdown.roster.into_record.enter_roster` does for a case folder,
with the same parts: each roster is kept as received, what it tells is kept under pseudonyms, all of
them are reconciled, and the difference to what the record says becomes entries.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from drawdown.roster.entries import Standing, entry_lines, standing_in
from drawdown.roster.identity.pseudonym import new_key, pseudonym
from drawdown.roster.into_record import (
    about,
    as_parquet,
    named,
    places_in,
    plain_name,
    source_line,
    told_by,
    with_day,
)
from drawdown.roster.reconcile import EVERYWHERE, Snapshot, Told, last_seen, reconcile
from drawdown.roster.roster import Kind, Roster
from drawdown.site.accounts.models import Look
from drawdown.site.cases.append import Appended, Cells, append
from drawdown.site.cases.insert import insert_many
from drawdown.site.cases.models import Case, Identity, Row, SourceFile
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.portions import portions
from drawdown.site.cases.sealing import current_number, open_sealed, seal, unwrap, wrap
from drawdown.site.intake.changed import summed
from drawdown.site.intake.models import Fold, Upload
from drawdown.site.intake.reading import content_of, places_of

RECEIVED = "rosters/received"


@dataclass(frozen=True)
class Plan:
    """What entering a roster comes to, as long as no other is accepted meanwhile.

    Attributes:
        earlier: Which rosters were accepted before: a digest.
        files: What to keep of this one, by path.
        offered: The entries to add.
        before: For each of them, the cells of the entry that it takes the place of.
        counts: How many are added, how many of those supersede another, and are withdrawn.
        identities: The agency's own numbers of people at the order's facilities, sealed.
        outside: How many of its stays are at facilities that the order is not about, by facility.
        fold: What all rosters tell together, this one included.
    """

    earlier: str
    files: dict[str, bytes]
    offered: list[tuple[str, Cells]]
    before: list[Cells]
    counts: tuple[int, int, int]
    identities: dict[str, bytes]
    outside: dict[str, int]
    fold: Told
    as_of: date
    places: frozenset[str] | None


def enter(
    upload: Upload, roster: Roster, *, by: str, now: datetime,
    still: Callable[[], None] = lambda: None,
    done: Callable[[dict[str, Any]], None] = lambda result: None,
) -> dict[str, Any]:  # fmt: skip
    """Enter a roster: all of it, or nothing.

    What it comes to is worked out beside the others' work; then the case is locked, and where
    another roster was accepted meanwhile it is worked out anew.

    Args:
        upload: The upload.
        roster: What was read of it.
        by: Who accepted it.
        now: When.
        still: Called under the lock, before anything is added; raises where it must not be.
        done: Called with the result, in the same transaction.

    Returns:
        What it did: how many entries were added, of those superseding, withdrawn; which could not.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=upload.case_id)
        key = _key(case)
    plan = _plan(case, upload, roster, key, now)
    with transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=upload.case_id)
        still()
        if plan.earlier != _digest(_shorts(case)):
            plan = _plan(case, upload, roster, key, now)
        file = f"rosters/{upload.short}.jsonl"
        added = append(case, plan.offered, by=by, now=now, file=file, partly=True)
        _keep_files(case, upload, roster, plan.files, by)
        _keep_identities(case, plan.identities)
        _keep_fold(case, plan.fold, _digest([*_shorts(case)]))
        Look.objects.create(
            case=case, user=upload.user, what="roster", detail=f"accepted {upload.name}"[:400]
        )
        result = _result(plan, added, file)
        done(result)
    return result


def _plan(case: Case, upload: Upload, roster: Roster, key: bytes, now: datetime) -> Plan:
    header = order_of(case).header
    names, places = header.facility_names(), places_of(upload, roster, header)
    roster, as_of = with_day(roster)
    told = told_by(roster, key, as_of.date, names)
    snapshot = Snapshot(as_of.date, roster.kind, told, places)
    said, earlier = dict(_said(case)), _digest(_shorts(case))
    fold = _folded(case, snapshot, said, names)
    within = pl.col("facility").is_in(sorted(header.names()))
    outside = told.filter(~within)["facility"].value_counts(sort=True)
    sources = {short: str(one.get("source", "")) for short, one in said.items()}
    sources[upload.short] = source_line(roster, as_of)
    standing = _standing(case)
    lines, counts = entry_lines(fold.history.filter(within), standing, sources, now, upload.by)
    offered = [_offered(line) for line in lines.decode().splitlines()]
    spoken = about(roster, as_of, now, places, corrections=upload.corrections)
    files = {
        f"{RECEIVED}/{upload.short}-{plain_name(upload.name)}": content_of(upload),
        f"{RECEIVED}/{upload.short}.json": spoken,
        f"{RECEIVED}/{upload.short}.parquet": as_parquet(told),
    }
    before = [standing.get(cells["id"].partition("~")[0]) for _, cells in offered]
    if any(kind == "withdrawal" for kind, _ in offered):
        gone = [
            standing.get(cells["supersedes"].partition("~")[0]) if kind == "withdrawal" else one
            for (kind, cells), one in zip(offered, before, strict=True)
        ]
        before = gone
    return Plan(
        earlier, files, offered, [one.entry or {} if one else {} for one in before], counts,
        _identities(case, roster, key, set(told.filter(within)["person"].to_list())),
        dict(outside.head(20).iter_rows()), fold, as_of.date, places,
    )  # fmt: skip


def _result(plan: Plan, added: Appended, file: str) -> dict[str, Any]:
    left_out = [problem for problem in added.problems if problem.index < len(plan.offered)]
    return {
        "added": plan.counts[0], "superseded": plan.counts[1], "withdrawn": plan.counts[2],
        "entries": len(added.added), "file": file, "as_of": plan.as_of.isoformat(),
        "places": None if plan.places is None else sorted(plan.places),
        "outside": plan.outside,
        "changes": summed(
            (row.seq, row.kind, plan.offered[index][1], plan.before[index])
            for index, row in added.added.items()
        ),
        "left_out": [
            {"entry": plan.offered[problem.index][1].get("source", ""), "reason": problem.says}
            for problem in left_out[:200]
        ],
        "left_out_count": len(left_out),
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


def _folded(
    case: Case, snapshot: Snapshot, said: dict[str, dict[str, Any]], names: dict[str, str]
) -> Told:
    """What all rosters tell together: carried on from the last time where that is right."""
    kept = Fold.objects.filter(case=case, rosters=_digest(list(said))).first()
    if kept is not None and kept.day < snapshot.day:
        seen = {place: date.fromisoformat(day) for place, day in kept.seen.items()}
        history = _parquet(case, bytes(kept.sealed), f"fold {kept.rosters}")
        before = Told(kept.day, history, seen or {EVERYWHERE: kept.day})
        return Told(snapshot.day, reconcile([snapshot], before), last_seen([snapshot], before.seen))
    snapshots = [*(named(one, names) for one in _snapshots(case, said)), snapshot]
    return Told(max(one.day for one in snapshots), reconcile(snapshots), last_seen(snapshots))


def _keep_fold(case: Case, fold: Told, digest: str) -> None:
    """Keep what all rosters tell together, for the next one; the last one's is of no more use."""
    Fold.objects.filter(case=case).exclude(rosters=digest).delete()
    Fold.objects.get_or_create(
        case=case, rosters=digest,
        defaults={
            "day": fold.day, "sealed": seal(case, as_parquet(fold.history), f"fold {digest}"),
            "seen": {place: day.isoformat() for place, day in fold.seen.items()},
        },
    )  # fmt: skip


def _digest(shorts: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(shorts)).encode()).hexdigest()


def _abouts(case: Case) -> list[str]:
    """The paths of what is kept beside each roster accepted before."""
    files = SourceFile.objects.filter(case=case, path__startswith=f"{RECEIVED}/")
    return list(files.filter(path__endswith=".json").values_list("path", flat=True))


def _shorts(case: Case) -> list[str]:
    """The short names of the rosters accepted before."""
    return [path.rsplit("/", 1)[1].removesuffix(".json") for path in _abouts(case)]


def _said(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each roster accepted before: its short name, and what is kept beside it."""
    for file in SourceFile.objects.filter(case=case, path__in=_abouts(case)).iterator():
        text = open_sealed(case.pk, bytes(file.sealed), f"file {file.path}")
        yield file.path.rsplit("/", 1)[1].removesuffix(".json"), json.loads(text)


def _snapshots(case: Case, said: dict[str, dict[str, Any]]) -> list[Snapshot]:
    found = []
    for short, one in said.items():
        path = f"{RECEIVED}/{short}.parquet"
        file = SourceFile.objects.get(case=case, path=path)
        told = _parquet(case, bytes(file.sealed), f"file {path}")
        kind: Kind = "daily" if one["kind"] == "daily" else "stays"
        found.append(Snapshot(date.fromisoformat(one["as_of"]), kind, told, places_in(one)))
    return found


def _parquet(case: Case, sealed: bytes, place: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(open_sealed(case.pk, sealed, place)))


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
    case: Case, upload: Upload, roster: Roster, files: dict[str, bytes], by: str
) -> None:
    """Keep the file, what is said of it and what it tells, where a case folder has them."""
    account = {
        "kinds": ["stay"], **roster.account.as_dict(),
        "set_aside": [
            {"row": one.row, "column": "", "reason": one.reason} for one in roster.set_aside
        ],
    }  # fmt: skip
    for place, (path, kept) in enumerate(files.items()):
        SourceFile.objects.create(
            case=case, path=path, sha256=hashlib.sha256(kept).hexdigest(), size=len(kept),
            sealed=seal(case, kept, f"file {path}"), by=by, account={} if place else account,
        )  # fmt: skip


def _identities(case: Case, roster: Roster, key: bytes, people: set[str]) -> dict[str, bytes]:
    """The agency's own number of each of some people, sealed, where it is not kept yet."""
    there = set(Identity.objects.filter(case=case).values_list("person", flat=True))
    keyed = roster.facts.filter("keyed")["person"].unique().drop_nulls().to_list()
    fresh, number = people - there, current_number(case)
    return {
        person: seal(case, own.encode(), f"identity {person}", number)
        for person, own in ((pseudonym(key, own), own) for own in keyed)
        if person in fresh
    }


def _keep_identities(case: Case, sealed: dict[str, bytes]) -> None:
    there: set[str] = set()
    for some in portions(sorted(sealed)):
        rows = Identity.objects.filter(case=case, person__in=some)
        there |= set(rows.values_list("person", flat=True))
    insert_many(
        [
            Identity(case=case, person=person, sealed=content)
            for person, content in sealed.items()
            if person not in there
        ]
    )
