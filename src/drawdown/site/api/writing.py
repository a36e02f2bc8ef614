"""What can be sent: entries with an answer for each, and rosters. Sending twice adds nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from ninja import Body, File, Form, Header, Router, Status
from ninja.files import UploadedFile

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import May
from drawdown.site.api import schemas
from drawdown.site.api.errors import REFUSALS, ApiError, Refusal
from drawdown.site.api.once import sending
from drawdown.site.api.reading import state_of
from drawdown.site.api.sending import Offer, sort_out
from drawdown.site.api.tokens import access_to
from drawdown.site.cases.append import append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.models import Upload
from drawdown.site.intake.receiving import receive
from drawdown.site.intake.worker import wake

router = Router()
MOST = 5_000


@router.post(
    "/{slug}/entries",
    response={200: schemas.Sent, 409: Refusal, 413: Refusal, **REFUSALS, 422: schemas.NotSent},
    tags=["record"], summary="Add entries",
)  # fmt: skip
def entries(
    request: HttpRequest, slug: str,
    rows: list[dict[str, Any]] = Body(  # type: ignore[type-arg]  # noqa: B008
        ..., description="entries: `entry` names the kind, the others are its cells as text",
        examples=[[{"entry": "handout", "id": "inv-4411", "date": "2020-05-12T08:15",
                    "facility": "krome", "item": "soap", "quantity": "40", "unit": "Krome 3"}]],
    ),
    all_or_none: bool = False,
    idempotency_key: str = Header(  # type: ignore[type-arg]
        "", alias="Idempotency-Key", description="names this sending, for a day"
    ),
) -> Any:  # fmt: skip
    """Up to 5,000 entries, with an answer for each.

    An entry with an `id` that is in the record already, word for word, is `known` and adds nothing;
    so a night's sending may be repeated. An `Idempotency-Key` header does the same for entries
    without ids: the same key and body within a day get the same answer. With `all_or_none` nothing
    is added where one is refused (422, with the same answer for each).
    """
    access = access_to(request, slug)
    if len(rows) > MOST:
        raise ApiError(413, f"{len(rows):,} entries at once; expected {MOST:,} at most")
    what = json.dumps([all_or_none, rows], sort_keys=True)
    once = sending(request, access.case, idempotency_key.strip(), what)
    if (before := once.answered()) is not None:
        return before
    try:
        answer = _add(access, sort_out(access, rows, once.name), len(rows), all_or_none=all_or_none)
    except BaseException:
        once.forget()
        raise
    if all_or_none and answer["refused"]:
        once.forget()
        return JsonResponse({"error": _first_refused(answer), **answer}, status=422)
    once.keep(answer)
    return answer


def _first_refused(answer: dict[str, Any]) -> str:
    """The first entry that keeps back the others, in one line."""
    first = next(row for row in answer["rows"] if row["status"] == "refused" and "column" in row)
    where = f"{first['column']}: " if first["column"] else ""
    return f"nothing was added: row {first['index']}: {where}{first['reason']}"


def _add(access: Access, offer: Offer, count: int, *, all_or_none: bool) -> dict[str, Any]:
    """Add what may be added, and say what became of each.

    Raises:
        ConflictError: Somebody replaced one of the same entries meanwhile.
    """
    places = list(offer.ready)
    with transaction.atomic():
        done = append(
            access.case, [offer.ready[place] for place in places], by=access.signature,
            now=now_in(access.case, offer.order.header.zone), partly=True, still=offer.still,
        )  # fmt: skip
        for problem in done.problems:
            offer.refuse(places[problem.index], problem.column, problem.reason)
        none = all_or_none and bool(offer.refused)
        if none:
            transaction.set_rollback(True)
    answers: dict[int, dict[str, Any]] = {
        index: {"status": "refused", "column": problem.column or None, "reason": problem.reason}
        for index, problem in offer.refused.items()
    }
    for status, some in (("added", done.added), ("known", done.known)):
        for place, row in some.items():
            answers[places[place]] = (
                {"status": "refused", "reason": "not added, since another entry was refused"}
                if none and status == "added"
                else {"status": status, "id": row.name, "seq": row.seq}
            )
    counts = [one["status"] for one in answers.values()]
    return {
        **{status: counts.count(status) for status in ("added", "known", "refused")},
        "rows": [{"index": index, **answers[index]} for index in range(count)],
    }


@router.post(
    "/{slug}/rosters", response={202: schemas.RosterState, 409: Refusal, 413: Refusal, **REFUSALS},
    tags=["rosters"], summary="Send a roster",
)  # fmt: skip
def send_roster(
    request: HttpRequest, slug: str,
    file: UploadedFile = File(..., description="the file"),  # type: ignore[type-arg]  # noqa: B008
    as_of: str = Form("", description="the day, where the file says none"),  # type: ignore[type-arg]
    sender: str = Form("", description="who sends it, if another"),  # type: ignore[type-arg]
) -> Any:  # fmt: skip
    """A roster in any form. It waits to be accepted; the same file again is `known`."""
    access = access_to(request, slug)
    access.require(May.LOAD_ROSTERS)
    if file.size and file.size > settings.UPLOAD_MOST:
        most = settings.UPLOAD_MOST // 2**20
        raise ApiError(413, f"{file.name}: larger than {most} MB; nothing was taken")
    answers = {name: value for name, value in (("as_of", as_of), ("sender", sender)) if value}
    try:
        date.fromisoformat(as_of or "2020-05-14")
    except ValueError:
        raise ApiError(422, f"as_of: '{as_of[:40]}' is no day such as 2020-05-14") from None
    taken = receive(access, file, now=now_in(access.case, order_of(access.case).header.zone),
                    answers=dict(answers))  # fmt: skip
    if not taken.known:
        access.looked("roster", detail=f"sent {taken.upload.name}")
        wake()
        taken.upload.refresh_from_db()
    return Status(202, state_of(taken.upload) | {"known": taken.known})


@router.post(
    "/{slug}/rosters/{number}/accept",
    response={202: schemas.RosterState, 409: Refusal, **REFUSALS},
    tags=["rosters"], summary="Take a roster into the record",
)  # fmt: skip
def accept_roster(request: HttpRequest, slug: str, number: int) -> Any:
    """Accept a roster that has been read and asks nothing more; ask for it again to see it done."""
    access = access_to(request, slug)
    access.require(May.LOAD_ROSTERS)
    found = Upload.objects.filter(case=access.case, pk=number)
    if access.facility:
        found = found.filter(facility=access.facility)
    upload = found.first()
    if upload is None:
        raise ApiError(404, f"there is no roster {number} for this token")
    if upload.state in ("accepting", "accepted"):
        return Status(202, state_of(upload))
    taken = found.filter(state="read").update(
        state="accepting", accepted_by=access.signature, problem=""
    )
    if not taken:
        raise ApiError(409, f"the roster is {upload.state_says}; it cannot be accepted now")
    wake()
    upload.refresh_from_db()
    return Status(202, state_of(upload))
