"""What can be asked: findings, deadlines, people, the queue, the record, rosters."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router

from drawdown.finding.deadlines import deadlines
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import May
from drawdown.site.api import schemas
from drawdown.site.api.errors import REFUSALS, ApiError
from drawdown.site.api.tokens import access_to
from drawdown.site.cases.answers import answer, keep
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.lines import frame_cells
from drawdown.site.cases.models import Case, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.models import Upload
from drawdown.site.intake.worker import wake
from drawdown.site.pages.days import Days
from drawdown.site.pages.people.one import One, find_person
from drawdown.site.pages.people.person import about
from drawdown.site.pages.record.chosen import all_seen, reached
from drawdown.site.pages.review.queue import queue_of

router = Router()
A_PAGE = 100


def _days(case: Case, on: date | None, known: date | None) -> Days:
    today = today_in(case, order_of(case).header.zone)
    for name, day in (("on", on), ("known", known)):
        if day and not 1900 <= day.year < 2100:
            raise ApiError(422, f"{name}: {day} is not between 1900 and 2100")
    return Days(on or today, known, today)


@router.get(
    "/{slug}/findings", response={200: schemas.Findings, **REFUSALS}, tags=["findings"],
    summary="The findings of a day",
)  # fmt: skip
def findings(
    request: HttpRequest, slug: str, on: date | None = None, known: date | None = None
) -> dict[str, Any]:
    """One finding for each clause and place, as `drawdown check --json` gives them.

    `on` is the day asked about (today if not given), `known` the day as of whose end the record is
    read. `behind` entries have been added since `position` and are not counted yet.
    """
    access = access_to(request, slug)
    access.require(May.SEE_ORDER)
    days = _days(access.case, on, known)
    found = answer(access.case, days.on, days.known)
    return {
        "on": days.on, "as_known": days.known or days.today,
        "order": found.case.order.header.id,
        "position": found.position, "behind": found.behind,
        "findings": [f.as_json() for f in found.findings if access.reaches(f.facility)],
    }  # fmt: skip


@router.get(
    "/{slug}/deadlines", response={200: schemas.Deadlines, **REFUSALS}, tags=["findings"],
    summary="Every date that the order sets",
)  # fmt: skip
def dates(request: HttpRequest, slug: str, on: date | None = None) -> dict[str, Any]:
    """The dates of the law in force on a day, as `drawdown deadlines --json` gives them."""
    access = access_to(request, slug)
    access.require(May.SEE_ORDER)
    day = _days(access.case, on, None).on
    _, found, _ = keep(access.case, ("all deadlines", day), lambda now: deadlines(now.case, on=day))
    return {"deadlines": [one.as_json() for one in found]}


@router.get(
    "/{slug}/people", response={200: schemas.People, **REFUSALS}, tags=["people"],
    summary="Everybody, a hundred at a time",
)  # fmt: skip
def people(
    request: HttpRequest, slug: str, after: str = "", facility: str = "", on: date | None = None
) -> dict[str, Any]:
    """People by their numbers, with the last stay that had begun by the day; go on with `after`."""
    access = access_to(request, slug)
    access.require(May.SEE_PEOPLE)
    day = _days(access.case, on, None).on
    stays = Stay.objects.filter(case=access.case, book_in__lte=day)
    if access.facility or facility:
        access.require_facility(facility or access.facility)
        stays = stays.filter(facility=facility or access.facility)
    numbers = list(
        stays.filter(person__gt=after).values_list("person", flat=True).distinct()
        .order_by("person")[: A_PAGE + 1]
    )  # fmt: skip
    more, numbers = len(numbers) > A_PAGE, numbers[:A_PAGE]
    last = {s.person: s for s in stays.filter(person__in=numbers).order_by("book_in", "id")}
    if numbers:
        access.looked("list", people=numbers)
    return {
        "people": [_stay(last[number], day) | {"person": number} for number in numbers],
        "next": numbers[-1] if more else None,
    }


def _stay(stay: Stay, on: date) -> dict[str, Any]:
    return {
        "facility": stay.facility, "unit": stay.unit, "book_in": stay.book_in,
        "left": stay.left, "how": stay.how, "authority": stay.authority,
        "held": stay.left is None or stay.left > on,
    }  # fmt: skip


@router.get(
    "/{slug}/people/{number}", response={200: schemas.Person, **REFUSALS}, tags=["people"],
    summary="One person",
)  # fmt: skip
def person(
    request: HttpRequest, slug: str, number: str, on: date | None = None, known: date | None = None
) -> dict[str, Any]:
    """A person's stays, decisions, criteria and timeline, as far as the token's role shows them."""
    access = access_to(request, slug)
    access.require(May.SEE_PEOPLE)
    days = _days(access.case, on, known)
    one = find_person(access, number, days)
    access.looked("person", number)
    told: Any = about(one)
    return {
        "person": number, "agency_number": one.agency_number or None, "hidden": one.hidden,
        "stays": [_stay(stay, days.on) for stay in one.stays],
        "decisions": _decisions(one),
        "criteria": [
            {
                "criterion": v.criterion, "version": v.version, "governs": v.governs,
                "verdict": v.verdict, "since": v.since, "lacking": list(v.lacking),
                "facts": [
                    {"name": f.name, "value": f.value, "why": f.why, "date": f.date,
                     "source": f.source, "entry": f.entry or None}
                    for f in v.facts
                ],
            }
            for v in told["criteria"]
        ],
        "timeline": [
            {"kind": e.kind, "date": e.date, "at": e.at, "says": e.says, "by": e.by,
             "source": e.source, "entry": e.entry, "stands": e.stands}
            for e in told["events"]
        ],
    }  # fmt: skip


def _decisions(one: One) -> list[dict[str, str]]:
    """The decisions that stand, oldest first, each with the cells that the role shows."""
    frame = one.view.entries("decision").filter(pl.col("date") <= one.days.on)
    cells = frame_cells(frame.sort("date", "recorded", maintain_order=True), "decision")
    return [one.access.cells("decision", each) for each in cells]


@router.get(
    "/{slug}/review", response={200: schemas.Queue, **REFUSALS}, tags=["people"],
    summary="Who waits for a decision",
)  # fmt: skip
def review(
    request: HttpRequest, slug: str, on: date | None = None, start: int = 0
) -> dict[str, Any]:
    """The review queue in the order of the court's deadlines, a hundred at a time."""
    access = access_to(request, slug)
    access.require(May.SEE_PEOPLE)
    standing = queue_of(access, _days(access.case, on, None).on, None)
    rows = standing.rows.filter(standing.rows["state"] != "decided")
    start = max(0, min(start, len(rows)))
    page = rows.slice(start, A_PAGE)
    if len(page):
        access.looked("queue", people=sorted(set(page["person"].to_list())))
    health = May.SEE_HEALTH in access.may
    return {
        "numbers": standing.numbers, "position": standing.position, "behind": standing.behind,
        "rows": [
            {name: row[name] for name in schemas.QueueRow.model_fields}
            | ({} if health else {"missing": []})
            for row in page.iter_rows(named=True)
        ],
        "next": start + A_PAGE if start + A_PAGE < len(rows) else None,
    }  # fmt: skip


