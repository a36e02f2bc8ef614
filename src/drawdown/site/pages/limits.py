"""What nobody can mean, in an address or a form, is refused before it fails somewhere within."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from drawdown.site.pages.errors import bad_request

LONGEST = 300
"""Characters of a search. Nothing searched is longer, so more finds nothing; SQLite refuses a
pattern of more than 50,000 bytes."""
TOO_MANY_DIGITS = "Exceeds the limit ("
"""How Python begins to say that it makes no number of thousands of digits (CVE-2020-10735)."""
NO_ZERO_BYTE = "cannot contain NUL"
"""How the PostgreSQL driver says that a text holds a zero byte."""


class Unreadable:
    """A number of thousands of digits, half a character or a zero byte is answered with 400.

    Pages and forms refuse what they know of in words of their own; this is for whatever reads a
    number or writes a text without having thought of it, libraries included.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """400 where the error comes of what was sent; nothing is changed, as for every error."""
        unreadable = (
            (isinstance(error, ValueError) and str(error).startswith(TOO_MANY_DIGITS))
            or (isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed")
            or (isinstance(error, DataError) and NO_ZERO_BYTE in str(error))
        )
        if not unreadable:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"error": "what was sent cannot be read"}, status=400)
        return bad_request(request, error)
