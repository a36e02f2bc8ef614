"""What is wrong with what an outbreak was asked of."""

from __future__ import annotations

from drawdown.errors import InputError


class OutbreakError(InputError):
    """A centre, a scenario or a parameter that cannot be used, in one line."""
