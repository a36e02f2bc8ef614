"""A record's tree as files of an exported case folder, and such a folder verified by itself.

```
proof/
  record.json         what checkpoints call the record, its keys, cosignatures
  entries.jsonl       every entry in the order of its number, with the salt of its commitment
  checkpoints/N.txt   signed notes
  tile/…              the tree's hashes (C2SP tlog-tiles)
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from drawdown.record.proof.errors import ProofError
from drawdown.record.proof.held import Held, HeldCosignature
from drawdown.record.proof.note import VerifierKey
from drawdown.record.proof.stored import Problem, Stored, read_piece
from drawdown.record.proof.tiles import WIDTH, path_of
from drawdown.record.proof.verify import Verification, judge
from drawdown.record.record import Record
from drawdown.site.cases.models import Case
from drawdown.site.cases.sealing import master_keys
from drawdown.site.proof.models import Checkpoint
from drawdown.site.proof.reading import cases_in, held_in, stored_in, unsealer

PROOF = Path("proof")
MOST = 400


def export_proof(case: Case, folder: Path) -> None:
    """Write what proves the record beside the files that hold it."""
    with connection.cursor() as cursor:
        found = next(one for one in cases_in(cursor) if one.key == case.pk)
        held = held_in(cursor, found)
        unseal = unsealer(cursor, found.key, master_keys())
        proof = folder / PROOF
        (proof / "checkpoints").mkdir(parents=True)
        with (proof / "entries.jsonl").open("w", encoding="utf-8") as file:
            for row in stored_in(cursor, connection.vendor, found.key, 1, 2**62):
                if row.sealed is not None and row.salt is not None and unseal is not None:
                    row = row._replace(
                        content=unseal(row.sealed, row.name).decode(), sealed=None,
                        salt=unseal(row.salt, f"{row.name} salt"),
                    )  # fmt: skip
                plain = row._asdict() | {
                    "salt": row.salt and row.salt.hex(),
                    "commitment": row.commitment and row.commitment.hex(),
                }
                del plain["sealed"]
                file.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n")
    for number, note in held.checkpoints.items():
        (proof / "checkpoints" / f"{number}.txt").write_text(note, encoding="utf-8")
    for (level, number, width), hashes in held.tiles.items():
        path = proof / (path_of(level, number) + (f".p/{width}" if width < WIDTH else ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hashes)
    made = {
        str(number): at.isoformat()
        for number, at in Checkpoint.objects.filter(log__case=case).values_list("number", "made")
    }
    about = {
        "case": held.case, "entries": held.position, "origin": held.origin, "keys": held.keys,
        "endorsed": held.endorsed, "made": made,
        "cosignatures": [
            {"checkpoint": one.checkpoint, "key": one.vkey, "line": one.line}
            for one in held.cosignatures
        ],
    }  # fmt: skip
    text = json.dumps(about, ensure_ascii=False, indent=2)
    (proof / "record.json").write_text(text + "\n", encoding="utf-8")


def verify_folder(
    folder: Path, trusted: Sequence[VerifierKey] = (), known: Sequence[str] = ()
) -> Verification:
    """Verify an exported case folder: its proof, and that its files say what the proof is about.

    Raises:
        ProofError: It has no proof, or that cannot be read.
    """
    from drawdown.finding.case import read_case

    held, rows = read_proof(folder)
    return verify_read(held, rows, read_case(folder).record, trusted, known)


def made_at(folder: Path) -> dict[int, datetime]:
    """When checkpoints were made, as an exported folder says; of those of which it does.

    Raises:
        ProofError: It cannot be read.
    """
    try:
        about = json.loads((folder / PROOF / "record.json").read_text(encoding="utf-8"))
        found = about.get("made", {}).items()
        made = {int(number): datetime.fromisoformat(at) for number, at in found}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ProofError(f"{folder / PROOF}: cannot be read ({error})") from None
    if any(at.tzinfo is None for at in made.values()):
        raise ProofError(f"{folder / PROOF}: a time in record.json has no zone")
    return made


def read_proof(folder: Path) -> tuple[Held, list[Stored]]:
    """What an exported case folder says of its record's tree, and every entry; nothing is checked.

    Raises:
        ProofError: It has no proof, or that cannot be read.
    """
    return _held(folder / PROOF), list(_rows(folder / PROOF / "entries.jsonl"))


def verify_read(
    held: Held, rows: Sequence[Stored], record: Record, trusted: Sequence[VerifierKey] = (),
    known: Sequence[str] = (),
) -> Verification:  # fmt: skip
    """Verify a folder's proof that was read, and that the folder's entries are those of the proof.

    Args:
        held: What the folder says of the tree.
        rows: Every entry, as the proof has it.
        record: The entries as the folder's files have them.
        trusted: The record's keys as the reader knows them from elsewhere.
        known: Signed checkpoints that the reader has from elsewhere.
    """
    here = {row.seq: row for row in rows}
    found = judge(
        held, [read_piece(held.case, rows, 1)],
        lambda numbers: [here[number] for number in numbers if number in here], trusted, known,
    )  # fmt: skip
    problems = (*found.problems, *_files(record, rows))
    return Verification(**{**vars(found), "problems": problems})


def _held(proof: Path) -> Held:
    try:
        about = json.loads((proof / "record.json").read_text(encoding="utf-8"))
        tiles = {}
        for path in sorted((proof / "tile").glob("**/*")):
            if path.is_file():
                parts = path.relative_to(proof / "tile").parts
                partial = parts[-2].endswith(".p")
                names = [*parts[1:-2], parts[-2].removesuffix(".p")] if partial else parts[1:]
                number = int("".join(name.removeprefix("x") for name in names))
                width = int(parts[-1]) if partial else WIDTH
                tiles[int(parts[0]), number, width] = path.read_bytes()
        return Held(
            about["case"], about["entries"], about["origin"], tuple(about["keys"]),
            {
                int(path.stem): path.read_text(encoding="utf-8")
                for path in (proof / "checkpoints").glob("*.txt")
            },
            tiles,
            tuple(
                HeldCosignature(one["checkpoint"], one["key"], one["line"])
                for one in about["cosignatures"]
            ),
            tuple(about.get("endorsed", ())),
        )  # fmt: skip
    except FileNotFoundError as error:
        raise ProofError(f"{error.filename}: is not there; expected a folder that 'drawdown case "
                         "export' wrote") from None  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ProofError(f"{proof}: cannot be read ({type(error).__name__}: {error})") from None


def _rows(path: Path) -> Iterator[Stored]:
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                found: dict[str, Any] = json.loads(line)
                for name in ("salt", "commitment"):
                    found[name] = None if found[name] is None else bytes.fromhex(found[name])
                yield Stored(**found, sealed=None)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ProofError(f"{path}: cannot be read ({type(error).__name__}: {error})") from None


def _files(record: Record, rows: Sequence[Stored]) -> list[Problem]:
    """What the folder's files say that the proof does not, and the other way round."""
    from drawdown.site.cases.lines import frame_cells, line_of

    said = {}
    for kind, frame in record.frames.items():
        where = frame.select("file", "row").iter_rows()
        for place, cells in zip(where, frame_cells(frame, kind), strict=True):
            said[place] = line_of(kind, cells)
    problems = []
    for row in rows:
        now = said.pop((row.file, row.line), None)
        if row.destroyed is None and now != row.content:
            what = "is not there" if now is None else "says something else"
            says = f"in {row.file}, row {row.line}, {what}"
            problems.append(Problem("file", says, row.seq, row.name))
        elif row.destroyed is not None and now is not None:
            says = f"was destroyed, and {row.file} has it in row {row.line}"
            problems.append(Problem("file", says, row.seq, row.name))
    problems += [
        Problem("file", f"{file}, row {line}, is an entry that the record does not have")
        for file, line in said
    ]
    return problems[:MOST]
