"""What the tests of accounts share: samples for addresses, and no counted failures left over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from tests.site.accounts.walk import Samples

from drawdown.site.accounts.models import Membership
from drawdown.site.cases.models import Case


@pytest.fixture
def samples(case: Case, member: Callable[[str], Membership]) -> Samples:
    """A sample for each argument of an address."""
    return Samples(case, member)


@pytest.fixture(autouse=True)
def _no_attempts_counted(db: None) -> None:
    cache.clear()
