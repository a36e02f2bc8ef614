"""How the line reaches people, from the environment (docs/reference/settings.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from drawdown.site.environment import SettingsError

CARRIERS = ("console", "twiml", "sip", "none")
DEMO_NUMBER = "305-555-0100"


@dataclass(frozen=True)
class LineSettings:
    """The settings of the line.

    Attributes:
        number: The number that people call, as texts tell it.
        texts: What carries texts: `console`, `twiml`, or `none`.
        calls: What places calls: those, or `sip`, which does so in the line's own process.
        texts_a_second: How many texts at most, of all senders together; 0: as many as there are.
        works: Whether the site's own process looks for what is due and sends, too; it does where
            anything carries texts or calls, and nothing else is said.
    """

    number: str
    texts: str
    calls: str
    texts_a_second: float
    works: bool


def read_line_settings(env: Mapping[str, str] | None = None) -> LineSettings:
    """Read the settings.

    Raises:
        SettingsError: One of them cannot be used.
    """
    env = os.environ if env is None else env
    demo = env.get("DRAWDOWN_DEMO", "") == "1"
    usual = "console" if demo else "none"
    texts = env.get("DRAWDOWN_LINE_TEXTS") or usual
    calls = env.get("DRAWDOWN_LINE_CALLS") or texts
    for name, value in (("TEXTS", texts), ("CALLS", calls)):
        if value not in CARRIERS or (name == "TEXTS" and value == "sip"):
            raise SettingsError(
                f"DRAWDOWN_LINE_{name}: '{value}' carries no {name.lower()}; expected one of "
                f"{', '.join(each for each in CARRIERS if name == 'CALLS' or each != 'sip')}"
            )
    rate = env.get("DRAWDOWN_LINE_TEXTS_A_SECOND") or "0"
    try:
        a_second = float(rate)
    except ValueError:
        a_second = -1
    if not a_second >= 0:
        raise SettingsError(
            f"DRAWDOWN_LINE_TEXTS_A_SECOND: '{rate}' is not a number of texts; expected 0 or more"
        )
    works = env.get("DRAWDOWN_LINE_WORK") or ("0" if texts == calls == "none" else "1")
    number = env.get("DRAWDOWN_LINE_NUMBER") or (DEMO_NUMBER if demo else "")
    return LineSettings(number, texts, calls, a_second, works != "0")


@lru_cache(maxsize=1)
def line_settings() -> LineSettings:
    """The settings of this process."""
    return read_line_settings()
