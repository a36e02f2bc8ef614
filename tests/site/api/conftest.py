"""Asking the API as a member of the demonstration's case."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from drawdown.site.accounts.models import Membership, Token

API = "/api/gayle-v-meade"
Headers = Callable[[str], dict[str, str]]
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_cached(db: None) -> None:
    cache.clear()


@pytest.fixture
def headers(member: Callable[[str], Membership]) -> Headers:
    """Return a function that gives the headers of a member's one token: `headers("krome")`."""
    made: dict[str, str] = {}

    def of(name: str) -> dict[str, str]:
        if name not in made:
            made[name] = Token.make(member(name), "nightly")[1]
        return {"Authorization": f"Bearer {made[name]}"}

    return of


@pytest.fixture
def send(headers: Headers) -> Send:
    """Return a function that sends entries as a member: `send("krome", [row], key="night")`."""

    def sent(name: str, rows: object, query: str = "", key: str = "") -> Any:
        body = rows if isinstance(rows, str) else json.dumps(rows)
        also = {"Idempotency-Key": key} if key else {}
        return Client(raise_request_exception=False).post(
            f"{API}/entries{query}", body, content_type="application/json",
            headers={**headers(name), **also},
        )  # fmt: skip

    return sent
