"""The carriers that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drawdown.site.line.carriers import Carrier, Taken, To
from drawdown.site.line.carriers.console import ConsoleCarrier
from drawdown.site.line.settings import LineSettings


@dataclass(frozen=True)
class NoCarrier:
    """Where nothing carries anything: ours, and it excuses whoever should have been reached."""

    name: str = "none"
    portion: int = 200

    def text(self, to: To, words: str, key: str) -> Taken:
        """Nothing is sent."""
        return Taken("failed", "ours", "nothing is set up that carries texts")

    def call(self, to: To, key: str) -> Taken:
        """Nobody is called."""
        return Taken("failed", "ours", "nothing is set up that places calls")


def carriers_of(settings: LineSettings) -> Mapping[str, Carrier]:
    """What carries texts and calls in a sender.

    Where calls go over SIP it is the line's own process that places them, and a sender leaves them.
    """
    chosen = {"text": _named(settings.texts)}
    if settings.calls != "sip":
        chosen["call"] = _named(settings.calls)
    return chosen


def _named(name: str) -> Carrier:
    match name:
        case "console":
            return ConsoleCarrier()
        case "twiml":
            from drawdown.site.line.carriers.twiml import twiml_carrier

            return twiml_carrier()
    return NoCarrier()
