"""A case folder: the embedded form of a record.

```
case/
  order.md          the order
  counts/*.csv      how many people were held
  rosters/          rosters as they were received, and the entries made of them
  plans/*.csv       floor plans of beds
  events/*.csv      one kind of entry a file, which the file's name begins with: handout-may.csv
  events/*.jsonl    any kinds of entry, each line naming its own
```
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from drawdown.errors import nearest
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS, Entry
from drawdown.record.errors import RecordError
from drawdown.record.files import Batch, read_csv, read_jsonl

APPENDED = Path("events/appended.jsonl")
"""Where entries that the software itself adds are kept, one JSON object a line."""


def read_folder(folder: Path, terms: Terms) -> list[Batch]:
    """Read every file of entries in a case folder, in the order of their names.

    Raises:
        RecordError: A file cannot be read, or its name names no kind of entry.
    """
    batches: list[Batch] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".jsonl":
            batches += read_jsonl(path, terms, name)
        else:
            kind = KINDS["count"] if name.startswith("counts/") else _kind_of(path, name)
            batches.append(read_csv(path, kind, terms, name))
    return batches


def _files(folder: Path) -> list[Path]:
    """The files of entries; one that cannot be one is an error, lest what it says be missed."""
    rosters = [path for path in folder.glob("rosters/*") if path.suffix.lower() == ".jsonl"]
    found = [*folder.glob("counts/**/*"), *folder.glob("events/**/*"), *rosters]
    files = [path for path in found if path.is_file() and not _is_aside(path)]
    for path in files:
        if path.suffix.lower() not in (".csv", ".jsonl"):
            name = path.relative_to(folder).as_posix()
            raise RecordError(
                f"{name}: is neither .csv nor .jsonl and cannot be read; expected it saved as CSV, "
                "or kept outside of counts/ and events/"
            )
    return sorted(files)


def _is_aside(path: Path) -> bool:
    """Whether a file is nobody's data: hidden, an editor's copy, or a README."""
    name = path.name.lower()
    return name.startswith((".", "~", "readme")) or name.endswith("~")


def append_entries(folder: Path, entries: Iterable[Entry]) -> None:
    """Add entries to a case folder: all of them are on disk when this returns, or none is.

    Raises:
        RecordError: The folder cannot be written to.
    """
    lines = "".join(f"{json.dumps(_plain(entry), ensure_ascii=False)}\n" for entry in entries)
    path = folder / APPENDED
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (path.parent / ".appending").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # one writer at a time; the lock goes with the file
            _replace(path, lines.encode())
    except OSError as error:
        raise RecordError(f"{path}: cannot be written ({error.strerror})") from None


def _replace(path: Path, added: bytes) -> None:
    """Put a longer copy in the file's place in one step, so that no reader ever sees half of it."""
    copy = path.with_name(f".{path.name}.new")
    try:
        with copy.open("wb") as file:
            if path.exists():
                with path.open("rb") as old:
                    shutil.copyfileobj(old, file)
                    if _ends_in_a_line(old):
                        file.write(b"\n")
            file.write(added)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, copy)
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _ends_in_a_line(file: BinaryIO) -> bool:
    """Whether the last line of a file has no end, as when it was edited by hand."""
    if file.seek(0, os.SEEK_END) == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def _plain(entry: Entry) -> dict[str, object]:
    return {"entry": entry.kind, **entry.model_dump(mode="json", exclude_defaults=True)}


def _kind_of(path: Path, name: str) -> type[Entry]:
    """The kind of entry that a file's name begins with, as in `check-ins-may.csv`."""
    stem = re.sub(r"[\W_]+", "_", path.stem.lower())
    for kind in sorted(KINDS, key=len, reverse=True):
        if re.match(rf"{kind}s?(?![a-z])", stem):
            return KINDS[kind]
    hint = nearest(stem.rstrip("s"), KINDS)
    raise RecordError(
        f"{name}: the name names no kind of entry{hint}; expected it to begin with one of "
        f"{', '.join(sorted(KINDS))}"
    )
