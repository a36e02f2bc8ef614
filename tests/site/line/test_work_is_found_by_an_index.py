"""What there is to do is found as quickly after years as on the first day.

Of hundreds of thousands of steps only a few are not over. Going by its statistics PostgreSQL may
take them to be many, and read all steps for one that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drawdown.site.cases.append import append
from drawdown.site.cases.insert import insert_many
from drawdown.site.cases.models import Case
from drawdown.site.line.looking import is_anybody_due, look_at_some
from drawdown.site.line.models import Due, Step
from drawdown.site.line.noting import settle_lost
from drawdown.site.line.outages import Seen, watch
from drawdown.site.line.sending import claim
from drawdown.site.line.tasks import ask_humans

from .conftest import Days

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)
WORK: dict[str, Callable[[Case], object]] = {
    "somebody is due": lambda case: is_anybody_due(case.pk, NOW),
    "people are looked at": lambda case: look_at_some(case, NOW),
    "texts are claimed": lambda case: claim(case, "text", NOW, 10),
    "humans are asked": lambda case: ask_humans(case, NOW),
    "what a killed sender left is found": lambda case: settle_lost(case, NOW),
    "sends that fail are noticed": lambda case: watch(case, NOW, Seen()),
}


def step(case: Case, number: int, **more: object) -> Step:
    at = NOW - timedelta(minutes=number)
    what = {"means": "text", "claimed": at, "sent": at, "over": at, "outcome": "sent"} | more
    return Step(case=case, key=f"B-{number}/2020-05-01/reminder", person=f"B-{number}",
                what="reminder", day=date(2020, 5, 1), made=at, after=at, claim="x",
                **what)  # fmt: skip


@pytest.fixture
def years(days: Days) -> Case:
    """Many steps, all over but tasks that are open; and many people, of whom none is due."""
    days.enter("decision", date="2020-06-01", person="B-1", outcome="released", reason="it is time",
               authority="parole", decider="A. Quintero", check_in="7 days")  # fmt: skip
    insert_many([step(days.case, number) for number in range(20_000)])
    insert_many([
        step(days.case, number, means="task", over=None, outcome="")
        for number in range(20_000, 23_000)
    ])  # fmt: skip
    insert_many([
        Due(case=days.case, person=f"B-{n}", schedule="x", at=NOW + timedelta(minutes=n + 1))
        for n in range(5_000)
    ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return days.case


@pytest.mark.parametrize("what", WORK)
def test_nothing_reads_every_step_or_every_person(years: Case, what: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        WORK[what](years)
    plans = {each["sql"]: _plan(each["sql"]) for each in asked if _reads(each["sql"])}
    whole = ("Seq Scan on line_step", "Seq Scan on line_due", "SCAN line_step", "SCAN line_due")
    assert plans
    assert not {sql: plan for sql, plan in plans.items() if any(one in plan for one in whole)}


def _reads(sql: str) -> bool:
    """Whether it may read many rows; whether anybody has a schedule the first one tells."""
    tables = '"line_step"' in sql or '"line_due"' in sql
    return sql.startswith("SELECT") and tables and '"schedule" = ' not in sql


def _plan(sql: str) -> str:
    query = "QUERY PLAN " if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}{sql}".replace("%", "%%"), [])
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_all_that_a_killed_sender_left_is_found_in_one_look(days: Days) -> None:
    left = {"over": None, "sent": None, "outcome": ""}
    insert_many([step(days.case, number, **left) for number in range(10, 610)])
    assert settle_lost(days.case, NOW) == 600
    assert Step.objects.filter(case=days.case, outcome="uncertain", side="ours").count() == 600


def test_who_writes_steps_down_does_not_wait_for_who_enters(days: Days) -> None:
    cells = {"date": "2020-06-01", "name": "made up"}
    with CaptureQueriesContext(connection) as asked:
        append(days.case, [("milestone", cells)], by="a test", now=NOW)  # not committed yet
    assert not [each["sql"] for each in asked if each["sql"].endswith(" FOR UPDATE")]
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        assert _shared_by_another(days.case) == (1,)


def _shared_by_another(case: Case) -> object:
    """What the database asks where a row of another table points to the case."""
    import psycopg

    given = connection.get_connection_params()
    names = ("dbname", "user", "host", "port", "password")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}) as other:
        other.execute("SET lock_timeout = '2s'")
        share = "SELECT 1 FROM cases_case WHERE id = %s FOR KEY SHARE"
        return other.execute(share, [case.pk]).fetchone()
