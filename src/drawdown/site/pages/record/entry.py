"""One entry: what it says, what it replaces, what replaced it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from drawdown.record.entry import KINDS
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Row
from drawdown.site.cases.naming import named, names_of
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import Cells, all_seen, reached
from drawdown.site.pages.record.correcting import may_correct


@case_page(May.SEE_RECORD)
def entry(request: CaseRequest, seq: int) -> HttpResponse:
    """An entry, with what it corrects before and after."""
    access = request.access
    row = find(access, seq)
    if row.person:
        access.looked("entry", row.person, detail=f"entry {seq}")
    older = replaced_by(access, row)
    newer = list(reached(access).filter(supersedes__in=names_of(row)))
    newer.sort(key=lambda one: one.seq)  # not in the question: it would lead to another index
    header = order_of(access.case).header
    cells, *before = all_seen(access, [row, older] if older else [row])
    return render(
        request,
        "drawdown/record/entry.html",
        {
            "row": row, "cells": cells, "title": KINDS[row.kind].title(),
            "notes": KINDS[row.kind].field_notes(), "older": older,
            "differences": differences(before[0], cells) if before else [],
            "newer": newer, "can_correct": may_correct(access, row) and not newer,
            "zone": header.zone, "names": header.names(),
        },
    )  # fmt: skip


def find(access: Access, seq: int) -> Row:
    """An entry by its number, where the reader's part reaches it.

    Raises:
        Http404: There is none, or it is not the reader's to see.
    """
    row = reached(access).filter(seq=seq).first()
    if row is None:
        raise Http404
    return row


def replaced_by(access: Access, row: Row) -> Row | None:
    """The entry that an entry replaces, named by its id or by its file and row."""
    if not row.supersedes:
        return None
    return next(iter(named(reached(access), [row.supersedes]).values()), None)


def differences(before: Cells, after: Cells) -> list[tuple[str, str, str]]:
    """What a correction changed: the field, what stood there, what stands there now.

    >>> differences({"count": "12", "by": "a"}, {"count": "11", "by": "b"})
    [('count', '12', '11')]
    """
    passing = {"entry", "id", "recorded", "by", "source", "supersedes"}
    names = dict.fromkeys([*before, *after])
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in names
        if name not in passing and before.get(name) != after.get(name)
    ]
