"""A case folder: the embedded form of a record.

```
case/
  order.md          the order
  counts/*.csv      how many people were held
  rosters/          rosters as they were received, and the entries made of them
  events/*.csv      one kind of entry a file, which the file's name begins with: handout-may.csv
  events/*.jsonl    any kinds of entry, each line naming its own
```
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

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
    for path in sorted([*folder.glob("counts/*.csv"), *folder.glob("counts/*.jsonl"),
                        *folder.glob("events/*.csv"), *folder.glob("events/*.jsonl"),
                        *folder.glob("rosters/*.jsonl")]):  # fmt: skip
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".jsonl":
            batches += read_jsonl(path, terms, name)
        else:
            kind = KINDS["count"] if path.parent.name == "counts" else _kind_of(path, name)
            batches.append(read_csv(path, kind, terms, name))
    return batches


def append_entries(folder: Path, entries: Iterable[Entry]) -> None:
    """Add entries to a case folder: all of them are on disk when this returns, or none is.

    Raises:
        RecordError: The folder cannot be written to.
    """
    lines = "".join(f"{json.dumps(_plain(entry), ensure_ascii=False)}\n" for entry in entries)
    path = folder / APPENDED
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            start = file.tell()
            try:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(start)
                raise
    except OSError as error:
        raise RecordError(f"{path}: cannot be written ({error.strerror})") from None


def _plain(entry: Entry) -> dict[str, object]:
    return {"entry": entry.kind, **entry.model_dump(mode="json", exclude_defaults=True)}


def _kind_of(path: Path, name: str) -> type[Entry]:
    """The kind of entry that a file's name begins with, as in `check-ins-may.csv`."""
    stem = path.stem.lower().replace("-", "_").replace(" ", "_")
    for kind in sorted(KINDS, key=len, reverse=True):
        if stem == kind or stem.startswith((f"{kind}_", f"{kind}s")):
            return KINDS[kind]
    hint = nearest(stem.rstrip("s"), KINDS)
    raise RecordError(
        f"{name}: the name names no kind of entry{hint}; expected it to begin with one of "
        f"{', '.join(sorted(KINDS))}"
    )
