"""What every page is given: the case, who reads it, what the menu holds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from drawdown.site.accounts.roles import May
from drawdown.site.operations.heartbeats import shout
from drawdown.site.pages.menu import menu_of


def site(request: HttpRequest) -> dict[str, Any]:
    """The case's frame of a page, where there is one."""
    found: dict[str, Any] = {"demo": settings.DEMO, "languages": settings.LANGUAGES}
    access = getattr(request, "access", None)
    if access is not None:
        found |= {
            "access": access,
            "case": access.case,
            "may": {may.name.lower(): may in access.may for may in May},
            "menu": menu_of(request, access),
        }
        if May.SEE_WORKERS in access.may:
            found["missed"] = len(shout())
    return found
