"""Heartbeats of what works beside the pages, and which backups were made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """A part of a process that works beside the pages, and when it last said that it does.

    The line's own processes beat in `line.Beat`, from which outages are told as well.

    Attributes:
        name: Its name, which no other has, also after the machine started anew.
        part: What it does, such as `rosters` or `warming`.
        at: When it last said so, by the clock of the machine.
        count: How often it has.
        stopped: When it ended as it should, after which its silence is nothing.
        trouble: What it says is wrong; blank where nothing is.
    """

    name = models.CharField(max_length=120, unique=True)
    part = models.CharField(max_length=24)
    since = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    count = models.BigIntegerField(default=0)
    stopped = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by part and time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["part", "-at"], name="heartbeat_by_part")
        ]


class Backup(models.Model):
    """A backup that was written, or that this database was restored from.

    Attributes:
        at: The moment whose state it holds.
        what: `made` or `restored`.
        rows: How many rows it has, of all tables.
        size: Its bytes.
        sha256: Of the file, so that it can be told from others.
    """

    at = models.DateTimeField()
    finished = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=8)
    rows = models.BigIntegerField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Found by time."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["what", "-at"], name="backup_by_time")
        ]
