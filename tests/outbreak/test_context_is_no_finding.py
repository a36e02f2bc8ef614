"""Beside findings on people and distance stands what infection would do; none rests on it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from drawdown.cli import main
from drawdown.demo.build import build_demo
from drawdown.finding.case import Case, read_case
from drawdown.outbreak.case import centres_of
from drawdown.outbreak.context import NOT_A_FINDING, context_of, populations_of
from drawdown.outbreak.limits import LIMITS
from drawdown.outbreak.setting import Centre, Unit
from drawdown.report.asked import Asked
from drawdown.report.document.model import Bullets, Figure, Heading, Table, plain, texts
from drawdown.report.sections.infection import infection

ON = date(2020, 5, 12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    return read_case(folder)


def test_the_distanced_capacity_of_every_unit_of_the_demonstration_is_known(case: Case) -> None:
    centres, notes = centres_of(case, ON)
    units = [unit for centre in centres for unit in centre.units]
    assert len(units) == 24
    assert all(unit.apart is not None for unit in units)
    assert not any("keep 6 feet apart" in note for note in notes)


def test_each_population_that_is_known_is_answered(case: Case) -> None:
    krome = context_of(case, ON, None, ["krome"])
    assert krome is not None
    assert [one.scenario.name for one in krome.ensembles] == ["1.0", "0.75", "capped", "distanced"]
    assert [one.scenario.people for one in krome.ensembles][:3] == [461, 346, 458]
    assert len(krome.sentences()) == 4
    assert krome.as_json()["limits"] == list(LIMITS)
    assert context_of(case, date(2000, 1, 1)) is None


def test_a_limit_that_is_kept_is_no_other_population() -> None:
    unit = Unit("a", 40, 50)
    assert populations_of([Centre("one", (unit,), cap=45)]) == ["1.0", "0.75", "distanced"]
    assert populations_of([Centre("one", (unit,), cap=30)]) == [
        "1.0",
        "0.75",
        "capped",
        "distanced",
    ]
    assert populations_of([Centre("one", (Unit("a", 40),))]) == ["1.0", "0.75"]


def test_explain_says_it_as_context(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def explain(*words: str) -> str:
        monkeypatch.setattr(
            "sys.argv", ["drawdown", "explain", str(folder), *words, "--on", ON.isoformat()]
        )
        with pytest.raises(SystemExit) as stopped:
            main()
        assert not stopped.value.code
        return capsys.readouterr().out

    said = explain("population", "--facility", "krome", "--rows", "0")
    assert NOT_A_FINDING in said
    assert LIMITS[0] in said
    assert said.index(LIMITS[0]) < said.index("As many as on the day, 461 people")
    found = json.loads(explain("population", "--facility", "krome", "--json"))["explanations"][0]
    assert found["context"]["says"] == NOT_A_FINDING
    assert {"infected", "hospital_peak", "deaths"} <= set(found["context"]["scenarios"][0])
    without = explain("population", "--facility", "krome", "--no-infection", "--json")
    assert "context" not in json.loads(without)["explanations"][0]
    assert json.loads(without)["explanations"][0]["finding"] == found["finding"]
    assert "context" not in json.loads(explain("soap", "--json"))["explanations"][0]


def test_the_report_says_first_what_it_cannot(case: Case) -> None:
    asked = Asked(case, date(2020, 5, 1), ON, None, "parties")
    blocks = list(infection(asked))
    assert isinstance(blocks[0], Heading)
    kinds = [type(block) for block in blocks]
    assert kinds.index(Bullets) < kinds.index(Table) < kinds.index(Figure)
    assert "No finding rests on it" in " ".join(plain(text) for text in texts(blocks[1]))
    (shown,) = [block for block in blocks if isinstance(block, Table)]
    assert [row[0] for row in shown.rows] == [
        "As many as on the day", "75% of those", "As many as can keep the distance",
    ]  # fmt: skip
    assert "no number of people for Glades" in " ".join(map(plain, shown.notes))
    for figure in blocks:
        if isinstance(figure, Figure):
            assert figure.svg.startswith("<svg")
            assert "infected in 90 days" in figure.alt


def test_an_order_about_neither_has_no_such_part(case: Case, monkeypatch) -> None:
    asked = Asked(case, date(2020, 5, 1), ON, None, "parties")
    others = [one for one in asked.findings if one.law.clause.kind == "supply"]
    assert others
    monkeypatch.setitem(asked.__dict__, "findings", others)
    assert list(infection(asked)) == []
