"""Entering a roster into a case folder: all of it is there afterwards, or none of it.

    case/
      case.key                          the key of the pseudonyms; never part of what is handed over
      rosters/received/HASH-name        the file as it came
      rosters/received/HASH.json        its name, hash, sender, day, row account and mapping
      rosters/received/HASH.parquet     its facts under pseudonyms
      rosters/HASH.jsonl                the entries that it brought

The entries are the difference between what all rosters tell together and what the record already
says, so that the order of loading does not matter and loading a file twice adds nothing. A
detention told otherwise is a new entry that supersedes the old one; one that is no longer told is
withdrawn.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from drawdown.roster.counted import dated
from drawdown.roster.entries import entry_lines, standing_entries
from drawdown.roster.errors import RosterError
from drawdown.roster.identity.pseudonym import KEY_FILE, case_key, new_key, pseudonyms
from drawdown.roster.reading.sheet import Progress, no_progress
from drawdown.roster.reconcile import HISTORY, Snapshot, reconcile
from drawdown.roster.roster import AsOf, Kind, Roster
from drawdown.roster.stays.chain import chain_stays
from drawdown.roster.whole_files import place_files

SHORT = 16  # hexadecimal digits of the file's hash in names


@dataclass(frozen=True)
class Intake:
    """What entering a roster did: how many entries it added, changed and withdrew, or nothing."""

    folder: str
    added: int
    superseded: int
    withdrawn: int
    already_there: bool

    @property
    def says(self) -> str:
        """It in one line."""
        if self.already_there:
            return f"{self.folder}: this file is already in the record; nothing added"
        return (
            f"{self.folder}: {self.added:,} entries added, {self.superseded:,} superseded, "
            f"{self.withdrawn:,} withdrawn"
        )

    def as_dict(self) -> dict[str, object]:
        """Return it as the command line prints it."""
        return dict(vars(self))


def enter_roster(
    folder: Path,
    roster: Roster,
    content: bytes,
    *,
    now: dt.datetime,
    facilities: Mapping[str, str] | None = None,
    places: frozenset[str] | None = None,
    progress: Progress = no_progress,
) -> Intake:
    """Enter a roster into a case folder; `now` is when it was received.

    `facilities` gives the id for each name of a facility, in lower case, as the order has them, so
    that one facility under two names is one. `places` are the facilities that the roster speaks of
    (ids); none: all of them.
    """
    if not folder.is_dir():
        raise RosterError(f"{folder}: is not a case folder; make one with drawdown new")
    short = roster.source.sha256[:SHORT]
    with _only_one(folder):
        if (folder / "rosters" / f"{short}.jsonl").exists():
            return Intake(str(folder), 0, 0, 0, already_there=True)
        roster, as_of = with_day(roster)
        fresh_key = None if (folder / KEY_FILE).exists() else new_key()
        key = fresh_key or case_key(folder)
        told = told_by(roster, key, as_of.date, facilities)
        earlier = [named(one, facilities) for one in _earlier(folder)]
        snapshots = [*earlier, Snapshot(as_of.date, roster.kind, told, places)]
        progress("reconciling", 0, 1)
        history = reconcile(snapshots)
        standing = standing_entries(folder / "rosters")
        sources = _sources(folder) | {short: source_line(roster, as_of)}
        lines, counts = entry_lines(history, standing, sources, now, roster.source.sender or "")
        progress("reconciling", 1, 1)
        received = Path("rosters/received")
        files = {
            received / f"{short}-{plain_name(roster.source.name)}": content,
            received / f"{short}.parquet": as_parquet(told),
            received / f"{short}.json": about(roster, as_of, now, places),
            Path("rosters") / f"{short}.jsonl": lines,
        }
        if fresh_key is not None:
            files = {Path(KEY_FILE): f"{fresh_key.hex()}\n".encode(), **files}
        place_files(folder, files)
    return Intake(str(folder), *counts, already_there=False)


def told_by(
    roster: Roster, key: bytes, day: dt.date, facilities: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Return what a roster tells, under pseudonyms and with facilities by their ids.

    Columns of `HISTORY`. Rows without a key stay apart; a facility without an id keeps its name.
    """
    short = roster.source.sha256[:SHORT]
    if roster.kind == "daily":
        facts = roster.facts.with_columns(
            *(pl.lit(None, dtype=pl.String).alias(c) for c in ("exit", "authority"))
        ).with_columns(pl.lit(None, dtype=pl.Date).alias("book_out"))
        facts = facts.filter(pl.col("as_of") == day) if "as_of" in facts.columns else facts
    else:
        facts = chain_stays(roster.facts).detentions
    # A person without a key is known by the file and row alone: another file's row 17 is another
    # person.
    own = pl.when("keyed").then("person").otherwise(pl.lit(f"{short} ") + pl.col("person"))
    facts = facts.with_columns(own.alias("person"), pl.lit(short).alias("source"))
    facts = facts.with_columns(pseudonyms(key, facts["person"]).alias("person"))
    facts = facts.with_columns(by_id(facilities).alias("facility"))
    return facts.select(list(HISTORY)).cast(HISTORY)  # type: ignore[arg-type]


