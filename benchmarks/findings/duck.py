"""The same questions as SQL, written by hand for DuckDB, on the same columns.

Only those that one query each can ask: it explains nothing, knows no calendar, no stays of a ruling
and no three-valued answer. What it costs to get the bare numbers is the floor to compare with.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from drawdown.record.record import Record

HELD = """
    SELECT DISTINCT s.person, s.facility, s.date AS arrived FROM stay s
    LEFT JOIN (SELECT person, facility, max(date) AS gone FROM exit
               WHERE date <= $on GROUP BY ALL) e
      ON e.person = s.person AND e.facility = s.facility AND e.gone >= s.date
    WHERE s.date <= $on AND (s.book_out IS NULL OR s.book_out > $on) AND e.person IS NULL
"""

QUERIES = {
    "population": "SELECT facility, max(count) FROM count WHERE date = $on GROUP BY facility",
    "supply": f"""
        SELECT h.facility, count(*), count(g.person) FROM ({HELD}) h
        LEFT JOIN (SELECT DISTINCT person FROM handout
                   WHERE item = 'mask' AND date <= $on AND date > $on - 7) g USING (person)
        GROUP BY h.facility""",
    "screening": f"""
        SELECT h.facility, count(*), count(g.person) FROM ({HELD}) h
        LEFT JOIN (SELECT DISTINCT person FROM screening WHERE date <= $on) g USING (person)
        GROUP BY h.facility""",
    "custody_review": f"""
        SELECT h.facility, f.value, count(*), count(d.person) FROM ({HELD}) h
        LEFT JOIN (SELECT person, max(value) AS value FROM fact
                   WHERE name = 'diabetes' AND date <= $on GROUP BY person) f USING (person)
        LEFT JOIN (SELECT DISTINCT person FROM decision
                   WHERE outcome <> 'deferred' AND date <= $on) d USING (person)
        GROUP BY ALL""",
    "transfer": """
        SELECT t.facility, count(*), count(e.first) FROM transfer t
        LEFT JOIN (SELECT person, min(date) AS first FROM evaluation GROUP BY person) e
          ON e.person = t.person AND e.first < t.date
        WHERE t.date <= $on GROUP BY t.facility""",
    "testing": f"""
        SELECT h.facility, count(*), count(g.person) FROM ({HELD}) h
        LEFT JOIN (SELECT DISTINCT person FROM test
                   WHERE date <= $on AND date > $on - 14) g USING (person)
        GROUP BY h.facility""",
    "cohort": """
        SELECT facility, unit, count(DISTINCT status) FROM (
            SELECT facility, unit, status FROM cohort WHERE date <= $on
            QUALIFY row_number() OVER (PARTITION BY person ORDER BY date DESC, "row" DESC) = 1)
        GROUP BY ALL HAVING count(DISTINCT status) > 1""",
}


def connect(record: Record) -> duckdb.DuckDBPyConnection:
    """A DuckDB database that holds the record's entries as tables of its own."""
    connection = duckdb.connect()
    for kind, frame in record.frames.items():
        connection.register("given", frame.to_arrow())
        connection.execute(f'CREATE TABLE "{kind}" AS SELECT * FROM given')
        connection.unregister("given")
    return connection


def ask(connection: duckdb.DuckDBPyConnection, on: date) -> dict[str, list[Any]]:
    """The answer of each query."""
    return {
        kind: connection.execute(query, {"on": on}).fetchall() for kind, query in QUERIES.items()
    }
