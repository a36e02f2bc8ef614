"""Stay entries made of a reconciled history: new ones, those that supersede, and withdrawals."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.stays.reasons import AUTHORITIES

FACTS = ("book_out", "exit", "authority")


@dataclass
class Standing:
    """What the entries in a folder say of each detention.

    Its latest entry and how many there were.
    """

    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


def detention_id(person: str, facility: str, book_in: str) -> str:
    """Return the name of a detention in the record: the same whichever roster tells of it.

    >>> detention_id("P-A", "krome", "2020-05-01") == detention_id("P-A", "krome", "2020-05-01")
    True
    """
    text = json.dumps([person, facility, book_in], ensure_ascii=False)
    return "stay-" + hashlib.sha256(text.encode()).hexdigest()[:20]


def standing_entries(folder: Path) -> Standing:
    """Return what the entries that rosters brought say now.

    An entry's id is its detention's, with `~2`, `~3`, … for each later version; the highest stands.
    """
    standing = Standing()
    latest: dict[str, tuple[int, dict[str, str]]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                entry = json.loads(line)
                base, _, version = str(entry["id"]).partition("~")
                which = int(version or 1)
            except (ValueError, KeyError, TypeError):
                raise RosterError(f"{path}, line {number}: is not an entry of a roster") from None
            if which > latest.get(base, (0, {}))[0]:
                latest[base] = (which, entry)
    for base, (which, entry) in latest.items():
        standing.versions[base] = which
        if entry["entry"] == "stay":
            standing.entries[base] = entry
    return standing


def entry_lines(
    history: pl.DataFrame,
    standing: Standing,
    sources: dict[str, str],
    now: dt.datetime,
    by: str,
) -> tuple[bytes, tuple[int, int, int]]:
    """Return the lines to append so that the record says what the history says.

    And how many of each kind.
    """
    recorded = now.isoformat()
    lines: list[str] = []
    told: set[str] = set()
    added = superseded = withdrawn = 0
    for row in history.iter_rows(named=True):
        entry = _entry(row, sources, recorded, by)
        base = entry["id"]
        told.add(base)
        before = standing.entries.get(base)
        if before is not None and all(before.get(f, "") == entry.get(f, "") for f in FACTS):
            continue
        version = standing.versions.get(base, 0) + 1
        if version > 1:
            entry["id"] = f"{base}~{version}"
            entry["supersedes"] = _name(base, version - 1)
        added, superseded = added + 1, superseded + (1 if before is not None else 0)
        lines.append(_line(entry))
    for base, before in standing.entries.items():
        if base in told:
            continue
        version = standing.versions[base]
        withdrawn += 1
        lines.append(
            _line(
                {
                    "entry": "withdrawal",
                    "id": _name(base, version + 1),
                    "date": before["date"],
                    "recorded": recorded,
                    "by": by,
                    "supersedes": _name(base, version),
                    "reason": "no roster tells of this detention any more",
                }
            )
        )
    return "".join(lines).encode(), (added, superseded, withdrawn)


def _name(base: str, version: int) -> str:
    return base if version == 1 else f"{base}~{version}"


def _line(entry: dict[str, str]) -> str:
    kept = {k: v for k, v in entry.items() if v != ""}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _entry(
    row: dict[str, object], sources: dict[str, str], recorded: str, by: str
) -> dict[str, str]:
    def text(name: str) -> str:
        return "" if row[name] is None else str(row[name])

    source = sources.get(text("source"), text("source"))
    authority = text("authority")
    return {
        "entry": "stay",
        "id": detention_id(text("person"), text("facility"), text("book_in")),
        "date": text("book_in"),
        "recorded": recorded,
        "by": by,
        "source": f"{source}, row {text('row')}",
        "person": text("person"),
        "facility": text("facility"),
        "book_out": text("book_out"),
        "exit": text("exit"),
        "authority": AUTHORITIES.get(authority, authority),
        "note": f"stated: {text('reason')}" if text("reason") else "",
    }
