"""Errors of the roster room."""

from __future__ import annotations

from drawdown.errors import InputError


class RosterError(InputError):
    """A roster file, its mapping or a question asked of it cannot be used."""
