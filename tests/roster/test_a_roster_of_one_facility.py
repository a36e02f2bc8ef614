"""A roster of one facility says nothing of who is held at the others."""

from __future__ import annotations

import datetime as dt
import itertools

import polars as pl
import pytest

from drawdown.roster.reconcile import HISTORY, Snapshot, Told, last_seen, reconcile
from drawdown.roster.roster import Kind

MAY = dt.date(2020, 5, 1)


def roster(
    day: int, held: dict[str, str], *places: str, kind: Kind = "daily", since: dt.date = MAY
) -> Snapshot:
    rows = [
        {"person": person, "facility": facility, "book_in": since, "source": f"r{day}{places}",
         "row": n}
        for n, (person, facility) in enumerate(held.items(), start=2)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema={n: HISTORY[n] for n in (*HISTORY,) if n not in
                                       ("book_out", "exit", "authority", "reason")})  # fmt: skip
    blank = [pl.lit(None, dtype=t).alias(n) for n, t in HISTORY.items() if n not in frame.columns]
    told = frame.with_columns(blank).select(list(HISTORY))
    return Snapshot(MAY + dt.timedelta(day), kind, told, frozenset(places) or None)


def ends(history: pl.DataFrame) -> dict[tuple[str, str], tuple[int | None, str | None]]:
    return {
        (person, facility): ((out - MAY).days if out else None, exit_)
        for person, facility, out, exit_ in history.select(
            "person", "facility", "book_out", "exit"
        ).iter_rows()
    }


@pytest.mark.parametrize("kind", ["daily", "stays"])
def test_who_is_held_elsewhere_stays_held(kind: Kind) -> None:
    history = reconcile([
        roster(10, {"a": "k", "b": "k", "c": "g"}, kind=kind),
        roster(11, {"a": "k"}, "k", kind=kind),
    ])  # fmt: skip
    assert ends(history) == {
        ("a", "k"): (None, None), ("b", "k"): (11, "unexplained"), ("c", "g"): (None, None),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["daily", "stays"])
def test_who_is_listed_at_another_facility_was_moved_there(kind: Kind) -> None:
    later = roster(11, {"c": "k"}, "k", kind=kind, since=MAY + dt.timedelta(11))
    history = reconcile([roster(10, {"a": "k", "c": "g"}, kind=kind), later])
    assert ends(history) == {
        ("a", "k"): (11, "unexplained"), ("c", "g"): (11, "transfer"), ("c", "k"): (None, None),
    }  # fmt: skip


def test_lists_of_each_facility_on_one_day_are_one_list_of_all() -> None:
    first = roster(10, {"a": "k", "b": "k", "c": "g"})
    whole = roster(11, {"a": "g", "c": "g"}, since=MAY + dt.timedelta(11))
    parts = [roster(11, {}, "k"), roster(11, {"a": "g", "c": "g"}, "g",
                                         since=MAY + dt.timedelta(11))]  # fmt: skip
    assert ends(reconcile([first, *parts])) == ends(reconcile([first, whole]))


def test_a_return_is_told_by_when_the_facility_was_last_spoken_of() -> None:
    """Who is back at k since day 11 had left: k was last listed on day 10, though g on day 12."""
    history = reconcile([
        roster(10, {"a": "k"}, "k"), roster(12, {"c": "g"}, "g"),
        roster(13, {"a": "k"}, "k", since=MAY + dt.timedelta(11)),
    ])  # fmt: skip
    assert history.filter(pl.col("person") == "a").height == 2


def test_carried_on_it_is_as_if_all_were_read_again() -> None:
    lists = [
        roster(10, {"a": "k", "b": "k", "c": "g"}), roster(11, {"a": "k"}, "k"),
        roster(12, {"b": "g", "c": "g"}, "g"),
        roster(13, {"a": "k", "d": "k"}, "k", since=MAY + dt.timedelta(12)),
    ]  # fmt: skip
    for at in (1, 2, 3):
        before = Told(lists[at - 1].day, reconcile(lists[:at]), last_seen(lists[:at]))
        assert reconcile(lists[at:], before).equals(reconcile(lists))


def test_the_order_of_loading_does_not_matter() -> None:
    lists = [
        roster(10, {"a": "k", "c": "g"}), roster(11, {"a": "k"}, "k"),
        roster(11, {"c": "g", "e": "g"}, "g"), roster(12, {"e": "k"}, "k"),
    ]  # fmt: skip
    first = reconcile(lists)
    for some in itertools.permutations(lists):
        assert reconcile(list(some)).equals(first)
