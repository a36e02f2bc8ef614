"""Makes a paper and its files from the record as it is now."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from drawdown.report.asked import Asked, Drawn
from drawdown.report.facts.release import Release, as_json, read_release
from drawdown.report.filing import FORMS, rendered
from drawdown.report.levels import level_of
from drawdown.report.public import public_report, release_for
from drawdown.report.status import status_report
from drawdown.site.cases.answers import counted
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.facility.plans import distance_of, plans_of, solved
from drawdown.site.proof.making import latest_note
from drawdown.site.reports.models import Draft, Paper, PaperFile

RELEASE = "release.json"
"""What a public paper shows of each number, kept so that a later one gives away no more."""

File = tuple[str, str, bytes, bool]
"""A file's name, what it holds, its bytes, and whether it is kept for later papers only."""


Tell = Callable[[str], None]
"""Told of each step as it begins: one of `STEPS`."""


@dataclass(frozen=True)
class Made:
    """A paper that is made and not yet kept: its title, its files, and the entries it rests on."""

    title: str
    files: tuple[File, ...]
    position: int

    @property
    def digest(self) -> str:
        """The SHA-256 of all its files together."""
        each = (hashlib.sha256(content).hexdigest() for _, _, content, _ in self.files)
        return hashlib.sha256("".join(each).encode()).hexdigest()


def make(draft: Draft, tell: Tell) -> Made:
    """Make what was asked for.

    Args:
        draft: What was asked for.
        tell: Told of each step.

    Raises:
        InputError: It cannot be made as asked.
    """
    case = draft.case
    tell("counting")
    now = counted(case)
    level = level_of(draft.level)
    if level != "public":
        tell("plans")
    asked = Asked(
        now.case, draft.since, draft.on, None, level, draft.authority, draft.filer,
        () if level == "public" else _plans(case), checkpoint_of(case),
    )  # fmt: skip
    tell("writing")
    stem = f"{case.slug}-{draft.on.isoformat()}-{level}"
    title, files = _files(case, asked, stem, tell)
    return Made(title, tuple(files), now.position)


def checkpoint_of(case: Case) -> str | None:
    """The record's last signed checkpoint as text, for the papers; none where none was made."""
    return latest_note(case)


def keep_paper(draft: Draft, made: Made) -> Paper:
    """Keep what was made as a draft for a second person, its files sealed."""
    with transaction.atomic():
        paper = Paper.objects.create(
            case=draft.case, since=draft.since, on=draft.on, level=draft.level,
            authority=draft.authority, filer=draft.filer, title=made.title, side=draft.side,
            maker=draft.maker, made_by=draft.by, position=made.position, digest=made.digest,
        )  # fmt: skip
        PaperFile.objects.bulk_create([
            PaperFile(
                paper=paper, name=name, holds=holds, sha256=hashlib.sha256(content).hexdigest(),
                size=len(content), sealed=PaperFile.closed(paper, name, content), hidden=hidden,
            )
            for name, holds, content, hidden in made.files
        ])  # fmt: skip
    return paper


def _files(case: Case, asked: Asked, stem: str, tell: Tell) -> tuple[str, list[File]]:
    kept: list[File] = []
    if asked.level == "public":
        release = release_for(asked, _published(case))
        document = public_report(asked, stem, [release])
        kept = [(RELEASE, "", as_json(release).encode(), True)]
    else:
        document = status_report(asked, stem)
    papers: list[File] = []
    for form in FORMS:
        tell(form.removeprefix("."))
        papers.append((f"{stem}{form}", document.title, rendered(document, form), False))
    tell("keeping")
    exhibits: list[File] = [
        (one.file, f"Exhibit {one.letter}: {one.title}", one.content, False)
        for one in document.exhibits
    ]
    return document.title, [*papers, *exhibits, *kept]


def _published(case: Case) -> Sequence[Release]:
    """What the public papers that were filed show, oldest first."""
    found = PaperFile.objects.filter(
        paper__case=case, paper__state="filed", name=RELEASE
    ).select_related("paper__case").order_by("paper__on", "paper__made")  # fmt: skip
    releases = []
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(found):
            path = Path(folder) / f"{number}.json"
            path.write_bytes(file.content())
            releases.append(read_release(path))
    return releases


def _plans(case: Case) -> tuple[Drawn, ...]:
    """The floor plans of the case, solved; those that cannot be used are left out."""
    from drawdown.space.plan import SpaceError

    order = order_of(case)
    found, seen = [], set[int]()
    for facility in order.header.facilities:
        for plan in plans_of(case, facility.id):
            if plan.pk in seen:
                continue
            seen.add(plan.pk)
            try:
                made = solved(case, plan, distance_of(order))
            except SpaceError:
                continue
            found.append(Drawn(facility.id, made.says, made.svg, made.description))
    return tuple(found)
