"""An entry is the same as a single value, as a row of CSV, as a line of JSON and in a frame."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS, Entry
from drawdown.record.folder import append_entries, read_folder
from drawdown.record.form import forms, schema

from .making import (
    ANYWHERE,
    EASTERN,
    adds_up,
    as_entry,
    built,
    csv_text,
    json_lines,
    reasons,
    typed,
)

SAMPLES = {
    "whole": ["0", "411", " 411 ", "1,424", "1,42", "12.5", "12.0", "-3", "+3", "1e3", "AS NEEDED",
              "٤١١", "4_1", "999999999999999", "1000000000000000", "0x1", "1,424.0", ",", "²"],
    "number": ["12", "37.5", "-0.5", "+1", ".5", "5.", "1e3", "nan", "inf", "1,000", "1٫5",
               "0.30000000000000004", "999999999999.5", "1000000000000"],
    "moment": ["2020-05-14", "2020-05-14T17:30", "2020-05-14 17:30:01.5", "2020-05-14T17:30Z",
               "2020-05-14T17:30-04:00", "2020-05-14T00:00", "2020-5-14", "14/05/2020",
               "2020-02-30", "1899-12-31", "1900-01-01", "2099-12-31", "2100-01-01",
               "1900-01-01T00:00", "2020-05-14T24:00", "2020-05-14T17:60", "20200514",
               "+2020-05-1", "02020-5-14", "2020-05-14T17:30+25:00", "2020-05-14T", "1589414400",
               "２０２０-05-14", "2020-05-1４", "0000-01-01", "2020-05-14t17:30"],
    "terms": ["mask", "Mask; SOAP ;;", ";", "a;a", " x "],
    "choice": ["yes", "NO", "Unknown", "held person", "Held_Person", "held-person", "any part",
               "midnight", "Midnight ", "maybe", "release", "made", "not reached", "ye s"],
    "text": ["x", " padded ", "a\u00a0", "é", "=1+1", "#1", "'", "\u200b"],
    "facility": ["krome", " Krome "],
}  # fmt: skip
"""Cells for each form of field, good and bad, as people and spreadsheets write them."""


def _cells(kind: str) -> st.SearchStrategy[dict[str, str]]:
    def cell(form: str) -> st.SearchStrategy[str]:
        junk = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
        return st.sampled_from([*SAMPLES[form], "", "  "]) | junk

    return st.fixed_dictionaries(
        {name: cell(form.form) for name, form in forms(KINDS[kind]).items()}
    )


def _alone(kind: str, cells: dict[str, Any]) -> Entry | None:
    try:
        return KINDS[kind].model_validate(cells)
    except ValidationError:
        return None


def _said_by_the_file(entry: Entry, row: dict[str, Any]) -> dict[str, Any]:
    """What a file gives an entry that does not say it: its id, its source, when recorded."""
    given = {"id": row["id"], "source": row["source"], "recorded": row["recorded"]}
    return {name: value for name, value in given.items() if getattr(entry, name) in ("", None)}


def _as_court_time(entry: Entry) -> Entry:
    """With every time in the court's zone, and `recorded` as a time."""
    moments = {}
    for name, form in forms(type(entry)).items():
        value = getattr(entry, name)
        if form.form == "moment" and isinstance(value, datetime):
            value = value if value.tzinfo else value.replace(tzinfo=EASTERN)
            moments[name] = value.astimezone(UTC)
        elif name == "recorded" and value is not None:
            moments[name] = datetime(value.year, value.month, value.day, tzinfo=EASTERN)
    return entry.model_copy(update=moments)


ANY_KIND = st.sampled_from(sorted(KINDS))


@given(data=st.data(), kind=ANY_KIND)
def test_a_row_is_accepted_exactly_where_the_single_entry_is(
    kind: str, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(_cells(kind), min_size=1, max_size=8))
    header = list(forms(KINDS[kind]))
    with TemporaryDirectory() as folder:
        text = csv_text(header, [[row[name] for name in header] for row in rows])
        batch = typed(Path(folder) / "file.csv", text, kind)
    assert adds_up(batch)
    found = {row["row"]: row for row in batch.frame.iter_rows(named=True)}
    twice = batch.account.set_aside.filter(pl.col("reason").str.contains("given more|repeats"))
    for number, cells in enumerate(rows, start=2):
        alone = _alone(kind, cells)
        if number in twice["row"]:
            assert alone is not None
            continue
        assert (alone is not None) == (number in found), (alone, reasons(batch))
        if alone is not None:
            expected = alone.model_copy(update=_said_by_the_file(alone, found[number]))
            assert _as_court_time(as_entry(kind, found[number])) == _as_court_time(expected)


