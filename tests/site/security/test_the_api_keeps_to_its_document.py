"""The API answers whatever its document allows, and what it does not, as the document says.

Schemathesis makes the requests from the OpenAPI document. `DRAWDOWN_API_EXAMPLES=N` tries N of
every operation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, Phase
from schemathesis.generation import GenerationMode
from tests.site.security.crawling import undone

from drawdown.site.accounts.models import Membership, Token
from drawdown.site.api.urls import api

EXAMPLES = int(os.environ.get("DRAWDOWN_API_EXAMPLES", "4"))
DOCUMENT: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
NOT_SENT = frozenset({"user-agent", "accept-encoding", "connection", "content-length", "cookie"})


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_each_operation_answers_as_the_document_says(
    operation: Any, mode: GenerationMode, member: Callable[[str], Membership]
) -> None:
    cache.clear()
    client = Client(raise_request_exception=False)
    secret = Token.make(member("agency"), "nightly")[1]
    made = operation.as_strategy(generation_mode=mode)

    @hypothesis.given(made)
    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        if "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = "gayle-v-meade"
        status, answer = sent(client, case, secret)
        assert status < 500, f"{case.as_curl_command()}: {status} {answer[:300]!r}"
        told = operation.definition.raw["responses"]
        assert str(status) in told or status in (400, 413), f"{operation.label}: {status}"
        if status >= 400:
            line = json.loads(answer)["error"]
            assert len(line.splitlines()) == 1, line

    ask()


def test_without_a_token_nothing_is_answered() -> None:
    for operation in OPERATIONS:
        path = operation.full_path.replace("{slug}", "gayle-v-meade").replace("{number}", "1")
        answer = Client().generic(operation.method.upper(), path)
        assert answer.status_code == 401, operation.label


def sent(client: Client, case: Any, secret: str) -> tuple[int, bytes]:
    """Send what schemathesis made; what it changes is taken back."""
    built = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    given = {name: value for name, value in built.headers.items() if name.lower() not in NOT_SENT}
    given["Authorization"] = f"Bearer {secret}"
    body = built.body if isinstance(built.body, bytes) else (built.body or "").encode()
    with undone():
        answer = client.generic(
            built.method or "GET", built.path_url, body,
            content_type=str(given.pop("Content-Type", "application/json")), headers=given,
        )  # fmt: skip
    return answer.status_code, answer.content
