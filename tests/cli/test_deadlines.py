"""`drawdown deadlines`: the contract of its JSON, and its table."""

from __future__ import annotations

from pathlib import Path

from ..finding.cases import make, make_folder  # noqa: TID252
from .running import is_one_line, run

KEYS = ["clause", "obligation", "date", "rule", "from", "amount", "unit", "rolled_from"]


def test_the_json_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("deadlines", order, "--on", "2020-05-01", "--json")
    assert ran.status == 0
    assert list(ran.json) == ["deadlines"]
    cap, waiting = ran.json["deadlines"]
    assert list(cap)[: len(KEYS)] == KEYS
    assert {key: cap[key] for key in KEYS} == {
        "clause": "population", "obligation": "hold at most 75% of capacity",
        "date": "2020-05-14", "rule": "Fed. R. Civ. P. 6(a)(1)", "from": "2020-04-30",
        "amount": 14, "unit": "days", "rolled_from": None,
    }  # fmt: skip
    assert (waiting["date"], waiting["from"], waiting["amount"]) == (None, None, 3)


def test_a_date_that_rolled_says_from_which_day(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    order.write_text(order.read_text().replace('"14 days"', '"2 days"'))
    cap = run("deadlines", order, "--on", "2020-05-01", "--json").json["deadlines"][0]
    assert (cap["date"], cap["rolled_from"]) == ("2020-05-04", "2020-05-02")
    assert cap["rule"] == "Fed. R. Civ. P. 6(a)(1)(C)"


def test_a_folder_has_the_milestones_that_dates_are_counted_from(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    found = run("deadlines", folder, "--on", "2020-05-20", "--json").json["deadlines"]
    assert [(d["clause"], d["date"]) for d in found] == [
        ("population", "2020-05-14"), ("together", "2020-05-21")
    ]  # fmt: skip


def test_the_table_shows_dates_and_what_is_waited_for(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("deadlines", order, "--on", "2020-05-01")
    assert ran.status == 0
    assert "Test [/] v. Agency :warning:" in ran.out
    assert "Thu 2020-05-14" in ran.out
    assert "no date" in ran.out


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    assert is_one_line(run("deadlines", order, "--until", "whenever"))
    assert is_one_line(run("deadlines", tmp_path / "nowhere.md"))
    assert is_one_line(run("deadlines"))
