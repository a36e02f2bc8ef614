"""`drawdown line sip`: answer the telephone; `line key` and `line listen`: what callers say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption
from drawdown.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from drawdown.check_in.lines.sip.digest import Account
    from drawdown.check_in.lines.sip.line import Beat, Line
    from drawdown.check_in.lines.sip.settings import Settings
    from drawdown.check_in.lines.store import Store
    from drawdown.site.line.sip import Joined

PASSWORD = "DRAWDOWN_SIP_PASSWORD"  # noqa: S105  the name of a variable
"""Where the trunk's password is read from: on the command line others would see it."""

BEAT = 4.0
"""Seconds between two signs of life of a line of the site."""

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="A case folder.")]


def register(group: typer.Typer) -> None:
    """Add the verbs to `drawdown line`."""
    group.command("sip")(sip)
    group.command("key")(key)
    group.command("listen")(listen)


def store_of(folder: Path) -> Store:
    """What a line keeps its calls in: a case folder.

    Raises:
        InputError: It is none, nobody may call in, or it has no key to seal messages with.
    """
    from drawdown.check_in.lines.store import FolderStore

    if not folder.is_dir() and len(folder.parts) == 1:
        raise InputError(
            f"{folder}: is neither a case folder nor a case of this site; expected one of them"
        )
    if not (folder / "order.md").exists():
        raise InputError(f"{folder}: has no order.md; expected a case folder")
    store = FolderStore(folder, line="sip")
    if not store.seals:
        raise InputError(
            f"{folder}: has no case.key, under which what callers say is sealed; "
            f"expected it made by entering a roster, or with: drawdown line key {folder}"
        )
    return store


def joined_to(name: str, home: Path | None) -> Joined | None:
    """A case of the site by its short name; none where the site has no such case."""
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.cases.models import Case
    from drawdown.site.line.settings import line_settings
    from drawdown.site.line.sip import Joined

    case = Case.objects.filter(slug=name).first()
    return Joined(case, places=line_settings().calls == "sip") if case else None


def sip(
    case: Annotated[
        str,
        typer.Argument(metavar="CASE", help="A case of the site by its short name, or a folder."),
    ],
    home: HomeOption = None,
    host: Annotated[str, typer.Option(help="The address to bind.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The UDP port for signalling; 0 takes any.")] = 5060,
    media_ports: Annotated[
        str, typer.Option(help="UDP ports for sound, two for each call.")
    ] = "16384-20384",
    advertised: Annotated[
        str | None, typer.Option(help="Our address as the trunk sees it, where it is another.")
    ] = None,
    trunk: Annotated[
        str | None, typer.Option(help="The trunk's host, with :PORT where it is not 5060.")
    ] = None,
    proxy: Annotated[
        str | None, typer.Option(help="Where calls of ours are sent first, such as Kamailio.")
    ] = None,
    user: Annotated[str, typer.Option(help="The user part of our own address.")] = "check-in",
    account: Annotated[
        str | None,
        typer.Option(help=f"Our name at the trunk, if not --user; the password is in {PASSWORD}."),
    ] = None,
    register_here: Annotated[
        bool, typer.Option("--register/--no-register", help="Register with the trunk.")
    ] = False,
    human: Annotated[
        str | None,
        typer.Option(help="Where calls are handed over to: sip:desk@HOST, or a number."),
    ] = None,
    most_calls: Annotated[int, typer.Option(min=1, help="Calls at once.")] = 800,
    drain: Annotated[
        float, typer.Option(min=0, help="Seconds for which to let calls end once asked to stop.")
    ] = 300.0,
    as_json: JsonOption = False,
) -> None:
    """Answer calls over a SIP trunk, until asked to stop (SIGTERM): then calls may end first.

    For a case of the site it also places the calls of the ladder, where DRAWDOWN_LINE_CALLS is sip;
    any number of lines may run, on any number of machines that share one PostgreSQL.
    """
    import asyncio
    import sys

    try:
        from drawdown.check_in.lines.sip.line import Line
    except ModuleNotFoundError as error:
        raise InputError(
            f"the line needs {error.name}, which is not installed: pip install 'drawdown[phone]'"
        ) from None
    from drawdown.check_in.lines.sip.settings import Settings

    secret = _account(account or user, wanted=register_here)
    settings = Settings(
        host=host, port=port, media_ports=_range(media_ports), advertised=advertised, user=user,
        domain=trunk, proxy=proxy, account=secret, register=register_here, most_calls=most_calls,
    )  # fmt: skip
    told = _Told(sys.stdout.isatty(), as_json)
    joined = None if Path(case).is_dir() else joined_to(case, home)
    if joined is None:
        line = Line(settings, store_of(Path(case)), human=human, on_beat=told.beat)
    else:
        beat = _both(told.beat, joined.beat)
        line = Line(
            settings, joined.store(), human=human, on_beat=beat, beat_seconds=BEAT,
            now=joined.clock(),
        )  # fmt: skip
    if human is None:
        told.note("without --human nobody takes a call: who presses 0 is called back")
    asyncio.run(_run(line, settings, told, drain, joined))


