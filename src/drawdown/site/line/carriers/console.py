"""The demonstration's telephone: nothing leaves the site, and the telephone's page shows texts."""

from __future__ import annotations

from dataclasses import dataclass

from drawdown.site.line.carriers import Taken, To


@dataclass(frozen=True)
class ConsoleCarrier:
    """Sends nothing: a step that is written down is what the page shows."""

    name: str = "console"
    portion: int = 100

    def text(self, to: To, words: str, key: str) -> Taken:
        """Let the page show a text."""
        return Taken("sent", how="shown on the demonstration's telephone")

    def call(self, to: To, key: str) -> Taken:
        """Place a call that nobody hears: it says nothing about the person."""
        return Taken("no_answer", "unknown", "the demonstration's telephone does not ring")
