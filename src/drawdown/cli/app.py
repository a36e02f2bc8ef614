"""The `drawdown` command: registers the verbs and turns bad input into one clear line."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import NoReturn, Protocol, cast

import typer
from rich.console import Console

import drawdown
from drawdown.cli import (
    backup,
    case,
    census,
    check,
    deadlines,
    demo,
    diff,
    explain,
    facts,
    history,
    line,
    new,
    order,
    outbreak,
    plan,
    record,
    report,
    restore,
    roster,
    serve,
    space,
    user,
)
from drawdown.cli.memory import collect_seldom
from drawdown.errors import InputError


class UsageError(Protocol):
    """Anything wrong on the command line itself: what Typer raises, wherever it keeps it."""

    def format_message(self) -> str:
        """What is wrong."""


USAGE_ERRORS: type[Exception] = typer.BadParameter.__mro__[2]

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


VERBS = (
    demo, check, plan, deadlines, history, explain, census, diff, roster, space, outbreak, order,
    new, facts, report, line, serve, case, user, record, backup, restore,
)  # fmt: skip
for verb in VERBS:
    verb.register(app)


def main() -> None:
    """Run the command. Exit 0: answered; 1: not met, with --strict; 2: bad input, in one line."""
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is spelled out
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(standalone_mode=False)
    except USAGE_ERRORS as error:
        _complain(cast("UsageError", error).format_message())
    except InputError as error:
        _complain(str(error))
    except (typer.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except BrokenPipeError:  # the reader closed the pipe, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:
        _complain(f"{error.filename or 'a file'}: {error.strerror or error}")
    raise SystemExit(status if isinstance(status, int) else 0)


def _complain(message: str) -> NoReturn:
    """One line on stderr, and exit status 2."""
    line = " ".join(message.split())
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"drawdown: {line}", markup=False)
    raise SystemExit(2)
