"""What can be wrong with a record handed in."""

from __future__ import annotations

from drawdown.errors import InputError


class RecordError(InputError):
    """A file of the record cannot be read at all; one bad row is set aside instead."""
