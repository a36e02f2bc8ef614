"""Stays as the record now has them: a table made from entries, for lists and searches.

The table says nothing of its own. Whatever adds a stay, an exit or what takes one back makes the
stays of the people concerned anew, in the same transaction; `make_all_stays` makes all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from drawdown.record.record import Record, View
from drawdown.site.cases.insert import insert_many
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.naming import with_what_replaces
from drawdown.site.cases.orders import terms_of
from drawdown.site.cases.portions import portions

KINDS_OF_STAYS = frozenset({"stay", "exit"})
AT_ONCE = 300


def make_stays_anew(case: Case, rows: Sequence[Row]) -> None:
    """Make the stays anew of everybody whose stays some new rows are about."""
    people = {row.person for row in rows if row.kind in KINDS_OF_STAYS}
    replaced = {row.supersedes for row in rows if row.supersedes}
    for names in portions(sorted(replaced)):
        people |= set(
            Row.objects.filter(case=case, name__in=names, kind__in=KINDS_OF_STAYS).values_list(
                "person", flat=True
            )
        )
    if any(row.kind == "withdrawal" for row in rows) and replaced:
        people |= _people_behind(case, replaced)
    new = _new_people(case, rows, people) if len(people) > AT_ONCE else set()
    if new:
        wanted = [row.seq for row in rows if row.person in new or row.kind == "withdrawal"]
        view = Record(_read(case, wanted), terms_of(case).zone).as_known()
        insert_many(stays_in(case, view))
    for some in portions(sorted(people - new)):
        frames = _frames(case, some)
        Stay.objects.filter(case=case, person__in=some).delete()
        view = Record(frames, terms_of(case).zone).as_known()
        Stay.objects.bulk_create(stays_in(case, view), batch_size=500)


def _new_people(case: Case, rows: Sequence[Row], people: set[str]) -> set[str]:
    """Those of whom nothing was told before these rows: their stays are in these rows alone."""
    first, known = min(row.seq for row in rows), set()
    for some in portions(sorted(people)):
        told = Row.objects.filter(case=case, person__in=some, kind__in=KINDS_OF_STAYS)
        known |= set(told.filter(seq__lt=first).values_list("person", flat=True))
    named = {row.name: row.person for row in rows if row.person}
    for names in portions(sorted(named)):
        replaced = Row.objects.filter(case=case, supersedes__in=names, seq__lt=first)
        known |= {named[name] for name in replaced.values_list("supersedes", flat=True)}
    return people - known


def _read(case: Case, seqs: Sequence[int]) -> dict[str, pl.DataFrame]:
    from drawdown.site.cases.store import frames_of

    return frames_of(case, seqs)


def make_all_stays(case: Case, record: Record) -> int:
    """Make everybody's stays anew from the whole record.

    Returns:
        How many there are.
    """
    Stay.objects.filter(case=case).delete()
    stays = stays_in(case, record.as_known())
    Stay.objects.bulk_create(stays, batch_size=2000)
    return len(stays)


def _people_behind(case: Case, names: set[str]) -> set[str]:
    """The people of the stays that withdrawals of withdrawals, and so on, come down to."""
    found: set[str] = set()
    while names:
        rows: list[tuple[str, str, str]] = []
        for some in portions(sorted(names)):
            told = Row.objects.filter(case=case, name__in=some)
            rows += told.values_list("kind", "person", "supersedes")
        names = set()
        for kind, person, supersedes in rows:
            if kind in KINDS_OF_STAYS:
                found.add(person)
            elif kind == "withdrawal" and supersedes:
                names.add(supersedes)
    return found


def _frames(case: Case, people: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The stays and exits of some people, and everything that takes any of them back."""
    from drawdown.site.cases.store import frames_of

    stays = Row.objects.filter(case=case, person__in=people, kind__in=KINDS_OF_STAYS)
    wanted = with_what_replaces(case, stays)
    return frames_of(case, sorted(wanted))


def stays_in(case: Case, view: View) -> list[Stay]:
    """The stays of everybody in a view, as they were known then; nothing is saved."""
    stays = view.entries("stay").select(
        "person", "facility", "unit", "date", "book_out", "id", "authority",
        pl.col("exit").cast(pl.String),
    ).with_row_index("n")  # fmt: skip
    exits = view.entries("exit").select(
        "person", "facility", pl.col("date").alias("gone"), pl.col("how").cast(pl.String),
        pl.col("authority").alias("under"),
    )  # fmt: skip
    first = (
        stays.select("n", "person", "facility", "date")
        .join(exits, on=["person", "facility"])
        .filter(pl.col("gone") >= pl.col("date"))
        .sort("gone")
        .unique("n", keep="first", maintain_order=True)
        .select("n", "gone", "how", "under")
    )
    joined = stays.join(first, on="n", how="left").with_columns(
        by_exit=pl.col("gone").is_not_null()
        & (pl.col("book_out").is_null() | (pl.col("gone") <= pl.col("book_out")))
    )
    return [
        Stay(
            case=case, person=row["person"][:120], facility=row["facility"], unit=row["unit"][:80],
            book_in=row["date"], left=row["gone"] if row["by_exit"] else row["book_out"],
            how=((row["how"] if row["by_exit"] else row["exit"]) or "")[:16],
            authority=((row["under"] if row["by_exit"] else row["authority"]) or "")[:120],
            entry=row["id"],
        )
        for row in joined.iter_rows(named=True)
    ]  # fmt: skip
