"""What is kept of a record's tree beside the entries. The database refuses to change any of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Log(models.Model):
    """A record's tree.

    Attributes:
        origin: What its checkpoints call it, for good: `case.example.org/gayle-v-meade`.
        every: Minutes after which a checkpoint is made where entries were added; 0: on demand only.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="log")
    origin = models.CharField(max_length=200)
    every = models.PositiveIntegerField(default=60)
    made = models.DateTimeField(default=timezone.now)


class Key(models.Model):
    """A key of the record; the last one signs. A key taken over from elsewhere only verifies.

    Attributes:
        vkey: What others check its signatures with.
        wrapped: Its secret, wrapped by a master key; none where it only verifies.
        master: By which.
        endorsed: The signed note in which the key before it names it as the next one; none of the
            first key, and where the secret of the one before was not here.
    """

    log = models.ForeignKey(Log, models.PROTECT, related_name="keys")
    number = models.PositiveIntegerField()
    vkey = models.CharField(max_length=400)
    wrapped = models.BinaryField(null=True)
    master = models.CharField(max_length=16, blank=True)
    endorsed = models.TextField(null=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "number"], name="proof_key_number")
        ]


class Tile(models.Model):
    """Hashes of the tree, as C2SP tlog-tiles lays it out; a partial one is of a checkpoint."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    hashes = models.BinaryField()

    class Meta:
        """One a place."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["log", "level", "number", "width"], name="proof_tile_place"
            )
        ]


class Checkpoint(models.Model):
    """The state of a record, signed.

    Attributes:
        note: The signed note, without cosignatures.
        by: Who asked for it; blank where it was time.
    """

    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints")
    number = models.PositiveIntegerField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    made = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "number"], name="proof_checkpoint_number")
        ]


class Witness(models.Model):
    """Somebody who cosigns checkpoints with a key of their own, which is never here.

    Attributes:
        by: Who named the key: the member, as entries name them.
        ended: Since when the key is no longer theirs.
    """

    log = models.ForeignKey(Log, models.PROTECT, related_name="witnesses")
    vkey = models.CharField(max_length=400)
    name = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    made = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One a key."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["log", "vkey"], name="proof_witness_key")
        ]


class Cosignature(models.Model):
    """A witness's line under a checkpoint (C2SP tlog-cosignature)."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures")
    line = models.CharField(max_length=600)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """One a witness."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="proof_cosigned_once")
        ]
