"""One roster: how far it is, what it asks, its rows, and whether it is taken into the record."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from drawdown.roster.mapping.fields import FIELDS
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.models import Upload
from drawdown.site.intake.pages.listing import find_upload
from drawdown.site.intake.worker import wake

ORDERS = {"dmy": gettext_lazy("day, month, year"), "mdy": gettext_lazy("month, day, year")}
KINDS = {
    "daily": gettext_lazy("who is held on one day"),
    "stays": gettext_lazy("stays, with their ends"),
}
COVERS = {
    "listed": gettext_lazy("only those that it lists"),
    "all": gettext_lazy("every one: who is not listed has left"),
}
ANSWERS = ("as_of", "date_order", "sheet", "header_row", "facility", "kind", "covers", "encoding")
"""What can be said of a file beside what its columns are."""
PART = "drawdown/rosters/progress.html"


@case_page(May.LOAD_ROSTERS)
def one(request: CaseRequest, upload: int) -> HttpResponse:
    """The page; HTMX asks for its progress alone."""
    found = find_upload(request, upload)
    if found.is_working:
        wake()
        found.refresh_from_db(fields=["state", "step", "done", "whole", "problem", "tries"])
    if request.htmx and found.is_working:
        return render(request, PART, {"upload": found})
    if request.htmx:
        response = HttpResponse(status=204)
        response.headers["HX-Refresh"] = "true"
        return response
    if found.report.get("columns"):
        request.access.looked("roster", detail=f"rows of {found.name}")
    header, shown = order_of(found.case).header, found.shown
    return render(
        request,
        "drawdown/rosters/one.html",
        {
            "upload": found, "report": shown, "fields": FIELDS, "zone": header.zone,
            "day_said": found.answers.get("as_of") or found.report.get("as_of") or "",
            "facilities": header.facilities, "date_orders": ORDERS, "kinds": KINDS,
            "covers": COVERS, "places": _places(shown.get("places"), header.names()),
            "doubts": [c for c in shown["columns"] if _in_doubt(c)],
            "sure": [c for c in shown["columns"] if not _in_doubt(c)],
        },
    )  # fmt: skip


def _places(places: list[str] | None, names: dict[str, str]) -> str:
    """The facilities that the roster speaks of, in words; blank for all of them."""
    return ", ".join(names.get(place, place) for place in places or ())


def _in_doubt(column: dict[str, object]) -> bool:
    return column["field"] != "-" and not column["certain"]


@case_page(May.LOAD_ROSTERS)
@require_POST
def answers(request: CaseRequest, upload: int) -> HttpResponse:
    """Answer what the file asks: what its columns are, which day it speaks of."""
    found = find_upload(request, upload)
    if found.state not in ("asks", "read"):
        return _too_late(request, found)
    known = {field.name for field in FIELDS} | {"-"}
    mapping = dict(found.answers.get("mapping", {}))
    for column in found.report.get("columns", []):
        said = request.POST.get(f"column:{column['column']}", "")
        if said in known:
            mapping[column["column"]] = said
    given = found.answers | {"mapping": mapping}
    for name in ANSWERS:
        if name in request.POST:
            given[name] = request.POST[name].strip()
    try:
        if given.get("as_of"):
            date.fromisoformat(given["as_of"])
        if given.get("header_row") and int(given["header_row"]) < 1:
            raise ValueError
    except ValueError:
        messages.error(request, _("A day is written as 2020-05-14, a row as a number."))
        return redirect("rosters-one", found.case.slug, found.pk)
    for name, words in (("date_order", ORDERS), ("kind", KINDS), ("covers", COVERS)):
        if given.get(name) not in words:
            given.pop(name, None)
    if found.facility:
        given["facility"] = found.facility
    if not _again(found, answers=given):
        return _too_late(request, found)
    return redirect("rosters-one", found.case.slug, found.pk)


@case_page(May.LOAD_ROSTERS)
@require_POST
def rows(request: CaseRequest, upload: int) -> HttpResponse:
    """Correct cells of set-aside rows, and read the file again with them."""
    found = find_upload(request, upload)
    if found.state != "read":
        return _too_late(request, found)
    at = now_in(found.case, order_of(found.case).header.zone).isoformat(timespec="minutes")
    corrections, changed = found.corrections, 0
    for place, aside in enumerate(found.shown["set_aside"]):
        for column, was in aside["cells"].items():
            now = request.POST.get(f"cell:{place}:{column}")
            if now is not None and now.strip() != was.strip():
                corrections.append(
                    {"row": aside["row"], "sheet": aside["sheet"], "column": column, "was": was,
                     "now": now.strip(), "by": request.access.signature, "at": at}
                )  # fmt: skip
                changed += 1
    if not changed:
        messages.warning(request, _("No cell was changed."))
        return redirect("rosters-one", found.case.slug, found.pk)
    # Only where nobody else has corrected it meanwhile: the cells were those of this reading.
    if not _again(found, corrected=found.closed(corrections, "corrections")):
        return _too_late(request, found)
    request.access.looked("roster", detail=f"corrected {changed} cells of {found.name}")
    return redirect("rosters-one", found.case.slug, found.pk)


@case_page(May.LOAD_ROSTERS)
@require_POST
def accept(request: CaseRequest, upload: int) -> HttpResponse:
    """Take the roster into the record."""
    found = find_upload(request, upload)
    seen = Upload.objects.filter(pk=found.pk, state="read")
    if request.POST.get("turn", "").isdigit():  # what was looked at is what is accepted
        seen = seen.filter(turn=int(request.POST["turn"]))
    taken = seen.update(
        state="accepting", accepted_by=request.access.signature, problem="", step="", done=0,
        whole=0, tries=0,
    )  # fmt: skip
    if not taken:
        return _too_late(request, found)
    wake()
    return redirect("rosters-one", found.case.slug, found.pk)


@case_page(May.LOAD_ROSTERS)
@require_POST
def discard(request: CaseRequest, upload: int) -> HttpResponse:
    """Leave the roster out; the file is kept as having come, and may be sent again."""
    found = find_upload(request, upload)
    gone = Upload.objects.filter(pk=found.pk, state__in=("asks", "read")).update(state="discarded")
    if not gone:
        return _too_late(request, found)
    messages.success(request, _("%(name)s was left out; nothing of it counts.")
                     % {"name": found.name})  # fmt: skip
    return redirect("rosters", found.case.slug)


def _again(upload: Upload, **changed: object) -> bool:
    """Have the file read anew with what was said of it, where nobody was faster."""
    same = Upload.objects.filter(pk=upload.pk, state=upload.state, turn=upload.turn)
    done = same.update(
        state="waiting", problem="", step="", done=0, whole=0, tries=0, turn=F("turn") + 1,
        **changed,
    )  # fmt: skip
    if done:
        wake()
    return bool(done)


def _too_late(request: CaseRequest, upload: Upload) -> HttpResponse:
    """Somebody else was faster, or the form was sent twice: the page says how things stand."""
    upload.refresh_from_db(fields=["state"])
    messages.warning(
        request, _("Nothing was done: this roster is now “%(state)s”.")
        % {"state": upload.state_says},
    )  # fmt: skip
    return redirect("rosters-one", upload.case.slug, upload.pk)
