"""Answers that are no answer: one clear line each, and never how it came about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from drawdown.errors import InputError
from drawdown.site.away import AWAY
from drawdown.site.cases.append import ConflictError
from drawdown.site.pages.errors import AGAIN

log = logging.getLogger("drawdown.api")


class ApiError(Exception):
    """An answer that is no answer: its status and the line."""

    def __init__(self, status: int, says: str) -> None:
        self.status, self.says = status, says
        super().__init__(says)


class Refusal(Schema):
    """One clear line on why there is no answer."""

    error: str = Field(examples=["the token's member may not do this"])


REFUSALS = dict.fromkeys((401, 403, 404, 405, 422, 429, 500, 503), Refusal)
"""The answers that every question may get, for the document."""


class Api(NinjaAPI):
    """The API; below its address there is nothing that answers with a page."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        answer_errors(self)

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        addresses = super()._get_urls()[:-1]
        for one in addresses:
            if isinstance(one, URLPattern):
                one.callback = _methods_in_json(one.callback)
        return [
            *addresses,
            path("", nothing_there, name="api-root"),
            path("<path:rest>", nothing_there, name="nothing-there"),
        ]


@csrf_exempt
def nothing_there(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 for an address that the API does not have."""
    line = "there is no such address; /api/openapi.json lists those that there are"
    return JsonResponse({"error": line}, status=404)


def _methods_in_json(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose answer to a method that it does not take is a line of JSON."""

    @csrf_exempt
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response = view(request, **arguments)
        if response.status_code != 405:
            return response
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        line = f"this address takes {allowed}, not {request.method}"
        return JsonResponse({"error": line}, status=405, headers={"Allow": allowed})

    return answer


def answer_errors(api: NinjaAPI) -> None:
    """Have every error answered in one form."""

    def says(request: HttpRequest, status: int, line: str) -> HttpResponse:
        response = api.create_response(request, {"error": line}, status=status)
        if status == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="drawdown"'
        if status == 503:
            response.headers["Retry-After"] = AGAIN
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
        if error.status_code == 400:  # a body that is no JSON
            return says(request, 422, "the body cannot be read; expected JSON")
        return says(request, error.status_code, line)

    @api.exception_handler(RequestDataTooBig)
    def too_much(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        return says(request, 413, f"larger than {most} MB; send it in parts")

    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(MultiPartParserError)
    def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
        return says(request, 422, "the body cannot be read")

    def away(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("the database is away", exc_info=error)
        line = "the database is away or has no room; what was sent was kept whole or not at all"
        return says(request, 503, line)

    for one in AWAY:
        api.exception_handler(one)(away)

    @api.exception_handler(Exception)
    def our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("the API failed", exc_info=error)
        line = "something failed on our side; what was sent was kept whole or not at all"
        return says(request, 500, line)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        where = ".".join(
            str(part) for part in first.get("loc", ()) if part not in ("body", "query")
        )
        return says(request, 422, f"{where}: {first.get('msg', 'cannot be read')}")
