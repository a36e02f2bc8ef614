"""Rosters handed to a question directly: read, reconciled, and made into entries for it alone.

`drawdown roster read FILE --into FOLDER` keeps a roster; this does not. A person's book-in becomes
a `stay` and the book-out an `exit`, each recorded on its own day, so that asking as known on a day
does not see an exit that came later. A `log` says up to which day each file speaks.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl

from drawdown.record.columns import SET_ASIDE, Terms, type_columns
from drawdown.record.entry import KINDS
from drawdown.record.files import Account, Batch
from drawdown.roster.counted import dated
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.into_record import SHORT, told_by
from drawdown.roster.mapping.profile import read_profile
from drawdown.roster.reading.sheet import Progress, no_progress
from drawdown.roster.reconcile import Snapshot, reconcile
from drawdown.roster.roster import Kind, Roster


def roster_batches(
    files: Sequence[tuple[Path, Kind]],
    terms: Terms,
    profile: Path | None = None,
    progress: Progress = no_progress,
) -> list[Batch]:
    """Read rosters into stays, exits and statements of how far they reach.

    Args:
        files: Each file, and whether it gives stays with their ends or lists who is held.
        terms: The case's time zone and facilities.
        profile: A profile that says what their columns are, where their names do not.
        progress: Told how far reading has come.

    Returns:
        The entries of all files together, and an account of the rows of each.

    Raises:
        RosterError: A file cannot be read without guessing, or does not say which day it is of.
    """
    known = read_profile(profile) if profile else None
    rosters = [
        read_roster(path, ReadOptions(profile=known, kind=kind), progress) for path, kind in files
    ]
    if not rosters:
        return []
    key = secrets.token_bytes(32)  # joins people across these files, for this question only
    told = [(roster, snapshot) for roster in rosters for snapshot in _snapshots(roster, key)]
    history = reconcile([snapshot for _, snapshot in told])
    batches: list[Batch] = []
    for roster in {id(roster): roster for roster in rosters}.values():
        short = roster.source.sha256[:SHORT]
        own = history.filter(pl.col("source") == short)
        through = max(snapshot.day for one, snapshot in told if one is roster)
        batches += _batches(own, roster, through, terms)
    return batches


def _snapshots(roster: Roster, key: bytes) -> list[Snapshot]:
    if roster.kind == "stays":
        last = roster.facts.select(pl.max_horizontal(pl.col("book_in", "book_out").max())).item()
        day = roster.as_of.date if roster.as_of else cast("date | None", last)
        return [Snapshot(day, "stays", told_by(roster, key, day))] if day else []
    if roster.as_of is None and roster.facts["as_of"].null_count():
        raise RosterError(
            f"{roster.source.name}: does not say which day it lists; expected the day in its name, "
            "above its header or in a column"
        )
    roster, _ = dated(roster)
    days = roster.facts["as_of"].unique().sort()
    return [Snapshot(day, "daily", told_by(roster, key, day)) for day in days]


def _batches(history: pl.DataFrame, roster: Roster, through: date, terms: Terms) -> list[Batch]:
    file = roster.source.name
    stays = history.select(
        "row", "person", "facility", date=pl.col("book_in").dt.to_string("iso")
    )  # fmt: skip
    frame, unknown = type_columns(stays, KINDS["stay"], file, terms)
    left = history.filter(pl.col("book_out").is_not_null()).select(
        "row", "person", "facility", "authority", "reason",
        id=pl.format("{}#{} exit", pl.lit(file), "row"),
        date=pl.col("book_out").dt.to_string("iso"),
        how=pl.when(pl.col("exit").fill_null("") == "").then(pl.lit("unexplained"))
        .otherwise("exit"),
    )  # fmt: skip
    exits, _ = type_columns(left, KINDS["exit"], file, terms)
    known = sorted(set(frame["facility"].to_list()))
    logs, _ = type_columns(
        pl.DataFrame({
            "row": pl.Series([0] * len(known), dtype=pl.UInt32),
            "id": [f"{file}#through {facility}" for facility in known],
            "date": [through.isoformat()] * len(known), "of": ["stay"] * len(known),
            "facility": known,
        }), KINDS["log"], file, terms,
    )  # fmt: skip
    account = _account(roster, unknown)
    return [
        Batch(KINDS["stay"], frame, account),
        Batch(KINDS["exit"], exits, _nothing(file, "exit")),
        Batch(KINDS["log"], logs, _nothing(file, "log")),
    ]


def _account(roster: Roster, unknown: pl.DataFrame) -> Account:
    """The rows of the file; those of facilities that the order does not have are set aside."""
    file, of = roster.source.name, roster.account
    aside = pl.DataFrame(
        [(file, one.row, "", "", one.reason) for one in roster.set_aside],
        schema=SET_ASIDE, orient="row",
    )  # fmt: skip
    return Account(
        file, "stay", of.read, of.used - len(unknown), of.not_data,
        pl.concat([aside, unknown]).sort("row"), undated=of.used - len(unknown),
    )  # fmt: skip


def _nothing(file: str, kind: str) -> Account:
    return Account(file, kind, 0, 0, 0, pl.DataFrame(schema=SET_ASIDE))


def kinds_of(stays: Iterable[Path], rosters: Iterable[Path]) -> list[tuple[Path, Kind]]:
    """Each file with what it is said to be."""
    return [(path, "stays") for path in stays] + [(path, "daily") for path in rosters]
