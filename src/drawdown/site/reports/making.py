"""Makes a paper and its files from the record as it is now."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from drawdown.report.asked import Asked, Drawn
from drawdown.report.document.model import Document
from drawdown.report.facts.release import Release, as_json, read_release
from drawdown.report.filing import FORMS, rendered
from drawdown.report.levels import Level
from drawdown.report.public import public_report, release_for
from drawdown.report.status import status_report
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import SIDES
from drawdown.site.cases.answers import counted
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.facility.plans import distance_of, plans_of, solved
from drawdown.site.reports.models import Paper, PaperFile

RELEASE = "release.json"
"""What a public paper shows of each number, kept so that a later one gives away no more."""

File = tuple[str, str, bytes, bool]
"""A file's name, what it holds, its bytes, and whether it is kept for later papers only."""


@dataclass(frozen=True)
class Wanted:
    """What a paper is asked for."""

    since: date
    on: date
    level: Level
    authority: str
    filer: str


def make_paper(access: Access, wanted: Wanted) -> Paper:
    """Make a draft.

    Raises:
        InputError: It cannot be made as asked.
    """
    now = counted(access.case)
    asked = Asked(
        now.case, wanted.since, wanted.on, None, wanted.level, wanted.authority, wanted.filer,
        () if wanted.level == "public" else _plans(access.case),
    )  # fmt: skip
    stem = f"{access.case.slug}-{wanted.on.isoformat()}-{wanted.level}"
    document, files = _files(access.case, asked, stem)
    digest = hashlib.sha256(
        "".join(hashlib.sha256(content).hexdigest() for _, _, content, _ in files).encode()
    ).hexdigest()
    with transaction.atomic():
        paper = Paper.objects.create(
            case=access.case, since=asked.since, on=asked.on, level=asked.level,
            authority=asked.authority, filer=asked.filer, title=document.title,
            side=SIDES[access.role], maker=access.user, made_by=access.signature,
            position=now.position, digest=digest,
        )  # fmt: skip
        PaperFile.objects.bulk_create([
            PaperFile(
                paper=paper, name=name, holds=holds, sha256=hashlib.sha256(content).hexdigest(),
                size=len(content), sealed=PaperFile.closed(paper, name, content), hidden=hidden,
            )
            for name, holds, content, hidden in files
        ])  # fmt: skip
    return paper


def _files(case: Case, asked: Asked, stem: str) -> tuple[Document, list[File]]:
    kept: list[File] = []
    if asked.level == "public":
        release = release_for(asked, _published(case))
        document = public_report(asked, stem, [release])
        kept = [(RELEASE, "", as_json(release).encode(), True)]
    else:
        document = status_report(asked, stem)
    papers: list[File] = [
        (f"{stem}{form}", document.title, rendered(document, form), False) for form in FORMS
    ]
    exhibits: list[File] = [
        (one.file, f"Exhibit {one.letter}: {one.title}", one.content, False)
        for one in document.exhibits
    ]
    return document, [*papers, *exhibits, *kept]


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
