"""Text files in any delimiter and encoding, every record counted apart from the parser."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import read_roster
from drawdown.roster.reading.delimited import read_delimited
from drawdown.roster.reading.text import plain_text

HEADER = ["Person ID", "Facility", "Book In Date", "Name"]
ROWS = [["1", "Centro Ñuñoa", "2020-05-01", "José"], ["2", "Krome", "2020-05-02", "Zoë"]]


def text(delimiter: str, end: str = "\n") -> str:
    return end.join(delimiter.join(row) for row in [HEADER, *ROWS]) + end


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_end(
    tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    path = tmp_path / "roster.txt"
    path.write_bytes(text(delimiter, end).encode(encoding))
    roster = read_roster(path)
    assert roster.account.used == 2
    assert roster.facts["facility"].to_list() == ["Centro Ñuñoa", "Krome"]
    assert roster.cells["Name"].to_list() == ["José", "Zoë"]


def test_one_odd_letter_late_in_a_long_file_is_read(tmp_path: Path) -> None:
    lines = [f"{i},Krome,2020-05-01,Ana" for i in range(30_000)]
    content = "\n".join([",".join(HEADER), *lines, "x,Krome,2020-05-01,Núñez"])
    path = tmp_path / "late.csv"
    path.write_bytes(content.encode("cp1252"))
    assert read_roster(path).cells["Name"][-1] == "Núñez"


def test_quoted_line_ends_and_delimiters_stay_in_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "quoted.csv"
    path.write_text('Person ID,Facility,Book In Date\n1,"Krome,\nMiami",2020-05-01\n2,B,2020-05-01')
    roster = read_roster(path)
    assert roster.facts["facility"].to_list() == ["Krome,\nMiami", "B"]
    assert roster.account.read == 3


def test_a_row_with_too_many_cells_is_set_aside(tmp_path: Path) -> None:
    good = "\n".join(f"{i},Krome,2020-05-01,Doe" for i in range(40))
    path = tmp_path / "long.csv"
    path.write_text(f"{','.join(HEADER)}\n{good}\n41,Krome,2020-05-01,Doe, Jane\n")
    roster = read_roster(path)
    assert roster.account.used == 40
    assert roster.set_aside[0].row == 42
    assert roster.set_aside[0].reason == "has 5 cells where the header has 4; cells have moved"


def test_columns_of_any_name_are_read(tmp_path: Path) -> None:
    names = ["Person ID", "Facility", "Book In Date", "*", "^.*$", "Note", "Note (2)", "Note"]
    path = tmp_path / "odd.csv"
    path.write_text(f"{','.join(names)}\n1,Krome,2020-05-01,a,b,c,d,e\n")
    read = read_roster(path).cells
    assert read.columns[3:8] == [
        "column 4 (*)", "column 5 (^.*$)", "Note", "Note (2)", "Note (3)",
    ]  # fmt: skip
    assert list(read.row(0)[3:8]) == ["a", "b", "c", "d", "e"]


def test_stray_quotes_do_not_swallow_rows(tmp_path: Path) -> None:
    path = tmp_path / "stray.csv"
    path.write_text(f'{",".join(HEADER)}\n1,Krome,2020-05-01,6" Joe\n2,Krome,2020-05-02,Ann\n')
    roster = read_roster(path)
    assert roster.account.used == 2
    assert roster.cells["Name"].to_list() == ['6" Joe', "Ann"]


def test_what_is_no_roster_is_refused_in_one_line(tmp_path: Path) -> None:
    for name, content, says in [
        ("a.csv", b"", "the file is empty"),
        ("b.csv", b"%PDF-1.7 ...", "is a PDF"),
        ("c.xls", b"<html><table>", "is a web page"),
        ("d.csv", b"1,2,3\n4,5,6\n", "no header row found"),
        ("e.xlsx", b"PK\x03\x04 cut off", "cut off or damaged"),
        ("f.csv", b"Colour,Taste\nred,sweet\nblue,sour\n", "no column says who, where"),
        ("g.csv", b"a\x00b,\x00\n1,2\n", "holds zero bytes"),
    ]:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(RosterError, match=says) as raised:
            read_roster(path)
        assert "\n" not in str(raised.value)
        assert str(raised.value).count(name) >= 1


cell = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=9
)


@given(st.lists(st.lists(cell, min_size=2, max_size=5), min_size=1, max_size=12))
def test_what_csv_writes_is_read_back_record_for_record(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    sheet = read_delimited(buffer.getvalue().encode(), "x.csv", delimiter=",")
    assert sheet.height == len(rows)
    for row, found in zip(rows, sheet.cells.rows(), strict=True):
        kept = [c if c else None for c in row]
        assert list(found[: len(kept)]) == kept[: len(found)]


@given(st.binary(min_size=1, max_size=200))
def test_no_bytes_bring_a_traceback(content: bytes) -> None:
    try:
        plain = plain_text(content, "x.csv").content
        read_delimited(plain or b"x", "x.csv")
    except RosterError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is fine
