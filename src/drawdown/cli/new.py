"""`drawdown new`: a case folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("new")(new)


def new(
    folder: Annotated[Path, typer.Argument(help="Where; it must not exist yet, or be empty.")],
    order: Annotated[
        Path | None, typer.Option("--order", help="Begin with this order instead of a template.")
    ] = None,
) -> None:
    """Make a case folder: an order to fill in, and a file with examples for everything recorded."""
    from drawdown.cli.output import out
    from drawdown.order.examples import template_text
    from drawdown.order.markdown import read_text
    from drawdown.order.reading import read_order
    from drawdown.record.template import new_folder

    facility = read_order(order).header.facilities[0].id if order else "centre"
    text = read_text(order) if order else template_text()
    files = new_folder(folder, text, facility)
    out().print(
        f"{folder}: made with {len(files)} files. Read {folder / 'README.md'}, fill in "
        f"{folder / 'order.md'}, then ask: drawdown check {folder}",
        markup=False, soft_wrap=True,
    )  # fmt: skip
