"""A whole record verified: in this process on Django's connection, or by several on an address."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import VerifierKey
from drawdown.record.proof.stored import NOTHING, Piece, Problem, read_piece
from drawdown.record.proof.tiles import BYTES
from drawdown.record.proof.verify import Verification, judge
from drawdown.site.proof.reading import (
    Cursor,
    Found,
    cases_in,
    held_in,
    stored_in,
    unsealer,
)

if TYPE_CHECKING:
    from drawdown.site.cases.models import Case

ALONE = 50_000
"""Entries up to which one process is quicker than several."""


def verify_record(
    case: Case, trusted: Sequence[VerifierKey] = (), known: Sequence[str] = ()
) -> Verification:
    """Verify a case's whole record in this process, as it is at one moment.

    Others may go on writing meanwhile. Inside a transaction it is verified as that one sees it, so
    that it has to be `one_moment` there, too.

    Args:
        case: The case.
        trusted: The record's keys as the reader knows them from elsewhere.
        known: Signed checkpoints that the reader has from elsewhere.
    """
    from django.db import connection

    from drawdown.site.cases.sealing import master_keys
    from drawdown.site.proof.moment import one_moment

    moment = contextlib.nullcontext() if connection.in_atomic_block else one_moment()
    with moment, connection.cursor() as cursor:
        found = next(one for one in cases_in(cursor) if one.key == case.pk)
        engine = connection.vendor
        return _verify(cursor, engine, found, master_keys(), trusted, known)


def _verify(
    cursor: Cursor, engine: str, found: Found, masters: Sequence[bytes],
    trusted: Sequence[VerifierKey], known: Sequence[str], pieces: Sequence[Piece] = (),
) -> Verification:  # fmt: skip
    """Verify what no other process has read yet, and judge all of it."""
    held = held_in(cursor, found)
    ends = [piece.first + len(piece.leaves) // BYTES for piece in pieces]
    pieces = [
        _span(cursor, engine, found, masters, piece.first, end - 1)
        if engine == "sqlite" and _later(piece, found.last) else piece
        for piece, end in zip(pieces, ends, strict=True)
    ]  # fmt: skip
    first = max(ends, default=1)
    rows = stored_in(cursor, engine, found.key, first, 2**62)
    rest = read_piece(found.slug, rows, first, unsealer(cursor, found.key, masters))
    return judge(
        held, [*pieces, rest],
        lambda numbers: list(stored_in(cursor, engine, found.key, 0, 0, numbers)), trusted, known,
    )  # fmt: skip


def _later(piece: Piece, last: int) -> bool:
    """Whether a piece may have been read at a later moment, as each connection of SQLite does.

    Entries stand; what can have come since is that content was destroyed, or sealed keys wrapped
    anew.
    """
    return bool(piece.problems) or any(by > last for by in piece.destroyed.values())


def verify_database(
    address: str, slug: str = "", masters: Sequence[bytes] = (),
    trusted: Sequence[VerifierKey] = (), known: Sequence[str] = (), processes: int | None = None,
) -> list[Verification]:  # fmt: skip
    """Verify the records of a database that is only read: a file of SQLite, or a PostgreSQL.

    Args:
        address: `sqlite:///PATH` or `postgresql://…`.
        slug: Of which case; blank: of all.
        masters: The master keys of sealed content; without them it is held against the tree alone.
        trusted: The record's keys as the reader knows them from elsewhere.
        known: Signed checkpoints that the reader has from elsewhere.
        processes: How many share the work; as many as there are processors where not given.

    Raises:
        ProofError: The database cannot be read, or has no such case.
    """
    with opened_database(address) as (cursor, engine, snapshot):
        cases = [found for found in cases_in(cursor) if slug in ("", found.slug)]
        if slug and not cases:
            raise ProofError(f"the database has no case '{slug}'")
        count = processes or os.cpu_count() or 1
        return [
            _verify(
                cursor, engine, found, masters, trusted, known,
                _in_processes(address, found, tuple(masters), snapshot, count),
            )
            for found in cases
        ]  # fmt: skip


def _in_processes(
    address: str, found: Found, masters: tuple[bytes, ...], snapshot: str, count: int
) -> list[Piece]:
    """The pieces of a record, but for what was put in behind its last entry."""
    if count < 2 or found.last < ALONE:
        return []
    step = -(-found.last // (count * 4))
    spans = [(first, min(first + step - 1, found.last)) for first in range(1, found.last, step)]
    methods = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(count, len(spans)), mp_context=methods) as pool:
        asked = [
            pool.submit(_piece, address, found, first, last, masters, snapshot)
            for first, last in spans
        ]
        return [one.result() for one in asked]


def _piece(
    address: str, found: Found, first: int, last: int, masters: tuple[bytes, ...], snapshot: str
) -> Piece:
    with opened_database(address, snapshot) as (cursor, engine, _):
        return _span(cursor, engine, found, masters, first, last)


def _span(
    cursor: Cursor, engine: str, found: Found, masters: Sequence[bytes], first: int, last: int
) -> Piece:
    """The entries of some numbers, all of which should be there."""
    rows = stored_in(cursor, engine, found.key, first, last)
    piece = read_piece(found.slug, rows, first, unsealer(cursor, found.key, masters))
    missing = last - first + 1 - len(piece.leaves) // BYTES
    if missing > 0:  # the last ones of this span are not there; those after them may be
        gone = range(last - missing + 1, last + 1)
        piece.problems += [Problem("removed", "is not there", seq) for seq in gone]
        piece.leaves += NOTHING * missing
    return piece


@contextlib.contextmanager
def opened_database(address: str, snapshot: str = "") -> Iterator[tuple[Any, str, str]]:
    """A database open for reading, all of it as it is at one moment.

    Args:
        address: `sqlite:///PATH` or `postgresql://…`.
        snapshot: A moment of PostgreSQL that another connection has.

    Yields:
        A cursor, the engine's name, and the moment, for other connections.

    Raises:
        ProofError: It cannot be opened.
    """
    from drawdown.site.environment import database_settings

    settings = database_settings(address)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        path = Path(str(settings["NAME"]))
        if not path.is_file():
            raise ProofError(f"{path}: is not there")
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        ) as made:
            try:
                made.execute("BEGIN")
                yield made.cursor(), "sqlite", ""
            except sqlite3.DatabaseError as error:
                raise ProofError(f"{path}: cannot be read ({error})") from None
        return
    import psycopg

    try:
        opened = psycopg.connect(address)
    except psycopg.OperationalError as error:
        says = " ".join(str(error).split())
        raise ProofError(f"the database does not answer ({says})") from None
    with opened, opened.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if snapshot:
            cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        else:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str((cursor.fetchone() or [""])[0])
        yield cursor, "postgresql", snapshot
