"""What can be sent: entries with an answer for each, and rosters. Sending twice adds nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from ninja import Body, File, Form, Router, Status
from ninja.files import UploadedFile

from drawdown.record.entry import KINDS
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import PERSON_KINDS, May
from drawdown.site.api import schemas
from drawdown.site.api.errors import REFUSALS, ApiError, Refusal
from drawdown.site.api.reading import state_of
from drawdown.site.api.tokens import ApiRequest, access_to
from drawdown.site.cases.append import Cells, Problem, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.intake.models import Upload
from drawdown.site.intake.receiving import receive
from drawdown.site.intake.worker import wake
from drawdown.site.pages.record.chosen import reached

router = Router()
MOST = 5_000
KEPT = 24 * 3600

NEEDED: dict[str, May] = {
    **dict.fromkeys(("handout", "stock"), May.LOG_SUPPLIES),
    **dict.fromkeys(("evaluation", "screening", "notice", "transfer", "test", "cohort"),
                    May.RECORD_EVALUATIONS),
    **dict.fromkeys(("condition", "inspection"), May.REPORT_CONDITIONS),
    **dict.fromkeys(("decision", "fact", "report", "disclosure", "milestone", "redetention"),
                    May.DECIDE),
    **dict.fromkeys(("stay", "exit", "admission", "count", "capacity", "measurement"),
                    May.LOAD_ROSTERS),
    "withdrawal": May.CORRECT,
    "log": May.ATTEST,
}  # fmt: skip
"""What it takes to send each kind of entry; a kind that is not here cannot be sent."""


@router.post(
    "/{slug}/entries", response={200: schemas.Sent, 409: Refusal, 413: Refusal, **REFUSALS},
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
) -> Any:  # fmt: skip
    """Up to 5,000 entries, with an answer for each.

    An entry with an `id` that is in the record already, word for word, is `known` and adds nothing;
    so a night's sending may be repeated. An `Idempotency-Key` header does the same for entries
    without ids: the same key and body within a day get the same answer. With `all_or_none` nothing
    is added where one is refused.
    """
    access = access_to(request, slug)
    if len(rows) > MOST:
        raise ApiError(413, f"{len(rows):,} entries at once; expected {MOST:,} at most")
    key, body = request.headers.get("Idempotency-Key", ""), json.dumps(rows, sort_keys=True)
    digest = hashlib.sha256(body.encode()).hexdigest()
    place = f"sent-{_token(request)}-{hashlib.sha256(key.encode()).hexdigest()}"
    if key and (before := cache.get(place)):
        if before["digest"] != digest:
            raise ApiError(422, "this Idempotency-Key was used for other entries")
        return before["answer"]
    offered, refused = _offered(access, rows)
    answer = _add(access, offered, refused, key=key and digest[:16], all_or_none=all_or_none)
    if key:
        cache.set(place, {"digest": digest, "answer": answer}, KEPT)
    return answer


def _token(request: HttpRequest) -> int:
    return int(cast("ApiRequest", request).token.pk)


def _offered(
    access: Access, rows: list[dict[str, Any]]
) -> tuple[dict[int, tuple[str, Cells]], dict[int, Problem]]:
    """The entries that the token may send, and why it may not send the others."""
    offered: dict[int, tuple[str, Cells]] = {}
    refused: dict[int, Problem] = {}
    for index, row in enumerate(rows):
        kind = row.get("entry")
        if not isinstance(kind, str) or kind not in KINDS:
            refused[index] = Problem(index, "entry", f"{kind!r} is not a kind of entry")
        elif NEEDED.get(kind) not in access.may:
            refused[index] = Problem(index, "entry", f"this token's role may not send a {kind}")
        else:
            cells = {
                str(name): str(value) for name, value in row.items()
                if name != "entry" and value is not None and not isinstance(value, dict | list)
            }  # fmt: skip
            odd = [name for name, value in row.items() if isinstance(value, dict | list)]
            if odd:
                refused[index] = Problem(index, odd[0], "expected text or a number")
            else:
                offered[index] = (kind, cells)
    if access.facility:
        for index, problem in _elsewhere(access, offered).items():
            refused[index] = problem
            del offered[index]
    return offered, refused


def _elsewhere(access: Access, offered: dict[int, tuple[str, Cells]]) -> dict[int, Problem]:
    """Of a token bound to a facility: what is of another, or of nobody held there."""
    names = order_of(access.case).header.facility_names()
    wanted = {c.get("person", "") for _, c in offered.values()} - {""}
    here = Stay.objects.filter(case=access.case, facility=access.facility, person__in=wanted)
    mine = set(here.values_list("person", flat=True))
    replaced = {c["supersedes"] for _, c in offered.values() if c.get("supersedes")}
    within = set(reached(access).filter(Q(name__in=replaced)).values_list("name", flat=True))
    found = {}
    for index, (kind, cells) in offered.items():
        facility = names.get(cells.get("facility", "").lower(), cells.get("facility", ""))
        if cells.get("supersedes") and cells["supersedes"] not in within:
            found[index] = Problem(index, "supersedes", "names no entry of this facility")
        elif facility and facility != access.facility:
            found[index] = Problem(index, "facility", "is of another facility than this token's")
        elif not facility and kind in PERSON_KINDS and cells.get("person", "") not in mine:
            found[index] = Problem(index, "person", "was never held at this token's facility")
        elif not facility and kind not in PERSON_KINDS and kind != "withdrawal":
            found[index] = Problem(index, "facility", "blank; expected this token's facility")
    return found


def _add(
    access: Access, offered: dict[int, tuple[str, Cells]], refused: dict[int, Problem], *,
    key: str, all_or_none: bool,
) -> dict[str, Any]:  # fmt: skip
    places = list(offered)
    sent = [
        (kind, cells if cells.get("id") or not key else cells | {"id": f"{key}-{index}"})
        for index, (kind, cells) in offered.items()
    ]
    answers: dict[int, dict[str, Any]] = {}
    if not (all_or_none and refused) and sent:
        zone = order_of(access.case).header.zone
        done = append(
            access.case, sent, by=access.signature, now=now_in(access.case, zone),
            partly=not all_or_none,
        )  # fmt: skip
        for status, some in (("added", done.added), ("known", done.known)):
            for place, row in some.items():
                answers[places[place]] = {"status": status, "id": row.name, "seq": row.seq}
        for problem in done.problems:
            refused[places[problem.index]] = problem
    elif all_or_none and refused:
        for index in places:
            refused[index] = Problem(index, "", "not added, since another entry was refused")
    for index, problem in refused.items():
        answers[index] = {
            "status": "refused", "column": problem.column or None, "reason": problem.reason,
        }  # fmt: skip
    counts = [one["status"] for one in answers.values()]
    return {
        **{status: counts.count(status) for status in ("added", "known", "refused")},
        "rows": [{"index": index, **answers[index]} for index in sorted(answers)],
    }


@router.post(
    "/{slug}/rosters", response={202: schemas.RosterState, 413: Refusal, **REFUSALS},
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
    answers = {name: value for name, value in (("as_of", as_of), ("sender", sender)) if value}
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
