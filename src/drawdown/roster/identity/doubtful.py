"""Joins that may be right and are not made: a person decides."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

ALIKE = 90  # of 100: names that differ by a letter or by their order
UNLIKE = 60


@dataclass(frozen=True)
class Doubt:
    """Two keys that may be one person, or one key that may be two people, and why."""

    old: str
    new: str
    why: str


def doubtful_joins(gone: pl.DataFrame, come: pl.DataFrame) -> list[Doubt]:
    """Return pairs of people of one roster only who may be the same.

    Both frames have column person, and facility, book_in, name and birth where the files say them.
    Each person of `gone` is paired at most once for each reason.
    """
    found = [*_same_digits(gone, come), *_same_birth(gone, come), *_all_but_key(gone, come)]
    unique: dict[tuple[str, str], Doubt] = {}
    for doubt in found:
        unique.setdefault((doubt.old, doubt.new), doubt)
    return list(unique.values())


def one_key_two_people(both: pl.DataFrame) -> list[Doubt]:
    """Return people joined by key whose name and birth date both differ.

    Name, name_new, birth, birth_new.
    """
    from rapidfuzz import fuzz

    found = []
    other = both.filter((pl.col("birth") != pl.col("birth_new")).fill_null(False))
    for row in other.iter_rows(named=True):
        names = row["name"], row["name_new"]
        if None in names or fuzz.token_sort_ratio(*names, processor=str.lower) < UNLIKE:
            why = "one key, but another name and birth date" if None not in names else None
            why = why or "one key, but another birth date"
            found.append(Doubt(row["person"], row["person"], why))
    return found


def _same_digits(gone: pl.DataFrame, come: pl.DataFrame) -> list[Doubt]:
    bare = pl.col("person").str.replace(r"^[A-Z]{0,2}0*", "").alias("bare")
    pairs = gone.with_columns(bare).join(come.with_columns(bare), on="bare", suffix="_new")
    pairs = pairs.filter((pl.col("person") != pl.col("person_new")) & (pl.col("bare") != ""))
    why = "the keys differ only in leading zeros or letters"
    return [Doubt(o, n, why) for o, n in pairs.select("person", "person_new").iter_rows()]


def _same_birth(gone: pl.DataFrame, come: pl.DataFrame) -> list[Doubt]:
    from rapidfuzz import fuzz

    pairs = gone.drop_nulls(["birth", "name"]).join(
        come.drop_nulls(["birth", "name"]), on="birth", suffix="_new"
    )
    found = []
    for row in pairs.iter_rows(named=True):
        score = fuzz.token_sort_ratio(row["name"], row["name_new"], processor=str.lower)
        if score >= ALIKE:
            found.append(
                Doubt(row["person"], row["person_new"], "the same birth date and a like name")
            )
    return found


def _all_but_key(gone: pl.DataFrame, come: pl.DataFrame) -> list[Doubt]:
    on = ["facility", "book_in", "birth"]
    pairs = gone.drop_nulls(on).join(come.drop_nulls(on), on=on, suffix="_new")
    why = "the same facility, book-in and birth under another key"
    return [Doubt(o, n, why) for o, n in pairs.select("person", "person_new").iter_rows()]
