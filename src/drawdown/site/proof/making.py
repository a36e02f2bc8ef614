"""Checkpoints made: the tree carried on over new entries, and its state signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from drawdown.record.proof.checkpoint import Checkpoint as State
from drawdown.record.proof.checkpoint import read_checkpoint
from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.note import SignerKey, read_vkey
from drawdown.record.proof.succession import endorse
from drawdown.record.proof.tiles import BYTES, WIDTH, Tiled, over_tile
from drawdown.record.proof.tree import consistency_proof, inclusion_proof, root_at
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import fingerprint, master_keys, unwrap, wrap
from drawdown.site.proof.models import Checkpoint, Key, Log, Tile
from drawdown.site.proof.reading import stored_in


def log_of(case: Case) -> Log:
    """The tree of a case's record; made, with its first key, where there is none."""
    found = Log.objects.filter(case=case).first()
    if found is not None:
        return found
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        log, made = Log.objects.get_or_create(
            case=case, defaults={"origin": f"{_host()}/{case.slug}"}
        )
        if made:
            new_key(log)
    return log


def _host() -> str:
    return urlsplit(settings.ENVIRONMENT.origin).hostname or "localhost"


def new_key(log: Log) -> Key:
    """Give a record a new key, which signs from now on; the ones before it still verify.

    The one before it endorses it, where its secret is here.
    """
    last = log.keys.order_by("-number").first()
    number = last.number + 1 if last else 1
    key = SignerKey.new(log.origin)
    return Key.objects.create(
        log=log, number=number, vkey=key.verifier.vkey,
        endorsed=endorse(_secret(last), key.verifier) if last and last.wrapped else None,
        wrapped=wrap(key.seed, place_of(log.origin, number)), master=fingerprint(master_keys()[0]),
    )  # fmt: skip


def rewrap_keys() -> int:
    """Wrap the keys of records by the master key in use, as `sealing.rotate` does data keys."""
    used, count = fingerprint(master_keys()[0]), 0
    for key in Key.objects.exclude(wrapped=None).exclude(master=used).select_related("log"):
        place = place_of(key.log.origin, key.number)
        key.wrapped, key.master = wrap(unwrap(bytes(key.wrapped or b""), place), place), used
        key.save(update_fields=["wrapped", "master"])
        count += 1
    return count


def place_of(origin: str, number: int) -> str:
    """For what place a key of a record is wrapped."""
    return f"record {origin} key {number}"


def _signer(log: Log) -> SignerKey:
    key = log.keys.exclude(wrapped=None).order_by("-number").first()
    if key is None:
        key = new_key(log)
    return _secret(key)


def _secret(key: Key) -> SignerKey:
    seed = unwrap(bytes(key.wrapped or b""), place_of(key.log.origin, key.number))
    return SignerKey.of(read_vkey(key.vkey).name, seed)


