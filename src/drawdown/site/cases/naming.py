"""How entries name each other: by an id, or by the file and row of a case folder (`a.csv#17`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.portions import AT_ONCE, portions


def names_of(row: Row) -> tuple[str, str]:
    """How `supersedes` may name an entry: by its id, or by its file and row."""
    return row.name, f"{row.file}#{row.line}"


def named(rows: QuerySet[Row], names: Sequence[str]) -> dict[str, Row]:
    """The entries of some names among some entries, by name."""
    found: dict[str, Row] = {}
    for some in portions(names):
        found |= {row.name: row for row in rows.filter(name__in=some)}
    files: dict[str, list[int]] = {}
    for name in names:
        file, mark, line = name.rpartition("#")
        if name not in found and mark and line.isascii() and line.isdigit() and len(line) < 10:
            files.setdefault(file, []).append(int(line))
    for file, lines in list(files.items())[:AT_ONCE]:
        for row in rows.filter(file=file, line__in=lines[:AT_ONCE]):
            found[f"{file}#{row.line}"] = row
    return found


def with_what_replaces(case: Case, rows: QuerySet[Row]) -> dict[int, str]:
    """Entries, those that replace any of them, and so on: their ids, by their numbers."""
    found: dict[int, str] = {}
    fresh = _names(rows)
    while fresh:
        found |= {seq: name for seq, (name, _) in fresh.items()}
        more: dict[int, tuple[str, str]] = {}
        for some in portions(sorted({name for both in fresh.values() for name in both})):
            more |= _names(Row.objects.filter(case=case, supersedes__in=some))
        fresh = {seq: both for seq, both in more.items() if seq not in found}
    return found


def _names(rows: QuerySet[Row]) -> dict[int, tuple[str, str]]:
    return {
        seq: (name, f"{file}#{line}")
        for seq, name, file, line in rows.values_list("seq", "name", "file", "line")
    }
