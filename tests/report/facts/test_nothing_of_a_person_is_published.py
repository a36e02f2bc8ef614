"""Marks planted in every field of every kind of entry: no byte of any public file has one.

Texts, names and ids are marked by a word, numbers by one that is found nowhere else, days by one in
2031; the demonstration's people have names and birth dates in the notes, where the record has no
field for them. Searched are the fact page with its feeds, and the public version of the status
report: streams of the PDF unpacked, parts of the DOCX unzipped.
"""

from __future__ import annotations

import csv
import json
import re
import typing
from datetime import date
from pathlib import Path

import pytest
from tests.report.facts.making import make_case, write
from tests.report.test_each_level_shows_no_more_than_it_may import every_byte

from drawdown.finding.case import Case, read_case
from drawdown.record import entries as _entries  # noqa: F401  fills KINDS
from drawdown.record.entry import KINDS
from drawdown.report.asked import Asked
from drawdown.report.document.model import Document, Table
from drawdown.report.facts.publish import publish
from drawdown.report.public import public_report

MARK = "PLANTED"
NUMBER = 7_300_000
"""Planted numbers begin here, one for each field that takes one."""
DAY = date(2031, 10, 17)
DAYS = ("2031-10-17", "20311017", "17 Oct 2031", "17 October 2031", "October 17, 2031",
        "17 oct 2031", "17 de octubre de 2031", "10/17/2031")  # fmt: skip
BIRTH = ("1957-08-23", "23 August 1957", "August 23, 1957")
KEPT = {"supersedes", "facility", "date", "recorded"}
"""Fields that must be what they are for the entry to be read, in the case and its weeks."""
COUNTED = {("admission", "count"), ("count", "count")}
"""Numbers that the page is there to show: how many came and were held, in so far as it may."""
CHECKED = {("check_in_terms", "zone"), ("check_in_terms", "at"), ("check_in_terms", "weekdays"),
           ("check_in_terms", "every"), ("log", "of")}  # fmt: skip
"""Fields that take no word or number but those of a list."""


def types(annotation: object) -> set[object]:
    """What an annotation is made of."""
    inner = typing.get_args(annotation)
    return set().union(*map(types, inner)) if inner else {annotation}


def marks(kind: str) -> dict[str, str]:
    """What is planted in the fields of a kind."""
    found: dict[str, str] = {}
    for at, (name, field) in enumerate(KINDS[kind].model_fields.items()):
        closed = typing.get_origin(field.annotation) is typing.Literal
        if closed or name in KEPT or (kind, name) in COUNTED | CHECKED:
            continue
        of = types(field.annotation)
        if of & {int, float}:
            found[name] = str(NUMBER + 100 * sorted(KINDS).index(kind) + at)
        elif date in of:
            found[name] = DAY.isoformat()
        else:
            found[name] = f"{MARK}-{kind}-{name}"
    return found | {"note": f"{MARK}-{kind}-note Mary Doe, born {BIRTH[0]}, {BIRTH[1]}"}


def planted(kind: str) -> dict[str, str]:
    """An entry of a kind with a mark in every field that takes one."""
    of = KINDS[kind]
    row = {name: "north" if value == "F" else value for name, value in of.example.items()}
    row |= marks(kind)
    row["facility"] = "north" if "facility" in of.model_fields else ""
    row["date"] = row["date"].replace("2020-05-3", "2020-05-1")
    if kind == "count":
        row["group"] = "staff"
    if kind == "withdrawal":
        row["supersedes"] = f"{MARK}-handout-id"
    return {name: value for name, value in row.items() if value}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = make_case(tmp_path_factory.mktemp("planted") / "case", 3)
    for kind in KINDS:
        write(folder / "events" / f"planted-{kind}" / f"{kind}.csv", [planted(kind)])
    kept = folder / "events"
    for file in kept.glob("planted-*/*.csv"):
        target = kept / file.name
        if target.exists():
            with target.open(newline="", encoding="utf-8") as read:
                write(target, [*csv.DictReader(read), planted(file.stem)])
        else:
            file.rename(target)
    return read_case(folder)


