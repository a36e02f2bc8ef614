"""Entries added to a case's record: checked as a file's rows are, numbered, all or none.

One writer at a time: the case's row is locked first, so that numbers have no gaps, an id names one
entry, and what a caller looked at before deciding can be looked at again under the lock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import polars as pl
from django.db import transaction

from drawdown.errors import InputError, nearest
from drawdown.record.columns import type_columns
from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.record.proof.canonical import both_texts
from drawdown.record.proof.leaf import commitment_to, new_salt
from drawdown.site.accounts.roles import SEALED_AT_REST
from drawdown.site.cases.insert import insert_many
from drawdown.site.cases.lines import content_of, frame_cells
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.orders import terms_of
from drawdown.site.cases.portions import portions
from drawdown.site.cases.sealing import current_number, open_sealed, salt_of, seal
from drawdown.site.cases.stays import make_stays_anew

SITE_FILE = "events/site.jsonl"
"""Where a case folder has what was entered on the site."""

MANY = 100
"""Entries from which on they are inserted without learning their keys."""

Cells = dict[str, str]


class NotAddedError(InputError):
    """Entries that cannot be added, in one line a problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.says for problem in problems))


class ConflictError(InputError):
    """Somebody else was faster: what was looked at is no longer what stands."""


@dataclass(frozen=True)
class Problem:
    """Why one of the offered entries cannot be added: which (from 0), which field, and why."""

    index: int
    column: str
    reason: str

    @property
    def says(self) -> str:
        """It in one line."""
        return f"{self.column}: {self.reason}" if self.column else self.reason


@dataclass(frozen=True)
class Appended:
    """What became of the entries offered, each by its place (from 0).

    Attributes:
        added: The rows added.
        known: Entries that were in the record already, word for word.
        problems: Those that could not be added.
    """

    added: dict[int, Row] = field(default_factory=dict)
    known: dict[int, Row] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def append(
    case: Case,
    offered: Sequence[tuple[str, Cells]],
    *,
    by: str,
    now: datetime,
    file: str = SITE_FILE,
    partly: bool = False,
    still: Callable[[], None] = lambda: None,
) -> Appended:
    """Add entries.

    Args:
        case: The case.
        offered: Kinds and cells, as a file would have them.
        by: Who enters them.
        now: When: their time of recording.
        file: The file of a case folder that they will stand in.
        partly: Whether those that can be added are added when others cannot.
        still: Called under the lock, before anything is added; raises `ConflictError` where what
            the caller had looked at has changed.

    Raises:
        NotAddedError: One of them cannot be added, and `partly` is not set.
        ConflictError: From `still`.
    """
    ready, problems = _checked(case, offered, by, now, file)
    if problems and not partly:
        raise NotAddedError(problems)
    with transaction.atomic():
        locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        still()
        known, clashes = _already_there(locked, ready)
        if clashes and not partly:
            raise NotAddedError(clashes)
        gone = {problem.index for problem in clashes}
        fresh = {n: e for n, e in ready.items() if n not in known and n not in gone}
        added = _insert(locked, fresh, by, now, file)
    case.position = locked.position
    return Appended(added, known, (*problems, *clashes))


def _checked(
    case: Case, offered: Sequence[tuple[str, Cells]], by: str, now: datetime, file: str
) -> tuple[dict[int, tuple[str, Cells]], list[Problem]]:
    """The entries in the form in which they are kept, and those that cannot be."""
    terms, problems = terms_of(case), []
    kinds: dict[str, dict[int, Cells]] = {}
    for index, (kind, cells) in enumerate(offered):
        if kind not in KINDS:
            problems.append(
                Problem(index, "entry", f"no kind of entry is {kind!r}{nearest(kind, KINDS)}")
            )
            continue
        odd = [name for name in cells if name not in forms(KINDS[kind])]
        if odd:
            reason = f"a {kind} has no field {odd[0]!r}{nearest(odd[0], forms(KINDS[kind]))}"
            problems.append(Problem(index, odd[0], reason))
            continue
        given = {
            **cells, "recorded": now.astimezone(UTC).isoformat(), "by": by,
            "source": cells.get("source") or file,
            "id": cells.get("id") or f"{kind}-{secrets.token_hex(8)}",
        }  # fmt: skip
        kinds.setdefault(kind, {})[index] = given
    ready: dict[int, tuple[str, Cells]] = {}
    for kind, rows in kinds.items():
        columns = dict.fromkeys([*forms(KINDS[kind]), "row"], pl.String())
        raw = pl.DataFrame(
            [cells | {"row": str(index)} for index, cells in rows.items()],
            schema=columns, orient="row",
        ).cast({"row": pl.UInt32})  # fmt: skip
        frame, aside = type_columns(raw, KINDS[kind], file, terms)
        problems += [
            Problem(row["row"], row["column"], row["reason"]) for row in aside.iter_rows(named=True)
        ]
        for index, cells in zip(frame["row"], frame_cells(frame, kind), strict=True):
            ready[index] = (kind, cells)
    return dict(sorted(ready.items())), sorted(problems, key=lambda problem: problem.index)


