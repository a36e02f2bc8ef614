"""The tables of a case: its order's texts, its entries, the files they came in, and its keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Case(models.Model):
    """A case: one order and one record.

    Attributes:
        slug: The order's id, as addresses have it.
        position: The number of the last entry; entries are numbered from 1 without gaps.
        demo_day: The day that the demonstration takes for today; blank everywhere else.
        second_person: Whether the office asks for a second person on every decision.
        pseudonym_key: Joins people across rosters under their numbers here; wrapped.
    """

    slug = models.SlugField(unique=True, max_length=64)
    title = models.CharField(max_length=200)
    position = models.BigIntegerField(default=0)
    demo_day = models.DateField(null=True, blank=True)
    second_person = models.BooleanField(default=False)
    pseudonym_key = models.BinaryField(null=True)
    made = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """The order's short name."""
        return self.title


class OrderText(models.Model):
    """The order's file as it was given on a day; the last one is read, the others are kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    added = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="order_text_number")
        ]


class DataKey(models.Model):
    """A key under which content of a case is sealed, itself sealed by a master key."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="data_keys")
    number = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="data_key_number")
        ]


class Standing(models.Manager["Row"]):
    """The entries that still have content: what pages, answers and lists are made of."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All but those whose content was destroyed."""
        return super().get_queryset().filter(destroyed=None)


class Row(models.Model):
    """One entry of the record. The database refuses to change or remove it.

    `objects` leaves out entries whose content was destroyed by order; `every` has them.

    Attributes:
        seq: Its number in the record.
        name: Its id, which no other entry of the case has.
        content: The entry as a line of JSON, each field as the text of a cell; none where sealed.
        sealed: The same, sealed.
        date: The day that its date is written with: in UTC where a time is given, so that it may
            be a day off the court's (`drawdown.site.cases.clock.about` and `day_of`).
        salt: Of its commitment; sealed where the content is.
        commitment: SHA-256 of salt and content: what the tree holds (`drawdown.record.proof.leaf`).
        destroyed: The number of the entry that says that this one's content was destroyed.
        file: Where it stands in a case folder: a file received, or `events/site.jsonl`.
        line: On which line or row of it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="rows", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=240)
    date = models.DateField()
    recorded = models.DateTimeField()
    facility = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=120, blank=True)
    supersedes = models.CharField(max_length=240, blank=True)
    by = models.CharField(max_length=200, blank=True)
    content = models.TextField(null=True)
    sealed = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField(null=True)
    destroyed = models.BigIntegerField(null=True)
    file = models.CharField(max_length=200)
    line = models.PositiveIntegerField()

    objects: ClassVar[Standing] = Standing()
    every: ClassVar[models.Manager[Row]] = models.Manager()

    class Meta:
        """Found by number, by id, by person, by kind and day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="row_seq"),
            models.UniqueConstraint(fields=["case", "name"], name="row_name"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "person", "seq"], name="row_person"),
            models.Index(fields=["case", "kind", "-seq"], name="row_kind"),
            models.Index(fields=["case", "facility", "kind", "-seq"], name="row_facility"),
            models.Index(fields=["case", "supersedes"], name="row_supersedes"),
            models.Index(fields=["case", "recorded"], name="row_recorded"),
        ]  # fmt: skip


class SourceFile(models.Model):
    """A file as it was received, sealed: what its entries can be held against, and exported as.

    Attributes:
        destroyed: The number of the entry that says that the file was destroyed, or that rows of it
            were; its hash and size stay those of what was received.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    received = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=200, blank=True)
    account: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    destroyed = models.BigIntegerField(null=True)

    class Meta:
        """One file a path."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "path"], name="file_path")
        ]


class Stay(models.Model):
    """A person's stay as the record now has it: made from entries, and made anew from them.

    Attributes:
        left: The day it ended; none while the person is held.
        how: How it ended, as `exit` entries and stays say.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="stays")
    person = models.CharField(max_length=120)
    facility = models.CharField(max_length=64)
    unit = models.CharField(max_length=80, blank=True)
    book_in = models.DateField()
    left = models.DateField(null=True)
    how = models.CharField(max_length=16, blank=True)
    authority = models.CharField(max_length=120, blank=True)
    entry = models.CharField(max_length=240)

    class Meta:
        """Found by person, and by who is held where."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "person"], name="stay_person"),
            models.Index(fields=["case", "facility", "left", "book_in"], name="stay_held"),
            models.Index(fields=["case", "left", "book_in"], name="stay_by_day"),
            models.Index(fields=["case", "how", "left"], name="stay_by_exit"),
        ]


class Identity(models.Model):
    """The agency's own number of a person, sealed; shown only to roles that may see it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="identities")
    person = models.CharField(max_length=120)
    sealed = models.BinaryField()

    class Meta:
        """One a person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "person"], name="identity_person")
        ]
