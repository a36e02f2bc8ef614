"""Rosters received, and what became of each."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.jobs import Job

STATES = {
    "waiting": _("received, waits to be read"),
    "reading": _("being read"),
    "asks": _("has questions"),
    "read": _("read, waits to be accepted"),
    "accepting": _("being entered into the record"),
    "accepted": _("in the record"),
    "discarded": _("discarded"),
}
"""What each state is called."""

WORKING = ("waiting", "reading", "accepting")
"""States in which the software has work to do."""


class Upload(Job):
    """A roster as it was received, sealed, and how far it has come.

    Attributes:
        state: One of `STATES`.
        step, done, whole: How far the reading is.
        turn: How often it was sent back to be read anew: a form filled for one is not for the next.
        answers: What the reader of it has said: mapping, day, sheet, …
        corrected: Cells of set-aside rows as they should read, sealed; see `corrections`.
        report: What reading gave: mapping, row account, set-aside rows, questions.
        private: What of the file itself its page shows, sealed; see `shown`.
        result: What entering it did.
        accepted_by: Who accepted it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="uploads")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="uploads")
    by = models.CharField(max_length=200)
    facility = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    received = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=16, default="waiting")
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    corrected = models.BinaryField(null=True)
    report: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    private = models.BinaryField(null=True)
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    as_of = models.DateField(null=True, blank=True)
    accepted = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """A file is in a case once, unless it was discarded."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "sha256"], condition=~models.Q(state="discarded"),
                name="upload_once",
            )
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-received"], name="upload_by_time"),
            models.Index(
                fields=["claimed_until"], name="upload_to_do",
                condition=models.Q(state__in=("waiting", "reading", "accepting")),
            ),
        ]  # fmt: skip

    @property
    def short(self) -> str:
        """The first digits of the hash, as files of the case folder are named."""
        return self.sha256[:16]

    @property
    def state_says(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """The cells that were corrected, oldest first: row, sheet, column, was, now, by, at."""
        found: list[dict[str, Any]] = self._opened(self.corrected, "corrections") or []
        return found

    @property
    def shown(self) -> dict[str, Any]:
        """The report with what of the file itself the page shows: samples, and cells of rows."""
        private = self._opened(self.private, "rows") or {}
        samples, cells = private.get("samples", {}), private.get("cells", [])
        columns = [
            {**one, "samples": samples.get(one["column"], [])}
            for one in self.report.get("columns", [])
        ]
        aside = [
            {**one, "cells": cells[place] if place < len(cells) else {}}
            for place, one in enumerate(self.report.get("set_aside", []))
        ]
        return self.report | {"columns": columns, "set_aside": aside}

    def closed(self, what: object, name: str) -> bytes:
        """Something of the file, sealed for this upload under a name."""
        return seal(self.case, json.dumps(what).encode(), f"upload {self.sha256} {name}")

    def _opened(self, sealed: bytes | memoryview[int] | None, name: str) -> Any:
        if sealed is None:
            return None
        place = f"upload {self.sha256} {name}"
        return json.loads(open_sealed(self.case_id, bytes(sealed), place))

    @property
    def is_working(self) -> bool:
        """Whether the software is at it."""
        return self.state in WORKING


class Fold(models.Model):
    """What all rosters accepted up to one tell together, sealed: later ones carry on from it.

    Attributes:
        day: The latest day that any of them speaks of.
        rosters: A digest of which rosters they are.
        seen: The last day on which any of them spoke of each facility.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="folds")
    day = models.DateField()
    rosters = models.CharField(max_length=64)
    sealed = models.BinaryField()
    seen: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each set of rosters."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "rosters"], name="fold_of_rosters")
        ]
