"""Before a person is moved: the checklist, what records each item, and the transfer itself.

People decide, the software counts: where something is lacking the transfer can still be recorded as
what happened, with its reason, and the page says plainly that the order forbids it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.record.moments import end_of
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.append import Cells, ConflictError, NotAddedError
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.pages import entering
from drawdown.site.pages.days import days_of
from drawdown.site.pages.limits import LONGEST
from drawdown.site.pages.transfers.checklist import Item, checklist
from drawdown.site.pages.transfers.person import Whereabouts, own_record, whereabouts

RECORDS = ("evaluation", "screening", "notice", "handout")
"""The kinds of entry that the checklist's buttons make."""
FIELDS = {
    "evaluation": ("outcome", "reason"),
    "screening": ("what", "result"),
    "notice": ("topic", "language"),
    "handout": ("item",),
}


@case_page(May.SEE_PEOPLE)
def find(request: CaseRequest) -> HttpResponse:
    """Find a person by number: those held now whose number begins so."""
    access, days = request.access, days_of(request)
    sought = request.GET.get("person", "").strip()[:LONGEST]
    found: list[Stay] = []
    if sought:
        stays = Stay.objects.filter(case=access.case, left=None, person__startswith=sought)
        if access.facility:
            stays = stays.filter(facility=access.facility)
        found = list(stays.order_by("person")[:20])
        if len(found) == 1 and found[0].person == sought:
            return redirect("transfers-check", access.case.slug, sought)
        if found:
            access.looked("search", people=[stay.person for stay in found], detail=sought)
    return render(
        request, "drawdown/transfers/find.html",
        {"days": days, "sought": sought, "found": found,
         "names": order_of(access.case).header.names()},
    )  # fmt: skip


@case_page(May.SEE_PEOPLE)
def check(request: CaseRequest, person: str) -> HttpResponse:
    """The checklist of one person."""
    access, days = request.access, days_of(request)
    order, zone = order_of(access.case), order_of(access.case).header.zone
    where = whereabouts(access, person, days.on)
    sent, problems = request.POST, {}
    now = now_in(access.case, zone)
    if request.method == "POST":
        access.require(May.RECORD_EVALUATIONS)
        access.require_facility(where.stay.facility)
        problems = _record(request, where, now)
        if not problems:
            return redirect("transfers-check", access.case.slug, person)
    at = now if days.is_now else end_of(days.on, zone)
    record = own_record(access.case, person)
    found = checklist(order, record, person, where.stay.facility, at, days.known)
    access.looked("transfer checklist", person)
    return render(
        request, "drawdown/transfers/check.html",
        {
            "days": days, "person": person, "where": where, "list": found,
            "items": [(item, _seen(access, item)) for item in found.items],
            "name": order.header.names().get(where.stay.facility, where.stay.facility),
            "names": order.header.names(), "zone": zone, "token": entering.new_token(),
            "sent": sent, "problems": problems, "now": now,
            "moved": [
                row for row in record.as_known(days.known).entries("transfer").rows(named=True)
                if access.reaches(row["facility"])
            ],
            "writes": May.RECORD_EVALUATIONS in access.may and days.is_now and where.held
            and access.reaches(where.stay.facility),
        },
        status=422 if problems else 200,
    )  # fmt: skip


def _seen(access: Access, item: Item) -> Cells:
    """What of the entry behind an item the reader may see, beyond that there is one."""
    if not item.entry or item.kind not in ("evaluation", "screening"):
        return {}
    row = Row.objects.filter(case=access.case, name=item.entry).first()
    if row is None:
        return {}
    from drawdown.site.pages.record.chosen import seen

    cells = seen(access, row)
    return {name: cells[name] for name in ("outcome", "reason", "result") if name in cells}


