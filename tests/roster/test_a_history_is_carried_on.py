"""What earlier rosters tell together is carried on by later ones, as if all were read again."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.reconcile import HISTORY, Snapshot, Told, last_seen, reconcile

START = dt.date(2020, 5, 1)
PEOPLE = ("a", "b", "c", "d")
PLACES = ("krome", "glades")


def days(least: int, most: int) -> st.SearchStrategy[dt.date]:
    return st.integers(least, most).map(lambda n: START + dt.timedelta(days=n))


@st.composite
def lists(draw: st.DrawFn, day: dt.date) -> Snapshot:
    rows = []
    for n, person in enumerate(draw(st.lists(st.sampled_from(PEOPLE), unique=True)), start=1):
        book_in = draw(st.none() | days(-3, (day - START).days))
        rows.append({"person": person, "facility": draw(st.sampled_from(PLACES)),
                     "book_in": book_in, "source": f"r{day}", "row": n})  # fmt: skip
    frame = pl.DataFrame(rows, schema={k: v for k, v in HISTORY.items() if rows and k in rows[0]}
                         if rows else HISTORY)  # fmt: skip
    missing = [pl.lit(None, dtype=t).alias(n) for n, t in HISTORY.items() if n not in frame.columns]
    return Snapshot(day, "daily", frame.with_columns(missing).select(list(HISTORY)))


@st.composite
def sequences(draw: st.DrawFn) -> list[Snapshot]:
    days_ = sorted(draw(st.lists(st.integers(0, 9), min_size=2, max_size=6, unique=True)))
    return [draw(lists(START + dt.timedelta(days=n))) for n in days_]


@given(sequences(), st.data())
def test_carried_on_from_any_day_it_is_the_same(
    snapshots: list[Snapshot], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(snapshots) - 1))
    earlier, later = snapshots[:at], snapshots[at:]
    before = Told(earlier[-1].day, reconcile(earlier), last_seen(earlier))
    assert reconcile(later, before).equals(reconcile(snapshots))


def test_a_roster_of_an_earlier_day_cannot_be_carried_on_to() -> None:
    nothing = pl.DataFrame(schema=HISTORY)
    with pytest.raises(ValueError, match="not later"):
        reconcile([Snapshot(START, "daily", nothing)], Told(START, nothing, {}))
