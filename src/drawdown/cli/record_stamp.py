"""`drawdown record timestamp` and `verify-timestamp`: the time, by somebody else's word."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drawdown.cli.options import JsonOption

if TYPE_CHECKING:
    from drawdown.record.proof.checkpoint import Checkpoint

CheckpointArgument = Annotated[Path, typer.Argument(help="The signed checkpoint, a file.")]


def register(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("timestamp")(timestamp)
    group.command("verify-timestamp")(verify_timestamp)


def timestamp(
    checkpoint: CheckpointArgument,
    server: Annotated[
        str, typer.Option("--server", help="A timestamp server's address (RFC 3161).")
    ],
    to_file: Annotated[Path, typer.Option("--out", metavar="FILE.tsr", help="Where it goes.")],
) -> None:
    """Have a timestamp server sign that a checkpoint was there; it sees a hash and no more."""
    from drawdown.cli.output import out
    from drawdown.record.proof.timestamp import stamp

    answer = stamp(_read(checkpoint), server)
    to_file.write_bytes(answer)
    out().print(
        f"{to_file}: stamped by {server}. Check it with 'drawdown record verify-timestamp "
        f"{checkpoint} {to_file} --roots FILE', where FILE holds the certificates you trust.",
        soft_wrap=True,
    )


def verify_timestamp(
    checkpoint: CheckpointArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.tsr", help="The timestamp.")],
    roots: Annotated[Path, typer.Option("--roots", help="The certificates that you trust (PEM).")],
    as_json: JsonOption = False,
) -> None:
    """Check a timestamp of a checkpoint, and print when the checkpoint was there."""
    from drawdown.cli.output import out, print_json
    from drawdown.cli.record import bytes_of
    from drawdown.record.proof.timestamp import read_roots, verify_stamp

    certificates = bytes_of(roots)
    with _named(roots):
        trusted = read_roots(certificates)
    read = _read(checkpoint)
    found = verify_stamp(read, bytes_of(file), trusted)
    if as_json:
        print_json({
            "origin": read.origin, "size": read.size, "root": read.root.hex(),
            "at": found.at.isoformat(), "serial": str(found.serial), "policy": found.policy,
        })  # fmt: skip
        return
    out().print(
        f"The state of {read.origin} with {read.size:,} entries was there by "
        f"{found.at:%Y-%m-%d %H:%M:%S} UTC (timestamp {found.serial}).", soft_wrap=True,
    )  # fmt: skip


def _read(path: Path) -> Checkpoint:
    from drawdown.cli.record import text_of
    from drawdown.record.proof.checkpoint import read_checkpoint

    text = text_of(path)
    with _named(path):
        return read_checkpoint(text)[0]


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say of which file it is that something in it cannot be used."""
    from drawdown.record.proof.errors import ProofError

    try:
        yield
    except ProofError as error:
        raise ProofError(f"{path}: {error}") from None
