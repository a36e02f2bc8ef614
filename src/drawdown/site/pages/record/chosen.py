"""Which entries a reader asked for, and which of them the reader's part reaches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from drawdown.record.entry import KINDS
from drawdown.record.moments import end_of
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.roles import SEALED_KINDS, WITHDRAWAL_FIELDS, May
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.naming import named
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.pages.limits import LONGEST

Cells = dict[str, str]
MOST_TAKEN_BACK = 20
"""How far what takes back what takes back … is followed; beyond, it shows to nobody in doubt."""


@dataclass(frozen=True)
class Chosen:
    """What was asked for: each field blank or none where it does not matter."""

    kind: str = ""
    facility: str = ""
    person: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None
    corrections: bool = False
    bad: str = ""

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        parts = {
            name: getattr(self, name) for name in ("kind", "facility", "person", "by")
            if getattr(self, name)
        } | {
            name: getattr(self, name).isoformat() for name in ("since", "until")
            if getattr(self, name)
        }  # fmt: skip
        if self.corrections:
            parts["corrections"] = "1"
        return urlencode(parts)


def chosen(asked: QueryDict) -> Chosen:
    """Read the filters from an address; what is no day or kind is left out and said."""
    bad, days = "", {}
    for name in ("since", "until"):
        text = asked.get(name, "").strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            days[name], bad = None, text
    kind = asked.get("kind", "").strip()
    if kind and kind not in KINDS:
        kind, bad = "", kind
    return Chosen(
        kind, asked.get("facility", "").strip(), asked.get("person", "").strip(),
        asked.get("by", "").strip(), days["since"], days["until"],
        asked.get("corrections") == "1", bad,
    )  # fmt: skip


def reached(access: Access) -> QuerySet[Row]:
    """The entries that a reader's part reaches.

    Who is bound to a facility reaches what is of it, and what is of people who were ever held there
    and names no facility.
    """
    rows = Row.objects.filter(case=access.case)
    if May.SEE_PEOPLE not in access.may:
        rows = rows.filter(person="")
    if not access.facility:
        return rows
    held = Stay.objects.filter(
        case=access.case, facility=access.facility, person=OuterRef("person")
    )
    return rows.filter(
        Q(facility=access.facility) | (Q(facility="") & ~Q(person="") & Exists(held))
    )


def rows_of(access: Access, wanted: Chosen) -> QuerySet[Row]:
    """The entries asked for, the newest first."""
    rows, zone = reached(access), order_of(access.case).header.zone
    for name in ("kind", "facility", "person"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.by:
        rows = rows.filter(by__icontains=wanted.by[:LONGEST])
    if wanted.corrections:
        rows = rows.exclude(supersedes="")
    if wanted.since:
        rows = rows.filter(recorded__gt=end_of(wanted.since - timedelta(days=1), zone))
    if wanted.until:
        rows = rows.filter(recorded__lte=end_of(wanted.until, zone))
    return rows.order_by("-seq")


def cells_of_row(row: Row) -> Cells:
    """Everything that an entry says; not yet held against what a reader may see."""
    line = row.content or open_sealed(row.case_id, bytes(row.sealed or b""), row.name).decode()
    cells: Cells = json.loads(line)
    return cells


def seen(access: Access, row: Row) -> Cells:
    """What an entry says, as far as a reader may see it."""
    return all_seen(access, [row])[0]


def all_seen(access: Access, rows: Sequence[Row]) -> list[Cells]:
    """What entries say, as far as a reader may see it; asks the database a few times at most."""
    told = [access.cells(row.kind, cells_of_row(row)) for row in rows]
    if May.SEE_HEALTH in access.may:
        return told
    closed = _taking_back_what_is_sealed(access.case, rows)
    return [
        {name: value for name, value in cells.items() if name not in WITHDRAWAL_FIELDS}
        if row.pk in closed else cells
        for row, cells in zip(rows, told, strict=True)
    ]  # fmt: skip


def _taking_back_what_is_sealed(case: Case, rows: Sequence[Row]) -> set[int]:
    """Which entries take back a sealed one, or one that does, or nothing that can be found."""
    asked = {row.pk: row.supersedes for row in rows if row.kind == "withdrawal"}
    closed: set[int] = set()
    for _ in range(MOST_TAKEN_BACK):
        if not asked:
            return closed
        replaced = named(Row.objects.filter(case=case), sorted(set(asked.values())))
        onwards: dict[int, str] = {}
        for pk, name in asked.items():
            before = replaced.get(name)
            if before is not None and before.kind == "withdrawal":
                onwards[pk] = before.supersedes
            elif before is None or before.kind in SEALED_KINDS:
                closed.add(pk)
        asked = onwards
    return closed | set(asked)


PASSING = frozenset({"entry", "id", "recorded", "by", "source", "person", "facility", "supersedes"})
"""Cells that a list shows in columns of their own, or not at all."""


def gist(cells: Cells) -> list[tuple[str, str]]:
    """What is worth reading of an entry in a list: its own cells, with their names."""
    return [(name, value) for name, value in cells.items() if name not in PASSING]
