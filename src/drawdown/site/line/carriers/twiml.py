"""Texts and calls over a provider that speaks TwiML: an adapter to `check_in.lines.twiml`."""

from __future__ import annotations

from drawdown.errors import InputError
from drawdown.site.line.carriers import Carrier


def twiml_carrier() -> Carrier:
    """The carrier that the settings describe.

    Raises:
        InputError: It is not set up.
    """
    raise InputError("DRAWDOWN_LINE_TEXTS: twiml is not set up yet; expected console or none")
