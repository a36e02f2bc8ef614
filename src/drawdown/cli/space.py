"""`drawdown space`: how many people can keep apart in a plan, with a proof that can be checked."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the verb."""
