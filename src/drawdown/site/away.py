"""What the database raises while it cannot be asked."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)
"""It is away, has no room, or is held by somebody for too long: no fault of what was asked."""
