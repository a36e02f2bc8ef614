"""`drawdown record`: proves that the record is whole, and hands out proofs of its entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drawdown.cli import record_keeping, record_stamp, record_witness
from drawdown.cli.options import JsonOption
from drawdown.cli.serve import HomeOption

if TYPE_CHECKING:
    from drawdown.record.proof.note import VerifierKey
    from drawdown.record.proof.verify import Verification

KeyOption = Annotated[
    list[str] | None,
    typer.Option("--key", help="A key of the record as you know it: its text, or a file of it."),
]
MOST = 50
"""Problems shown; --json has them all."""


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(
        no_args_is_help=True, help="The record: verify it, sign its state, prove an entry."
    )
    group.command("verify")(verify)
    group.command("verify-proof")(verify_proof)
    record_keeping.register(group)
    record_witness.register(group)
    record_stamp.register(group)
    app.add_typer(group, name="record")


def verify(
    where: Annotated[
        str,
        typer.Argument(
            help="A database's file or address, or an exported case folder; the site's, if none."
        ),
    ] = "",
    case: Annotated[str, typer.Option("--case", help="The one case to verify.")] = "",
    key: KeyOption = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A signed checkpoint that you have from elsewhere."),
    ] = None,
    seal_keys: Annotated[
        Path | None,
        typer.Option(
            "--seal-keys", help="The master keys; without them sealed content is not read."
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> int:
    """Hold every entry against its tree, and the tree against every signed checkpoint.

    Nothing is changed. Exit status 0: the record is whole; 1: it is not, and what is not is named.
    """
    from drawdown.cli.output import print_json

    keys, known = read_keys(key), [text_of(path) for path in checkpoint or ()]
    found = _verified(where, case, keys, known, seal_keys, home)
    if as_json:
        print_json({"records": [_plain(one) for one in found]})
    else:
        for one in found:
            _show(one)
    return 0 if all(one.whole for one in found) else 1


def _verified(
    where: str, case: str, keys: list[VerifierKey], known: list[str], seal_keys: Path | None,
    home: Path | None,
) -> list[Verification]:  # fmt: skip
    import os

    from drawdown.site.environment import read_environment
    from drawdown.site.proof.verifying import verify_database

    if home is not None:
        os.environ["DRAWDOWN_HOME"] = str(home.resolve())
    if where and Path(where).is_dir():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drawdown.site.settings")
        import django

        django.setup()
        from drawdown.site.proof.folder import verify_folder

        return [verify_folder(Path(where), keys, known)]
    environment = read_environment()
    masters: tuple[bytes, ...] = ()
    if seal_keys is not None:
        masters = _masters(seal_keys)
    elif not where:
        masters = environment.seals
    if where and "://" not in where:
        where = f"sqlite:///{Path(where).resolve()}"
    return verify_database(where or environment.database, case, masters, keys, known)


def _masters(path: Path) -> tuple[bytes, ...]:
    from drawdown.record.proof.errors import ProofError

    try:
        return tuple(bytes.fromhex(line) for line in text_of(path).split())
    except ValueError:
        raise ProofError(f"{path}: expected one key of 64 hexadecimal digits a line") from None


def _plain(one: Verification) -> dict[str, Any]:
    return {
        "case": one.case, "whole": one.whole, "entries": one.entries, "signed": one.signed,
        "root": one.root.hex(), "checkpoints": one.checkpoints, "cosignatures": one.cosignatures,
        "destroyed": one.destroyed, "unopened": one.unopened, "keys": list(one.keys),
        "problems": [
            {"what": p.what, "entry": p.seq, "id": p.name or None, "says": p.says}
            for p in one.problems
        ],
    }  # fmt: skip


def _show(one: Verification) -> None:
    from drawdown.cli.output import out

    console = out()
    parts = [f"{one.entries:,} entries", f"{one.checkpoints:,} checkpoints hold"]
    if one.cosignatures:
        parts.append(f"{one.cosignatures:,} cosignatures")
    if one.destroyed:
        parts.append(f"the content of {one.destroyed:,} was destroyed by order")
    if one.unopened:
        parts.append(f"{one.unopened:,} sealed entries not opened (no key)")
    if one.entries > one.signed:
        parts.append(f"the last {one.entries - one.signed:,} not signed yet")
    word = "whole" if one.whole else "NOT whole"
    console.print(f"{one.case}: the record is {word}: {', '.join(parts)}.", soft_wrap=True)
    for problem in one.problems[:MOST]:
        which = f"entry {problem.seq}" if problem.seq is not None else problem.what
        name = f" ({problem.name})" if problem.name else ""
        console.print(f"  {which}{name}: {problem.what}: {problem.says}", soft_wrap=True)
    if len(one.problems) > MOST:
        console.print(f"  and {len(one.problems) - MOST:,} more; --json lists them all")
    for key in one.keys:
        console.print(f"  key {key}", soft_wrap=True)


def verify_proof(
    file: Annotated[Path, typer.Argument(help="A proof: of an entry (.tlog-proof) or of growth.")],
    key: KeyOption = None,
    leaf: Annotated[
        Path | None, typer.Option("--leaf", help="The entry's leaf, where the proof lacks it.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a proof by itself: no database, no network. Exit status 2: it does not hold."""
    from drawdown.cli.output import out, print_json
    from drawdown.record.proof.errors import ProofError
    from drawdown.record.proof.files import verify_file

    keys = read_keys(key)
    if not keys:
        raise ProofError("no key is given; expected --key with the record's key, as the parties "
                         "were given it")  # fmt: skip
    try:
        found = verify_file(text_of(file), keys, leaf.read_bytes() if leaf else None)
    except ProofError as error:
        raise ProofError(f"{file}: {error}") from None
    state, since = found.checkpoint, found.since
    if as_json:
        print_json({
            "holds": True, "record": state.origin, "size": state.size, "root": state.root.hex(),
            "signed_by": list(found.signers), "leaf": found.leaf, "content": found.content,
            "since": since.size if since else None,
        })  # fmt: skip
        return
    console, names = out(), ", ".join(found.signers)
    console.print(f"{file}: holds. {state.origin}, {state.size:,} entries, signed by {names}.",
                  soft_wrap=True)  # fmt: skip
    if since is not None:
        console.print(f"  Its first {since.size:,} entries are those that were signed before.")
    for name, value in (found.leaf or {}).items():
        console.print(f"  {name}: {value}", soft_wrap=True)
    for name, value in (found.content or {}).items():
        console.print(f"  says {name}: {value}", soft_wrap=True)


def read_keys(given: list[str] | None) -> list[VerifierKey]:
    """Keys from their texts, or from files with one a line.

    Raises:
        ProofError: One of them is no key.
    """
    from drawdown.record.proof.note import read_vkey

    keys = []
    for one in given or ():
        path = Path(one)
        lines = text_of(path).split() if "+" not in one or path.is_file() else [one]
        keys += [read_vkey(line) for line in lines]
    return keys


def text_of(path: Path) -> str:
    """What a file says that a verb names.

    Raises:
        ProofError: It is not there, cannot be read, or is no text.
    """
    from drawdown.record.proof.errors import ProofError

    try:
        return bytes_of(path).decode()
    except UnicodeDecodeError:
        raise ProofError(f"{path}: is no text") from None


def bytes_of(path: Path) -> bytes:
    """What a file holds that a verb names.

    Raises:
        ProofError: It is not there, or cannot be read.
    """
    from drawdown.record.proof.errors import ProofError

    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ProofError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ProofError(f"{path}: cannot be read ({error.strerror or error})") from None
