"""`drawdown record witness`: keys of those who cosign, and their cosignatures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from drawdown.cli.serve import HomeOption


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    made = typer.Typer(no_args_is_help=True, help="Witnesses: a key of one's own, and cosigning.")
    made.command("new")(new)
    made.command("cosign")(cosign_)
    made.command("add")(add)
    made.command("take")(take)
    group.add_typer(made, name="witness")


def new(
    name: Annotated[
        str, typer.Argument(help="What the key is called: monitor.example.org/drawdown")
    ],
    to_file: Annotated[Path, typer.Option("--out", help="Where the secret goes; keep it safe.")],
) -> None:
    """Make a witness's key on your own machine, and print what others check it with."""
    from drawdown.cli.output import out
    from drawdown.record.proof.errors import ProofError
    from drawdown.record.proof.note import COSIGNS, SignerKey

    key = SignerKey.new(name, COSIGNS)
    try:
        there = os.open(to_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ProofError(f"{to_file}: is there already; nothing was changed") from None
    with os.fdopen(there, "w", encoding="ascii") as file:
        file.write(key.skey + "\n")
    out().print(key.verifier.vkey, soft_wrap=True)


def cosign_(
    file: Annotated[
        Path, typer.Argument(help="The checkpoint, or the proof of growth from the one seen last.")
    ],
    secret: Annotated[Path, typer.Option("--secret", help="Your key, as 'witness new' wrote it.")],
    key: Annotated[list[str], typer.Option("--key", help="The record's key, or a file of it.")],
    seen: Annotated[
        Path | None,
        typer.Option("--seen", help="Where the checkpoint seen last is kept, and will be."),
    ] = None,
) -> None:
    """Cosign a checkpoint, once it is shown that the record only grew; prints your line."""
    import time

    from drawdown.cli.output import out
    from drawdown.cli.record import read_keys
    from drawdown.record.proof.note import read_skey
    from drawdown.record.proof.witness import cosign

    last = seen.read_text(encoding="utf-8") if seen is not None and seen.exists() else None
    line, checkpoint = cosign(
        file.read_text(encoding="utf-8"), read_skey(secret.read_text(encoding="ascii")),
        read_keys(key), int(time.time()), last,
    )  # fmt: skip
    if seen is not None:
        seen.write_text(checkpoint, encoding="utf-8")
    out().print(line, end="", soft_wrap=True)


def add(
    case: Annotated[str, typer.Argument(help="The case's short name.")],
    vkey: Annotated[str, typer.Argument(help="The witness's key, as 'witness new' printed it.")],
    by: Annotated[str, typer.Option("--by", help="Who handed it in.")],
    home: HomeOption = None,
) -> None:
    """Name a witness of a case's record."""
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.proof.witnessing import add_witness

    out().print(f"{add_witness(find_case(case), vkey, by).name}: named as a witness.")


def take(
    case: Annotated[str, typer.Argument(help="The case's short name.")],
    file: Annotated[Path, typer.Argument(help="The line that 'witness cosign' printed.")],
    home: HomeOption = None,
) -> None:
    """Keep a witness's cosignature."""
    from drawdown.cli.case import find_case
    from drawdown.cli.output import out
    from drawdown.site.starting import set_up

    set_up(home)
    from drawdown.site.proof.witnessing import take_cosignature

    kept = take_cosignature(find_case(case), file.read_text(encoding="utf-8"))
    out().print(f"checkpoint {kept.checkpoint.number}: cosigned by {kept.witness.name}.")