@given(data=st.data(), kind=ANY_KIND)
def test_what_is_appended_is_read_back(kind: str, data: st.DataObject) -> None:
    entry = data.draw(built(kind))
    with TemporaryDirectory() as folder:
        append_entries(Path(folder), [entry])
        (batch,) = read_folder(Path(folder), Terms(EASTERN))
    assert batch.account.set_aside.is_empty(), batch.account.set_aside.rows()
    row = batch.frame.row(0, named=True)
    expected = entry.model_copy(update=_said_by_the_file(entry, row))
    assert _as_court_time(as_entry(kind, row)) == _as_court_time(expected)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_line_of_json_says_what_a_row_of_csv_says(kind: str, tmp_path: Path) -> None:
    cells = {name: value.replace("F", "krome") if value == "F" else value
             for name, value in KINDS[kind].example.items()}  # fmt: skip
    assert cells, "every kind of entry shows an example of itself"
    by_csv = typed(tmp_path / "a", csv_text(list(cells), [list(cells.values())]), kind)
    (by_json,) = json_lines(tmp_path / "a", json.dumps({"entry": kind} | cells))
    ours = [name for name in schema(KINDS[kind]) if name not in ("id", "row")]
    assert by_csv.frame.select(ours).equals(by_json.frame.select(ours))
    assert len(by_csv.frame) == 1


def test_json_numbers_words_and_lists_are_values_too(tmp_path: Path) -> None:
    batches = json_lines(
        tmp_path / "e.jsonl",
        '{"entry": "count", "facility": "krome", "date": "2020-05-14", "count": 411}',
        '{"entry": "report", "clause": "weekly", "date": "2020-05-14", "fields": ["A", "b; C"]}',
        '{"entry": "condition", "facility": "krome", "date": "2020-05-14", "topic": "mask",'
        ' "kept": false, "reporter": "inspector"}',
        '{"entry": "measurement", "facility": "krome", "date": "2020-05-14", "what": "distance",'
        ' "value": 1e-7}',
    )
    found = {batch.kind.kind: batch.frame.row(0, named=True) for batch in batches}
    assert found["count"]["count"] == 411
    assert found["report"]["fields"] == ["a", "b", "c"]
    assert found["condition"]["kept"] == "no"
    assert found["measurement"]["value"] == 1e-7


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", "'count' is true; expected a whole number"),
        ("[411]", "'count' is [411]; expected a whole number"),
        ('{"n": 411}', "'count' is {\"n\": 411}; expected a whole number"),
        ("NaN", "NaN is not a number"),
        ("1" * 5000, "Exceeds the limit"),
        ("[" * 100_000, "nested too deeply"),
        ('"\\ud800"', "lone surrogate"),
        ('411, "count": 412', "gives 'count' twice"),
    ],
)
def test_a_json_value_that_no_cell_could_hold_is_set_aside(
    value: str, expected: str, tmp_path: Path
) -> None:
    line = f'{{"entry": "count", "facility": "krome", "date": "2020-05-14", "count": {value}}}'
    (batch,) = json_lines(tmp_path / "e.jsonl", line)
    assert len(batch.frame) == 0
    (reason,) = batch.account.set_aside["reason"]
    assert expected in reason


@pytest.mark.parametrize("value", [True, 12.5, -1, 10**15, "x", [1], None])
def test_a_single_entry_refuses_what_is_no_count(value: object) -> None:
    with pytest.raises(ValidationError):
        KINDS["count"].model_validate({"facility": "a", "date": "2020-05-14", "count": value})


def test_a_single_entry_keeps_midnight_apart_from_a_day_without_time() -> None:
    count = KINDS["count"]
    timed = count.model_validate({"facility": "a", "date": "2020-05-14T00:00", "count": 1})
    whole_day = count.model_validate({"facility": "a", "date": "2020-05-14", "count": 1})
    assert timed.date == datetime(2020, 5, 14)  # noqa: DTZ001  as written: no zone
    assert whole_day.date == date(2020, 5, 14)


def test_text_with_every_line_end_that_unicode_has_survives(tmp_path: Path) -> None:
    note = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\r\nh\ni"
    entry = KINDS["milestone"].model_validate({"name": "x", "date": "2020-05-14", "note": note})
    append_entries(tmp_path, [entry, entry])
    (batch,) = read_folder(tmp_path, ANYWHERE)
    assert batch.frame["note"].to_list() == [note, note]
