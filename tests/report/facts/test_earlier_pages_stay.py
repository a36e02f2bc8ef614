"""Earlier pages stay as they were, and what differs from them is listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.report.facts.making import append, make_case

from drawdown.finding.case import read_case
from drawdown.report.facts.audit import attack
from drawdown.report.facts.publish import publish, release_of
from drawdown.report.facts.release import Changed, read_releases
from drawdown.report.facts.suppression.system import FactsError

FIRST, SECOND = date(2020, 5, 7), date(2020, 5, 14)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_case(tmp_path / "case", 7, held=90, moves=0)


def everything(where: Path) -> dict[str, bytes]:
    return {
        path.relative_to(where).as_posix(): path.read_bytes()
        for path in where.rglob("*") if path.is_file()
    }  # fmt: skip


def test_a_second_page_leaves_the_first_untouched(folder: Path, tmp_path: Path) -> None:
    case, out = read_case(folder), tmp_path / "out"
    publish(case, FIRST, out)
    before = everything(out / "releases")
    publish(case, SECOND, out)
    after = everything(out / "releases")
    assert {name: after[name] for name in before} == before
    assert [release.on for release in read_releases(out)] == [FIRST, SECOND]


def test_previous_pages_are_taken_over_from_another_folder(folder: Path, tmp_path: Path) -> None:
    case = read_case(folder)
    publish(case, FIRST, tmp_path / "one")
    publish(case, SECOND, tmp_path / "one")
    publish(case, FIRST, tmp_path / "old")
    publish(case, SECOND, tmp_path / "new", previous=tmp_path / "old")
    assert everything(tmp_path / "one") == everything(tmp_path / "new")


def test_the_same_record_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        publish(read_case(folder), FIRST, tmp_path / out)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")
    publish(read_case(folder), FIRST, tmp_path / "one")  # and once more over itself
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def correct(folder: Path, count: int) -> None:
    """Correct the count at North on the day of the first page, a week after."""
    append(folder / "counts" / "counts.csv", {
        "date": FIRST, "facility": "north", "count": count, "rule": "midnight",
        "supersedes": "north-1", "recorded": "2020-05-30T12:00", "id": "corrected",
    })  # fmt: skip


def test_a_correction_to_a_past_count_is_listed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = publish(read_case(folder), FIRST, out).release.numbers["held/north/2020-05-07"].value
    assert shown is not None
    correct(folder, shown + 40)
    made = publish(read_case(folder), SECOND, out).release
    wanted = Changed("number:day:2020-05-07|facility:north", str(shown), str(shown + 40))
    assert wanted in made.changed
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f"7 May 2020 · North: was {shown}, is now {shown + 40}." in page
    assert f"was {shown}, is now {shown + 40}" in (out / "feed.xml").read_text(encoding="utf-8")
    assert f"era {shown}, ahora es {shown + 40}" in (out / "feed.es.xml").read_text(
        encoding="utf-8"
    )


def test_a_corrected_number_that_the_new_page_does_not_have_is_listed_once(
    folder: Path, tmp_path: Path
) -> None:
    """A page in the middle of a week shows that day's count, and no later page does."""
    out, middle = tmp_path / "out", date(2020, 5, 9)
    append(folder / "counts" / "counts.csv", {
        "date": middle, "facility": "north", "count": 80, "rule": "midnight", "id": "ninth",
        "recorded": "2020-05-22T12:00",
    })  # fmt: skip
    shown = publish(read_case(folder), middle, out).release.numbers["held/north/2020-05-09"].value
    assert shown == 80
    append(folder / "counts" / "counts.csv", {
        "date": middle, "facility": "north", "count": 120, "rule": "midnight", "id": "corrected",
        "supersedes": "ninth", "recorded": "2020-05-30T12:00",
    })  # fmt: skip
    made = publish(read_case(folder), SECOND, out).release
    assert "held/north/2020-05-09" not in made.numbers
    wanted = Changed("number:day:2020-05-09|facility:north", "80", "corrected")
    assert made.changed.count(wanted) == 1
    for file in ("index.html", "feed.xml"):
        assert "9 May 2020 · North: was 80, is now another number, which is not on this page." in (
            out / file
        ).read_text(encoding="utf-8")
    later = publish(read_case(folder), date(2020, 5, 21), out).release
    assert wanted not in later.changed


def test_a_corrected_record_makes_a_second_page_of_the_same_day(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    before = publish(read_case(folder), FIRST, out).release
    shown = before.numbers["held/north/2020-05-07"].value
    assert shown is not None
    correct(folder, shown + 40)
    made = publish(read_case(folder), FIRST, out).release
    assert [release.name for release in read_releases(out)] == ["2020-05-07", "2020-05-07-2"]
    assert made.changed


def test_a_record_changed_without_trace_is_refused(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    publish(read_case(folder), FIRST, out)
    counts = folder / "counts" / "counts.csv"
    lines = counts.read_text(encoding="utf-8").splitlines()
    counts.write_text("\n".join([lines[0], *[f"{line[:-1]}9" for line in lines[1:]]]) + "\n")
    with pytest.raises(FactsError, match="corrections as new entries"):
        publish(read_case(folder), SECOND, out)


def test_a_page_before_one_that_is_there_is_refused(folder: Path, tmp_path: Path) -> None:
    publish(read_case(folder), SECOND, tmp_path / "out")
    with pytest.raises(FactsError, match="already there"):
        publish(read_case(folder), FIRST, tmp_path / "out")


def test_a_page_in_the_middle_of_a_week_does_not_make_the_next_one_impossible(
    tmp_path: Path,
) -> None:
    """The counts of day 6 may not say how many left of those that day 7 must protect."""
    case = read_case(make_case(tmp_path / "case", 1159))
    first, _ = release_of(case, date(2020, 5, 6), None, "2020-05-06", [], ())
    second, _ = release_of(case, date(2020, 5, 8), None, "2020-05-08", [first], ())
    assert attack([first, second]).narrowed == ()


def test_the_checkpoint_of_the_record_stands_on_the_page_and_in_its_files(
    folder: Path, tmp_path: Path
) -> None:
    note = "example.org/record\n12\nAbCdEf=\n\n— example.org c2lnbmVk\n"
    out = tmp_path / "out"
    publish(read_case(folder), FIRST, out, checkpoint=note)
    assert read_releases(out)[0].checkpoint == note
    assert "— example.org c2lnbmVk" in (out / "index.html").read_text(encoding="utf-8")
    assert note in (out / "releases/2020-05-07/checkpoint.csv").read_text(encoding="utf-8")