@pytest.fixture(scope="module")
def site(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    for on in (date(2020, 5, 7), date(2020, 5, 14)):
        publish(case, on, out)
    return out


@pytest.fixture(scope="module")
def report(case: Case) -> Document:
    return public_report(Asked(case, date(2020, 5, 1), date(2020, 5, 14), None, "public"))


def folded(text: str) -> str:
    """As the record keeps terms: small letters, no hyphens."""
    return text.lower().replace("-", " ")


def leaked(text: str) -> list[str]:
    """The planted marks in a text, and those of the made-up people."""
    found = re.findall(rf"(?i:{MARK}[\w-]*)|\b73\d{{5}}\b|\b7,3\d\d,\d\d\d\b", text)
    people = ("north-1", "north-new", "a named officer", "Mary Doe")
    return found + [one for one in (*DAYS, *BIRTH, *people) if one in text]


def test_every_mark_is_in_the_record(case: Case) -> None:
    for kind in set(KINDS) - {"withdrawal"}:
        # What was withdrawn is told by the accounts of the files, not by the frames.
        said = str(case.record.frames[kind].rows()) if kind in case.record.frames else ""
        for name, mark in marks(kind).items():
            shown = mark if mark != DAY.isoformat() else "2031, 10, 17"
            assert folded(shown) in folded(said), (kind, name)


def test_no_planted_mark_is_in_any_byte_of_the_page(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert {path.suffix for path in files} >= {".html", ".csv", ".json", ".svg", ".xml"}
    for path in files:
        assert leaked(path.read_bytes().decode("utf-8")) == [], path


def test_no_planted_mark_is_in_any_byte_of_the_public_report(report: Document) -> None:
    assert leaked(every_byte(report)) == []


def is_small(text: str) -> bool:
    return text.strip().isdigit() and 1 <= int(text) <= 10


def test_no_small_number_is_shown_in_any_table(site: Path) -> None:
    tables = [path for path in site.rglob("*.csv") if path.name != "changed.csv"]
    assert tables
    for path in tables:
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            _row, _column, state, value, _key = line.split(",")
            assert (state == "shown") == bool(value)
            assert not is_small(value)


def test_no_small_number_is_shown_in_any_other_form(site: Path, report: Document) -> None:
    for path in site.rglob("data.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        shown = [one["value"] for one in said["numbers"].values() if "value" in one]
        shown += [int(one[key]) for one in said["changed"] for key in ("before", "now")
                  if one[key].isdigit()]  # fmt: skip
        assert shown
        assert not any(1 <= one <= 10 for one in shown)
    for path in site.rglob("changed.csv"):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            assert not any(map(is_small, line.split(",")[-2:]))
    for path in (*site.rglob("*.html"), *site.rglob("feed*.xml")):
        text = path.read_text(encoding="utf-8")
        assert not any(map(is_small, re.findall(r"<(?:td|dd)[^>]*>([^<]*)<", text))), path
        assert not re.search(r"(?:was|now|era|ahora es) (?:[1-9]|10)\b", text), path
    for path in site.rglob("*.svg"):  # an axis from 0 has marks; each thing drawn has a label
        drawn = re.findall(r'aria-label="([^"]*)"', path.read_text(encoding="utf-8"))
        assert drawn
        numbers = [found for one in drawn for found in re.findall(r": (\d+)(?:;|$)", one)]
        assert not any(map(is_small, numbers)), path
    cells = [str(cell) for part in report.blocks
             if isinstance(part, Table) and part.key != "table-exhibits"  # lines of each file
             for row in part.rows for cell in row[1:]]  # fmt: skip
    assert cells
    assert not any(map(is_small, cells))
