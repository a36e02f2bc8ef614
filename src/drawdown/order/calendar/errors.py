"""What is said when a calendar is asked for something it cannot answer."""

from __future__ import annotations

from drawdown.errors import InputError


class CalendarError(InputError, ValueError):
    """A span, a date, a holiday or a calendar's name that cannot be used.

    Also a `ValueError`, so that Pydantic gathers it with the other mistakes of an order file.
    """
