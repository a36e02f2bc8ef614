"""The published detention stints: 33 columns under five rows of preamble."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.mapping.profile import profile_text, read_profile

PREAMBLE = [
    ["Detention stints (made-up people)"],
    ["Produced under request 2022-0"],
    [""],
    ["Report run: May 20, 2020"],
    [""],
]


@pytest.fixture(params=["csv", "pipe", "xlsx"])
def stints(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    write_csv: Callable[..., Path],
    stint_header: list[str],
    stint: Callable[..., list[str]],
) -> Path:
    rows = [
        stint(person="h1", facility="KROME", into="05/01/2020 09:30", out="05/13/2020 14:00",
              reason="Transferred", stay_in="05/01/2020 09:30", subject="(b)(6)(b)(7)(c)"),
        stint(person="h1", facility="GLADES", into="05/13/2020 18:00", out="",
              stay_in="05/01/2020 09:30", subject="(b)(6)(b)(7)(c)"),
        stint(person="h2", facility="KROME", into="05/02/2020 01:00", out="05/04/2020 10:00",
              reason="Paroled - Humanitarian", stay_in="05/02/2020 01:00"),
        stint(person="h3", facility="KROME", into="06/31/2020", out=""),
        stint(person="", facility="KROME", into="05/14/2020", out=""),
        stint(person="h5", facility="KROME", into="05/20/2020", out="05/01/2020"),
    ]  # fmt: skip
    table = [*PREAMBLE, stint_header, *rows]
    if request.param == "xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in table:
            sheet.append([c or None for c in row])
        path = tmp_path / "stints.xlsx"
        book.save(path)
        return path
    return write_csv(table, "stints.txt", sep="|" if request.param == "pipe" else ",")


def test_every_row_is_accounted_for(stints: Path) -> None:
    roster = read_roster(stints)
    account = roster.account
    assert (account.read, account.used, account.set_aside) == (12, 4, 2)
    assert account.not_data == 6
    assert roster.header_rows == (6,)
    assert [(s.row, s.reason) for s in roster.set_aside] == [
        (10, "column 'Detention Book In Date': '06/31/2020' is not a date; "
             "expected YYYY-MM-DD or MM/DD/YYYY"),
        (12, "book-out 2020-05-01 is before book-in 2020-05-20"),
    ]  # fmt: skip


def test_the_mapping_is_known_from_the_published_names(stints: Path) -> None:
    roster = read_roster(stints)
    assert all(s.certain for s in roster.mapping)
    assert roster.columns == {
        "detention": "Detention ID",
        "stay_book_in": "Stay Book In Date",
        "book_in": "Detention Book In Date",
        "facility": "Detention Facility",
        "facility_code": "Detention Facility Code",
        "book_out": "Detention Book Out Date",
        "release_reason": "Detention Release Reason",
        "stay_book_out": "Stay Book Out Date",
        "stay_release_reason": "Stay Release Reason",
        "gender": "Gender",
        "birth_date": "Birth Date",
        "birth_year": "Birth Year",
        "person": "Anonymized Identifier",
    }


def test_the_day_it_was_run_is_read_from_above_the_header(stints: Path) -> None:
    as_of = read_roster(stints).as_of
    assert as_of is not None
    assert as_of.date == dt.date(2020, 5, 20)
    assert as_of.known_from == "the text above its header"


def test_it_reads_the_same_again_by_its_profile(stints: Path, tmp_path: Path) -> None:
    roster = read_roster(stints)
    path = tmp_path / "stints.toml"
    text = profile_text(list(roster.mapping), source=stints.name, date_order=roster.date_order)
    path.write_text(text, encoding="utf-8")
    again = read_roster(stints, ReadOptions(profile=read_profile(path)))
    assert again.facts.equals(roster.facts)
    assert again.account == roster.account


def test_a_redacted_number_is_a_blank_and_not_one_person(
    write_csv: Callable[..., Path], stint_header: list[str], stint: Callable[..., list[str]]
) -> None:
    row = {"facility": "KROME", "into": "2020-05-01"}
    rows = [stint(subject="(b)(6), (b)(7)(C)", **row), stint(subject="(b)(6)(b)(7)(c)", **row)]
    roster = read_roster(write_csv([stint_header, *rows]))
    assert roster.account.used == 2
    assert not roster.facts["keyed"].any()
    assert roster.facts["person"].n_unique() == 2
