"""The API as one object with its addresses and its OpenAPI document."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

import drawdown
from drawdown.site.api import reading, schemas, writing
from drawdown.site.api.errors import REFUSALS, Api
from drawdown.site.api.tokens import ApiRequest, Bearer

DESCRIPTION = """\
The same rooms as the pages, for an agency's own systems. A token is made on the page *Tokens* of a
case; it may what its member may, and no more: the member's role, and where the member is bound to a
facility, that facility alone. Every look at a person is logged.

Errors are one line: `{"error": "…"}`. Each token may ask 600 times a minute.
"""

api = Api(
    title="Drawdown", version=drawdown.__version__, description=DESCRIPTION, docs_url=None,
    auth=Bearer(), urls_namespace="api",
)  # fmt: skip


@api.get(
    "/cases", response={200: list[schemas.CaseName], **REFUSALS}, tags=["cases"],
    summary="The case that the token is of",
)  # fmt: skip
def cases(request: HttpRequest) -> list[dict[str, Any]]:
    """The case, the token's role in it, and the number of its last entry."""
    access = cast("ApiRequest", request).access
    case = access.case
    return [
        {"slug": case.slug, "title": case.title, "role": access.role.value,
         "facility": access.facility, "position": case.position}
    ]  # fmt: skip


api.add_router("", reading.router)
api.add_router("", writing.router)
