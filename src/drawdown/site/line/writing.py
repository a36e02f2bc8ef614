"""Many rows written at once, as each database does it quickest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from drawdown.site.cases.models import Case
from drawdown.site.line.models import Step


class After(NamedTuple):
    """A row of `Due` after a look: its key, the `turn` that was read, and what is set."""

    pk: int
    turn: int
    at: datetime | None
    day: date | None = None
    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    stands: str = ""


class NewStep(NamedTuple):
    """A row of `Step` that is written down."""

    case_id: int
    key: str
    person: str
    what: str
    means: str
    day: date | None
    text: str
    values: dict[str, Any]
    made: datetime
    after: datetime
    until: datetime | None = None
    entry: str = ""


DUES = """
UPDATE line_due AS d SET at = v.at, turn = d.turn + 1, day = v.day, opens = v.opens, due = v.due,
  closes = v.closes, stands = v.stands
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::date[], %s::timestamptz[],
  %s::timestamptz[], %s::timestamptz[], %s::text[])
  AS v(id, turn, at, day, opens, due, closes, stands)
WHERE d.id = v.id AND d.turn = v.turn
"""
DUE = """
UPDATE line_due SET at = %s, turn = turn + 1, day = %s, opens = %s, due = %s, closes = %s,
  stands = %s WHERE id = %s AND turn = %s
"""


def write_dues(dues: Sequence[After]) -> int:
    """Set the next moment of people, where their `turn` is still the one that was read.

    Returns:
        How many were set.
    """
    if not dues:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(DUES, [list(column) for column in zip(*dues, strict=True)])
            return int(cursor.rowcount)
        as_stored = connection.ops.adapt_datetimefield_value
        day = connection.ops.adapt_datefield_value
        done = 0
        for each in dues:
            cursor.execute(DUE, [
                as_stored(each.at), day(each.day), as_stored(each.opens), as_stored(each.due),
                as_stored(each.closes), each.stands, each.pk, each.turn,
            ])  # fmt: skip
            done += cursor.rowcount
        return done


_COLUMNS = (
    ("case_id", "bigint"), ("key", "text"), ("person", "text"), ("what", "text"),
    ("means", "text"), ("day", "date"), ("text", "text"), ("values", "jsonb"),
    ("made", "timestamptz"), ("after", "timestamptz"), ("until", "timestamptz"),
    ("entry", "text"),
)  # fmt: skip
VALUES = 7
"""Which of them is JSON."""
_NAMES = ", ".join(f'"{name}"' for name, _ in _COLUMNS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in _COLUMNS)
STEPS = (
    f"INSERT INTO line_step ({_NAMES}, claim, outcome, side, how, carrier) "  # noqa: S608
    f"SELECT {_NAMES}, '', '', '', '', '' FROM unnest({_ARRAYS}) AS v({_NAMES}) "
    "ON CONFLICT DO NOTHING"
)


def insert_steps(steps: Sequence[NewStep]) -> None:
    """Write steps down; one whose key is there already stays as it is."""
    if not steps:
        return
    if connection.vendor != "postgresql":
        made = [Step(**each._asdict()) for each in steps]
        Step.objects.bulk_create(made, ignore_conflicts=True)
        return
    columns = [list(column) for column in zip(*steps, strict=True)]
    columns[VALUES] = [json.dumps(each) for each in columns[VALUES]]
    with connection.cursor() as cursor:
        cursor.execute(STEPS, columns)


OF_PEOPLE = """
SELECT key, person, what, means, made, outcome, side, how FROM line_step
WHERE case_id = %s AND person = ANY(%s) AND made >= %s AND means <> 'mail'
"""


def steps_of(case: Case, people: Sequence[str], since: datetime) -> Sequence[tuple[Any, ...]]:
    """What was sent to some people since a moment: columns as in `OF_PEOPLE`."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(OF_PEOPLE, [case.pk, list(people), since])
            return list(cursor.fetchall())
    steps = Step.objects.filter(case=case, person__in=people, made__gte=since)
    return list(steps.exclude(means="mail").values_list(
        "key", "person", "what", "means", "made", "outcome", "side", "how"
    ))  # fmt: skip


STEP_COLUMNS = (
    ("id", "bigint"), ("claim", "text"), ("claimed", "timestamptz"), ("after", "timestamptz"),
    ("sent", "timestamptz"), ("over", "timestamptz"), ("outcome", "text"), ("side", "text"),
    ("how", "text"), ("carrier", "text"), ("entry", "text"),
)  # fmt: skip
_SET = ", ".join(f'"{name}" = v."{name}"' for name, _ in STEP_COLUMNS[1:])
_STEP_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in STEP_COLUMNS)
_STEP_NAMES = ", ".join(f'"{name}"' for name, _ in STEP_COLUMNS)
NOTED = (
    f"UPDATE line_step AS s SET {_SET} "  # noqa: S608
    f"FROM unnest({_STEP_ARRAYS}) AS v({_STEP_NAMES}) WHERE s.id = v.id"
)


def write_steps(steps: Sequence[Step]) -> None:
    """Write what became of steps that are locked by whoever writes."""
    if not steps:
        return
    names = [name for name, _ in STEP_COLUMNS]
    if connection.vendor != "postgresql":
        Step.objects.bulk_update(steps, names[1:], batch_size=50)
        return
    with connection.cursor() as cursor:
        cursor.execute(NOTED, [[getattr(each, name) for each in steps] for name in names])
