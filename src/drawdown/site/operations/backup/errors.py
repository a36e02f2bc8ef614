"""What can be wrong with a backup, in one line."""

from __future__ import annotations

from drawdown.errors import InputError


class BackupError(InputError):
    """A backup that cannot be made, read or restored."""
