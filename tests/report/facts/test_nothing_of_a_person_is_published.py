"""Marks planted in every field of every kind of entry: no byte of any file has one."""

from __future__ import annotations

import typing
from datetime import date
from pathlib import Path

import pytest
from tests.report.facts.making import make_case, write

from drawdown.finding.case import Case, read_case
from drawdown.record import entries as _entries  # noqa: F401  fills KINDS
from drawdown.record.entry import KINDS
from drawdown.report.facts.publish import publish

MARK = "PLANTED"


def planted(kind: str) -> dict[str, str]:
    """An entry of a kind with a mark in every field that takes a text."""
    of = KINDS[kind]
    row = {name: value.replace("F", "north") if value == "F" else value
           for name, value in of.example.items()}  # fmt: skip
    for name, field in of.model_fields.items():
        closed = typing.get_origin(field.annotation) is typing.Literal
        text = field.annotation is str
        if text and not closed and name not in ("supersedes", "facility", "id"):
            row[name] = f"{MARK}-{kind}-{name}"
    row["facility"] = "north" if "facility" in of.model_fields else ""
    row["date"] = row["date"].replace("2020-05-3", "2020-05-1")
    return {name: value for name, value in row.items() if value}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_case(tmp_path_factory.mktemp("planted") / "case", 3)
    for kind in KINDS:
        if kind not in ("withdrawal", "count"):
            write(folder / "events" / f"planted-{kind}" / f"{kind}.csv", [planted(kind)])
    kept = folder / "events"
    for file in kept.glob("planted-*/*.csv"):
        target = kept / file.name
        if not target.exists():
            file.rename(target)
    case = read_case(folder)
    assert _marks(case) > 10  # they were read
    out = tmp_path_factory.mktemp("site")
    for on in (date(2020, 5, 7), date(2020, 5, 14)):
        publish(case, on, out)
    return out


def _marks(case: Case) -> int:
    return sum(MARK in str(frame.rows()) for frame in case.record.frames.values())


def test_no_planted_mark_is_in_any_byte(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        data = path.read_bytes()
        assert MARK.encode() not in data, path
        for one in (b"north-1", b"north-new", b"a named officer"):
            assert one not in data, path


def test_no_small_number_is_shown_in_any_table(site: Path) -> None:
    for path in site.rglob("*.csv"):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            _row, _column, state, value, _key = line.split(",")
            assert (state == "shown") == bool(value)
            assert not value or value == "0" or int(value) > 10
