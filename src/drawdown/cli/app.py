"""The `drawdown` command: registers the verbs and turns bad input into one clear line."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

import drawdown
from drawdown.errors import InputError

app = typer.Typer(
    name="drawdown",
    help="Carries out and checks court orders that thin out a detention centre.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"drawdown {drawdown.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Carries out and checks court orders that thin out a detention centre."""


def main() -> None:
    """Run the command. Exit 0: answered; 1: not met, with --strict; 2: bad input, in one line."""
    try:
        app()
    except InputError as error:
        Console(stderr=True, soft_wrap=True, highlight=False).print(
            f"drawdown: {error}", markup=False
        )
        raise SystemExit(2) from None
    except BrokenPipeError:  # the reader closed the pipe, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
