"""The two days of every question: as of when, and as known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from drawdown.order.document import Order
from drawdown.site.accounts.access import CaseRequest
from drawdown.site.cases.clock import today_in
from drawdown.site.cases.orders import order_of


@dataclass(frozen=True)
class Days:
    """The days that a page is about.

    Attributes:
        on: As of the end of this day.
        known: As known at the end of this one; none: everything known now.
        today: Today in the court's zone.
        bad: What was asked for and is no day.
    """

    on: date
    known: date | None
    today: date
    bad: str = ""

    @property
    def query(self) -> str:
        """What keeps the days in an address: `?on=…&known=…`, or blank for today."""
        parts = {}
        if self.on != self.today:
            parts["on"] = self.on.isoformat()
        if self.known:
            parts["known"] = self.known.isoformat()
        return f"?{urlencode(parts)}" if parts else ""

    @property
    def is_now(self) -> bool:
        """Whether the page shows what is so today, as known now."""
        return self.on == self.today and self.known is None


def days_of(request: CaseRequest, order: Order | None = None) -> Days:
    """Read the days from the address; what is no day is left out and said."""
    order = order or order_of(request.access.case)
    today = today_in(request.access.case, order.header.zone)
    bad = ""
    found: dict[str, date | None] = {}
    for name in ("on", "known"):
        text = request.GET.get(name, "").strip()
        try:
            found[name] = date.fromisoformat(text) if text else None
        except ValueError:
            found[name], bad = None, text
        day = found[name]
        if day and not 1900 <= day.year < 2100:
            found[name], bad = None, text
    return Days(found["on"] or today, found["known"], today, bad)
