"""The menu of a case: what the reader's role shows, in the order of a working day."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import May

ITEMS = (
    ("today", _("Today"), May.SEE_ORDER),
    ("order", _("The order"), May.SEE_ORDER),
    ("facilities", _("Facilities"), May.SEE_COUNTS),
    ("outbreak", _("Infection"), May.SEE_COUNTS),
    ("plan", _("The plan"), May.SEE_COUNTS),
    ("rosters", _("Rosters"), May.LOAD_ROSTERS),
    ("people", _("People"), May.SEE_PEOPLE),
    ("review", _("Review"), May.SEE_PEOPLE),
    ("supplies", _("Supplies"), May.SEE_COUNTS),
    ("transfers", _("Transfers"), May.SEE_PEOPLE),
    ("reports", _("Reports"), May.SEE_COUNTS),
    ("line", _("Check-ins"), May.SEE_PEOPLE),
    ("record", _("The record"), May.SEE_RECORD),
    ("looks", _("Who looked"), May.SEE_ACCESS_LOG),
    ("members", _("Members"), May.INVITE),
    ("tokens", _("API"), May.USE_API),
    ("workers", _("Workers"), May.SEE_WORKERS),
    ("glass", _("Emergency"), May.BREAK_GLASS),
)
"""Each page's name, how the menu calls it, and what it takes to see it."""


@dataclass(frozen=True)
class Item:
    """One line of the menu."""

    name: str
    title: str
    address: str
    here: bool


def menu_of(request: HttpRequest, access: Access) -> list[Item]:
    """The menu for a reader; the days in the address stay in it."""
    match = request.resolver_match
    here = (match.url_name or "").split("-")[0] if match else ""
    query = "&".join(
        f"{name}={request.GET[name]}"
        for name in ("on", "known")
        if request.GET.get(name, "").replace("-", "").isdigit()
    )
    items = []
    for name, title, needed in ITEMS:
        if needed in access.may:
            try:
                address = reverse(name, args=[access.case.slug])
            except NoReverseMatch:
                continue
            items.append(
                Item(name, str(title), f"{address}?{query}" if query else address, name == here)
            )
    return items
