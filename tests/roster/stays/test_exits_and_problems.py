"""How each detention ended, by what follows and by what is stated, and what cannot be true."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.stays.chain import chain_stays
from drawdown.roster.stays.reasons import EXIT_KINDS, classify_reason

Make = Callable[..., pl.DataFrame]


def test_what_follows_tells_a_transfer_from_a_release(facts: Make) -> None:
    stays = chain_stays(
        facts(
            ("P1", "A", "2020-01-01", "2020-01-10", "Transferred"),
            ("P1", "B", "2020-01-10", "2020-01-20", "Paroled"),
            ("P2", "A", "2020-01-01", "2020-01-10", None),
            ("P2", "B", "2020-01-11", None, None),
        )
    )
    rows = stays.detentions.select("exit", "authority", "next_facility").rows()
    assert rows == [
        ("transfer", None, "B"),
        ("release", "parole_212d5", None),
        ("transfer", None, "B"),
        (None, None, None),
    ]
    assert stays.stays["detentions"].to_list() == [2, 2]
    assert stays.problems.is_empty()


def test_where_statement_and_sequel_disagree_both_are_shown(facts: Make) -> None:
    stays = chain_stays(
        facts(
            ("P1", "A", "2020-01-01", "2020-01-10", "Paroled"),
            ("P1", "B", "2020-01-10", None, None),
            ("P2", "A", "2020-01-01", "2020-01-10", "Transferred"),
        )
    )
    assert stays.detentions["exit"].to_list() == ["transfer", None, "transfer"]
    assert stays.problems["says"].to_list() == [
        "stated 'Paroled', but followed by B",
        "stated 'Transferred', but nothing follows in this file",
    ]


def test_a_release_and_a_return_to_the_same_place_are_two_stays(facts: Make) -> None:
    stays = chain_stays(
        facts(
            ("P1", "A", "2020-01-01", "2020-01-10", "Bonded Out - IJ"),
            ("P1", "A", "2020-01-10", None, None),
        )
    )
    assert stays.stays["exit"].to_list() == ["release", None]


def test_an_unknown_reason_stays_unexplained(facts: Make) -> None:
    stays = chain_stays(facts(("P1", "A", "2020-01-01", "2020-01-10", "Code 17")))
    assert stays.detentions["exit"].to_list() == ["unexplained"]


def test_an_overlap_is_shown_and_the_person_returns(facts: Make) -> None:
    stays = chain_stays(
        facts(
            ("P1", "A", "2020-01-01", "2020-01-30", "Order of supervision"),
            ("P1", "Hospital", "2020-01-10", "2020-01-12", None),
        )
    )
    assert stays.detentions["exit"].to_list() == ["release", "transfer"]
    assert stays.stays["last_facility"].to_list() == ["A"]
    assert stays.problems["kind"].to_list() == ["overlap"]
    assert stays.problems["other_row"].to_list() == [2]


def test_a_blank_book_out_before_the_next_book_in_is_ended_and_shown(facts: Make) -> None:
    stays = chain_stays(
        facts(("P1", "A", "2020-01-01", None, None), ("P1", "B", "2020-03-01", None, None))
    )
    assert stays.detentions["book_out"].cast(pl.String).to_list() == ["2020-03-01", None]
    assert stays.problems["kind"].to_list() == ["open_then_next"]


def test_a_stay_whose_beginning_is_missing_is_an_orphan(facts: Make) -> None:
    frame = facts(
        ("P1", "B", "2020-02-01", "2020-02-10", None), ("P2", "A", "2020-02-01", "2020-03-10", None)
    )
    day = pl.lit("2020-01-01").str.to_date()
    frame = frame.with_columns(
        pl.when(pl.col("person") == "P1").then(day).otherwise("book_in").alias("stay_book_in"),
        pl.when(pl.col("person") == "P2")
        .then(pl.lit("2020-03-01").str.to_date())
        .alias("stay_book_out"),
    )
    assert chain_stays(frame).problems.select("person", "kind").rows() == [
        ("P1", "orphan"),
        ("P2", "outside_stay"),
    ]


@pytest.mark.parametrize(
    ("reason", "kind", "authority"),
    [
        ("Paroled", "release", "parole_212d5"),
        ("Paroled - Fear Found", "release", "parole_212d5"),
        ("Conditional Parole", "release", "conditional_parole_236a"),
        ("Bonded Out - Field Office", "release", "bond_236a"),
        ("Order of recognizance", "release", "order_of_recognizance"),
        ("Order of Supervision - No SLRRFF", "release", "order_of_supervision"),
        ("Relief Granted by IJ", "release", "relief_granted"),
        ("Proceedings Terminated", "release", "proceedings_terminated"),
        ("Released", "release", "unknown"),
        ("Removed", "removal", ""),
        ("Voluntary departure", "removal", ""),
        ("Transferred", "transfer", ""),
        ("Died", "death", ""),
        ("Escaped", "other", ""),
        ("U.S. Marshals or other agency (explain in Detention Comments)", "other", ""),
        ("Processing Disposition Changed Locally", "other", ""),
    ],
)
def test_the_stated_reasons_of_released_records(reason: str, kind: str, authority: str) -> None:
    stated = classify_reason(reason)
    assert stated is not None
    assert (stated.kind, stated.authority) == (kind, authority)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["P1", "P2"]),
            st.sampled_from("AB"),
            st.integers(1, 20),
            st.none() | st.integers(0, 9),
            st.sampled_from([None, "Transferred", "Paroled", "Removed", "?"]),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_every_ended_detention_has_exactly_one_exit(
    facts: Make, rows: list[tuple[str, str, int, int | None, str | None]]
) -> None:
    made = [
        (p, f, f"2020-01-{b:02}", None if n is None else f"2020-01-{b + n:02}", r)
        for p, f, b, n, r in rows
    ]
    stays = chain_stays(facts(*made))
    assert stays.detentions.height == len(rows)
    ended = stays.detentions.filter(pl.col("book_out").is_not_null())
    assert ended["exit"].is_in(EXIT_KINDS).all()
    assert ended.height + stays.detentions["exit"].null_count() == len(rows)
    people = stays.detentions.group_by("stay").agg(pl.col("person").n_unique())
    assert (people["person"] == 1).all()
    # A person is open at most once: what was left open before is ended by what follows.
    still = stays.detentions.filter(pl.col("book_out").is_null())
    assert still["person"].is_unique().all()
