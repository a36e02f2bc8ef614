"""Many rows written at once, as each database does it quickest."""

from __future__ import annotations

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
    """A row of `Step` that is written down: its person and key, and what many have in common.

    Attributes:
        values: What its words are filled with, as JSON.
    """

    person: str
    key: str
    what: str
    means: str
    day: date | None
    text: str
    values: str
    made: datetime
    after: datetime
    until: datetime | None = None
    entry: str = ""


DUES = """
UPDATE line_due AS d SET at = v.at, turn = d.turn + 1, day = v.day, opens = v.opens, due = v.due,
  closes = v.closes, stands = v.stands
FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) AS each(id, turn, n)
JOIN unnest(%s::int[], %s::timestamptz[], %s::date[], %s::timestamptz[], %s::timestamptz[],
  %s::timestamptz[], %s::text[]) AS v(n, at, day, opens, due, closes, stands) ON v.n = each.n
WHERE d.id = each.id AND d.turn = each.turn
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
            apart, common = _apart(dues, 2)
            cursor.execute(DUES, [*apart, *common])
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


def _apart(rows: Sequence[tuple[Any, ...]], first: int) -> tuple[list[Any], list[Any]]:
    """Columns of rows that are mostly alike, so that what is alike is sent once.

    Args:
        rows: The rows.
        first: How many values at their front are each row's own.

    Returns:
        The columns of those, and of which of the common values they have; and the columns of the
        number of each set of common values, and of these.
    """
    numbers: dict[tuple[Any, ...], int] = {}
    which = [numbers.setdefault(row[first:], len(numbers)) for row in rows]
    own = [list(column) for column in zip(*(row[:first] for row in rows), strict=True)]
    common = [list(column) for column in zip(*numbers, strict=True)]
    return [*own, which], [list(numbers.values()), *common]


HAPPENED = """
UPDATE line_due AS d SET at = %s, turn = d.turn + 1, happened = v.happened
FROM unnest(%s::bigint[], %s::text[]) AS v(id, happened) WHERE d.id = v.id
"""
HAPPENED_TO = "UPDATE line_due SET at = %s, turn = turn + 1, happened = %s WHERE id = %s"


def write_happened(happened: Sequence[tuple[int, str]], at: datetime) -> None:
    """Set what happened to people of late, and when to look at them; of rows that are locked.

    Args:
        happened: The key of each row, and what happened as it is kept.
        at: When to look.
    """
    if not happened:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(HAPPENED, [at, *map(list, zip(*happened, strict=True))])
            return
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.executemany(HAPPENED_TO, [(moment, text, pk) for pk, text in happened])


_COMMON = (
    ("what", "text"), ("means", "text"), ("day", "date"), ("text", "text"), ("values", "jsonb"),
    ("made", "timestamptz"), ("after", "timestamptz"), ("until", "timestamptz"), ("entry", "text"),
)  # fmt: skip
_NAMES = ", ".join(f'"{name}"' for name, _ in _COMMON)
_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in _COMMON)
STEPS = (
    "INSERT INTO line_step (case_id, person, key, claim, outcome, side, how, carrier, "  # noqa: S608
    f"{_NAMES}) SELECT %s, person, key, '', '', '', '', '', {_NAMES} "
    "FROM unnest(%s::text[], %s::text[], %s::int[]) AS each(person, key, n) "
    f"JOIN unnest(%s::int[], {_ARRAYS}) AS v(n, {_NAMES}) USING (n) ON CONFLICT DO NOTHING"
)
STEP = (
    "INSERT INTO line_step (case_id, person, key, claim, outcome, side, how, carrier, "  # noqa: S608
    f"{_NAMES}) VALUES (%s, %s, %s, '', '', '', '', '', {', '.join(['%s'] * len(_COMMON))}) "
    "ON CONFLICT DO NOTHING"
)


def insert_steps(case: Case, steps: Sequence[NewStep]) -> None:
    """Write steps of a case down; one whose key is there already stays as it is."""
    if not steps:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            apart, common = _apart(steps, 2)
            cursor.execute(STEPS, [case.pk, *apart, *common])
            return
        at = connection.ops.adapt_datetimefield_value
        day = connection.ops.adapt_datefield_value
        cursor.executemany(STEP, [
            (case.pk, each.person, each.key, each.what, each.means, day(each.day), each.text,
             each.values, at(each.made), at(each.after), at(each.until), each.entry)
            for each in steps
        ])  # fmt: skip


OF_PEOPLE = """
SELECT s.person, s.key, s.what, s.means, s.made, s.outcome, s.side, s.how
FROM unnest(%s::text[], %s::timestamptz[]) AS each(person, since)
JOIN line_step AS s ON s.case_id = %s AND s.person = each.person AND s.made >= each.since
WHERE s.means <> 'mail'
"""


def steps_of(
    case: Case, people: Sequence[str], since: Sequence[datetime]
) -> Sequence[tuple[Any, ...]]:
    """What was sent to some people, of each since a moment of theirs: columns as `OF_PEOPLE`."""
    if not people:
        return []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(OF_PEOPLE, [list(people), list(since), case.pk])
            return list(cursor.fetchall())
    steps = Step.objects.filter(case=case, person__in=people, made__gte=min(since))
    return list(steps.exclude(means="mail").values_list(
        "person", "key", "what", "means", "made", "outcome", "side", "how"
    ))  # fmt: skip


STEP_COLUMNS = (
    ("id", "bigint"), ("carrier", "text"), ("entry", "text"), ("claim", "text"),
    ("claimed", "timestamptz"), ("after", "timestamptz"), ("sent", "timestamptz"),
    ("over", "timestamptz"), ("outcome", "text"), ("side", "text"), ("how", "text"),
)  # fmt: skip
OWN = 3
"""So many of these are each step's own; the rest many steps have in common."""
_SET = ", ".join(
    f'"{name}" = {"own" if n < OWN else "v"}."{name}"'
    for n, (name, _) in enumerate(STEP_COLUMNS) if n
)  # fmt: skip
_OWN_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in STEP_COLUMNS[:OWN])
_OWN_NAMES = ", ".join(f'"{name}"' for name, _ in STEP_COLUMNS[:OWN])
_STEP_ARRAYS = ", ".join(f"%s::{kind}[]" for _, kind in STEP_COLUMNS[OWN:])
_STEP_NAMES = ", ".join(f'"{name}"' for name, _ in STEP_COLUMNS[OWN:])
NOTED = (
    f"UPDATE line_step AS s SET {_SET} "  # noqa: S608
    f"FROM unnest({_OWN_ARRAYS}, %s::int[]) AS own({_OWN_NAMES}, n) "
    f"JOIN unnest(%s::int[], {_STEP_ARRAYS}) AS v(n, {_STEP_NAMES}) ON v.n = own.n "
    "WHERE s.id = own.id"
)


