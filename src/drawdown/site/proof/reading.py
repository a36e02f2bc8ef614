"""A record's tables read for verification, on either engine, without changing anything.

Only SQL and the form of sealed content are used here, not Django, so that a copy of the database
can be verified as it lies, without being brought up to date first.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.held import Held, HeldCosignature
from drawdown.record.proof.stored import Stored, Unseal
from drawdown.site.cases.sealing import SealError, key_place, opened, unwrap

CHUNK = 5_000
TIME = {
    "sqlite": "replace(recorded, ' ', 'T') || "
    "CASE WHEN length(recorded) = 19 THEN '.000000Z' ELSE 'Z' END",
    "postgresql": "to_char(recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}
DAY = {"sqlite": "date || ''", "postgresql": "to_char(date, 'YYYY-MM-DD')"}


class Cursor(Protocol):
    """A cursor of either engine."""

    def execute(self, sql: str, /) -> Any:
        """Ask."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """Some rows."""

    def fetchall(self) -> list[Any]:
        """All rows."""


@dataclass(frozen=True)
class Found:
    """A case in a database.

    Attributes:
        key: Its key there.
        slug: Its short name.
        position: How many entries it is said to have.
        last: The number of the last entry that is there.
    """

    key: int
    slug: str
    position: int
    last: int


def cases_in(cursor: Cursor) -> list[Found]:
    """The cases of a database.

    Raises:
        ProofError: It is none of this program's, or one from before records had a tree.
    """
    try:
        cursor.execute(
            "SELECT id, slug, position, (SELECT coalesce(max(seq), 0) FROM cases_row "
            "WHERE case_id = cases_case.id), "
            "(SELECT count(commitment) FROM cases_row WHERE 1 = 0), "
            "(SELECT count(endorsed) FROM proof_key WHERE 1 = 0) FROM cases_case ORDER BY slug"
        )
        return [Found(*row[:4]) for row in cursor.fetchall()]
    except Exception as error:
        raise ProofError(
            f"the database cannot be read ({' '.join(str(error).split())[:200]}); expected one of "
            "drawdown, brought up to date by 'drawdown serve'"
        ) from None


def held_in(cursor: Cursor, found: Found) -> Held:
    """What is kept beside a case's entries."""
    cursor.execute(f"SELECT id, origin FROM proof_log WHERE case_id = {found.key:d}")  # noqa: S608
    logs = cursor.fetchall()
    if not logs:
        return Held(found.slug, found.position)
    log, origin = logs[0]

    def ask(what: str, table: str, order: str) -> list[Any]:
        cursor.execute(f"SELECT {what} FROM {table} WHERE log_id = {log:d} ORDER BY {order}")  # noqa: S608
        return cursor.fetchall()

    cursor.execute(
        "SELECT c.number, w.vkey, s.line FROM proof_cosignature s "  # noqa: S608
        "JOIN proof_checkpoint c ON c.id = s.checkpoint_id JOIN proof_witness w "
        f"ON w.id = s.witness_id WHERE c.log_id = {log:d} ORDER BY s.id"
    )
    cosignatures = tuple(HeldCosignature(*row) for row in cursor.fetchall())
    keys = ask("vkey, endorsed", "proof_key", "number")
    return Held(
        found.slug, found.position, origin, tuple(vkey for vkey, _ in keys),
        dict(ask("number, note", "proof_checkpoint", "number")),
        {
            (level, number, width): bytes(hashes)
            for level, number, width, hashes in ask(
                "level, number, width, hashes", "proof_tile", "level, number, width"
            )
        },
        cosignatures, tuple(note for _, note in keys),
    )  # fmt: skip


def stored_in(
    cursor: Cursor, engine: str, case: int, first: int, last: int,
    numbers: Sequence[int] | None = None,
) -> Iterator[Stored]:  # fmt: skip
    """The entries from one number through another, or of some numbers, in their order."""
    which = f"seq >= {first:d} AND seq <= {last:d}"
    if numbers is not None:
        which = f"seq IN ({', '.join(f'{number:d}' for number in numbers) or 'NULL'})"
    cursor.execute(
        f"SELECT seq, kind, name, {DAY[engine]}, {TIME[engine]}, facility, person, supersedes, "  # noqa: S608
        '"by", content, sealed, salt, commitment, destroyed, file, line FROM cases_row '
        f"WHERE case_id = {case:d} AND {which} ORDER BY seq"
    )
    while rows := cursor.fetchmany(CHUNK):
        yield from map(Stored._make, rows)


def unsealer(cursor: Cursor, case: int, masters: Sequence[bytes]) -> Unseal | None:
    """What opens a case's sealed content; nothing where there is no master key that does.

    Args:
        cursor: Asks the database.
        case: The case's key there.
        masters: The master keys.
    """
    if not masters:
        return None
    cursor.execute(f"SELECT number, wrapped FROM cases_datakey WHERE case_id = {case:d}")  # noqa: S608
    ciphers = {}
    for number, wrapped in cursor.fetchall():
        with contextlib.suppress(SealError):
            ciphers[number] = AESGCM(unwrap(bytes(wrapped), key_place(case, number), masters))
    if not ciphers:
        return None

    def cipher(number: int) -> AESGCM:
        if number not in ciphers:
            raise SealError(f"data key {number} is gone, or no master key opens it")
        return ciphers[number]

    def unseal(sealed: bytes, place: str) -> bytes:
        try:
            return opened(sealed, place, cipher)
        except SealError as error:
            raise ValueError(str(error)) from None

    return unseal


Connect = Callable[[], contextlib.AbstractContextManager[tuple[Cursor, str]]]
"""Opens a database for reading: a cursor, and which engine it is of."""
