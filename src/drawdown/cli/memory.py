"""How often Python looks for objects that nobody holds any more."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look less often: a command makes much and throws little of it away."""
    gc.set_threshold(50_000, 20, 50)