@router.get(
    "/{slug}/record", response={200: schemas.Record, **REFUSALS}, tags=["record"],
    summary="Entries, oldest first",
)  # fmt: skip
def record(request: HttpRequest, slug: str, after: int = 0, limit: int = 500) -> dict[str, Any]:
    """Entries with numbers above `after`, as far as the token's role shows them: a feed."""
    access = access_to(request, slug)
    access.require(May.SEE_RECORD)
    rows = list(reached(access).filter(seq__gt=after).order_by("seq")[: max(1, min(limit, 2000))])
    shown = sorted({row.person for row in rows if row.person})
    if shown:
        access.looked("record", people=shown, detail=f"after {after}")
    return {
        "entries": [
            {"seq": row.seq, **cells}
            for row, cells in zip(rows, all_seen(access, rows), strict=True)
        ],
        "position": access.case.position,
        "next": rows[-1].seq if rows and rows[-1].seq < access.case.position else None,
    }


@router.get(
    "/{slug}/rosters/{number}", response={200: schemas.RosterState, **REFUSALS}, tags=["rosters"],
    summary="How far a roster is",
)  # fmt: skip
def roster(request: HttpRequest, slug: str, number: int) -> dict[str, Any]:
    """The state of a roster that was sent, its row account, and what entering it did."""
    access = access_to(request, slug)
    access.require(May.LOAD_ROSTERS)
    found = _uploads(access).filter(pk=number).first()
    if found is None:
        raise Http404
    if access.facility:
        access.require_facility(found.facility)
    if found.is_working:
        wake()
        found.refresh_from_db()
    if found.report.get("set_aside"):
        access.looked("roster", detail=f"rows of {found.name}")
    return state_of(found)


def _uploads(access: Access) -> QuerySet[Upload]:
    return Upload.objects.select_related("case").filter(case=access.case).defer("sealed")


def state_of(upload: Upload) -> dict[str, Any]:
    """An upload as the API tells of it."""
    report = upload.report
    return {
        "address": f"/api/{upload.case.slug}/rosters/{upload.pk}",
        "id": upload.pk, "name": upload.name, "sha256": upload.sha256, "state": upload.state,
        "says": report.get("says", ""), "problem": upload.problem, "as_of": upload.as_of,
        "account": report.get("account"), "result": upload.result or None,
        "set_aside": [
            {"row": one["row"], "sheet": one["sheet"], "reason": one["reason"]}
            for one in report.get("set_aside", [])
        ],
    }  # fmt: skip
