"""`drawdown history`: the contract of its JSON, and its table."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ..finding.cases import make  # noqa: TID252
from .running import is_one_line, run

KEYS = ["from", "to", "status", "value_min", "value_max"]


def test_the_json_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    for name in ("krome", "KRO", "Krome [RED]"):
        ran = run("history", order, "--clause", "population", "--facility", name,
                  "--counts", counts, "--json")  # fmt: skip
        assert (ran.status, ran.err) == (0, "")
        assert list(ran.json) == ["spans"]
        spans = ran.json["spans"]
        assert list(spans[0])[: len(KEYS)] == KEYS
        assert {key: spans[0][key] for key in KEYS} == {
            "from": "2020-04-30", "to": "2020-05-14", "status": "not_due",
            "value_min": 474, "value_max": 528,
        }  # fmt: skip
        assert all(a["to"] == b["from"] for a, b in pairwise(spans))


def test_from_and_to_bound_the_days(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    ran = run("history", order, "--clause", "population", "--counts", counts, "--facility", "krome",
              "--from", "2020-05-20", "--to", "2020-05-25", "--json")  # fmt: skip
    assert (ran.json["spans"][0]["from"], ran.json["spans"][-1]["to"]) == (
        "2020-05-20", "2020-05-25"
    )  # fmt: skip


def test_the_table_names_every_place(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    ran = run("history", order, "--clause", "population", "--counts", counts)
    assert ran.status == 0
    for text in ("Test [/] v. Agency :warning:: population", "Krome [red]", "Glades", "stayed"):
        assert text in ran.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--clause", "populaton"], "did you mean 'population'?"),
        (["--clause", "population", "--facility", "korme"], "'korme' is not a facility"),
        (
            ["--clause", "population", "--from", "2020-06-01", "--to", "2020-06-01"],
            "expected a later",
        ),
        (["--clause", "population", "--from", "x"], "'x' is not a date"),
        ([], "--clause"),
    ],
)
def test_bad_input_is_one_line(more: list[str], said: str, tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("history", order, *more)
    assert is_one_line(ran), ran
    assert said in ran.err
