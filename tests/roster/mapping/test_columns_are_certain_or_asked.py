"""A known name is certain; a likeness is asked about; a profile answers for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.mapping.profile import profile_text, read_profile

NYC = [
    "INMATEID", "ADMITTED_DT", "DISCHARGED_DT", "CUSTODY_LEVEL", "BRADH", "RACE", "GENDER", "AGE",
    "INMATE_STATUS_CODE", "SEALED", "SRG_FLG", "TOP_CHARGE", "INFRACTION",
]  # fmt: skip


def test_new_york_citys_daily_list_is_known(write_csv: Callable[..., Path]) -> None:
    row = ["20019", "2020-05-01T09:30:00", "", "MIN", "N", "B", "M", "40", "DE", "N", "N", "", "N"]
    roster = read_roster(write_csv([NYC, row]))
    assert roster.columns == {
        "person": "INMATEID",
        "book_in": "ADMITTED_DT",
        "book_out": "DISCHARGED_DT",
        "gender": "GENDER",
        "age": "AGE",
    }
    assert all(s.certain for s in roster.mapping)


def test_an_uncertain_column_is_refused_with_the_answer(write_csv: Callable[..., Path]) -> None:
    path = write_csv([["Person ID", "Facility", "Booked In Dte"], ["1", "A", "2020-05-01"]])
    with pytest.raises(RosterError) as raised:
        read_roster(path)
    message = str(raised.value)
    assert message.startswith("roster.csv: column 'Booked In Dte' may be book_in (confidence 0.")
    assert "--map 'Booked In Dte=book_in'" in message
    confirmed = read_roster(path, ReadOptions(confirmed={"Booked In Dte": "book_in"}))
    assert confirmed.account.used == 1
    accepted = read_roster(path, ReadOptions(accept=True))
    assert accepted.facts.equals(confirmed.facts)


def test_a_projected_release_is_no_release(write_csv: Callable[..., Path]) -> None:
    header = ["Person ID", "Facility", "Book In Date", "Projected Release Date", "Court Date"]
    roster = read_roster(write_csv([header, ["1", "A", "2020-05-01", "2020-06-01", "2020-06-02"]]))
    assert "book_out" not in roster.columns
    assert roster.kind == "daily"


def test_a_name_like_a_date_without_dates_is_left_alone(write_csv: Callable[..., Path]) -> None:
    header = ["Person ID", "Facility", "Book In Date", "Booking Dates Officer"]
    roster = read_roster(write_csv([header, ["1", "A", "2020-05-01", "Sgt. Doe"]]))
    assert [s.field for s in roster.mapping] == ["person", "facility", "book_in", None]


def test_two_columns_for_one_date_are_asked_about(write_csv: Callable[..., Path]) -> None:
    header = ["Person ID", "Facility", "Booking Date", "Admission Date"]
    path = write_csv([header, ["1", "A", "2020-05-01", "2020-05-02"]])
    with pytest.raises(RosterError, match="column 'Booking Date' may be book_in"):
        read_roster(path)
    read_roster(path, ReadOptions(confirmed={"Booking Date": "book_in"}))


def test_a_profile_is_small_reviewable_and_checked(
    write_csv: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_csv([["Bk In", "Who", "Where"], ["03/04/2020", "1", "A"]])
    options = ReadOptions(
        confirmed={"Bk In": "book_in", "Who": "person", "Where": "facility"}, date_order="dmy"
    )
    first = read_roster(path, options)
    text = profile_text(list(first.mapping), source=path.name, date_order=first.date_order)
    assert text.splitlines()[2:] == [
        "[columns]", '"Bk In" = "book_in"', '"Who" = "person"', '"Where" = "facility"', "",
        "[dates]", '"Bk In" = "dmy"',
    ]  # fmt: skip
    profile = tmp_path / "p.toml"
    profile.write_text(text)
    again = read_roster(path, ReadOptions(profile=read_profile(profile)))
    assert again.facts.equals(first.facts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[columns]\n"A" = "facilty"', "unknown field 'facilty'; did you mean 'facility'?"),
        ('[colums]\n"A" = "facility"', r"unknown table \[colums\]; did you mean 'columns'?"),
        ('[columns]\n"A" = "person"\n"B" = "person"', "two columns are both 'person'"),
        ('[dates]\n"A" = "ymd"', "expected mdy or dmy"),
        ('[file]\nkind = "weekly"', "expected stays or daily"),
        ("[columns", "is not a profile"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(text)
    with pytest.raises(RosterError, match=says):
        read_profile(path)


def test_a_profile_for_another_file_says_so(write_csv: Callable[..., Path], tmp_path: Path) -> None:
    profile = tmp_path / "p.toml"
    profile.write_text('[columns]\n"Book In Dates" = "book_in"\n')
    path = write_csv([["Person ID", "Book In Date"], ["1", "2020-05-01"]])
    with pytest.raises(RosterError, match=r"no column 'Book In Dates'.*mean 'Book In Date'"):
        read_roster(path, ReadOptions(profile=read_profile(profile)))
