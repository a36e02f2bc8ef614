"""Corrections: a new entry in an old one's place, or an entry taken back. Nothing is changed."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import HEALTH_KINDS, May
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in, today_in
from drawdown.site.cases.models import Row
from drawdown.site.cases.naming import names_of
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import cells_of_row

DECISIONS = frozenset({"decision", "proposal"})
"""What is corrected where decisions are made, and not here."""
KEPT = ("person", "facility", "supersedes", "id", "recorded", "by", "source")
"""The fields that a correction cannot change, or that the software fills."""


def may_correct(access: Access, row: Row) -> bool:
    """Whether a reader may correct an entry."""
    if May.CORRECT not in access.may or row.kind in DECISIONS or row.kind == "withdrawal":
        return False
    if row.kind in HEALTH_KINDS and May.SEE_HEALTH not in access.may:
        return False
    return not access.facility or row.facility == access.facility


def _found(access: Access, seq: int) -> Row:
    from drawdown.site.pages.record.entry import find

    row = find(access, seq)
    if not may_correct(access, row):
        raise PermissionDenied
    return row


@case_page(May.SEE_RECORD, May.CORRECT)
def correct(request: CaseRequest, seq: int) -> HttpResponse:
    """Put a corrected entry in an entry's place."""
    access, row = request.access, _found(request.access, seq)
    old = cells_of_row(row)
    fields = [form for name, form in forms(KINDS[row.kind]).items() if name not in KEPT]
    given = {form.name: old.get(form.name, "") for form in fields}
    problems: dict[str, str] = {}
    if request.method == "POST":
        given = {form.name: request.POST.get(form.name, "").strip() for form in fields}
        kept = {name: old[name] for name in ("person", "facility", "source") if name in old}
        cells = {**kept, **given, "supersedes": row.name, "id": request.POST.get("token", "")}
        try:
            done = append(
                access.case, [(row.kind, cells)], by=access.signature, now=_now(access),
                still=lambda: _still_stands(row),
            )  # fmt: skip
        except NotAddedError as error:
            problems = {problem.column: problem.reason for problem in error.problems}
        except ConflictError as error:
            problems = {"": str(error)}
        else:
            new = next(iter([*done.added.values(), *done.known.values()]))
            messages.success(
                request, _("Entry %(new)d stands in the place of entry %(old)d.")
                % {"new": new.seq, "old": seq},
            )  # fmt: skip
            return redirect("record-entry", access.case.slug, new.seq)
    notes = KINDS[row.kind].field_notes()
    return render(
        request,
        "drawdown/record/correct.html",
        {
            "row": row, "problems": problems, "token": request.POST.get("token") or _token(row),
            "fields": [
                {
                    "form": form, "value": given[form.name], "note": notes.get(form.name, ""),
                    "problem": problems.get(form.name, ""),
                }
                for form in fields
            ],
        },
        status=422 if problems else 200,
    )  # fmt: skip


@case_page(May.SEE_RECORD, May.CORRECT)
def take_back(request: CaseRequest, seq: int) -> HttpResponse:
    """Take an entry back: what it stated is not so, and nothing stands in its place."""
    access, row = request.access, _found(request.access, seq)
    reason, problem = request.POST.get("reason", "").strip(), ""
    if request.method == "POST":
        cells = {
            "date": today_in(access.case, order_of(access.case).header.zone).isoformat(),
            "supersedes": row.name, "reason": reason, "id": request.POST.get("token", ""),
        }  # fmt: skip
        if not reason:
            problem = _("Say why; the reason stands in the record.")
        else:
            try:
                append(
                    access.case, [("withdrawal", cells)], by=access.signature, now=_now(access),
                    still=lambda: _still_stands(row),
                )  # fmt: skip
            except (NotAddedError, ConflictError) as error:
                problem = str(error)
            else:
                messages.success(request, _("Entry %(old)d is taken back.") % {"old": seq})
                return redirect("record-entry", access.case.slug, seq)
    return render(
        request, "drawdown/record/take_back.html",
        {"row": row, "reason": reason, "problem": problem,
         "token": request.POST.get("token") or _token(row)},
        status=422 if problem else 200,
    )  # fmt: skip


def _now(access: Access) -> datetime:
    return now_in(access.case, order_of(access.case).header.zone)


def _token(row: Row) -> str:
    """An id for the entry to be made, so that a form sent twice makes one."""
    return f"{row.kind}-{secrets.token_hex(8)}"


def _still_stands(row: Row) -> None:
    """Refuse to correct what somebody else corrected meanwhile."""
    found = Row.objects.filter(case=row.case, supersedes__in=names_of(row))
    newer = max(found, key=lambda one: one.seq, default=None)
    if newer is not None:
        raise ConflictError(
            _("Entry %(new)d, made by %(by)s, already stands in its place; look at it first.")
            % {"new": newer.seq, "by": newer.by}
        )
