"""What is wrong with a report that was asked for."""

from __future__ import annotations

from drawdown.errors import InputError


class ReportError(InputError):
    """A report cannot be made as asked: a period, a level, a person, a number or a file."""