def make_checkpoint(case: Case, *, by: str = "", now: datetime | None = None) -> Checkpoint | None:
    """Sign the record as it is now.

    Args:
        case: The case.
        by: Who asks for it; blank where it is time.
        now: When, where not now.

    Returns:
        The checkpoint: the last one, where no entry was added since; none of an empty record.

    Raises:
        ProofError: The record is not what the last checkpoint signed: nothing is signed then.
    """
    log = log_of(case)
    case.refresh_from_db(fields=["position"])
    _make_tiles(log, case.position // WIDTH)  # most of the work, while others may still write
    with transaction.atomic():
        locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        last = log.checkpoints.order_by("-number").first()
        size = locked.position
        if size == 0 or (last is not None and last.size == size):
            return last
        if last is not None and last.size > size:
            raise ProofError(f"checkpoint {last.number} signs {last.size} entries, and there are "
                             f"{size}; nothing was signed")  # fmt: skip
        _make_tiles(log, size // WIDTH)
        rest = _leaves(case, size // WIDTH * WIDTH + 1, size)
        if rest:
            _keep(log, 0, size // WIDTH, rest)
        nodes = nodes_of(log, size)
        if last is not None and root_at(nodes, last.size) != bytes.fromhex(last.root):
            raise ProofError(f"the record is not what checkpoint {last.number} signed; nothing was "
                             "signed: drawdown record verify says what changed")  # fmt: skip
        state = State(log.origin, size, root_at(nodes, size))
        return Checkpoint.objects.create(
            log=log, number=last.number + 1 if last else 1, size=size, root=state.root.hex(),
            note=state.signed(_signer(log)), made=now or timezone.now(), by=by,
        )  # fmt: skip


def _leaves(case: Case, first: int, last: int) -> bytes:
    """The hashes of the leaves of some entries, one after the other.

    Raises:
        ProofError: One of them is not there, or was never committed to.
    """
    with connection.cursor() as cursor:
        rows = stored_in(cursor, connection.vendor, case.pk, first, last)
        found = [(row.seq, row.commitment is not None, row.leaf_hash(case.slug)) for row in rows]
    for place, (seq, committed, _) in enumerate(found, start=first):
        if seq != place or not committed:
            raise ProofError(f"entry {place} is not there, or never committed to what it says")
    if len(found) != last - first + 1:
        raise ProofError(f"entry {first + len(found)} is not there; nothing was signed")
    return b"".join(leaf for _, _, leaf in found)


AT_ONCE = 64
"""Tiles made between two questions to the database."""


def _make_tiles(log: Log, complete: int) -> None:
    """Carry the complete tiles on, so that level 0 has so many."""
    level, wanted = 0, complete
    while wanted:
        there = Tile.objects.filter(log=log, level=level, width=WIDTH).count()
        for start in range(there, wanted, AT_ONCE):
            end = min(start + AT_ONCE, wanted)
            made = _level(log, level, start, end)
            if level == 0:
                _as_signed(log, start, made)
            Tile.objects.bulk_create(
                [
                    Tile(log=log, level=level, number=number, width=WIDTH, hashes=hashes)
                    for number, hashes in enumerate(made, start=start)
                ],
                ignore_conflicts=True,
            )
        level, wanted = level + 1, wanted // WIDTH


def _as_signed(log: Log, first: int, made: Sequence[bytes]) -> None:
    """See that new tiles begin as the partial ones do that earlier checkpoints left.

    A complete tile stands for good, so it is not made of entries that were changed since.

    Raises:
        ProofError: One of them does not.
    """
    signed = Tile.objects.filter(
        log=log, level=0, width__lt=WIDTH, number__gte=first, number__lt=first + len(made)
    )
    for tile in signed:
        if not made[tile.number - first].startswith(bytes(tile.hashes)):
            raise ProofError(f"entries from {tile.number * WIDTH + 1} on are not those that were "
                             "signed; nothing was signed: drawdown record verify says what "
                             "changed")  # fmt: skip


def _level(log: Log, level: int, start: int, end: int) -> list[bytes]:
    """The tiles of a level from one number until another."""
    step = WIDTH * BYTES
    if level == 0:
        leaves = _leaves(log.case, start * WIDTH + 1, end * WIDTH)
        return [leaves[at : at + step] for at in range(0, len(leaves), step)]
    return [
        b"".join(over_tile(hashes) for hashes in _complete(log, level - 1, number))
        for number in range(start, end)
    ]


def _complete(log: Log, level: int, above: int) -> list[bytes]:
    """The complete tiles of a level below one of the level above."""
    first = above * WIDTH
    rows = Tile.objects.filter(
        log=log, level=level, width=WIDTH, number__gte=first, number__lt=first + WIDTH
    ).order_by("number")
    return [bytes(hashes) for hashes in rows.values_list("hashes", flat=True)]


def _keep(log: Log, level: int, number: int, hashes: bytes) -> None:
    width = len(hashes) // BYTES
    Tile.objects.get_or_create(
        log=log, level=level, number=number, width=width, defaults={"hashes": hashes}
    )


def nodes_of(log: Log, size: int) -> Tiled:
    """The hashes of a record's tree of a size that a checkpoint has, or had."""

    def read(level: int, number: int) -> bytes:
        tiles = Tile.objects.filter(log=log, level=level, number=number).order_by("-width")
        found = tiles.values_list("hashes", flat=True).first()
        if found is not None:
            return bytes(found)
        below = Tile.objects.filter(
            log=log, level=level - 1, width=WIDTH,
            number__gte=number * WIDTH, number__lt=(number + 1) * WIDTH,
        ).order_by("number")  # fmt: skip
        return b"".join(over_tile(bytes(one)) for one in below.values_list("hashes", flat=True))

    return Tiled(read)


def inclusion_of(checkpoint: Checkpoint, seq: int) -> list[bytes]:
    """The proof that an entry is in what a checkpoint signs."""
    nodes = nodes_of(checkpoint.log, checkpoint.size)
    return inclusion_proof(nodes, seq - 1, checkpoint.size)


def consistency_of(old: Checkpoint, new: Checkpoint) -> list[bytes]:
    """The proof that what one checkpoint signs only grew into what another does."""
    return consistency_proof(nodes_of(new.log, new.size), old.size, new.size)


def note_of(checkpoint: Checkpoint) -> str:
    """A checkpoint with every cosignature, as it is handed out."""
    lines: Sequence[str] = list(
        checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    )
    return checkpoint.note + "".join(lines)


def last_checkpoint(case: Case) -> Checkpoint | None:
    """The last checkpoint of a case's record; none where none was made."""
    return Checkpoint.objects.filter(log__case=case).order_by("-number").first()


def latest_note(case: Case) -> str | None:
    """The text of the last signed checkpoint with its cosignatures: for reports and fact pages."""
    last = last_checkpoint(case)
    return note_of(last) if last is not None else None


def state_of(checkpoint: Checkpoint) -> State:
    """A checkpoint's state."""
    return read_checkpoint(checkpoint.note)[0]