def _record(request: CaseRequest, where: Whereabouts, now: datetime) -> dict[str, str]:
    """Record one item, or the transfer; what is wrong with it otherwise."""
    sent = request.POST
    if not where.held:
        return {"": _("This person is not held any more.")}
    kind = sent.get("kind", "")
    at, wrong = _moment(sent.get("at", "").strip(), now)
    if wrong:
        return {"at": wrong}
    if kind == "transfer":
        return _transfer(request, where, now, at)
    if kind not in RECORDS:
        return {"": _("Choose what to record.")}
    entry = {name: sent.get(name, "").strip()[:1000] for name in FIELDS[kind]}
    if kind == "evaluation" and entry["outcome"] not in ("eligible", "not_eligible", "unknown"):
        return {"outcome": _("Choose what the evaluation came to.")}
    if kind == "notice":
        entry["topic"] = entry["topic"] or "transfer"
    if kind == "handout":
        entry |= {"quantity": "1", "to": "transferred"}
    cells = {
        **entry, "person": where.stay.person, "facility": where.stay.facility,
        "date": at.isoformat(timespec="minutes"),
    }  # fmt: skip
    return _entered(request, [(kind, cells)], where)


def _transfer(
    request: CaseRequest, where: Whereabouts, now: datetime, at: datetime
) -> dict[str, str]:
    """Record the transfer and the end of the stay, together or not at all."""
    access, sent = request.access, request.POST
    person, facility = where.stay.person, where.stay.facility
    stands = checklist(
        order_of(access.case), own_record(access.case, person), person, facility, at, None
    )
    to, reason = sent.get("to", "").strip(), sent.get("reason", "").strip()
    excepted = sent.get("excepted", "no")
    problems = {}
    if not to:
        problems["to"] = _("Say where the person goes.")
    if stands.forbidden and not reason:
        problems["reason"] = _(
            "The order forbids this transfer as things stand. If it happened all the same, say "
            "why; the reason stands in the record."
        )
    if stands.forbidden and sent.get("happened") != "yes":
        problems["happened"] = _("Say that it happened; the software does not permit it.")
    if excepted not in ("no", "yes", "unknown"):
        problems["excepted"] = _("Choose whether an exception covers it.")
    if problems:
        return problems
    moment = at.isoformat(timespec="minutes")
    mask = "yes" if any(i.what == "mask" and i.answer == "done" for i in stands.items) else ""
    base = {"person": person, "facility": facility, "date": moment, "to": to}
    return _entered(
        request,
        [("transfer", {**base, "note": reason, "excepted": excepted, "mask": mask}),
         ("exit", {**base, "how": "transfer"})],
        where,
    )  # fmt: skip


def _entered(
    request: CaseRequest, entries: list[tuple[str, Cells]], where: Whereabouts
) -> dict[str, str]:
    """Add entries while the person is still held where the page said; what went wrong if not."""
    access = request.access

    def still() -> None:
        now = Stay.objects.filter(
            case=access.case, person=where.stay.person, facility=where.stay.facility,
            book_in=where.stay.book_in,
        ).first()  # fmt: skip
        if now is None or now.left != where.stay.left:
            raise ConflictError(_("This person’s stay was changed by somebody else meanwhile."))

    try:
        rows, new = entering.enter(access, entering.token_of(request.POST), entries, still)
    except NotAddedError as error:
        return {problem.column: problem.reason for problem in error.problems}
    except ConflictError as error:
        return {"": str(error)}
    if new:
        said = _("Recorded as entry %(n)d.")
    else:
        said = _("This was recorded already as entry %(n)d; nothing was doubled.")
    messages.success(request, said % {"n": rows[0].seq})
    return {}


def _moment(text: str, now: datetime) -> tuple[datetime, str]:
    """A day and time in the court's zone, now where it is blank; and what is wrong with it."""
    if not text:
        return now, ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return now, _("This is not a day and time; expected one such as 2020-05-14T09:30.")
    at = at.replace(tzinfo=now.tzinfo) if at.tzinfo is None else at
    return (now, _("This is still to come.")) if at > now else (at, "")
