"""Three workbooks such as agencies send, made to be awful."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster
from drawdown.roster.mapping.profile import profile_text, read_profile
from drawdown.roster.roster import Roster

D = dt.date


def workbook() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """Two header rows with merged groups, facilities merged down, a totals row, trailing notes."""
    book, sheet = workbook()
    sheet.append(["Detained persons by facility (made-up people)"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["Facility", "Person ID", "Stay", None, "Detention", None, "Release Reason"])
    sheet.append([None, None, "Book In Date", "Book Out Date", "Book In Date", "Book Out Date"])
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("E3:F3")
    for column in "ABG":
        sheet.merge_cells(f"{column}3:{column}4")
    may = D(2020, 5, 1)
    sheet.append(["Krome", "A-001", may, None, may, D(2020, 5, 9), "Transferred"])
    sheet.append([None, "A-002", may, None, may, None, None])
    sheet.append([None, "A-003", may, None, may, None, None])
    sheet.merge_cells("A5:A7")
    sheet.append(["Glades", "A-001", may, None, D(2020, 5, 9), None, None])
    sheet.append([None, "A-004", may, None, may, None, None])
    sheet.merge_cells("A8:A9")
    sheet.append(["Total", 5])
    sheet.append([])
    sheet.append(["* Persons under 18 are not listed."])
    sheet.append(["Prepared by the field office"])
    path = tmp_path / "merged.xlsx"
    book.save(path)
    return path


@pytest.fixture
def three_formats(tmp_path: Path) -> Path:
    """Dates as text in three formats, as day numbers and as dates.

    Numbers as text; hidden sheets.
    """
    book, sheet = workbook()
    sheet.title = "Roster"
    sheet.append(["As of 2020-05-31"])
    sheet.append(["Inmate ID", "Facility", "Booking Date", "Release Date", "Sex"])
    sheet.append([1001, "Main Jail", "05/14/2020", None, "M"])
    sheet.append(["1002", "Main Jail", "14-May-2020", "2020-05-20", "F"])
    sheet.append([1003.0, "Main Jail", "May 3, 2020", "N/A", "M"])
    sheet.append(["1004", "Annex", 43952, None, "M"])  # 2020-05-01 as Excel counts days
    sheet.append([1005, "Annex", dt.datetime(2020, 5, 2, 13, 5), None, "F"])  # noqa: DTZ001
    sheet.append([1006, "Annex", "soon", None, "F"])
    sheet.append(["Inmate ID", "Facility", "Booking Date", "Release Date", "Sex"])
    sheet.append([1007, "Annex", "05/15/2020", None, "F"])
    sheet.append([None, None, None, "Grand Total: 7"])
    old = book.create_sheet("Old")
    old.sheet_state = "hidden"
    old.append(["Inmate ID", "Facility", "Booking Date", "Release Date"])
    old.append([9999, "Main Jail", "2001-01-01", None])
    codes = book.create_sheet("Codes")
    codes.append(["Facility", "County"])
    codes.append(["Main Jail", "Lake"])
    path = tmp_path / "formats.xlsx"
    book.save(path)
    return path


@pytest.fixture
def off_corner(tmp_path: Path) -> Path:
    """A table that begins in column C, row 8, with a blank column.

    Blank rows and an unnamed one.
    """
    book, sheet = workbook()
    for i, label in enumerate(
        ["Detainee Number", None, "Facility", "Admit Date", "Discharge Date"]
    ):
        sheet.cell(8, 3 + i, label)
    rows = [
        ("0012", None, "North", "2020-01-31", "2020-02-01"),
        (None, None, None, None, None),
        ("0013", None, "North", "2020-01-31", None, "moved from C wing"),
        ("0014", None, "South", None, None),
        ("Subtotal", None, 3, None, None),
        ("0015", None, "South", "2020-02-02", None),
        ("END OF REPORT", None, None, None, None),
    ]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.cell(9 + r, 3 + c, value)
    path = tmp_path / "corner.xlsx"
    book.save(path)
    return path


def by_profile(roster: Roster, path: Path) -> Roster:
    profile = path.with_suffix(".toml")
    text = profile_text(list(roster.mapping), source=path.name, date_order=roster.date_order)
    profile.write_text(text, encoding="utf-8")
    return read_roster(path, ReadOptions(profile=read_profile(profile)))


def test_merged_cells_two_header_rows_totals_and_notes(merged: Path) -> None:
    roster = read_roster(merged)
    assert roster.account.as_dict() == {"read": 13, "used": 5, "set_aside": 0, "not_data": 8}
    assert [n.what for n in roster.not_data] == [
        *("preamble", "preamble", "header", "header"),
        *("totals", "blank", "note", "note"),
    ]
    assert roster.columns == {
        "facility": "Facility",
        "person": "Person ID",
        "stay_book_in": "Stay Book In Date",
        "stay_book_out": "Stay Book Out Date",
        "book_in": "Detention Book In Date",
        "book_out": "Detention Book Out Date",
        "release_reason": "Release Reason",
    }
    assert roster.facts["facility"].to_list() == ["Krome"] * 3 + ["Glades"] * 2
    assert roster.facts["book_out"].to_list() == [D(2020, 5, 9), None, None, None, None]


def test_dates_in_every_form_and_a_hidden_sheet(three_formats: Path) -> None:
    roster = read_roster(three_formats)
    assert roster.account.as_dict() == {"read": 11, "used": 6, "set_aside": 1, "not_data": 4}
    assert roster.facts["person"].to_list() == ["1001", "1002", "1003", "1004", "1005", "1007"]
    assert roster.facts["book_in"].to_list() == [
        *(D(2020, 5, 14), D(2020, 5, 14), D(2020, 5, 3)),
        *(D(2020, 5, 1), D(2020, 5, 2), D(2020, 5, 15)),
    ]
    assert roster.set_aside[0].row == 8
    assert "'soon' is not a date" in roster.set_aside[0].reason
    assert {n.what for n in roster.not_data} == {"preamble", "header", "header again", "totals"}
    assert roster.sheet == "the visible sheet 'Roster' has a roster's header"
    assert any("hidden sheet 'Old'" in remark for remark in roster.remarks)
    assert roster.as_of is not None
    assert roster.as_of.date == D(2020, 5, 31)


def test_a_table_away_from_the_corner(off_corner: Path) -> None:
    roster = read_roster(off_corner)
    assert roster.account.as_dict() == {"read": 15, "used": 3, "set_aside": 1, "not_data": 11}
    assert roster.facts["person"].to_list() == ["0012", "0013", "0015"]
    assert roster.set_aside[0].reason == "book-in is blank"
    assert roster.set_aside[0].row == 12
    whats = [n.what for n in roster.not_data if n.row > 8]
    assert whats == ["blank", "totals", "note"]


@pytest.mark.parametrize("name", ["merged", "three_formats", "off_corner"])
def test_each_reads_the_same_again_by_its_profile(
    name: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(name)
    roster = read_roster(path)
    again = by_profile(roster, path)
    assert again.facts.equals(roster.facts)
    assert again.account == roster.account


def test_a_hidden_sheet_is_read_only_when_named(three_formats: Path) -> None:
    roster = read_roster(three_formats, ReadOptions(sheet="Old"))
    assert roster.facts["person"].to_list() == ["9999"]
    with pytest.raises(RosterError, match=r"has no sheet 'Od'.*did you mean 'Old'"):
        read_roster(three_formats, ReadOptions(sheet="Od"))


def test_two_sheets_that_look_alike_are_asked_about(tmp_path: Path) -> None:
    book, sheet = workbook()
    for target, person in ((sheet, "P1"), (book.create_sheet("Second"), "P2")):
        target.append(["Person ID", "Facility", "Book In Date"])
        target.append([person, "Krome", "2020-05-01"])
    path = tmp_path / "two.xlsx"
    book.save(path)
    with pytest.raises(RosterError, match="2 sheets look like rosters"):
        read_roster(path)
    whole = read_roster(path, ReadOptions(sheet="all"))
    assert whole.facts["person"].to_list() == ["P1", "P2"]
    assert whole.account.as_dict() == {"read": 4, "used": 2, "set_aside": 0, "not_data": 2}
