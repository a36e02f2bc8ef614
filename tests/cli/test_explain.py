"""`drawdown explain`: one finding in full, down to the rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..finding.cases import make, make_folder  # noqa: TID252
from .running import is_one_line, run


def test_the_json_goes_down_to_the_rows(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    ran = run(
        "explain", folder, "population", "--facility", "krome", "--on", "2020-05-14", "--json"
    )
    assert ran.status == 0
    (one,) = ran.json["explanations"]
    assert one["finding"]["status"] == "met"
    assert [row["id"] for row in one["rows"]] == ["c"]
    assert [row["id"] for row in one["corrected"]] == ["a", "b"]
    assert one["ruling"]["docket_entry"] == "ECF 1"
    assert one["words"] == "Reduce to 75% of capacity within two weeks."
    assert one["deadlines"][0]["date"] == "2020-05-14"


def test_the_text_shows_words_rule_rows_and_corrections_as_they_stand(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    ran = run("explain", folder, "population", "--facility", "KRO", "--on", "2020-05-14")
    assert ran.status == 0
    for text in ("Krome [red]", "Reduce to 75% of capacity", "Corrected by these", "[/]",
                 "a newspaper", "counts/may.csv"):  # fmt: skip
        assert text in ran.out


def test_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    (one,) = run("explain", folder, "population", "--facility", "krome", "--on", "2020-05-14",
                 "--rows", "0", "--json").json["explanations"]  # fmt: skip
    assert (one["rows"], one["entries"]) == ([], 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["populaton"], "did you mean 'population'?"),
        (["population", "--facility", "nowhere"], "'nowhere' is not a facility of the order"),
        (["population", "--on", "2020-01-01"], "was not yet law on 2020-01-01"),
        (
            ["together", "--facility", "krome", "--on", "2020-05-14"],
            "binds all facilities together",
        ),
        (["population", "--rows", "-1"], "--rows"),
    ],
)
def test_bad_input_is_one_line(more: list[str], said: str, tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("explain", order, *more)
    assert is_one_line(ran), ran
    assert said in ran.err