def _both(first: Callable[[Beat], None], then: Callable[[Beat], None]) -> Callable[[Beat], None]:
    def told(beat: Beat) -> None:
        first(beat)
        then(beat)

    return told


async def _run(
    line: Line, settings: Settings, told: _Told, drain: float, joined: Joined | None
) -> None:
    import asyncio
    import contextlib
    import signal

    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    await line.start()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, asked.set)
    wire = line.agent.wire
    told.ready(f"sip:{settings.user}@{wire.host}:{wire.port}", line.beat())
    placing = asyncio.ensure_future(joined.place(line)) if joined else None
    await asked.wait()
    if placing is not None:
        placing.cancel()
    asked.clear()
    told.note(f"stopping: {len(line.agent.calls)} calls may end first; ask again to end them now")
    draining = asyncio.ensure_future(line.drain(drain))
    again = asyncio.ensure_future(asked.wait())
    await asyncio.wait({draining, again}, return_when=asyncio.FIRST_COMPLETED)
    draining.cancel()
    again.cancel()
    await line.close()
    if joined is not None and placing is not None:
        with contextlib.suppress(asyncio.CancelledError):
            await placing
        await asyncio.to_thread(joined.stop)


class _Told:
    """What is told while the line runs: to a reader in words, to a program a JSON object a line."""

    def __init__(self, terminal: bool, as_json: bool) -> None:
        self._terminal, self._json = terminal, as_json
        self._works: bool | None = None

    def note(self, text: str) -> None:
        from drawdown.cli.output import err

        if not self._json:
            err().print(text, soft_wrap=True)

    def ready(self, address: str, beat: Beat) -> None:
        registered = {True: ", registered", False: ", not registered yet", None: ""}
        if not self._json:
            typer.echo(f"The line answers at {address}{registered[beat.registered]}.")
        else:
            self._line("ready", beat, address=address)

    def beat(self, beat: Beat) -> None:
        if self._json:
            self._line("beat", beat)
        elif beat.works is not self._works and self._works is not None:
            self.note("the line works again" if beat.works else "the line does not take calls")
        self._works = beat.works

    @staticmethod
    def _line(event: str, beat: Beat, **more: str) -> None:
        import dataclasses
        import json

        told = dataclasses.asdict(beat) | {"at": beat.at.isoformat(), "works": beat.works}
        typer.echo(json.dumps({"event": event} | more | told))


def _account(name: str, *, wanted: bool) -> Account | None:
    from drawdown.check_in.lines.sip.digest import Account

    password = os.environ.get(PASSWORD, "")
    if not password and wanted:
        raise InputError(f"{PASSWORD}: is not set; expected the trunk's password, for --register")
    return Account(name, password) if password else None


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        raise InputError(f"--media-ports: {text!r}; expected a range such as 16384-20384")
    return int(first), int(last)


def key(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Make the key of a case, under which what callers say is sealed, where it has none."""
    from drawdown.cli.output import out, print_json
    from drawdown.roster.identity.pseudonym import KEY_FILE, case_key, new_key

    if not (folder / "order.md").exists():
        raise InputError(f"{folder}: has no order.md; expected a case folder")
    path = folder / KEY_FILE
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(new_key().hex() + "\n")
        made = True
    except FileExistsError:
        case_key(folder)
        made = False
    if as_json:
        print_json({"key": str(path), "made": made})
        return
    out().print(
        f"{path} {'is made' if made else 'is there already'}. Keep a copy apart; "
        "never hand it over with the folder."
    )


def listen(
    folder: FolderArgument,
    message: Annotated[str, typer.Argument(help="The message's id, as the task in the record.")],
    out_file: Annotated[
        Path, typer.Option("--out", help="The WAV file to write; it is not sealed.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Open a message that a caller left, and write it as a WAV file."""
    from drawdown.check_in.lines.sealed import unseal
    from drawdown.cli.output import out, print_json

    content = unseal(folder, message)
    out_file.write_bytes(content)
    seconds = max(0, len(content) - 44) / 16_000
    if as_json:
        print_json({"message": message, "file": str(out_file), "seconds": seconds})
        return
    out().print(f"{out_file}: {seconds:.0f} s, not sealed; delete it once it is heard.")
