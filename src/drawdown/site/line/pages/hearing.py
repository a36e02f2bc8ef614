"""What released people said on the line: heard by who may, and every hearing is in the log."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.models import Look
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.line.models import Said
from drawdown.site.line.pages.reached import require_reach

LISTENED = "listened"
MOST = 50


def _said(access: Access, number: int) -> Said:
    """What was said, where the member may hear it.

    Raises:
        Http404: There is no such thing.
        PermissionDenied: It is of somebody whom the member does not reach.
    """
    said = get_object_or_404(Said, case=access.case, pk=number)
    if said.person:
        require_reach(access, said.person)
    elif access.facility:
        raise PermissionDenied
    return said


def _opened(said: Said) -> bytes:
    return open_sealed(said.case_id, bytes(said.sealed), f"said {said.name}")


@case_page(May.HEAR)
@require_safe
def message(request: CaseRequest, message: int) -> HttpResponse:
    """What was said, and who listened. Written words are opened only when asked for."""
    access, said = request.access, _said(request.access, message)
    words = ""
    if said.kind != "sound" and request.GET.get("read"):
        access.looked(LISTENED, said.person, detail=said.name)
        words = _opened(said).decode(errors="replace")
    listened = Look.objects.filter(case=access.case, what=LISTENED, detail=said.name)
    tasks = Row.objects.filter(case=access.case, kind="task", content__contains=said.name)
    return render(
        request, "drawdown/line/message.html",
        {
            "said": said, "words": words, "zone": order_of(access.case).header.zone,
            "listened": list(listened.select_related("user").order_by("-pk")[:MOST]),
            "task": tasks.filter(person=said.person).order_by("seq").first()
            if said.person else None,
        },
    )  # fmt: skip


@case_page(May.HEAR)
@require_safe
def sound(request: CaseRequest, message: int) -> HttpResponse:
    """The sound, opened as it is asked for; that it was is logged first."""
    said = _said(request.access, message)
    if said.kind != "sound":
        raise Http404
    request.access.looked(LISTENED, said.person, detail=said.name)
    return HttpResponse(
        _opened(said), content_type="audio/wav",
        headers={"Content-Disposition": f'inline; filename="message-{said.pk}.wav"'},
    )  # fmt: skip
