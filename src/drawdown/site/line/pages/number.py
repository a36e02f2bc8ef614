"""The number to call, as papers and texts tell it."""

from __future__ import annotations

import os

from django.conf import settings


def line_number() -> str:
    """The line's telephone number; blank where none is set."""
    return os.environ.get("DRAWDOWN_LINE_NUMBER") or ("305-555-0100" if settings.DEMO else "")
