"""`drawdown diff`: counts, rows on request, one line for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEADER = "INMATEID,FACILITY,ADMITTED_DT\n"


def drawdown(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drawdown", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(HEADER + "1,Main,2020-05-01\n2,Main,2020-05-01\n3,Main,2020-05-02\n")
    new.write_text(HEADER + "1,Main,2020-05-01\n3,Annex,2020-05-02\n4,Main,2020-05-09\n")
    return old, new


def test_counts_and_rows(lists: tuple[Path, Path]) -> None:
    dates = ("--old-date", "2020-05-07", "--new-date", "2020-05-14")
    done = drawdown("diff", *lists, *dates, "--rows", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    keys = ["old", "new", "arrived", "left", "unexplained", "changed", "rewritten"]
    assert [found[k] for k in keys] == [3, 3, 1, 0, 1, 1, 0]
    assert found["rows"]["unexplained"][0]["person"] == "2"
    assert found["rows"]["changed"] == [
        {"person": "3", "column": "facility", "old": "Main", "new": "Annex"}
    ]
    assert found["files"]["old"]["rows"] == {"read": 4, "used": 3, "set_aside": 0, "not_data": 1}


def test_the_account_is_printed(lists: tuple[Path, Path]) -> None:
    done = drawdown("diff", *lists, "--old-date", "2020-05-07", "--new-date", "2020-05-14")
    lines = done.stdout.splitlines()
    assert lines[0] == "old.csv, 2020-05-07: 3 people held"
    assert lines[1:5] == [
        "  + 1 arrived", "  - 0 left", "  - 1 unexplained", "new.csv, 2020-05-14: 3 people held",
    ]  # fmt: skip


def test_a_key_of_ones_own(lists: tuple[Path, Path]) -> None:
    done = drawdown("diff", *lists, "--key", "INMATE", "--json")
    assert done.returncode == 2
    assert "has no column 'INMATE', which --key names; did you mean 'INMATEID'?" in done.stderr
