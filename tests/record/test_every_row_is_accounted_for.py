"""Read = used + set aside + not data, whatever the file; what is no file is one line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drawdown.record.entry import KINDS
from drawdown.record.errors import RecordError
from drawdown.record.files import read_csv, read_jsonl

from .making import ANYWHERE, CENTRES, adds_up, counts, csv_text, json_lines, reasons, typed

HEADER = "facility,date,count"
CELL = st.sampled_from(
    ["krome", "2020-05-14", "411", "", " ", '"', ',', "#", "# x", "\n", "\r\n", "\r", "a\nb",
     '"krome"', '"a,b"', '"a\n#b"', "x" * 3000, "é", "\ufeff", "\u2028", "\x1c", "AS NEEDED"]
)  # fmt: skip
LINE = st.lists(CELL, max_size=5).map(",".join)
FILE = st.builds(
    lambda head, lines, end, last: end.join([*head, *lines]) + last,
    st.sampled_from([[HEADER], ["# remark", HEADER], ["", HEADER], [], [HEADER + ",note,,"]]),
    st.lists(LINE | st.just("krome,2020-05-14,411"), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n", "\n\n", "\r\n\r\n"]),
)


def _read(data: bytes) -> None:
    """Read as CSV and as JSON lines; each either adds up or is refused in one line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for read in (lambda: [read_csv(path, KINDS["count"], CENTRES)],
                     lambda: [read_csv(path, KINDS["milestone"], ANYWHERE)],
                     lambda: read_jsonl(path, CENTRES)):  # fmt: skip
            try:
                batches = read()
            except RecordError as error:
                said = str(error)
                assert said.startswith("file") and "\n" not in said  # noqa: PT018
            else:
                assert adds_up(*batches)
                assert all("\n" not in r for b in batches for r in b.account.set_aside["reason"])


@given(st.binary(max_size=200))
@example(b"")
@example(b"\n")
@example(b"\xff\xfe")
@example(b"\xff\xfef")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbffacility,date,count\nkr\xf6me,2020-05-14,1\n")
@example(b"facility,date,count\nkr\x00me,2020-05-14,1\n")
@example(b'facility,date,count\n"krome,2020-05-14,1\n')
@example(b"#")
@example(b"date,name\n\n#\n")
def test_any_bytes_at_all(data: bytes) -> None:
    _read(data)
    _read(b"facility,date,count\n" + data)
    _read(b"name,date\n" + data)


