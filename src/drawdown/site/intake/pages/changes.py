"""What an accepted roster changed: the unexplained first; and how an exit is explained."""

from __future__ import annotations

import json
import secrets
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
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.changed import KEPT, KINDS
from drawdown.site.intake.pages.listing import find_upload

TITLES = {
    "unexplained": gettext_lazy("Left, and nothing says how"),
    "arrived": gettext_lazy("Arrived"),
    "left": gettext_lazy("Left, as the rosters say"),
    "corrected": gettext_lazy("Corrections to the past"),
    "withdrawn": gettext_lazy("Stays that no roster tells of any more"),
    "moved": gettext_lazy("Moved to another facility"),
}
SHOWN = 100
"""Changes of a kind on a page."""
HOWS = ("release", "transfer", "removal", "death", "other")


@dataclass(frozen=True)
class Change:
    """One thing that the roster changed: the entry, its cells, and those of what it replaced."""

    row: Row
    cells: dict[str, str]
    before: dict[str, str]
    explained: str = ""
    to: str = ""

    @property
    def person(self) -> str:
        """Of whom it is."""
        return self.row.person or self.before.get("person", "")

    @property
    def facility(self) -> str:
        """And of which facility."""
        return self.cells.get("facility") or self.before.get("facility", "")

    @property
    def since(self) -> str:
        """When the stay began: an entry that takes one back has only a day of its own."""
        return (self.before if self.row.kind == "withdrawal" else self.cells).get("date", "")


@case_page(May.LOAD_ROSTERS, May.SEE_PEOPLE)
def changes(request: CaseRequest, upload: int) -> HttpResponse:
    """The changes by kind, or those of one kind from one on."""
    found = find_upload(request, upload)
    if found.state != "accepted":
        return redirect("rosters-one", found.case.slug, found.pk)
    summed = found.result.get("changes", {})
    of = request.GET.get("of", "")
    of = of if of in KINDS else ""
    start = request.GET.get("start", "")
    first = min(int(start), KEPT) if of and start.isdigit() and len(start) < 9 else 0
    sections = []
    for kind in [of] if of else KINDS:
        one = summed.get(kind, {"count": 0, "how": {}, "seqs": []})
        shown = changes_of(found.case, one["seqs"][first : first + SHOWN], kind)
        sections.append(
            {
                "kind": kind, "title": TITLES[kind], "count": one["count"], "how": one["how"],
                "changes": shown, "first": first + 1, "last": first + len(shown),
                "next": first + SHOWN if first + SHOWN < len(one["seqs"]) else None,
                "previous": max(0, first - SHOWN) if first else None,
            }
        )  # fmt: skip
    people = sorted({one.person for some in sections for one in some["changes"]} - {""})
    if people:
        request.access.looked("roster", people=people, detail=f"changes by {found.name}")
    header = order_of(found.case).header
    return render(
        request,
        "drawdown/rosters/changes.html",
        {"upload": found, "names": header.names(), "zone": header.zone, "sections": sections,
         "of": of, "counts": {k: summed.get(k, {}).get("count", 0) for k in KINDS},
         "titles": TITLES},
    )  # fmt: skip


def changes_of(case: Case, seqs: list[int], kind: str) -> list[Change]:
    """What some entries of a roster changed, in the order in which they were made."""
    rows = list(Row.objects.filter(case=case, seq__in=seqs).order_by("seq"))
    names = [row.supersedes for row in rows if row.supersedes]
    before = {
        row.name: json.loads(row.content or "{}")
        for row in Row.objects.filter(case=case, name__in=names)
    }
    told: dict[tuple[str, str, str], str] = {}
    if kind == "unexplained":
        stays = Stay.objects.filter(case=case, person__in=[row.person for row in rows])
        told = {(s.person, s.facility, s.book_in.isoformat()): s.how for s in stays}
    now: dict[str, str] = {}
    if kind == "moved":
        held = Stay.objects.filter(case=case, person__in=[row.person for row in rows], left=None)
        now = dict(held.order_by("book_in").values_list("person", "facility"))
    found = []
    for row in rows:
        cells: dict[str, str] = json.loads(row.content or "{}")
        how = told.get((row.person, row.facility, cells.get("date", "")[:10]), "")
        how = "" if how == "unexplained" else how
        old = before.get(row.supersedes, {})
        found.append(Change(row, cells, old, how, now.get(row.person, "")))
    return found


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
        messages.info(request, _("How this person left has been said already; see below."))
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
                              now=now_in(access.case, header.zone),
                              still=lambda: _still_unexplained(stay))  # fmt: skip
            except NotAddedError as error:
                problems = {one.column: one.reason for one in error.problems}
            except ConflictError as error:
                messages.warning(request, str(error))
                return redirect("people-person", access.case.slug, number)
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


def _still_unexplained(stay: Stay) -> None:
    """Refuse to explain what somebody else has explained meanwhile.

    Raises:
        ConflictError: Somebody has.
    """
    same = Stay.objects.filter(
        case=stay.case, person=stay.person, facility=stay.facility, book_in=stay.book_in
    )
    if not same.filter(how="unexplained").exists():
        raise ConflictError(
            _("Somebody said meanwhile how this person left. Nothing was added; see below.")
        )


def _wrong(given: dict[str, str]) -> dict[str, str]:
    problems = {}
    if given["how"] not in HOWS:
        problems["how"] = _("Choose how the person left.")
    if given["how"] == "release" and not given["authority"]:
        problems["authority"] = _("Say under which authority; a transfer is not a release.")
    if not given["source"]:
        problems["source"] = _("Say where it is known from.")
    return problems
