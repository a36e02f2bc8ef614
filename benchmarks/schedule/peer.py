"""A queue as most would write it, for comparison: rows claimed and moved on, and nothing done.

One row at a time is how a task queue on PostgreSQL claims its jobs: `UPDATE … WHERE id = (SELECT …
FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING`. Portions of 500 the same way are as quick as any queue
on this database could be, since nothing else is done.
"""

from __future__ import annotations

import multiprocessing
import time
from datetime import UTC, datetime, timedelta

import psycopg

ROWS = 200_000
TABLE = """
DROP TABLE IF EXISTS peer;
CREATE TABLE peer (id bigserial PRIMARY KEY, case_id bigint, person text, at timestamptz,
  turn bigint, schedule text);
INSERT INTO peer (case_id, person, at, turn, schedule)
  SELECT 1, 'S-' || n, now(), 0, repeat('x', 80) FROM generate_series(1, %s) n;
CREATE INDEX ON peer (case_id, at);
ANALYZE peer;
"""
CLAIM = """
UPDATE peer SET at = at + interval '7 days', turn = turn + 1 WHERE id IN (
  SELECT id FROM peer WHERE case_id = 1 AND at <= %s ORDER BY at LIMIT {} FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def _work(address: str, most: int, until: float, done: multiprocessing.Queue[int]) -> None:
    count, now = 0, datetime.now(UTC) + timedelta(hours=1)
    with psycopg.connect(address, autocommit=True) as link:
        while time.monotonic() < until:
            found = link.execute(CLAIM.format(most), [now]).rowcount
            if not found:
                now += timedelta(days=7)
            count += found
    done.put(count)


def measure(address: str, most: int, *, processes: int = 2, seconds: float = 10) -> float:
    """Rows claimed a second by some processes, in portions of `most`."""
    with psycopg.connect(address, autocommit=True) as link:
        for statement in TABLE.split(";\n"):
            if statement.strip():
                link.execute(statement, [ROWS] if "%s" in statement else None)
    done: multiprocessing.Queue[int] = multiprocessing.Queue()
    until = time.monotonic() + seconds
    workers = [
        multiprocessing.Process(target=_work, args=(address, most, until, done))
        for _ in range(processes)
    ]
    for each in workers:
        each.start()
    count = sum(done.get() for _ in workers)
    for each in workers:
        each.join()
    return count / seconds