def by_id(facilities: Mapping[str, str] | None) -> pl.Expr:
    """The facility of a row by its id, where it has one."""
    if not facilities:
        return pl.col("facility")
    plain = pl.col("facility").str.strip_chars().str.to_lowercase()
    ids = plain.replace_strict(dict(facilities), default=None, return_dtype=pl.String)
    return pl.coalesce(ids, "facility")


def named(snapshot: Snapshot, facilities: Mapping[str, str] | None) -> Snapshot:
    """A roster kept before, with facilities by their ids."""
    return replace(
        snapshot, detentions=snapshot.detentions.with_columns(by_id(facilities).alias("facility"))
    )


def places_in(about: Mapping[str, Any]) -> frozenset[str] | None:
    """The facilities that a roster kept before speaks of; none: all of them."""
    places = about.get("places")
    return None if places is None else frozenset(map(str, places))


def with_day(roster: Roster) -> tuple[Roster, AsOf]:
    """The roster with the day it speaks of; raise `RosterError` where it does not say which."""
    if roster.kind == "daily":
        unsaid = roster.facts.is_empty() or roster.facts["as_of"].null_count() > 0
        if roster.as_of is None and unsaid:
            raise RosterError(
                f"{roster.source.name}: does not say which day it lists; say it with --as-of"
            )
        if roster.as_of is not None and roster.facts.is_empty():
            return roster, roster.as_of  # nobody is held that day
        roster, _ = dated(roster)
        days = roster.facts["as_of"].n_unique()
        if days > 1:
            raise RosterError(
                f"{roster.source.name}: lists {days:,} days; enter one day a file, in any order"
            )
        day = roster.facts["as_of"][0]
        return roster, AsOf(day, roster.as_of.known_from if roster.as_of else "its column")
    if roster.as_of is None:
        raise RosterError(
            f"{roster.source.name}: does not say on which day it was made, which decides what "
            "is new; "
            "say it with --as-of"
        )
    return roster, roster.as_of


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Let one intake at a time into a folder; another waits."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _earlier(folder: Path) -> list[Snapshot]:
    found = []
    for path in sorted((folder / "rosters").glob("*.jsonl")):
        about = folder / "rosters" / "received" / f"{path.stem}.json"
        facts = about.with_suffix(".parquet")
        if not about.exists():
            continue  # entries that somebody else put there
        try:
            told = json.loads(about.read_text(encoding="utf-8"))
            kind: Kind = "daily" if told["kind"] == "daily" else "stays"
            day = dt.date.fromisoformat(told["as_of"])
            found.append(Snapshot(day, kind, pl.read_parquet(facts), places_in(told)))
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
            raise RosterError(f"{about}: cannot be read ({error})") from None
    return found


def _sources(folder: Path) -> dict[str, str]:
    found = {}
    for about in sorted((folder / "rosters" / "received").glob("*.json")):
        found[about.stem] = str(json.loads(about.read_text(encoding="utf-8")).get("source", ""))
    return found


def source_line(roster: Roster, as_of: AsOf) -> str:
    """How entries name the roster that they come from."""
    return f"{roster.source.name}, sha256 {roster.source.sha256}, as of {as_of.date}"


def about(
    roster: Roster, as_of: AsOf, now: dt.datetime, places: frozenset[str] | None = None,
    **more: object,
) -> bytes:  # fmt: skip
    """What is kept of a roster beside its file: name, hash, day, row account, mapping, and more."""
    about = {
        "source": source_line(roster, as_of),
        "name": roster.source.name,
        "sha256": roster.source.sha256,
        "size": roster.source.size,
        "sender": roster.source.sender,
        "received": now.isoformat(),
        "as_of": as_of.date.isoformat(),
        "as_of_from": as_of.known_from,
        "kind": roster.kind,
        "places": None if places is None else sorted(places),
        "rows": roster.account.as_dict(),
        "mapping": {s.column: s.field for s in roster.mapping if s.field},
        "set_aside": [vars(s) for s in roster.set_aside],
        **more,
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def as_parquet(told: pl.DataFrame) -> bytes:
    """What a roster tells, as the bytes of a Parquet file."""
    buffer = io.BytesIO()
    told.write_parquet(buffer)
    return buffer.getvalue()


def plain_name(name: str) -> str:
    """A file's name with nothing in it that a path could trip over."""
    return "".join(c if c.isalnum() or c in "._-" else "_" for c in name)[-80:]
