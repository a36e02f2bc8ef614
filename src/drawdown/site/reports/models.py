"""Papers for the court, and their files as they were made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drawdown.site.cases.sealing import open_sealed, seal
from drawdown.site.jobs import Job

STATES = {
    "draft": _("a draft; a second person reviews it"),
    "approved": _("approved and frozen; not filed yet"),
    "filed": _("filed"),
    "discarded": _("discarded"),
}
"""What each state is called."""

LEVELS = {
    "public": _("public"),
    "parties": _("for the court and the parties"),
    "sealed": _("under seal"),
}
"""What each level is called."""


MAKING = {
    "waiting": _("waits to be made"),
    "making": _("being made"),
    "made": _("made"),
    "failed": _("could not be made"),
}
"""What each state of the making of a draft is called."""

WORKING = ("waiting", "making")
"""States in which the software has work to do."""

STEPS = {
    "counting": _("counting the record"),
    "plans": _("floor plans"),
    "writing": _("writing the report"),
    "pdf": _("setting the PDF"),
    "docx": _("setting the DOCX"),
    "keeping": _("sealing the files"),
}
"""The steps of making a draft, in order."""


class Paper(models.Model):
    """A status report: what it is asked about, who made it, who approved it, where it was filed.

    Attributes:
        side: The side of the case that drafted it; nobody else sees it before it is filed.
        position: Through which entry of the record it was made.
        digest: Of all its files together: what the second person approves.
        entry: The id of the `report` entry that records the filing.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="papers")
    state = models.CharField(max_length=16, default="draft")
    since = models.DateField()
    on = models.DateField()
    level = models.CharField(max_length=8)
    authority = models.CharField(max_length=200, blank=True)
    filer = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=16)
    made = models.DateTimeField(default=timezone.now)
    maker = models.ForeignKey("accounts.User", models.PROTECT, related_name="papers_made")
    made_by = models.CharField(max_length=200)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    approved = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    discarded_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    filed_on = models.DateField(null=True, blank=True)
    filed_by = models.CharField(max_length=200, blank=True)
    docket = models.CharField(max_length=80, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    entry = models.CharField(max_length=240, blank=True)

    class Meta:
        """Listed newest first."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-made"], name="paper_by_time"),
        ]

    @property
    def state_says(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def level_says(self) -> str:
        """The level in words."""
        return str(LEVELS[self.level])


class PaperFile(models.Model):
    """A file of a paper, sealed. The database refuses to change or remove it.

    Attributes:
        holds: What it is, such as `Exhibit A: …`.
        hidden: Whether it is kept for later papers and not offered.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    holds = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sealed = models.BinaryField()
    hidden = models.BooleanField(default=False)

    class Meta:
        """One file a name."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["paper", "name"], name="paper_file_name")
        ]

    @staticmethod
    def closed(paper: Paper, name: str, content: bytes) -> bytes:
        """A file's bytes, sealed for this paper under its name."""
        return seal(paper.case, content, f"paper {paper.pk} {name}")

    def content(self) -> bytes:
        """The file's bytes."""
        return open_sealed(
            self.paper.case_id, bytes(self.sealed), f"paper {self.paper_id} {self.name}"
        )


class Draft(Job):
    """A draft that somebody asked for, while a worker makes it and afterwards.

    Attributes:
        token: Of the form that asked: the same form sent twice asks once.
        side: The side of the case that it is made for; nobody else sees it.
        state: One of `MAKING`.
        step, done, whole: How far the making is; `step` is one of `STEPS`.
        problem: Why it could not be made, in one line.
        paper: What was made.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="drafts")
    token = models.CharField(max_length=80)
    since = models.DateField()
    on = models.DateField()
    level = models.CharField(max_length=8)
    authority = models.CharField(max_length=200, blank=True)
    filer = models.CharField(max_length=80, blank=True)
    side = models.CharField(max_length=16)
    maker = models.ForeignKey("accounts.User", models.PROTECT, related_name="drafts_asked")
    by = models.CharField(max_length=200)
    asked = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=16, default="waiting")
    step = models.CharField(max_length=16, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    whole = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="draft")

    class Meta:
        """A form asks once; workers find what is to do at once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "token"], name="draft_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-asked"], name="draft_by_time"),
            models.Index(
                fields=["claimed_until"], name="draft_to_do",
                condition=models.Q(state__in=("waiting", "making")),
            ),
        ]  # fmt: skip

    @property
    def state_says(self) -> str:
        """The state in words."""
        return str(MAKING[self.state])

    @property
    def step_says(self) -> str:
        """The step in words; blank where none was begun."""
        return str(STEPS[self.step]) if self.step in STEPS else ""

    @property
    def level_says(self) -> str:
        """The level in words."""
        return str(LEVELS[self.level])

    @property
    def is_working(self) -> bool:
        """Whether the software is at it, or will be."""
        return self.state in WORKING
