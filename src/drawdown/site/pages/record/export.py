"""Entries taken away as a file: CSV for a spreadsheet, JSON lines that can be read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice

from django.http import Http404, StreamingHttpResponse

from drawdown.record.entry import COMMON, KINDS
from drawdown.record.form import forms
from drawdown.record.spreadsheet import harmless
from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Row
from drawdown.site.pages.record.chosen import Cells, Chosen, all_seen, chosen, rows_of

AT_ONCE = 2_000
FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


@case_page(May.SEE_RECORD, May.EXPORT)
def export(request: CaseRequest, form: str) -> StreamingHttpResponse:
    """Everything that the filters choose, oldest first, as far as the reader may see it."""
    if form not in FORMS:
        raise Http404
    access, wanted = request.access, chosen(request.GET)
    access.looked("export", wanted.person, detail=f"record as {form}: {wanted.query or 'all'}")
    lines = _csv(access, wanted) if form == "csv" else _json(access, wanted)
    response = StreamingHttpResponse(lines, content_type=FORMS[form])
    name = f"{access.case.slug}-{wanted.kind or 'record'}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(access: Access, wanted: Chosen) -> Iterator[str]:
    for row, cells in _told(access, wanted):
        yield json.dumps({"seq": row.seq, **cells}, ensure_ascii=False) + "\n"


def _csv(access: Access, wanted: Chosen) -> Iterator[str]:
    kinds = [wanted.kind] if wanted.kind else sorted(KINDS)
    own = dict.fromkeys(name for kind in kinds for name in forms(KINDS[kind]) if name not in COMMON)
    names = ["seq", "entry", "date", *own, *[name for name in COMMON if name != "date"]]
    yield _row(names)
    for row, told in _told(access, wanted):
        cells = {"seq": str(row.seq), **told}
        yield _row([harmless(cells.get(name, "")) for name in names])


def _told(access: Access, wanted: Chosen) -> Iterator[tuple[Row, Cells]]:
    """The entries, with what the reader may see of each, some at a time."""
    rows = rows_of(access, wanted).order_by("seq").iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from zip(some, all_seen(access, some), strict=True)


def _row(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
