"""What an accepted roster changed: the unexplained first; and how an exit is explained."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawdown.review.authorities import AUTHORITIES
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.pages.listing import find_upload

TITLES = {
    "unexplained": gettext_lazy("Left, and nothing says how"),
    "corrected": gettext_lazy("Corrections to the past"),
    "withdrawn": gettext_lazy("Stays that no roster tells of any more"),
    "left": gettext_lazy("Left, as the rosters say"),
    "arrived": gettext_lazy("Arrived"),
}
"""The kinds of change, in the order in which they are shown."""
SHOWN = 200
HOWS = ("release", "transfer", "removal", "death", "other")


@dataclass(frozen=True)
class Change:
    """One thing that the roster changed: the entry, its cells, and those of what it replaced."""

    kind: str
    row: Row
    cells: dict[str, str]
    before: dict[str, str]


@case_page(May.LOAD_ROSTERS)
def changes(request: CaseRequest, upload: int) -> HttpResponse:
    """The changes, by kind."""
    found = find_upload(request, upload)
    if found.state != "accepted":
        return redirect("rosters-one", found.case.slug, found.pk)
    kinds: dict[str, list[Change]] = {kind: [] for kind in TITLES}
    counts = dict.fromkeys(TITLES, 0)
    for one in changes_of(found.case, found.result["file"]):
        counts[one.kind] += 1
        if len(kinds[one.kind]) < SHOWN:
            kinds[one.kind].append(one)
    people = sorted({one.row.person for some in kinds.values() for one in some if one.row.person})
    request.access.looked("roster", people=people[:SHOWN], detail=f"changes by {found.name}")
    header = order_of(found.case).header
    explained = set(
        Stay.objects.filter(case=found.case, person__in=people).exclude(how="unexplained")
        .exclude(left=None).values_list("person", "left")
    ) if len(people) <= SHOWN * 5 else set()  # fmt: skip
    return render(
        request,
        "drawdown/rosters/changes.html",
        {
            "upload": found, "names": header.names(), "zone": header.zone,
            "sections": [
                {"kind": kind, "title": title, "changes": kinds[kind], "count": counts[kind]}
                for kind, title in TITLES.items()
            ],
            "explained": {person for person, _left in explained},
        },
    )  # fmt: skip


def changes_of(case: Case, file: str) -> Iterator[Change]:
    """What the entries of a roster changed, in the order in which they were made."""
    rows = list(Row.objects.filter(case=case, file=file).order_by("seq"))
    names = [row.supersedes for row in rows if row.supersedes]
    before: dict[str, dict[str, str]] = {}
    for start in range(0, len(names), 500):
        old = Row.objects.filter(case=case, name__in=names[start : start + 500])
        before |= {row.name: json.loads(row.content or "{}") for row in old}
    for row in rows:
        cells: dict[str, str] = json.loads(row.content or "{}")
        old_cells = before.get(row.supersedes, {})
        yield Change(_kind(row, cells, old_cells), row, cells, old_cells)


def _kind(row: Row, cells: dict[str, str], before: dict[str, str]) -> str:
    if row.kind == "withdrawal":
        return "withdrawn"
    if before.get("book_out") or (before and not cells.get("book_out")):
        return "corrected"
    if cells.get("exit") == "unexplained":
        return "unexplained"
    return "left" if cells.get("book_out") else "arrived"


@case_page(May.LOAD_ROSTERS, May.SEE_PEOPLE)
def explain(request: CaseRequest, number: str) -> HttpResponse:
    """Say how a person left of whom no roster does: an exit entry beside the stay."""
    access = request.access
    stays = Stay.objects.filter(case=access.case, person=number, how="unexplained")
    if access.facility:
        stays = stays.filter(facility=access.facility)
    stay = stays.order_by("-left").first()
    header = order_of(access.case).header
    if stay is None or stay.left is None:
        any_stay = Stay.objects.filter(case=access.case, person=number)
        if not any_stay.exists():
            raise Http404
        if access.facility and not any_stay.filter(facility=access.facility).exists():
            raise PermissionDenied
        return redirect("people-person", access.case.slug, number)
    given = {n: request.POST.get(n, "").strip() for n in ("how", "authority", "to", "source")}
    token = request.POST.get("token") or f"exit-{secrets.token_hex(8)}"
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _wrong(given)
        cells = {
            "id": token, "date": stay.left.isoformat(), "person": number,
            "facility": stay.facility, "how": given["how"], "source": given["source"],
            "authority": given["authority"] if given["how"] == "release" else "",
            "to": given["to"] if given["how"] == "transfer" else "",
        }  # fmt: skip
        if not problems:
            try:
                done = append(access.case, [("exit", cells)], by=access.signature,
                              now=now_in(access.case, header.zone))  # fmt: skip
            except NotAddedError as error:
                problems = {one.column: one.reason for one in error.problems}
            else:
                row = next(iter([*done.added.values(), *done.known.values()]))
                messages.success(request, _("Recorded as entry %(seq)d.") % {"seq": row.seq})
                return redirect("people-person", access.case.slug, number)
    access.looked("person", number, detail="to explain an exit")
    return render(
        request,
        "drawdown/rosters/explain.html",
        {"stay": stay, "number": number, "given": given, "hows": HOWS, "token": token,
         "problems": problems, "authorities": AUTHORITIES, "names": header.names()},
        status=422 if problems else 200,
    )  # fmt: skip


def _wrong(given: dict[str, str]) -> dict[str, str]:
    problems = {}
    if given["how"] not in HOWS:
        problems["how"] = _("Choose how the person left.")
    if given["how"] == "release" and not given["authority"]:
        problems["authority"] = _("Say under which authority; a transfer is not a release.")
    if not given["source"]:
        problems["source"] = _("Say where it is known from.")
    return problems
