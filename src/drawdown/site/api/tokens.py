"""Who asks: a bearer token stands for a member, and may what the member may, so often a minute."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from drawdown.site.accounts.access import Access, access_of
from drawdown.site.accounts.models import Token, token_digest
from drawdown.site.accounts.often import too_many
from drawdown.site.api.errors import ApiError
from drawdown.site.cases.answers import AT_LEAST

PER_MINUTE = 600
"""Requests a minute for each token."""
NOTED_EVERY = timedelta(minutes=1)


class ApiRequest(HttpRequest):
    """A request with a token: `access` is what its member may, `token` which it is."""

    access: Access
    token: Token


class Bearer(HttpBearer):
    """`Authorization: Bearer dd_…`; the token's digest is looked up, never the token itself."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, where it stands and its member does; nothing otherwise.

        Raises:
            ApiError: It asked too often, or for what no address can be.
        """
        found = (
            Token.objects.select_related("membership__user", "membership__case")
            .filter(digest=token_digest(token), ended=None, membership__ended=None)
            .filter(membership__user__is_active=True)
            .first()
        )
        if found is None:
            return None
        _count(found)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise ApiError(422, "the address holds a letter that no name has")
        now = timezone.now()
        if found.last_used is None or now - found.last_used > NOTED_EVERY:
            Token.objects.filter(pk=found.pk).update(last_used=now)
        asked = cast("ApiRequest", request)
        asked.token, asked.access = found, access_of(found.membership, way="api")
        return found


def access_to(request: HttpRequest, slug: str) -> Access:
    """What the token may in a case.

    Raises:
        ApiError: 404, where the token is of another case: it is not said whether there is such one.
    """
    access = cast("ApiRequest", request).access
    AT_LEAST.set(0)
    if access.case.slug != slug:
        raise ApiError(404, f"there is no case '{slug}' for this token")
    return access


def _count(token: Token) -> None:
    minute = int(timezone.now().timestamp()) // 60
    if too_many(f"api-{token.pk}-{minute}", PER_MINUTE, 120):
        raise ApiError(429, f"more than {PER_MINUTE} requests in a minute; wait for the next one")