def _already_there(
    case: Case, ready: dict[int, tuple[str, Cells]]
) -> tuple[dict[int, Row], list[Problem]]:
    """Entries whose id is taken: by themselves, which is no harm, or by another entry."""
    names = [cells["id"] for _, cells in ready.values()]
    there: dict[str, Row] = {}
    for some in portions(names):
        rows = Row.objects.filter(case=case, name__in=some)
        there |= {row.name: row for row in rows}
    known: dict[int, Row] = {}
    clashes: list[Problem] = []
    seen: set[str] = set()
    for index, (kind, cells) in ready.items():
        name = cells["id"]
        row = there.get(name)
        if row is not None and _same(case, row, kind, cells):
            known[index] = row
        elif row is not None or name in seen:
            clashes.append(
                Problem(
                    index,
                    "id",
                    f"{name!r} names another entry as well; expected an id that no other entry has",
                )
            )
        seen.add(name)
    return known, clashes


def _same(case: Case, row: Row, kind: str, cells: Cells) -> bool:
    """Whether an entry says what a row says, whenever and by whomever it was sent again."""
    import json

    line = row.content or open_sealed(case.pk, bytes(row.sealed or b""), row.name).decode()
    old = json.loads(line)
    passing = ("entry", "recorded", "by", "source")
    return bool(row.kind == kind) and {k: v for k, v in old.items() if k not in passing} == {
        k: v for k, v in cells.items() if k not in passing
    }


def _insert(
    case: Case, fresh: dict[int, tuple[str, Cells]], by: str, now: datetime, file: str
) -> dict[int, Row]:
    if not fresh:
        return {}
    last = Row.every.filter(case=case, file=file).order_by("-seq").values_list("line", flat=True)
    line = last.first() or 0
    key = current_number(case) if any(k in SEALED_AT_REST for k, _ in fresh.values()) else None
    rows = []
    for offset, (kind, cells) in enumerate(fresh.values(), start=1):
        rows.append(
            row_of(case, case.position + offset, kind, cells, file, line + offset, now, key)
        )
    if len(rows) < MANY:
        Row.objects.bulk_create(rows, batch_size=500)
    else:
        insert_many(rows)
    case.position += len(rows)
    case.save(update_fields=["position"])
    make_stays_anew(case, rows)
    return dict(zip(fresh, rows, strict=True))


def row_of(
    case: Case, seq: int, kind: str, cells: Cells, file: str, line: int, recorded: datetime,
    key: int | None,
) -> Row:  # fmt: skip
    """A row of the table from the cells of an entry, sealed where its kind is."""
    content, name, salt = content_of(kind, cells), cells["id"], new_salt()
    text, canonical = both_texts(content)
    commitment, sealed = commitment_to(salt, canonical), None
    if kind in SEALED_AT_REST:
        sealed, text = seal(case, text.encode(), name, key), ""
        salt = seal(case, salt, salt_of(name), key)
    return Row(
        case=case, seq=seq, kind=kind, name=name, date=cells["date"][:10], recorded=recorded,
        facility=cells.get("facility", "")[:64], person=cells.get("person", "")[:120],
        supersedes=cells.get("supersedes", "")[:240], by=cells.get("by", "")[:200],
        content=text or None, sealed=sealed, salt=salt, commitment=commitment, file=file, line=line,
    )  # fmt: skip
