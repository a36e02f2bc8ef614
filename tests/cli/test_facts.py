"""`drawdown facts` makes the page, and `drawdown facts audit` attacks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import is_one_line, run
from tests.report.facts.making import make_case


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("made") / "case", 3)


@pytest.fixture(scope="module")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    assert run("facts", folder, "--on", "2020-05-14", "--out", out).status == 0
    return out


def test_the_page_is_made(folder: Path, tmp_path: Path) -> None:
    ran = run("facts", folder, "--on", "2020-05-14", "--out", tmp_path / "out", "--json")
    assert ran.status == 0
    assert ran.json["page"] == "2020-05-14"
    assert ran.json["proved"] is True
    assert 0 < ran.json["small"] <= ran.json["withheld"] < ran.json["numbers"]
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_checkpoint_stands_on_the_page_as_it_is(folder: Path, tmp_path: Path) -> None:
    note = tmp_path / "checkpoint.txt"
    note.write_text("drawdown.example/log\n90\nroot=\n\n— drawdown.example/log signature=\n")
    out = tmp_path / "out"
    assert (
        run("facts", folder, "--on", "2020-05-14", "--out", out, "--checkpoint", note).status == 0
    )
    for file in ("index.html", "index.es.html", "releases/2020-05-14/checkpoint.csv"):
        assert note.read_text() in (out / file).read_text(encoding="utf-8")
    made = json.loads((out / "releases/2020-05-14/data.json").read_text(encoding="utf-8"))
    assert made["checkpoint"] == note.read_text()


def test_an_audit_of_what_was_made_finds_nothing(site: Path) -> None:
    ran = run("facts", "audit", site, "--json")
    assert (ran.status, ran.json["narrowed"], ran.json["pages"]) == (0, [], 1)
    assert "can still be any from 1 to 10" in run("facts", "audit", site).out.replace("\n", " ")


def test_an_audit_names_the_number_that_can_be_derived(site: Path, tmp_path: Path) -> None:
    """Somebody shows one of the numbers that protected another."""
    found = json.loads((site / "releases/2020-05-14/data.json").read_text(encoding="utf-8"))
    rule = {"exits/all/all/2020-05-01/2020-05-14": 0}
    del rule
    for key, number in found["numbers"].items():
        if key.startswith("exits/north/release/"):
            number |= {"state": "shown", "value": 100}
            number_of = key
    found["relations"].append({number_of: 1, "spy": -1})
    found["numbers"]["spy"] = {"state": "withheld"}
    place = tmp_path / "releases" / "2020-05-14"
    place.mkdir(parents=True)
    found["relations"] = [one for one in found["relations"] if "spy" in one]
    (place / "data.json").write_text(json.dumps(found), encoding="utf-8")
    ran = run("facts", "audit", tmp_path)
    assert ran.status == 1
    assert "spy (withheld on the page of 2020-05-14)" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "2020-05-14"], "expected --out DIR"),
        (["--on", "2020-04-01", "--out", "OUT"], "nothing was ordered by 2020-04-01"),
        (["--on", "2020-05-14", "--out", "OUT", "--previous", "OUT"], "has no published page"),
        (["--on", "2020-05-14", "--out", "OUT", "--claims", "nowhere.toml"], "is not a file"),
        (["--on", "2020-05-14", "--out", "OUT", "--checkpoint", "nowhere.txt"], "no checkpoint"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    folder: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    ran = run("facts", folder, *[one.replace("OUT", str(tmp_path / "out")) for one in arguments])
    assert is_one_line(ran)
    assert said in ran.err


def test_an_audit_of_nothing_is_refused(tmp_path: Path) -> None:
    ran = run("facts", "audit", tmp_path)
    assert is_one_line(ran)
    assert "no published page" in ran.err


def test_a_damaged_page_is_refused(site: Path, tmp_path: Path) -> None:
    place = tmp_path / "releases" / "2020-05-14"
    place.mkdir(parents=True)
    for text in ("{", "[]", '{"format": 2}', '{"format": 1}'):
        (place / "data.json").write_text(text, encoding="utf-8")
        assert is_one_line(run("facts", "audit", tmp_path))
