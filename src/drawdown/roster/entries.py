"""Stay entries made of a reconciled history: new ones, those that supersede, and withdrawals."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.stays.reasons import AUTHORITIES

FACTS = ("book_out", "exit", "authority")


@dataclass
class Told:
    """What the entries of one detention say: the last one that stands, and the live versions.

    `versions` counts every entry there was; `live` numbers those not withdrawn, oldest first.
    """

    entry: dict[str, str] | None = None
    versions: int = 0
    live: list[int] = field(default_factory=list)


Standing = dict[str, Told]
"""A detention's id → what the record says of it."""


def detention_id(person: str, facility: str, book_in: str) -> str:
    """Return the name of a detention in the record: the same whichever roster tells of it.

    >>> detention_id("P-A", "krome", "2020-05-01") == detention_id("P-A", "krome", "2020-05-01")
    True
    """
    text = json.dumps([person, facility, book_in], ensure_ascii=False)
    return "stay-" + hashlib.sha256(text.encode()).hexdigest()[:20]


def standing_entries(folder: Path) -> Standing:
    """Return what the entries that rosters brought say now.

    An entry's id is its detention's, with `~2`, `~3`, … for each later entry about it. Files that
    no roster brought are left alone.
    """
    lines = (
        (f"{path}, line {number}", line)
        for path in sorted(folder.glob("*.jsonl"))
        if (folder / "received" / f"{path.stem}.json").exists()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    )
    return standing_in(lines)


def standing_in(lines: Iterable[tuple[str, str]]) -> Standing:
    """Return what lines of entries that rosters brought say now; each with where it stands."""
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for where, line in lines:
        try:
            entry = json.loads(line)
            base, _, version = str(entry["id"]).partition("~")
            found.setdefault(base, []).append((int(version or 1), entry))
        except (ValueError, KeyError, TypeError):
            raise RosterError(f"{where}: is not an entry of a roster") from None
    return {base: _told(entries) for base, entries in found.items()}


def _told(entries: list[tuple[int, dict[str, str]]]) -> Told:
    told = Told()
    for version, entry in sorted(entries, key=lambda e: e[0]):
        told.versions = version
        if entry["entry"] == "withdrawal":
            told.entry, told.live = None, []
        else:
            told.entry = entry
            told.live.append(version)
    return told


def entry_lines(
    history: pl.DataFrame,
    standing: Standing,
    sources: dict[str, str],
    now: dt.datetime,
    by: str,
) -> tuple[bytes, tuple[int, int, int]]:
    """Return the lines to append so that the record says what the history says.

    And how many were added, how many of those supersede another, and how many detentions were
    withdrawn.
    """
    recorded = now.isoformat()
    lines: list[str] = []
    told: set[str] = set()
    added = superseded = withdrawn = 0
    for row in history.iter_rows(named=True):
        entry = _entry(row, sources, recorded, by)
        base = entry["id"]
        told.add(base)
        known = standing.get(base, Told())
        before = known.entry
        if before is not None and all(before.get(f, "") == entry.get(f, "") for f in FACTS):
            continue
        entry["id"] = _name(base, known.versions + 1)
        if before is not None:
            entry["supersedes"] = _name(base, known.live[-1])
            superseded += 1
        added += 1
        lines.append(_line(entry))
    for base, known in standing.items():
        if base not in told and known.entry is not None:
            withdrawn += 1
            lines += _withdrawals(base, known, recorded, by)
    return "".join(lines).encode(), (added, superseded, withdrawn)


def _withdrawals(base: str, known: Told, recorded: str, by: str) -> list[str]:
    """Take back every live version.

    Withdrawing only the last would bring the one before it back.
    """
    assert known.entry is not None  # noqa: S101 - the caller has looked
    return [
        _line(
            {
                "entry": "withdrawal",
                "id": _name(base, known.versions + number),
                "date": known.entry["date"],
                "recorded": recorded,
                "by": by,
                "supersedes": _name(base, version),
                "reason": "no roster tells of this detention any more",
            }
        )
        for number, version in enumerate(reversed(known.live), start=1)
    ]


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
