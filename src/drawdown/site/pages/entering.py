"""Forms that enter something: each once, however often it is sent."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from drawdown.record.entry import KINDS
from drawdown.site.accounts.access import Access
from drawdown.site.cases.append import Cells, ConflictError, NotAddedError, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of

_TOKEN = re.compile(r"[0-9a-f]{24}")


def new_token() -> str:
    """A name for one sending of a form; its entries are named after it."""
    return secrets.token_hex(12)


def token_of(posted: QueryDict) -> str:
    """A name for what was sent: the same where the same form is sent again with the same in it.

    Who goes back, changes the form and sends it anew has sent something else.
    """
    token = posted.get("token", "")
    if not _TOKEN.fullmatch(token):
        return new_token()
    said = sorted((name, posted.getlist(name)) for name in posted if name != "csrfmiddlewaretoken")
    return hashlib.sha256(f"{token} {said}".encode()).hexdigest()[:24]


def enter(
    access: Access,
    token: str,
    offered: Sequence[tuple[str, Cells]],
    still: Callable[[], None] = lambda: None,
) -> tuple[list[Row], bool]:
    """Add the entries of a form, or find them where the same form was sent before.

    Returns:
        The entries (of a form sent before, the first), and whether they are new.

    Raises:
        NotAddedError: One of them cannot be added.
        ConflictError: What the form was based on has changed.
    """
    if there := entered(access, token):
        return there, False
    named = [
        (kind, {**cells, "id": f"{kind}-{token}-{number}"})
        for number, (kind, cells) in enumerate(offered, start=1)
    ]
    try:
        done = append(
            access.case, named, by=access.signature,
            now=now_in(access.case, order_of(access.case).header.zone), still=still,
        )  # fmt: skip
    except (NotAddedError, ConflictError):
        if there := entered(access, token):  # sent twice at the same moment
            return there, False
        raise
    return list({**done.known, **done.added}.values()), True


def entered(access: Access, token: str) -> list[Row]:
    """The first entry of a form that was sent before, by the token of what was sent; or none."""
    found = Row.objects.filter(case=access.case, name__in=[f"{kind}-{token}-1" for kind in KINDS])
    return list(found)


def replaced(known: datetime | None = None) -> Exists:
    """Whether another entry replaces the one at hand and was not itself taken back.

    Args:
        known: As known at this moment; None: everything known now.
    """
    newer = Row.objects.filter(case=OuterRef("case"), supersedes=OuterRef("name"))
    undone = Row.objects.filter(
        case=OuterRef("case"), kind="withdrawal", supersedes=OuterRef("name")
    )
    if known is not None:
        newer, undone = newer.filter(recorded__lte=known), undone.filter(recorded__lte=known)
    return Exists(newer.exclude(Exists(undone)))


def take_back(access: Access, row: Row, token: str, reason: str) -> tuple[list[Row], bool]:
    """Take an entry back.

    Raises:
        ConflictError: It no longer stands.
    """
    today = now_in(access.case, order_of(access.case).header.zone).date()
    cells = {"date": today.isoformat(), "supersedes": row.name, "reason": reason}

    def still() -> None:
        if Row.objects.filter(replaced(), pk=row.pk).exists():
            raise ConflictError(f"entry {row.seq} no longer stands; somebody was faster")

    return enter(access, token, [("withdrawal", cells)], still)
