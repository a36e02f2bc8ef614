"""`drawdown backup`: everything the site has, of one moment, in one encrypted file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption

if TYPE_CHECKING:
    from drawdown.site.operations.backup.restoring import Checked

KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="A file of age keys: public ones to make a backup, secret ones to read it. "
        "DRAWDOWN_BACKUP_KEY_FILE says the same.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("backup")(backup)


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The file to write; none may be there.")
    ] = None,
    key_file: KeyFileOption = None,
    check: Annotated[
        Path | None,
        typer.Option("--check", help="Read a backup to its end instead, and write nothing."),
    ] = None,
    new_key: Annotated[
        Path | None,
        typer.Option("--new-key", help="Make a secret key in this file instead, for backups."),
    ] = None,
    findings: Annotated[
        bool,
        typer.Option(
            "--findings/--no-findings",
            help="Say in it what the findings of today are, to hold a restored site against.",
        ),
    ] = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything that the site has into one encrypted file, while it goes on serving.

    The keys of sealed content (`seal-keys`) are not in it: keep them apart, and keep both.
    """
    from drawdown.errors import InputError

    if sum(each is not None for each in (file, check, new_key)) != 1:
        raise InputError("expected one of: a FILE to write, --check FILE, or --new-key FILE")
    if new_key is not None:
        _make_key(new_key, as_json)
    elif check is not None:
        _check(check, key_file, home, as_json)
    elif file is not None:
        _take(file, key_file, home, findings, as_json)


def key_file_of(given: Path | None) -> Path:
    """The key file to use.

    Raises:
        InputError: None is named.
    """
    from drawdown.errors import InputError
    from drawdown.site.operations.backup.keys import SETTING

    named = given or (Path(os.environ[SETTING]) if os.environ.get(SETTING) else None)
    if named is None:
        raise InputError(
            f"no key file is named; expected --key-file FILE or {SETTING} "
            "(drawdown backup --new-key FILE makes one)"
        )
    return named


def _make_key(path: Path, as_json: bool) -> None:
    from datetime import UTC, datetime

    from drawdown.cli.output import out, print_json
    from drawdown.site.operations.backup.keys import make_key_file

    public = make_key_file(path, datetime.now(UTC))
    if as_json:
        print_json({"key_file": str(path), "public": public})
        return
    out().print(f"{path}: the secret key that opens backups. Keep it away from the site's machine.",
                soft_wrap=True)  # fmt: skip
    out().print("What the site's machine needs is this line alone, in a file of its own:")
    out().print(f"  {public}", soft_wrap=True)


def _take(file: Path, key_file: Path | None, home: Path | None, findings: bool,
          as_json: bool) -> None:  # fmt: skip
    from drawdown.cli.output import out, print_json
    from drawdown.cli.reading_options import progress_bar
    from drawdown.errors import InputError
    from drawdown.site.operations.backup.keys import recipients
    from drawdown.site.starting import look_in

    keys = recipients(key_file_of(key_file))
    database = look_in(home).database
    if database.startswith("sqlite:///") and not Path(database[10:]).exists():
        raise InputError(f"{database[10:]}: there is no database; expected that of a site")
    from drawdown.site.operations.backup.taking import take

    with progress_bar("backup") as tell:
        taken = take(file, keys, findings=findings, tell=tell)
    if as_json:
        print_json({
            "file": str(file), "at": taken.at.isoformat(), "tables": taken.tables,
            "rows": taken.rows, "bytes": taken.size, "sha256": taken.sha256,
            "findings": list(taken.findings),
        })  # fmt: skip
        return
    out().print(
        f"{file}: {taken.rows:,} rows of {taken.tables} tables as of {taken.at:%Y-%m-%d %H:%M:%S} "
        f"UTC, {taken.size / 2**20:,.1f} MB", soft_wrap=True,
    )  # fmt: skip
    for one in taken.findings:
        out().print(
            f"  {one['case']}: {one['entries']:,} entries, {_statuses(one)}", soft_wrap=True
        )
    out().print("Not in it: seal-keys, without which sealed content stays closed. Keep them apart.",
                soft_wrap=True)  # fmt: skip


def _check(file: Path, key_file: Path | None, home: Path | None, as_json: bool) -> None:
    from drawdown.cli.output import err

    checked = read_whole(file, key_file, home)
    print_checked(file, checked, as_json)
    if checked.closed:
        from drawdown.site.operations.backup.restoring import closed_says

        err().print(f"Missing here: {closed_says(checked)}", style="yellow", soft_wrap=True)


def read_whole(file: Path, key_file: Path | None, home: Path | None) -> Checked:
    """Read a backup to its end.

    Raises:
        InputError: It is not whole, was changed, or is none.
    """
    from drawdown.cli.reading_options import progress_bar
    from drawdown.site.operations.backup.keys import identities
    from drawdown.site.starting import look_in

    keys = identities(key_file_of(key_file))
    look_in(home)
    from drawdown.site.operations.backup.restoring import check

    with progress_bar("backup") as tell:
        return check(file, keys, tell)


def print_checked(file: Path, checked: Checked, as_json: bool) -> None:
    """Print what a backup holds."""
    from drawdown.cli.output import out, print_json

    read = checked.read
    if as_json:
        print_json(as_dict(file, checked))
        return
    out().print(
        f"{file}: whole. {read.rows:,} rows of {len(read.tables)} tables as of "
        f"{read.head['at'][:19].replace('T', ' ')} UTC, made by version {read.head['version']} on "
        f"{read.head['engine']}", soft_wrap=True,
    )  # fmt: skip
    for one in read.findings:
        out().print(
            f"  {one['case']}: {one['entries']:,} entries, {_statuses(one)}", soft_wrap=True
        )


def as_dict(file: Path, checked: Checked) -> dict[str, Any]:
    """What a backup holds, as `--json` gives it."""
    read = checked.read
    return {
        "file": str(file), "at": read.head["at"], "version": read.head["version"],
        "engine": read.head["engine"], "tables": len(read.tables), "rows": read.rows,
        "sha256": read.sha256, "findings": list(read.findings),
        "keys": {"wrapped": checked.keys, "closed": len(checked.closed)},
    }  # fmt: skip


def _statuses(one: dict[str, Any]) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in one["statuses"].items())
    return f"findings of {one['on']}: {counts or 'none'}"
