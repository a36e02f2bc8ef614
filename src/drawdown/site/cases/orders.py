"""A case's order, read from its text and kept while the text is the same."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.db.models import OuterRef

from drawdown.order.document import Order
from drawdown.order.reading import read_order_text
from drawdown.record.columns import Terms
from drawdown.site.cases.models import Case, OrderText

DIGEST = "_order_digest"
NEWEST = OrderText.objects.filter(case=OuterRef("case")).order_by("-number").values("digest")[:1]
"""The digest of a case's last text, for a query of what belongs to cases."""


def order_of(case: Case) -> Order:
    """The order as its last text has it; which that is, is asked once for each `case` in memory."""
    known = vars(case)
    if DIGEST not in known:
        texts = OrderText.objects.filter(case=case).order_by("-number")
        known[DIGEST] = texts.values_list("digest", flat=True).first() or ""
    return _read(case.pk, known[DIGEST])


def note_digest(case: Case, digest: str | None) -> None:
    """Note in a case just read which its last text is, so that it is not asked once more."""
    vars(case)[DIGEST] = digest or ""


@lru_cache(maxsize=64)
def _read(case: int, digest: str) -> Order:
    text = OrderText.objects.filter(case_id=case, digest=digest).order_by("-number").first()
    if text is None:
        raise LookupError(f"case {case} has no order")
    return read_order_text(text.text, Path("order.md").name)


def terms_of(case: Case) -> Terms:
    """What a reader must know to read the case's files."""
    header = order_of(case).header
    return Terms(header.zone, header.facility_names())


def digest_of(text: str) -> str:
    """What a text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()