def write_steps(steps: Sequence[Step]) -> None:
    """Write what became of steps that are locked by whoever writes."""
    if not steps:
        return
    names = [name for name, _ in STEP_COLUMNS]
    if connection.vendor != "postgresql":
        Step.objects.bulk_update(steps, names[1:], batch_size=50)
        return
    rows = [tuple(getattr(each, name) for name in names) for each in steps]
    apart, common = _apart(rows, OWN)
    with connection.cursor() as cursor:
        cursor.execute(NOTED, [*apart, *common])


CLAIMED = """
UPDATE line_step SET claim = %s, claimed = %s WHERE id = ANY(ARRAY(
  SELECT id FROM line_step WHERE case_id = %s AND means = %s AND claimed IS NULL AND "over" IS NULL
    AND "after" <= %s ORDER BY "after" LIMIT %s FOR UPDATE SKIP LOCKED
)) RETURNING *
"""


def claim_steps(case: Case, means: str, mine: str, now: datetime, most: int) -> list[Step]:
    """Take steps that nobody has, in one statement; those that others are taking are passed over.

    Args:
        case: The case.
        means: What they are to be reached by.
        mine: What the claim is known by.
        now: The moment, as the case has the time.
        most: How many at most.
    """
    found = Step.objects.raw(CLAIMED, [mine, now, case.pk, means, now, most])
    return sorted(found, key=lambda step: (step.after, step.pk))
