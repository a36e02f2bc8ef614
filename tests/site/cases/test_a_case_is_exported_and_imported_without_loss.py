"""`case export`, then `case import` elsewhere: the same entries and findings on every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from drawdown.demo.people import FIRST, LAST
from drawdown.finding.case import read_case
from drawdown.finding.check import check
from drawdown.site.accounts.access import Access
from drawdown.site.cases.answers import counted
from drawdown.site.cases.append import append
from drawdown.site.cases.exporting import export_folder
from drawdown.site.cases.importing import import_folder
from drawdown.site.cases.models import Case, Row, Stay

NOW = datetime(2020, 5, 12, 9, 30, tzinfo=ZoneInfo("America/New_York"))


def add_some(case: Case, by: str) -> None:
    """Entries of several kinds, a correction and a withdrawal among them."""
    append(
        case,
        [
            ("handout", {"id": "h-1", "date": "2020-05-12T08:15", "facility": "Krome",
                         "item": "soap", "quantity": "40", "unit": "Krome 3"}),
            ("fact", {"id": "f-1", "date": "2020-05-12", "person": "synthetic-0007",
                      "name": "diabetes", "value": "yes", "source": "clinic, page 3"}),
            ("measurement", {"id": "m-1", "date": "2020-05-11", "facility": "glades",
                             "what": "floor_area", "value": "2400.5", "unit": "Glades 2"}),
            ("report", {"id": "r-1", "date": "2020-05-12", "clause": "reports",
                        "fields": "released; transferred", "note": "a “quoted”, comma\tand tab"}),
            ("exit", {"id": "x-1", "date": "2020-05-12", "person": "synthetic-0011",
                      "facility": "krome", "how": "release", "authority": "parole 212(d)(5)"}),
        ],
        by=by, now=NOW,
    )  # fmt: skip
    append(
        case,
        [
            ("handout", {"id": "h-2", "date": "2020-05-12", "facility": "krome", "item": "soap",
                         "quantity": "44", "supersedes": "h-1"}),
            ("withdrawal", {"id": "w-1", "date": "2020-05-12", "supersedes": "m-1",
                            "reason": "measured elsewhere"}),
        ],
        by=by, now=NOW + timedelta(minutes=5),
    )  # fmt: skip


def answers(case: Case, on: date, known: date | None) -> list[object]:
    return [finding.as_json() for finding in check(counted(case).case, on, known)]


def test_findings_of_every_day_are_identical(
    case: Case, access: Callable[[str], Access], tmp_path: Path
) -> None:
    add_some(case, access("agency").signature)
    case.refresh_from_db()
    export_folder(case, tmp_path / "case")
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    before = {on: answers(case, on, None) for on in days}
    known = {on: answers(case, on, on) for on in days[-6:]}
    case.slug = "moved-away"
    case.save(update_fields=["slug"])
    again = import_folder(tmp_path / "case")
    assert again.position == case.position
    assert {on: answers(again, on, None) for on in days} == before
    assert {on: answers(again, on, on) for on in days[-6:]} == known


def test_entries_files_and_stays_are_identical(
    case: Case, access: Callable[[str], Access], tmp_path: Path
) -> None:
    add_some(case, access("agency").signature)
    export_folder(case, tmp_path / "first")
    Case.objects.filter(pk=case.pk).update(slug="moved-away")
    again = import_folder(tmp_path / "first")
    kept = ("kind", "name", "date", "recorded", "facility", "person", "supersedes", "by", "file",
            "line")  # fmt: skip
    rows = [sorted(Row.objects.filter(case=one).values_list(*kept)) for one in (case, again)]
    assert rows[0] == rows[1]
    stays = [
        sorted(map(str, Stay.objects.filter(case=one).values_list("person", "facility", "book_in",
               "left", "how", "authority", "unit")))
        for one in (case, again)
    ]  # fmt: skip
    assert stays[0] == stays[1]
    export_folder(again, tmp_path / "second")
    for path in sorted((tmp_path / "first").rglob("*")):
        if path.is_file():
            other = tmp_path / "second" / path.relative_to(tmp_path / "first")
            assert other.read_bytes() == path.read_bytes(), path.name


def test_the_command_line_answers_from_the_exported_folder_as_the_site_does(
    case: Case, access: Callable[[str], Access], tmp_path: Path
) -> None:
    add_some(case, access("agency").signature)
    case.refresh_from_db()
    export_folder(case, tmp_path / "case")
    folder = read_case(tmp_path / "case")
    on = date(2020, 5, 12)
    assert [f.as_json() for f in check(folder, on)] == answers(case, on, None)
