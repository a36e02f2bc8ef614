"""`drawdown serve`: the site, for real use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The site's folder: embedded database and secrets."),
]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    home: HomeOption = None,
) -> None:
    """Serve the site: brings the tables up to date, then answers until interrupted.

    Settings are environment variables (docs/reference/settings.md): DRAWDOWN_DATABASE chooses
    PostgreSQL, DRAWDOWN_ORIGIN says under which address people reach it.
    """
    from drawdown.cli.output import err
    from drawdown.site.starting import free_port, set_up
    from drawdown.site.starting import serve as answer

    free_port(host, port, others=False)
    set_up(home)
    from drawdown.site.cases.models import Case

    console = err()
    if not Case.objects.exists():
        console.print("No case yet: drawdown case import FOLDER takes one in.", style="yellow")

    def ready(seconds: float) -> None:
        console.print(f"Answering on http://{host}:{port}/ (Ctrl-C stops it)", soft_wrap=True)

    answer(host, port, workers=workers, ready=ready)
