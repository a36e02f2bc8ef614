"""What humans are asked to do after calls: taken up by somebody, then done, each an entry."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.line.models import Said
from drawdown.site.line.pages.reached import among, now_of, require_reach, whole
from drawdown.site.line.tasks import Open, finish, open_tasks
from drawdown.site.pages import entering

MOST = 50
NOTE = 400


def tasks_of(access: Access, *, person: str = "", most: int = MOST, before: int = 0) -> list[Open]:
    """Tasks that are not done and that the member reaches, the last first."""
    found = open_tasks(access.case, person=person, most=most, before=before or None)
    if access.facility:
        reached = among(access, [one.person for one in found])
        found = [one for one in found if one.person in reached]
    return found


def messages_of(access: Access, tasks: list[Open]) -> dict[str, int]:
    """What was said that goes with some tasks, by the task's entry: the key of its row."""
    if May.HEAR not in access.may:
        return {}
    names = {one.message for one in tasks if one.message} | {one.entry for one in tasks}
    said = dict(Said.objects.filter(case=access.case, name__in=names).values_list("name", "pk"))
    found = {}
    for one in tasks:
        root = one.entry.partition("/taken-")[0]
        for name in (one.message, one.entry, root):
            if name in said:
                found[one.entry] = said[name]
    return found


@case_page(May.SEE_PEOPLE)
def tasks(request: CaseRequest) -> HttpResponse:
    """Every task that is not done, a page at a time."""
    access = request.access
    found = tasks_of(access, before=whole(request, "before"))
    access.looked("line", people=[one.person for one in found if one.person])
    return render(
        request, "drawdown/line/tasks.html",
        {
            "zone": order_of(access.case).header.zone, "tasks": found,
            "said": messages_of(access, found), "token": entering.new_token(),
            "older": found[-1].seq if len(found) == MOST else None,
        },
    )  # fmt: skip


@case_page(May.RUN_LINE)
@require_POST
def task(request: CaseRequest, task: int) -> HttpResponse:
    """Take a task up, or say that it is done."""
    access, sent = request.access, request.POST
    row = Row.objects.filter(case=access.case, seq=task, kind="task").first()
    if row is None:
        raise Http404
    require_reach(access, row.person)
    note = sent.get("note", "").strip()[:NOTE]
    try:
        if sent.get("do") == "done":
            done = finish(access.case, row.name, by=access.signature, now=now_of(access), note=note)
            messages.success(request, _("Done, as entry %(n)d says.") % {"n": done.seq})
        elif sent.get("do") == "take":
            taken = take_up(access, row)
            messages.success(request, _("It is yours, as entry %(n)d says.") % {"n": taken.seq})
    except (ConflictError, NotAddedError):
        messages.error(request, _("Somebody was faster: it is taken up or done already."))
    if sent.get("back") == "person" and row.person:
        return redirect("line-person", access.case.slug, row.person)
    return redirect("line-tasks", access.case.slug)


def take_up(access: Access, row: Row) -> Row:
    """Give a task to the member: an entry that supersedes it and names who does it.

    Raises:
        ConflictError: Another entry supersedes it already.
    """
    turns = row.name.count("/taken-") + 1
    cells = {
        name: value for name, value in json.loads(row.content or "{}").items()
        if name not in ("entry", "id", "recorded", "by", "source", "supersedes")
    }  # fmt: skip
    cells |= {"to": access.signature, "supersedes": row.name, "id": f"{row.name}/taken-{turns}"}

    def still() -> None:
        if Row.objects.filter(case=access.case, supersedes=row.name).exists():
            raise ConflictError("somebody was faster")

    added = append(
        access.case, [("task", cells)], by=access.signature, now=now_of(access), still=still
    )
    return added.added[0]
