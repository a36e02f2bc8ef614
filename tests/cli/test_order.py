"""`drawdown order` lint, show and schema; and what every verb has in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..finding.cases import make  # noqa: TID252
from .running import is_one_line, run, run_program

VERBS = [[], ["check"], ["deadlines"], ["history"], ["explain"], ["new"], ["order"],
         ["order", "lint"], ["order", "show"], ["order", "schema"]]  # fmt: skip


def test_lint_of_a_good_order_says_so(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("order", "lint", order)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("no problem found (3 rulings, 2 clauses of 1 kind, 2 changes)\n")
    assert run("order", "lint", order, "--json").json == {"file": str(order), "problems": []}


def test_lint_lists_every_problem_one_a_line_and_exits_2(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    text = (
        order.read_text().replace("value = 611", "value = true").replace("count = 900", "cout = 9")
    )
    order.write_text(text)
    lines = text.splitlines()
    ran = run("order", "lint", order)
    assert (ran.status, ran.out) == (2, "")
    places = [lines.index("value = true") + 1, lines.index("limit = { cout = 9 }") + 1]
    assert [line.split(": ")[0] for line in ran.err.splitlines()][:2] == [
        f"{order}, line {place}" for place in places
    ]  # fmt: skip
    as_json = run("order", "lint", order, "--json")
    assert as_json.status == 2
    assert [p["line"] for p in as_json.json["problems"]][:2] == places


@pytest.mark.parametrize(
    ("on", "known", "standing"),
    [("2020-05-14", None, "in force"), ("2020-06-02", None, "stayed"),
     ("2020-06-25", None, "ended"), ("2020-06-25", "2020-06-30", "in force")],
)  # fmt: skip
def test_show_prints_the_law_in_force_that_day(
    on: str, known: str | None, standing: str, tmp_path: Path
) -> None:
    order, _ = make(tmp_path)
    arguments = ["order", "show", order, "--on", on, *(["--as-known", known] if known else [])]
    answer = run(*arguments, "--json").json
    assert (answer["on"], answer["as_known"], answer["order"]) == (on, known, "test-v-agency")
    assert [(c["clause"], c["standing"]) for c in answer["clauses"]] == [
        ("population", standing), ("together", "in force")
    ]  # fmt: skip
    ran = run(*arguments)
    assert ran.status == 0
    assert "Test [/] v. Agency :warning:" in ran.out
    assert f"population  {standing}" in ran.out


@pytest.mark.parametrize("part", ["all", "header", "ruling", "clause", "change"])
def test_schema_prints_a_schema(part: str) -> None:
    assert run("order", "schema", "--part", part).json["$schema"].endswith("2020-12/schema")


def test_bad_input_is_one_line(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.md"
    wrong: list[list[str | Path]] = [
        ["order", "show", nowhere], ["order", "schema", "--part", "x"], ["order", "lnit"],
        ["order", "lint"], ["chekc"],
    ]  # fmt: skip
    for arguments in wrong:
        ran = run(*arguments)
        assert is_one_line(ran), ran
    assert run("order", "lint", tmp_path / "nowhere.md").status == 2


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: " ".join(verb) or "drawdown")
def test_every_verb_has_help(verb: list[str]) -> None:
    for flag in ("--help", "-h"):
        ran = run(*verb, flag)
        assert (ran.status, ran.err) == (0, "")
        assert "Usage:" in ran.out


def test_the_version_is_printed() -> None:
    assert run_program("--version").out.startswith("drawdown 0.")


def test_without_a_verb_it_shows_its_help() -> None:
    for arguments in ([], ["order"]):
        ran = run_program(*arguments)
        assert "Usage:" in ran.out + ran.err
        assert "Traceback" not in ran.err
