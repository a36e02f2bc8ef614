"""Answers that are no answer: one clear line each, and never how it came about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from drawdown.errors import InputError
from drawdown.site.cases.append import ConflictError


class ApiError(Exception):
    """An answer that is no answer: its status and the line."""

    def __init__(self, status: int, says: str) -> None:
        self.status, self.says = status, says
        super().__init__(says)


class Refusal(Schema):
    """One clear line on why there is no answer."""

    error: str


REFUSALS = {401: Refusal, 403: Refusal, 404: Refusal, 422: Refusal, 429: Refusal}
"""The answers that every question may get, for the document."""


def answer_errors(api: NinjaAPI) -> None:
    """Have every error answered in one form."""

    def says(request: HttpRequest, status: int, line: str) -> HttpResponse:
        response = api.create_response(request, {"error": line}, status=status)
        if status == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="drawdown"'
        if status == 429:
            response.headers["Retry-After"] = "60"
        return response

    @api.exception_handler(ApiError)
    def ours(request: HttpRequest, error: ApiError) -> HttpResponse:
        return says(request, error.status, error.says)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return says(request, 401, "expected 'Authorization: Bearer' with a token that stands")

    @api.exception_handler(PermissionDenied)
    def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return says(request, 403, "the token's member may not do this")

    @api.exception_handler(Http404)
    def nothing(request: HttpRequest, error: Http404) -> HttpResponse:
        return says(request, 404, "there is nothing there for this token")

    @api.exception_handler(InputError)
    def bad(request: HttpRequest, error: InputError) -> HttpResponse:
        return says(request, 422, str(error))

    @api.exception_handler(ConflictError)
    def overtaken(request: HttpRequest, error: ConflictError) -> HttpResponse:
        return says(request, 409, str(error))

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        line = str(error).split(" (")[0]  # what follows in parentheses is how it was parsed
        return says(request, error.status_code, line)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        where = ".".join(
            str(part) for part in first.get("loc", ()) if part not in ("body", "query")
        )
        return says(request, 422, f"{where}: {first.get('msg', 'cannot be read')}")
