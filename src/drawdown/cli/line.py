"""`drawdown line`: check in by typed keys, let people call in, look over what is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli import line_sip
from drawdown.cli.line_work import work
from drawdown.cli.options import JsonOption
from drawdown.errors import InputError

if TYPE_CHECKING:
    from drawdown.check_in.lines.store import MemoryStore

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A case folder.")]
DEMO_NUMBER, DEMO_PIN, DEMO_PERSON = "1042", "246801", "A-1042"


def register(app: typer.Typer) -> None:
    """Add the group of verbs."""
    group = typer.Typer(no_args_is_help=True, help="The line on which released people check in.")
    group.command("console")(console)
    group.command("enrol")(enrol)
    group.command("prompts")(prompts)
    group.command("diagram")(diagram)
    line_sip.register(group)
    group.command("work")(work)
    app.add_typer(group, name="line")


def console(
    case: Annotated[
        Path | None,
        typer.Option("--case", help="A case folder to check in to; else one made-up person."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Begin in this language, such as es.")
    ] = None,
) -> None:
    """Call the line by typing keys, and read what it says."""
    from uuid import uuid4

    from drawdown.check_in.dialogue import CheckedIn, Effect, begin
    from drawdown.check_in.lines.console import HELP, Console
    from drawdown.check_in.lines.store import FolderStore
    from drawdown.cli.output import err, out

    store = FolderStore(case) if case else _made_up()
    console, notes = out(), err()
    notes.print(HELP, soft_wrap=True)
    if case is None:
        notes.print(
            f"Made-up person: number {DEMO_NUMBER}, PIN {DEMO_PIN}. Nothing is kept.",
            soft_wrap=True,
        )

    def done(effect: Effect) -> None:
        if isinstance(effect, CheckedIn):
            where = f" in {case}" if case else ""
            notes.print(f"(kept{where}: check-in of {effect.person}, receipt {effect.receipt})")

    def read(asking: str) -> str | None:
        try:
            return input(asking)
        except EOFError:
            return None

    line = Console(store, read, lambda text: console.print(text, soft_wrap=True), done=done)
    line.call(begin(f"console-{uuid4().hex[:12]}", language=_known(language) if language else ""))


def enrol(
    folder: FolderArgument,
    person: Annotated[str, typer.Argument(help="The person's number in the case.")],
    as_json: JsonOption = False,
) -> None:
    """Let a released person call in: prints their number and PIN, the PIN only this once."""
    from random import SystemRandom

    from drawdown.check_in.lines.store import enrol as add
    from drawdown.cli.output import out, print_json

    if not (folder / "order.md").exists():
        raise InputError(f"{folder}: has no order.md; expected a case folder")
    number, pin = add(folder, person, SystemRandom())
    if as_json:
        print_json({"person": person, "number": number, "pin": pin})
        return
    out().print(f"{person}: number {number}, PIN {pin}. The PIN is not shown again.")


def prompts(
    language: Annotated[
        str | None, typer.Option("--language", help="Only this language, such as es.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Speak every prompt, and measure its length and clipping."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What is said in each language, whether it is complete, and how long a check-in takes."""
    from drawdown.check_in.languages import languages
    from drawdown.cli.line_prompts import checked, shown

    names = (_known(language),) if language else languages()
    if check:
        checked(names, as_json=as_json)
    else:
        shown(names, as_json=as_json)


def diagram() -> None:
    """Print the dialogue as a Mermaid diagram, drawn by playing it."""
    from drawdown.check_in.dialogue.diagram import mermaid

    typer.echo(mermaid())


def _known(language: str) -> str:
    from drawdown.check_in.languages import languages
    from drawdown.errors import nearest

    if language not in languages():
        raise InputError(
            f"--language: {language!r} has no folder of prompts; expected one of "
            f"{', '.join(languages())}{nearest(language, languages())}"
        )
    return language


def _made_up() -> MemoryStore:
    """A store in memory with one made-up person, who checks in every week."""
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    from drawdown.check_in.dialogue import Place
    from drawdown.check_in.lines.store import Enrolled, MemoryStore
    from drawdown.check_in.pin import hashed
    from drawdown.check_in.schedule import Schedule
    from drawdown.check_in.terms import Terms

    today = datetime.now(UTC).date()
    terms = Terms(today - timedelta(days=6), ZoneInfo("America/New_York"), every=7)
    return MemoryStore(
        {DEMO_NUMBER: Enrolled(DEMO_PERSON, hashed(DEMO_PIN))},
        {DEMO_PERSON: Schedule(DEMO_PERSON, (terms,))},
        (Place("centre", "the detention centre"),),
    )
