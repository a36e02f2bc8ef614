"""So many times an hour, and no more where all ask in the same moment."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from drawdown.site.accounts import often
from drawdown.site.line.pages.public import too_often

pytestmark = pytest.mark.django_db


def asked(address: str = "192.0.2.7", what: str = "telephone") -> bool:
    return too_often(RequestFactory().get("/", REMOTE_ADDR=address), what, 5, 3600)


def test_each_address_and_thing_apart() -> None:
    cache.clear()
    assert [asked() for _ in range(7)] == [False] * 5 + [True] * 2
    assert not asked("192.0.2.8")
    assert not asked(what="mine")


def test_whoever_read_the_count_before_the_others_wrote_gains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache.clear()
    monkeypatch.setattr(often.cache, "get", lambda key, default=None: default)
    assert [asked() for _ in range(9)].count(False) == 5
