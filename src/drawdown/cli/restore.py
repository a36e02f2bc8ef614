"""`drawdown restore`: a backup taken in again, into an empty database of either kind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drawdown.cli.backup import KeyFileOption
from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("restore")(restore)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="URL|PATH",
            help="An empty database: postgresql://…, or a file of SQLite. That of the site where "
            "not given.",
        ),
    ] = None,
    key_file: KeyFileOption = None,
    without_seal_keys: Annotated[
        bool,
        typer.Option(
            "--without-seal-keys",
            help="Restore though the keys of sealed content are missing: it stays closed.",
        ),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a backup into an empty database, and prove that it is the same.

    The whole file is read and proved before anything is written. Afterwards the tables are brought
    up to date, and counts, findings and the record are held against the backup.
    """
    import os

    from drawdown.cli.backup import as_dict, key_file_of, read_whole
    from drawdown.cli.output import out, print_json
    from drawdown.cli.reading_options import progress_bar
    from drawdown.errors import InputError

    if to is not None:
        os.environ["DRAWDOWN_DATABASE"] = to if "://" in to else f"sqlite:///{Path(to).resolve()}"
    checked = read_whole(file, key_file, home)
    from drawdown.site.operations.backup.keys import identities
    from drawdown.site.operations.backup.restoring import closed_says
    from drawdown.site.operations.backup.restoring import restore as take_in

    if checked.closed and not without_seal_keys:
        raise InputError(f"{closed_says(checked)}. --without-seal-keys restores the rest")
    with progress_bar("restore") as tell:
        done = take_in(file, checked, identities(key_file_of(key_file)), tell)
    if as_json:
        print_json(as_dict(file, checked) | {
            "to": os.environ.get("DRAWDOWN_DATABASE"), "findings_compared": done.findings,
            "entries_verified": done.record,
        })  # fmt: skip
        return
    read = checked.read
    at = read.head["at"][:19].replace("T", " ")
    out().print(
        f"Restored: {read.rows:,} rows of {len(read.tables)} tables, as counted when the backup "
        f"was made ({at} UTC)", soft_wrap=True,
    )  # fmt: skip
    if done.findings is not None:
        cases = "case" if done.findings == 1 else "cases"
        out().print(f"  findings: the same for {done.findings} {cases}")
    else:
        why = "sealed content is closed" if checked.closed else "the backup says none"
        out().print(f"  findings: not compared, {why}")
    out().print(f"  record: whole, {done.record:,} entries verified")
    out().print("Everybody signs in anew: sessions are in no backup.")
