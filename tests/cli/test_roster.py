"""`drawdown roster`: the row account, the mapping, profiles, and entering a case folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ODD = "Bk In Dt,Inmate No,Where Held\n03/04/2020,1,Main\n14/04/2020,2,Main\nsoon,3,Main\n"


def drawdown(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drawdown", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def answer(*words: object) -> dict[str, Any]:
    done = drawdown(*words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(ODD)
    return path


def test_an_uncertain_file_is_refused_then_mapped_then_read_by_profile(
    odd: Path, tmp_path: Path
) -> None:
    refused = drawdown("roster", "read", odd)
    assert refused.returncode == 2
    assert len(refused.stderr.strip().splitlines()) == 1
    profile = tmp_path / "odd.toml"
    found = answer("roster", "map", odd, "--out", profile)
    assert [m["column"] for m in found["mapping"]] == ["Bk In Dt", "Inmate No", "Where Held"]
    assert "confirm" in profile.read_text()
    words = ["--map", "Bk In Dt=book_in", "--map", "Where Held=facility"]
    first = answer("roster", "read", odd, *words, "--save-profile", profile)
    again = answer("roster", "read", odd, "--profile", profile)
    assert again["rows"] == first["rows"] == {"read": 4, "used": 3, "set_aside": 0, "not_data": 1}
    assert '"Bk In Dt" = "dmy"' in profile.read_text()


def test_set_aside_rows_have_reasons(tmp_path: Path) -> None:
    path = tmp_path / "stays.csv"
    path.write_text(
        "Person ID,Facility,Book In Date,Book Out Date\n1,A,soon,\n2,A,2020-05-02,2020-05-01\n"
        "3,A,,\n4,A,2020-05-01,\n4,A,2020-05-01,\n"
    )
    found = answer("roster", "read", path)
    assert found["rows"] == {"read": 6, "used": 1, "set_aside": 4, "not_data": 1}
    assert {s["row"]: s["reason"] for s in found["set_aside"]} == {
        2: "column 'Book In Date': 'soon' is not a date; expected YYYY-MM-DD or MM/DD/YYYY",
        3: "book-out 2020-05-01 is before book-in 2020-05-02",
        4: "book-in is blank",
        6: "the same person, facility and dates as row 5",
    }


def test_into_a_new_case_folder(tmp_path: Path) -> None:
    roster = tmp_path / "list 2020-05-14.csv"
    roster.write_text("Person ID,Facility,Book In Date\n1,Example centre,2020-05-01\n")
    folder = tmp_path / "case"
    assert drawdown("new", folder).returncode == 0
    found = answer("roster", "read", roster, "--into", folder, "--sender", "agency")
    assert found["into"]["added"] == 1
    assert found["as_of_from"] == "the file's name"
    again = answer("roster", "read", roster, "--into", folder)
    assert again["into"]["already_there"] is True


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    done = drawdown("roster", "read", tmp_path / "none.csv")
    assert done.returncode == 2
    assert done.stderr == f"drawdown: {tmp_path / 'none.csv'}: there is no such file\n"
