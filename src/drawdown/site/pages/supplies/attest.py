"""Statements that a log is complete: which of them would settle what is undetermined.

A finding says in `missing` what would have to be known. Where that is a statement that a log is
complete, it is offered here with one button; see docs/explanation/absence.md for why it matters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from drawdown.finding.finding import Finding
from drawdown.record.entry import KINDS
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import answer
from drawdown.site.cases.append import NotAddedError
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages import entering
from drawdown.site.pages.days import days_of

_SAID = re.compile(
    r"a statement that the (?P<kind>[a-z_-]+) log(?: of (?P<about>.+?))? for (?P<name>.+) "
    r"is complete (?:from (?P<since>\d{4}-\d\d-\d\d) )?through (?P<until>\d{4}-\d\d-\d\d)"
)
REACHES_BACK = timedelta(days=31)
"""How far back a statement on supplies reaches at least: beyond one cycle of handing out."""


@dataclass(frozen=True)
class Statement:
    """A statement that would settle something."""

    of: str
    facility: str
    about: str
    since: date
    until: date


@dataclass
class Settles:
    """A statement, and the findings that wait for it."""

    statement: Statement
    findings: list[Finding]


def statement_of(missing: str, finding: Finding, places: Mapping[str, str]) -> Statement | None:
    """The statement that a finding names as missing; none where something else is missing.

    Args:
        missing: What is missing, as the finding says it.
        finding: The finding.
        places: The ids of facilities by their names.
    """
    found = _SAID.fullmatch(missing)
    if not found:
        return None
    kind = found["kind"].replace("-", "_")
    facility = places.get(found["name"], "")
    if kind not in KINDS or (not facility and finding.facility):
        return None
    until, law = date.fromisoformat(found["until"]), finding.law
    since = date.fromisoformat(found["since"]) if found["since"] else law.since
    if law.clause.kind in ("supply", "testing", "inspection"):
        since = min(since, until - REACHES_BACK)
    return Statement(kind, facility, found["about"] or "", since, until)


def settling(findings: Iterable[Finding], places: Mapping[str, str]) -> list[Settles]:
    """Every statement that undetermined findings wait for, those that settle most first."""
    found: dict[tuple[str, str, str], Settles] = {}
    for finding in findings:
        if finding.status != "undetermined":
            continue
        for missing in finding.missing:
            one = statement_of(missing, finding, places)
            if one is None:
                continue
            there = found.setdefault((one.of, one.facility, one.about), Settles(one, []))
            if one.since < there.statement.since:
                there.statement = one
            if finding not in there.findings:
                there.findings.append(finding)
    return sorted(found.values(), key=lambda one: (one.statement.facility, -len(one.findings)))


@case_page(May.SEE_COUNTS, May.ATTEST)
def attest(request: CaseRequest) -> HttpResponse:
    """What would be settled, a button for each; and a form for any other statement."""
    access, days = request.access, days_of(request)
    order = order_of(access.case)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _state(request, access, days.today)
        if not problems:
            return redirect(f"{reverse('supplies-attest', args=[access.case.slug])}{days.query}")
    found = answer(access.case, days.on, days.known)
    places = {facility.name: facility.id for facility in order.header.facilities}
    mine = [one for one in found.findings if access.reaches(one.facility)]
    stated = _stated(access)
    newer = {_about(row) for row in stated if row.seq > found.position}
    return render(
        request, "drawdown/supplies/attest.html",
        {
            "days": days, "settling": [
                one for one in settling(mine, places)
                if (one.statement.of, one.statement.facility, one.statement.about) not in newer
            ],
            "token": entering.new_token(),
            "problems": problems, "sent": request.POST, "names": order.header.names(),
            "before": days.on - timedelta(days=1), "zone": order.header.zone,
            "may_state": days.known is None and days.on <= days.today,
            "kinds": [(kind, one.title()) for kind, one in sorted(KINDS.items())
                      if kind not in ("log", "withdrawal")],
            "places": [(id_, name) for id_, name in order.header.names().items()
                       if access.reaches(id_)],
            "stated": stated, "behind": found.behind, "position": found.position,
        },
        status=422 if problems else 200,
    )  # fmt: skip


def _state(request: CaseRequest, access: Access, today: date) -> dict[str, str]:
    """Add the statement; what is wrong with it otherwise."""
    sent = request.POST
    facility = sent.get("facility", "").strip()
    if access.facility and facility != access.facility:
        raise PermissionDenied
    problems = {}
    kind = sent.get("of", "").strip()
    if kind not in KINDS:
        problems["of"] = _("Choose of which entries.")
    try:
        until = date.fromisoformat(sent.get("until", ""))
    except ValueError:
        problems["until"] = _("This is not a day; expected one such as 2020-05-14.")
    else:
        if until > today:
            problems["until"] = _("A day that is still to come cannot be complete.")
    if problems:
        return problems
    entry = {
        "date": until.isoformat(), "of": kind, "facility": facility,
        "about": sent.get("about", "").strip(), "since": sent.get("since", "").strip(),
    }  # fmt: skip
    try:
        rows, new = entering.enter(access, entering.token_of(sent), [("log", entry)])
    except NotAddedError as error:
        return {problem.column: problem.reason for problem in error.problems}
    said = _("Stated as entry %(n)d.") if new else _("This was stated already as entry %(n)d.")
    messages.success(request, said % {"n": rows[0].seq})
    return {}


def _stated(access: Access) -> list[Row]:
    """The last statements within the reader's part."""
    rows = Row.objects.filter(case=access.case, kind="log").annotate(gone=entering.replaced())
    if access.facility:
        rows = rows.filter(facility__in=["", access.facility])
    return list(rows.filter(gone=False).order_by("-seq")[:20])


def _about(row: Row) -> tuple[str, str, str]:
    """What a statement is about; one that is not counted yet is not offered again."""
    cells = json.loads(row.content or "{}")
    return cells.get("of", ""), row.facility, cells.get("about", "")
