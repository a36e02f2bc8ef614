"""Words that several parts of a report say alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from drawdown.finding.finding import Finding
from drawdown.order.inquiry import Status
from drawdown.order.law import InForce
from drawdown.order.words import number
from drawdown.report.document.model import Strong, Text

STATUS: dict[Status, str] = {
    "met": "Met", "not_met": "Not met", "undetermined": "Undetermined", "not_due": "Not due",
    "stayed": "Stayed", "ended": "Ended",
}  # fmt: skip

NONE = "–"
"""What stands in a cell that has no value."""

EXIT = {
    "release": "Released", "transfer": "Transferred", "removal": "Removed", "death": "Died",
    "other": "Left otherwise", "unexplained": "Unexplained",
}  # fmt: skip


def short(on: date | None) -> str:
    """A day in few letters, for a table.

    >>> short(date(2020, 5, 4))
    '4 May 2020'
    """
    return f"{on.day} {on:%b %Y}" if on else NONE


def amount(value: float | None) -> str:
    """A value in a table."""
    return NONE if value is None else number(value)


def count(value: int) -> str:
    """A number of people in a table."""
    return f"{value:,}"


def one_of(unit: str) -> str:
    """A unit as it is said of one.

    >>> one_of("people decided on"), one_of("forbidden transfers"), one_of("check-ins made")
    ('person decided on', 'forbidden transfer', 'check-in made')
    """
    irregular = {"people": "person", "feet": "foot"}
    words = (irregular.get(word, re.sub(r"(?<=[a-rt-z])s$", "", word)) for word in unit.split(" "))
    return " ".join(words)


def signed(value: int) -> str:
    """A difference, with its sign.

    >>> signed(-26), signed(0)
    ('−26', '0')
    """
    return f"−{-value:,}" if value < 0 else f"+{value:,}" if value else "0"


def status_of(finding: Finding) -> Text:
    """A status that stands out where somebody has to look."""
    word = STATUS[finding.status]
    return (Strong(word),) if finding.status in ("not_met", "undetermined") else word


def title_of(law: InForce) -> str:
    """What a clause is called."""
    return law.clause.title or law.clause.demand().rstrip(".")


def key_of(*parts: str | None) -> str:
    """A key for references, of letters, digits and hyphens."""
    joined = "-".join(part or "all" for part in parts)
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in joined)


def entries_in_words(ids: Sequence[str], most: int = 6) -> str:
    """Entries by their ids, the first of many."""
    if not ids:
        return NONE
    rest = f" and {len(ids) - most:,} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + rest
