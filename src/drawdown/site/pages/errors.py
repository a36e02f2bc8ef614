"""Pages for what did not work, each saying in a sentence what it was and where to go on."""

from __future__ import annotations

import sys

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from drawdown.site.away import AWAY

AGAIN = "30"
"""Seconds after which it is worth asking again."""


def _page(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    template = (
        "drawdown/parts/error.html" if getattr(request, "htmx", False) else "drawdown/error.html"
    )
    return render(request, template, {"title": title, "says": says}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(
        request, 400, _("That could not be read"),
        _("Something in the address or the form is not as expected. Nothing was changed."),
    )  # fmt: skip


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(
        request, 403, _("Your role does not show this"),
        _("Nothing was changed. If you need it, ask whoever invited you to the case."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing there, or nothing for you; it is not said which."""
    return _page(
        request, 404, _("There is no such page"),
        _("The address may be mistyped, or you may have no part in that case."),
    )  # fmt: skip


def our_fault(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database is away or has no room."""
    if isinstance(sys.exception(), AWAY):
        return _away(request)
    return _page(
        request, 500, _("Something failed on our side"),
        _("It was noted. What you sent was either kept whole or not at all; look before you send "
          "it again."),
    )  # fmt: skip


def _away(request: HttpRequest) -> HttpResponse:
    title = _("The record cannot be reached just now")
    says = _("The database does not answer or has no room. What you sent was either kept whole or "
             "not at all; wait a minute, and look before you send it again.")  # fmt: skip
    try:
        answer = _page(request, 503, title, says)
    except Error:  # not even who is signed in can be asked
        plain = "<!doctype html><title>{}</title><h1>{}</h1><p>{}</p>"
        answer = HttpResponse(format_html(plain, title, title, says), status=503)
    answer.headers["Retry-After"] = AGAIN
    return answer
