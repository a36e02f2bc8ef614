"""A case folder's own tree taken over, so that the record here goes on with it.

Entries keep their numbers, salts and commitments, so their leaves are the same leaves, and every
checkpoint signed before, wherever it is printed or kept, holds here as it did there. The secrets of
the keys that signed stay where they were: a key of this site signs from now on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path

from django.utils import timezone

from drawdown.record.proof.checkpoint import read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.held import Held
from drawdown.record.proof.note import read_vkey
from drawdown.record.proof.stored import Stored
from drawdown.record.record import Record
from drawdown.site.accounts.roles import SEALED_AT_REST
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import current_number, salt_of, seal
from drawdown.site.proof.folder import PROOF, made_at, read_proof, verify_read
from drawdown.site.proof.models import Checkpoint, Cosignature, Key, Log, Tile, Witness

BATCH = 5_000
Tell = Callable[[str, int, int], None]


def has_proof(folder: Path) -> bool:
    """Whether a case folder brings a tree of its own."""
    return (folder / PROOF).exists()


def continue_record(case: Case, folder: Path, record: Record, by: str, tell: Tell) -> int:
    """Keep a folder's entries and its tree, once both were verified.

    Args:
        case: The case, without entries.
        folder: The folder.
        record: Its entries, as its files have them.
        by: Who takes it in.
        tell: Told the step, how much of it is done and how much there is.

    Returns:
        How many entries there are.

    Raises:
        ProofError: The proof is of another case, or does not hold.
    """
    tell("proof", 0, 1)
    held, rows = read_proof(folder)
    if held.case != case.slug:
        raise ProofError(f"{folder / PROOF}: is of the case '{held.case}', and the order is of "
                         f"'{case.slug}'; nothing was taken in")  # fmt: skip
    found = verify_read(held, rows, record)
    if found.problems:
        first = found.problems[0]
        which = f"entry {first.seq} {first.says}" if first.seq else first.says
        more = f", and {len(found.problems) - 1} more" if len(found.problems) > 1 else ""
        raise ProofError(
            f"{folder / PROOF}: does not hold: {which}{more}; nothing was taken in. Expected the "
            "folder as it was exported; without its proof/ it begins a tree of its own"
        )
    tell("proof", 1, 1)
    _entries(case, rows, tell)
    if held.origin:
        _tree(case, held, made_at(folder), by)
    return len(rows)


def _entries(case: Case, rows: list[Stored], tell: Tell) -> None:
    key = current_number(case)
    for start in range(0, len(rows), BATCH):
        made = list(_rows(case, rows[start : start + BATCH], key))
        Row.every.bulk_create(made, batch_size=1_000)
        tell("entries", start + len(made), len(rows))


def _rows(case: Case, rows: list[Stored], key: int) -> Iterator[Row]:
    for row in rows:
        content, sealed, salt = row.content, None, row.salt
        if content is not None and salt is not None and row.kind in SEALED_AT_REST:
            sealed, content = seal(case, content.encode(), row.name, key), None
            salt = seal(case, salt, salt_of(row.name), key)
        yield Row(
            case=case, seq=row.seq, kind=row.kind, name=row.name, date=date.fromisoformat(row.date),
            recorded=datetime.fromisoformat(row.recorded), facility=row.facility,
            person=row.person, supersedes=row.supersedes, by=row.by, content=content,
            sealed=sealed, salt=salt, commitment=row.commitment, destroyed=row.destroyed,
            file=row.file, line=row.line,
        )  # fmt: skip


def _tree(case: Case, held: Held, made: Mapping[int, datetime], by: str) -> None:
    """Keep keys, tiles, checkpoints and cosignatures as they came."""
    log = Log.objects.create(case=case, origin=held.origin)
    Key.objects.bulk_create(
        Key(log=log, number=number, vkey=vkey, endorsed=endorsed)
        for number, (vkey, endorsed) in enumerate(
            zip_longest(held.keys, held.endorsed[: len(held.keys)]), start=1
        )
    )
    Tile.objects.bulk_create(
        (
            Tile(log=log, level=level, number=number, width=width, hashes=hashes)
            for (level, number, width), hashes in held.tiles.items()
        ),
        batch_size=200,
    )
    kept: dict[int, Checkpoint] = {}
    for number, note in sorted(held.checkpoints.items()):
        state, _ = read_checkpoint(note)
        kept[number] = Checkpoint.objects.create(
            log=log, number=number, size=state.size, root=state.root.hex(), note=note,
            made=made.get(number) or timezone.now(),
        )  # fmt: skip
    witnesses: dict[str, Witness] = {}
    for one in held.cosignatures:
        if one.vkey not in witnesses:
            name = read_vkey(one.vkey).name
            witnesses[one.vkey] = Witness.objects.create(log=log, vkey=one.vkey, name=name, by=by)
        Cosignature.objects.create(
            checkpoint=kept[one.checkpoint], witness=witnesses[one.vkey], line=one.line
        )
