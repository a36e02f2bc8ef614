"""Releases by criterion and fact: every release once a row, a blank is never a no, sealed alone."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tests.report.making import ON, SINCE, asked, document, docx
from tests.report.reading import words_of_docx

from drawdown.demo.build import build_demo
from drawdown.finding.case import Case, read_case
from drawdown.report.asked import Asked
from drawdown.report.document.model import Table
from drawdown.report.gather.categories import Answers, Category, by_category
from drawdown.report.gather.movements import exits_in


def released(one: Asked, since: date) -> list[str]:
    out = exits_in(one.ask, since, one.on)
    return [row["person"] for row in out.iter_rows(named=True) if row["how"] == "release"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, list[str]]:
    """The demonstration, with a fact that no criterion names of five of those released."""
    folder = build_demo(tmp_path_factory.mktemp("case"))
    people = list(dict.fromkeys(released(asked("sealed"), SINCE)))[:5]
    said = ["yes", "yes", "no", "unknown", ""]
    file = folder / "events" / "fact.csv"
    with file.open(encoding="utf-8", newline="") as read:
        names = next(csv.reader(read))
    with file.open("a", encoding="utf-8", newline="") as write:
        writer = csv.DictWriter(write, names, lineterminator="\n")
        for person, value in zip(people, said, strict=True):
            writer.writerow({"date": "2020-05-01", "person": person, "name": "violent_record",
                             "value": value})  # fmt: skip
        writer.writerow({"date": "2020-04-01", "person": people[2], "name": "Violent_Record",
                         "value": "yes"})  # fmt: skip
    return read_case(folder), people


def all_of(answers: Answers) -> int:
    return answers.yes + answers.no + answers.unknown


def test_each_row_has_every_release_once() -> None:
    found = by_category(asked("sealed"))
    in_period = len(released(asked("sealed"), SINCE))
    ever = len(released(asked("sealed"), asked("sealed").start))
    assert found
    assert {all_of(one.period) for one in found} == {in_period}
    assert {all_of(one.cumulative) for one in found} == {ever}


def test_each_fact_of_the_criterion_in_force_has_a_row_and_no_other_version() -> None:
    found = by_category(asked("sealed"))
    version = asked("sealed").case.order.header.criteria[0]
    assert [one.fact for one in found] == ["", *version.any_of]
    assert {one.version for one in found} == {date(2020, 3, 1)}


def test_whoever_has_one_fact_meets_the_criterion_and_a_no_takes_every_fact() -> None:
    whole, *facts = by_category(asked("sealed"))
    assert max(one.period.yes for one in facts) <= whole.period.yes
    assert whole.period.yes <= sum(one.period.yes for one in facts)
    assert whole.period.no <= min(one.period.no for one in facts)


def test_a_fact_that_no_criterion_names_is_told_too_by_its_latest_entry(
    recorded: tuple[Case, list[str]],
) -> None:
    case, people = recorded
    one = Asked(case, SINCE, ON, None, "sealed")
    found = [each for each in by_category(one) if each.fact == "violent_record"]
    everybody = len(released(one, SINCE))
    assert found == [Category("", None, "violent_record", Answers(2, 1, everybody - 3),
                              found[0].cumulative)]  # fmt: skip
    assert len(people) == 5


def test_the_sealed_version_alone_has_the_numbers() -> None:
    def keys(level: str) -> set[str]:
        blocks = document(level).blocks  # type: ignore[arg-type]
        return {block.key for block in blocks if isinstance(block, Table)}

    assert "table-categories" in keys("sealed")
    assert "table-categories" not in keys("parties") | keys("public")
    names = {
        level: {one.key for one in document(level).exhibits} for level in ("parties", "sealed")
    }  # type: ignore[arg-type]
    assert "exhibit-categories" in names["sealed"] - names["parties"]
    assert "diabetes" not in words_of_docx(docx("parties"))
