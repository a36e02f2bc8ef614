"""The thread that makes checkpoints looks again, whatever went wrong the last time."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from django.db import InterfaceError

from drawdown.site.proof import working


@pytest.mark.parametrize("error", [InterfaceError("closed"), KeyError("x")])
def test_it_looks_again(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, stop = [], threading.Event()

    def look(now: object) -> list[object]:
        looks.append(now)
        if len(looks) == 3:
            stop.set()
        raise error

    monkeypatch.setattr(working, "make_due", look)
    monkeypatch.setattr(working, "EVERY", 0.002)
    monkeypatch.setattr(working, "LOOK", 0.0)
    monkeypatch.setattr(working.Heart, "beat", lambda self: None)
    monkeypatch.setattr(working, "connection", SimpleNamespace(close=lambda: None))
    working._run(stop)
    assert len(looks) == 3