@given(FILE, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_any_table(text: str, encoding: str) -> None:
    _read(text.encode(encoding))


@given(st.lists(LINE, max_size=6))
def test_quoting_every_cell_changes_nothing(lines: list[str]) -> None:
    """The quick way of splitting a file and the careful one give the same entries."""
    rows = [[cell.strip() for cell in line.replace('"', "").split(",")] for line in lines]
    ends = set("\r\n\x85\u2028\x0b\x0c")
    rows = [row for row in rows if not set("".join(row)) & ends and not row[0].startswith("#")]
    plain = "".join(",".join(row) + "\n" for row in [HEADER.split(","), *rows])
    quoted = csv_text(HEADER.split(","), rows)
    with TemporaryDirectory() as folder:
        first = typed(Path(folder) / "f.csv", plain, "count", CENTRES)
        second = typed(Path(folder) / "f.csv", quoted, "count", CENTRES)
    assert first.frame.equals(second.frame)
    assert first.account.set_aside.equals(second.account.set_aside)


@pytest.mark.parametrize("count", ["AS NEEDED", "-3", "12.5", "", "1e3", "1,42", "٤١١", "NaN", "²"])
def test_what_is_no_count_is_set_aside_with_its_row(count: str, tmp_path: Path) -> None:
    good = "krome,2020-05-13,400"
    batch = counts(tmp_path, good, f'krome,2020-05-14,"{count}"', "glades,2020-05-14,300")
    assert batch.frame["count"].to_list() == [400, 300]
    ((row, column, reason),) = reasons(batch)
    assert (row, column) == (3, "count")
    assert "a whole number of 0 or more, such as 411" in reason
    assert repr(count) in reason or (count == "" and reason.startswith("blank"))
    assert adds_up(batch)


@pytest.mark.parametrize(
    ("count", "number"), [("1,424", 1424), ("411.0", 411), (" 7 ", 7), ("0", 0), ("007", 7)]
)
def test_a_whole_number_as_a_spreadsheet_writes_it_is_read(
    count: str, number: int, tmp_path: Path
) -> None:
    batch = counts(tmp_path, f'krome,2020-05-14,"{count}"')
    assert batch.frame["count"].to_list() == [number]


@pytest.mark.parametrize(
    "day",
    ["14/05/2020", "2020-5-14", "2020-02-30", "1899-12-31", "2100-01-01", "+2020-05-1",
     "02020-5-14", "20200514", "2020-05-14T25:00", "yesterday", "2020-05-14T17:30+99:99",
     "٢٠٢٠-05-14"],
)  # fmt: skip
def test_what_is_no_day_is_set_aside(day: str, tmp_path: Path) -> None:
    batch = counts(tmp_path, f"krome,{day},411")
    ((row, column, reason),) = reasons(batch)
    assert (row, column) == (2, "date")
    assert "a date as YYYY-MM-DD" in reason


def test_a_facility_is_known_by_id_name_and_code_in_any_case(tmp_path: Path) -> None:
    batch = counts(tmp_path, "KROME,2020-05-14,1", "Krome SPC,2020-05-15,2", "Krone,2020-05-16,3")
    assert batch.frame["facility"].to_list() == ["krome", "krome"]
    ((row, column, reason),) = reasons(batch)
    assert (row, column) == (4, "facility")
    assert "expected one of glades, krome; did you mean 'krome'?" in reason


def test_a_row_with_several_mistakes_names_the_first_and_counts_once(tmp_path: Path) -> None:
    batch = counts(tmp_path, "nowhere,never,many")
    assert [(row, column) for row, column, _ in reasons(batch)] == [(2, "date")]
    assert adds_up(batch)


def test_the_same_number_twice_is_used_once(tmp_path: Path) -> None:
    batch = counts(tmp_path, "krome,2020-05-14,411", "glades,2020-05-14,1", "krome,2020-05-14,411")
    assert batch.frame["count"].to_list() == [411, 1]
    assert reasons(batch) == [(4, "count", "repeats row 2")]
    assert adds_up(batch)


def test_different_numbers_for_one_place_and_day_are_all_set_aside(tmp_path: Path) -> None:
    batch = counts(
        tmp_path, "krome,2020-05-14,411", "krome,2020-05-14,412", "krome,2020-05-14,411",
        "krome,2020-05-15,400",
    )  # fmt: skip
    assert batch.frame["count"].to_list() == [400]
    assert [row for row, _, _ in reasons(batch)] == [2, 3, 4]
    assert all("krome on 2020-05-14 is given more than once" in r for _, _, r in reasons(batch))
    assert adds_up(batch)


def test_counts_that_are_not_of_one_fact_do_not_contradict_each_other(tmp_path: Path) -> None:
    batch = counts(
        tmp_path,
        "krome,2020-05-14,411,ICE list,midnight,,held",
        "krome,2020-05-14,420,counsel,midnight,,held",
        "krome,2020-05-14,430,ICE list,any part,,held",
        "krome,2020-05-14,60,ICE list,midnight,B,held",
        "krome,2020-05-14,90,ICE list,midnight,,staff",
        "krome,2020-05-14T08:00,409,ICE list,midnight,,held",
        "krome,2020-05-14T20:00,415,ICE list,midnight,,held",
        header="facility,date,count,source,rule,unit,group",
    )
    assert len(batch.frame) == 7


def test_a_correction_is_no_contradiction(tmp_path: Path) -> None:
    batch = counts(tmp_path, "krome,2020-05-14,411,a,", "krome,2020-05-14,412,b,a",
                   header="facility,date,count,id,supersedes")  # fmt: skip
    assert len(batch.frame) == 2


def test_remarks_and_blank_rows_are_no_data_and_keep_the_numbering(tmp_path: Path) -> None:
    batch = counts(
        tmp_path, "# a remark, with a comma", "", 'krome,2020-05-14,"x"', "   ", '# "open',
        "krome,2020-05-15,400", ",,", "#",
    )  # fmt: skip
    assert batch.account.not_data == 6
    assert [row for row, _, _ in reasons(batch)] == [4]
    assert batch.frame["row"].to_list() == [7]
    assert adds_up(batch)


def test_a_remark_inside_a_quoted_cell_is_part_of_the_cell(tmp_path: Path) -> None:
    text = 'name,date,note\nplan,2020-05-14,"first\n# second"\n#plan,2020-05-14,x\n'
    batch = typed(tmp_path / "m.csv", text, "milestone")
    assert batch.frame["note"].to_list() == ["first\n# second"]
    assert batch.account.not_data == 1


def test_a_quoted_cell_that_begins_with_a_hash_is_data(tmp_path: Path) -> None:
    batch = typed(tmp_path / "m.csv", 'name,date\n"#1",2020-05-14\n', "milestone")
    assert batch.frame["name"].to_list() == ["#1"]


def test_remarks_and_blank_lines_of_json_are_no_data(tmp_path: Path) -> None:
    batches = json_lines(
        tmp_path / "e.jsonl", "# a remark", "", "not json",
        '{"entry": "milestone", "name": "plan", "date": "2020-05-14"}',
    )  # fmt: skip
    assert adds_up(*batches)
    assert sum(b.account.not_data for b in batches) == 2
    assert [row for b in batches for row, _, _ in reasons(b)] == [3]


def test_columns_that_nothing_has_are_named_and_do_no_harm(tmp_path: Path) -> None:
    batch = counts(
        tmp_path, "krome,2020-05-14,411,9,x,1,1,",
        header="facility,date,count,row,_extra,file,date_at,",
    )  # fmt: skip
    assert batch.frame["count"].to_list() == [411]
    assert batch.frame["row"].to_list() == [2]
    assert set(batch.account.ignored) == {"row", "_extra", "file", "date_at"}


def test_empty_cells_beyond_the_header_are_not_missed_and_full_ones_are_told(
    tmp_path: Path,
) -> None:
    batch = counts(tmp_path, "krome,2020-05-14,411,,", "krome,2020-05-15,411,,x")
    assert batch.frame["count"].to_list() == [411]
    assert reasons(batch) == [(3, "", "more cells than the header has columns")]
    assert adds_up(batch)


@pytest.mark.parametrize("header", [" Facility ,DATE,Count", "COUNT,facility,Date"])
def test_columns_stand_in_any_order_and_case(header: str, tmp_path: Path) -> None:
    cells = {"facility": "krome", "date": "2020-05-14", "count": "411"}
    row = ",".join(cells[name.strip().lower()] for name in header.split(","))
    assert counts(tmp_path, row, header=header).frame["count"].to_list() == [411]


def test_a_column_of_two_words_is_known_with_a_blank_or_a_hyphen(tmp_path: Path) -> None:
    for header in ("Person,Facility,Date,Book Out", "person,facility,date,book-out"):
        batch = typed(tmp_path / "s.csv", f"{header}\nP1,krome,2020-05-14,2020-05-20\n", "stay")
        assert batch.frame["book_out"].is_not_null().all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("facility,date\n", "there is no column 'count'"),
        ("facility,date,cuont\n", "did you mean 'cuont'?"),
        ("facility,date,count,Count\n", "column 'count' stands twice"),
        ('facility,date,count\nkrome,"2020\n', "row 2: is not CSV"),
        ("facility,date,count\n\x00", "holds NUL characters"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(
    text: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(RecordError) as error:
        typed(tmp_path / "counts.csv", text, "count")
    assert str(error.value).startswith("counts.csv")
    assert said in str(error.value)


def test_a_file_in_an_unreadable_encoding_names_the_row(tmp_path: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        with pytest.raises(RecordError, match=r"counts\.csv, row 2: byte 0xf6 is not UTF-8"):
            typed(tmp_path / "counts.csv", mark + b"facility,date,count\nkr\xf6me,1,1\n", "count")


def test_a_missing_file_and_a_folder_are_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such file"):
        read_csv(tmp_path / "none.csv", KINDS["count"], ANYWHERE)
    with pytest.raises(RecordError, match="cannot be read"):
        read_csv(tmp_path, KINDS["count"], ANYWHERE)


def test_a_header_alone_is_a_file_without_entries(tmp_path: Path) -> None:
    for text in ("facility,date,count", "facility,date,count\r\n", '"facility",date,count\n'):
        batch = typed(tmp_path / "c.csv", text, "count")
        assert (batch.account.read, len(batch.frame)) == (0, 0)


def test_rows_that_do_not_say_when_they_were_recorded_are_counted(tmp_path: Path) -> None:
    rows = ["krome,2020-05-14,411,", "krome,2020-05-15,412,2020-05-16", "krome,2020-05-16,x,"]
    for quote in ("", '"'):
        cells = [row.replace("krome", f"{quote}krome{quote}") for row in rows]
        batch = counts(tmp_path, *cells, header="facility,date,count,recorded")
        assert batch.account.undated == 1
        assert (batch.frame["recorded"].dt.date() >= batch.frame["date"]).all()


def test_a_large_file_of_bad_rows_is_one_line_a_row(tmp_path: Path) -> None:
    batch = counts(tmp_path, *[f"krome,2020-05-{n % 40},x" for n in range(2000)], "x" * 200)
    assert batch.frame.is_empty()
    assert batch.account.set_aside["row"].to_list() == list(range(2, 2003))
    assert batch.account.set_aside["reason"].str.len_chars().max() < 200  # type: ignore[operator]
    assert batch.account.set_aside.schema["row"] == pl.UInt32
