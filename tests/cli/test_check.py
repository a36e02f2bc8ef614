"""`drawdown check`: the contract of its JSON, its exit status, and what it says to bad input."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..finding.cases import make, make_folder  # noqa: TID252
from .running import is_one_line, run, run_program

FINDING = {
    "clause": str, "kind": str, "facility": (str, type(None)), "status": str,
    "value": (int, float, type(None)), "limit": (int, float, type(None)), "unit": str,
    "due": (str, type(None)), "explanation": str, "rule": str, "sources": list, "missing": list,
}  # fmt: skip


def test_the_json_has_the_keys_and_types_of_the_contract(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    ran = run("check", order, "--counts", counts, "--on", "2020-05-14", "--json")
    assert (ran.status, ran.err) == (0, "")
    answer = ran.json
    assert list(answer)[:4] == ["on", "as_known", "order", "findings"]
    assert (answer["on"], answer["order"]) == ("2020-05-14", "test-v-agency")
    assert len(answer["as_known"]) == 10
    assert [(f["clause"], f["facility"]) for f in answer["findings"]] == [
        ("population", "krome"), ("population", "glades"), ("together", None)
    ]  # fmt: skip
    for finding in answer["findings"]:
        assert list(finding)[: len(FINDING)] == list(FINDING)
        for key, types in FINDING.items():
            assert isinstance(finding[key], types), (key, finding[key])
        assert all(isinstance(item, str) for item in [*finding["sources"], *finding["missing"]])
    krome = answer["findings"][0]
    assert (krome["status"], krome["value"], krome["limit"]) == ("not_met", 472, 458.25)
    assert krome["due"] == "2020-05-14"
    rows = answer["rows"]
    assert rows["read"] == rows["used"] + rows["set_aside"] + rows["not_data"]


def test_as_known_answers_from_what_was_known(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    found = {}
    for known in ("2020-05-15", "2020-05-20", "2020-06-10"):
        answer = run("check", folder, "--on", "2020-05-14", "--as-known", known, "--json").json
        assert answer["as_known"] == known
        found[known] = answer["findings"][0]["value"]
    assert found == {"2020-05-15": 500, "2020-05-20": 480, "2020-06-10": 411}


def test_rows_that_cannot_be_used_are_counted_and_listed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "case")
    answer = run("check", folder, "--on", "2020-05-14", "--json").json
    assert answer["rows"] == {"read": 7, "used": 5, "set_aside": 2, "not_data": 0}
    assert [(row["file"], row["row"], row["column"]) for row in answer["set_aside"]] == [
        ("counts/may.csv", 5, "count"), ("counts/may.csv", 6, "count")
    ]  # fmt: skip
    assert [row["found"] for row in answer["unresolved"]] == ["nobody"]
    said = run("check", folder, "--on", "2020-05-14").err
    assert "2 of 7 rows set aside; 5 used:" in said
    assert "counts/may.csv, row 5, column 'count': 'AS NEEDED' is not a whole number" in said
    assert "there is no entry 'nobody'" in said


@pytest.mark.parametrize(
    ("on", "status"), [("2020-05-14", 1), ("2020-05-13", 0), ("2020-05-31", 0)]
)
def test_strict_exits_1_where_something_is_not_met(on: str, status: int, tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    for as_json in ([], ["--json"]):
        arguments = ("check", order, "--counts", counts, "--on", on, *as_json)
        assert run(*arguments, "--strict").status == status
        assert run(*arguments).status == 0


def test_the_tables_show_text_as_it_stands(tmp_path: Path) -> None:
    """Brackets in a name are no markup, and words between colons no pictures."""
    order, counts = make(tmp_path)
    ran = run("check", order, "--counts", counts, "--on", "2020-05-14")
    assert ran.status == 0
    for text in ("Test [/] v. Agency :warning:", "Krome [red]", "At most 75% [/]", "not met"):
        assert text in ran.out


def test_before_any_ruling_there_is_nothing_to_meet(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    assert run("check", order, "--on", "2020-04-29", "--json").json["findings"] == []
    assert (
        "No ruling of this order had been entered" in run("check", order, "--on", "2020-04-29").out
    )


BAD = [
    (["--on", "2020-02-30"], "'2020-02-30' is not a date"),
    (["--on", "soon"], "'soon' is not a date; expected YYYY-MM-DD"),
    (["--on", "9999-12-31"], "is not from 1900 to 2099"),
    (["--as-known", "0001-01-01"], "is not from 1900 to 2099"),
    (["--counts", "nowhere.csv"], "nowhere.csv: there is no such file"),
    (["--counts", "."], "cannot be read"),
    (["--cuonts", "x.csv"], "--cuonts"),
    (["extra"], "extra"),
]


@pytest.mark.parametrize(("more", "said"), BAD, ids=[" ".join(b[0]) for b in BAD])
def test_bad_input_is_one_line(more: list[str], said: str, tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    ran = run("check", order, *more)
    assert is_one_line(ran), ran
    assert said in ran.err


FILES = [
    (b"", "is empty"),
    (b"facility,date\n", "there is no column 'count'"),
    (b"facility,date,count\nkr\xf6me,1,1\n", "row 2: byte 0xf6 is not UTF-8"),
    (b'facility,date,count\n"krome', "row 2: is not CSV"),
    (b"facility,date,count\n\x00", "NUL"),
]


@pytest.mark.parametrize(("data", "said"), FILES, ids=[f[1] for f in FILES])
def test_a_file_that_cannot_be_read_is_one_line(data: bytes, said: str, tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    counts.write_bytes(data)
    ran = run("check", order, "--counts", counts)
    assert is_one_line(ran), ran
    assert said in ran.err


@pytest.mark.parametrize("where", ["nowhere.md", "nowhere", "x" * 5000, "bad\nname.md"])
def test_an_order_that_is_not_there_is_one_line(where: str) -> None:
    ran = run("check", where)
    assert is_one_line(ran), ran


def test_an_order_with_mistakes_is_one_line(tmp_path: Path) -> None:
    order, _ = make(tmp_path)
    order.write_text(
        order.read_text().replace("value = 611", "value = true").replace("75 }", "x }")
    )
    ran = run("check", order)
    assert is_one_line(ran), ran
    assert "order.md, line " in ran.err


def test_as_a_program_it_answers_and_refuses_alike(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    ran = run_program("check", order, "--counts", counts, "--on", "2020-05-14", "--strict")
    assert ran.status == 1
    assert ran.err == ""
    refused = run_program("check", tmp_path / "nowhere.md")
    assert is_one_line(refused), refused
    assert "Traceback" not in refused.err


def test_a_terminal_that_cannot_show_a_mark_gets_the_words(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    shown = run_program("check", order, "--counts", counts, "--on", "2020-05-14",
                        PYTHONIOENCODING="ascii")  # fmt: skip
    assert shown.status == 0
    assert "not met" in shown.out
    order.write_text(order.read_text().replace("Stayed", "é").replace("At most", "Plus ça"))
    ran = run_program("check", order, "--on", "2020-05-14", "--json", PYTHONIOENCODING="ascii")
    assert ran.json["findings"][0]["title"] == "Plus ça 75% [/]"


def test_a_file_whose_name_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    order, counts = make(tmp_path)
    odd = os.fsencode(tmp_path) + b"/\xff.csv"
    os.rename(os.fsencode(counts), odd)  # noqa: PTH104  the name is bytes
    ran = run_program("check", str(order), "--counts", odd, "--on", "2020-05-14", "--json")
    assert ran.json["findings"][0]["status"] == "not_met"
