"""Bad input to the check-in room, said in one line."""

from __future__ import annotations

from drawdown.errors import InputError


class CheckInError(InputError):
    """A language's folder, a schedule or a tool of the line cannot be used."""
