"""Where the database is away or has no room, a page says so, and when to try again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

SignIn = Callable[[str], Client]
PAGE = "/gayle-v-meade/people/synthetic-0007?on=2020-05-12"
AWAY = "The record cannot be reached just now"


def failing(error: Exception) -> Callable[..., None]:
    """Return what fails, whatever it is asked."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", [OperationalError("no space left"), InterfaceError("closed")])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_says_so(
    error: Exception, headers: dict[str, str], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("agency")
    client.raise_request_exception = False
    monkeypatch.setattr("drawdown.site.pages.people.person.find_person", failing(error))
    answer = client.get(PAGE, headers=headers)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    text = answer.content.decode()
    assert AWAY in text
    assert "kept whole or not at all" in text
    assert str(error) not in text


@pytest.mark.parametrize("away", [OperationalError("refused"), InterfaceError("closed")])
def test_it_says_so_where_not_even_the_reader_can_be_asked(
    away: Exception, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("agency")
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", failing(away))
    answer = client.get(PAGE)
    assert answer.status_code == 503
    assert AWAY in answer.content.decode()


def test_what_else_fails_is_our_fault(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("agency")
    client.raise_request_exception = False
    monkeypatch.setattr("drawdown.site.pages.people.person.find_person", failing(KeyError("x")))
    answer = client.get(PAGE)
    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)
