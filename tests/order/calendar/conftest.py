from __future__ import annotations

from collections.abc import Iterator

import pytest

from drawdown.order.calendar import calendar_names, registry


@pytest.fixture
def restored_registry() -> Iterator[None]:
    """Forget the calendars that a test registers."""
    calendar_names()
    before = dict(registry._makers)
    yield
    registry._makers.clear()
    registry._makers.update(before)
