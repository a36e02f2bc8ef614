"""What was opened in an emergency: how many openings nobody has read yet."""

from __future__ import annotations

from drawdown.site.accounts.models import BrokenGlass
from drawdown.site.cases.models import Case


def unread_glass(case: Case) -> int:
    """How many emergency openings of a case the court and the monitor have not read."""
    return BrokenGlass.objects.filter(membership__case=case, read=None).count()
