"""Pages of a case that anybody may open: nothing of them is kept or found, and none asks often."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal.httpkit import get_client_ip
from django.http import Http404, HttpRequest, HttpResponse

from drawdown.site.accounts.often import too_many
from drawdown.site.cases.models import Case

P = ParamSpec("P")


class PublicRequest(HttpRequest):
    """A request for a public page: `case` is the case that it is about."""

    case: Case


def public_page(
    view: Callable[Concatenate[PublicRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A page below a case's address that asks for no account.

    Search engines are asked to leave it out, and browsers to keep nothing of it.
    """

    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = cast("PublicRequest", request)
        found = Case.objects.filter(slug=slug).first()
        if found is None:
            raise Http404
        asked.case = found
        response = view(asked, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    vars(page)["public"] = True  # tests walk the addresses by it
    return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", page)


def too_often(request: HttpRequest, what: str, most: int, within: int) -> bool:
    """Whether one address asked for something more often than `most` times in `within` seconds.

    Each asking is counted. The address is kept as a hash, for as long as it counts.
    """
    address = get_client_ip(request) or ""
    turn = int(time.time()) // within
    digest = sha256(f"{what} {turn} {address}".encode()).hexdigest()[:32]
    return too_many(f"asked:{digest}", most, within)
