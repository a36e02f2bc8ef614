"""A roster enters a case folder whole or not at all, once, and in any order."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import stat
import subprocess
import sys
import time
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from drawdown.record.columns import Terms
from drawdown.record.folder import read_folder
from drawdown.record.record import Record
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, roster_from
from drawdown.roster.into_record import Intake, enter_roster

NOW = dt.datetime(2020, 6, 1, 12, tzinfo=dt.UTC)
HEADER = "Person ID,Facility,Book In Date,Book Out Date,Release Reason\n"
FIRST = HEADER + "P1,A,2020-05-01,,\nP2,A,2020-05-01,,\nP3,A,2020-05-01,,\n"
SECOND = HEADER + "P1,A,2020-05-01,2020-05-09,Paroled\nP2,A,2020-04-29,,\nP4,A,2020-05-10,,\n"
LIST = "Person ID,Facility,Book In Date\nP2,B,2020-05-20\nP4,A,2020-05-10\n"
ROSTERS = {"2020-05-07": FIRST, "2020-05-14": SECOND, "2020-05-21": LIST}


def enter(folder: Path, day: str) -> Intake:
    content = ROSTERS[day].encode()
    options = ReadOptions(as_of=dt.date.fromisoformat(day), sender="counsel")
    roster = roster_from(content, Path(f"roster {day}.csv"), options)
    return enter_roster(folder, roster, content, now=NOW)


def standing(folder: Path) -> pl.DataFrame:
    batches = read_folder(folder, TERMS)
    assert all(b.account.set_aside.is_empty() for b in batches)
    record = Record.of(batches, TERMS.zone)
    stays = record.as_known().entries("stay")
    return stays.select("person", "facility", "date", "book_out", "exit", "authority").sort(
        "person", "date"
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b""
        for p in folder.rglob("*")
    }


def test_entries_keep_the_files_hash_name_sender_and_day(tmp_path: Path) -> None:
    intake = enter(tmp_path, "2020-05-07")
    assert (intake.added, intake.superseded, intake.withdrawn) == (3, 0, 0)
    path = next((tmp_path / "rosters").glob("*.jsonl"))
    entry = json.loads(path.read_text().splitlines()[0])
    assert entry["by"] == "counsel"
    assert entry["source"].startswith("roster 2020-05-07.csv, sha256 ")
    assert "as of 2020-05-07, row " in entry["source"]
    assert entry["person"].startswith("P-")
    about = json.loads((tmp_path / "rosters" / "received" / f"{path.stem}.json").read_text())
    assert about["rows"] == {"read": 4, "used": 3, "set_aside": 0, "not_data": 1}
    assert about["received"] == "2020-06-01T12:00:00+00:00"
    assert stat.S_IMODE((tmp_path / "case.key").stat().st_mode) == 0o600


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    enter(tmp_path, "2020-05-07")
    before = contents(tmp_path)
    again = enter(tmp_path, "2020-05-07")
    assert again.already_there
    assert contents(tmp_path) == before


def test_the_record_reads_the_same_in_any_order_of_loading(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations(ROSTERS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        if found:
            (folder / "case.key").write_bytes((tmp_path / "0" / "case.key").read_bytes())
        for day in order:
            enter(folder, day)
        found.append(standing(folder))
    for f in found:
        assert f.rows() == found[0].rows()
    day = dt.date
    assert found[0].select("facility", "date", "book_out", "exit", "authority").sort(
        "facility", "date", "book_out"
    ).rows() == [
        ("A", day(2020, 4, 29), day(2020, 5, 20), "transfer", ""),
        ("A", day(2020, 5, 1), day(2020, 5, 9), "release", "parole 212(d)(5)"),
        ("A", day(2020, 5, 1), day(2020, 5, 14), "unexplained", ""),
        ("A", day(2020, 5, 10), None, "", ""),
        ("B", day(2020, 5, 20), None, "", ""),
    ]


def test_a_roster_without_a_day_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    roster = roster_from(FIRST.encode(), Path("x.csv"), ReadOptions())
    with pytest.raises(RosterError, match="say it with --as-of"):
        enter_roster(tmp_path, roster, FIRST.encode(), now=NOW)
    assert contents(tmp_path) == {}
    with pytest.raises(RosterError, match="is not a case folder"):
        enter_roster(tmp_path / "nowhere", roster, FIRST.encode(), now=NOW)


def test_a_folder_that_cannot_be_written_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RosterError, match="cannot be written"):
        enter(tmp_path, "2020-05-07")
    assert contents(tmp_path) == {}


KILLED_AT = """
import os, signal, sys
from drawdown.cli import main

def dying(call, left):
    def run(*args, **kwargs):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return run

left = [int(sys.argv.pop())]
for name in sys.argv.pop().split(","):
    setattr(os, name, dying(getattr(os, name), left))
main()
"""


def killed_at(calls: str, number: int, folder: Path, roster: Path) -> int:
    """Enter a roster in a process that kills itself (SIGKILL) at a system call; its exit status."""
    command = ["roster", "read", str(roster), "--into", str(folder), "--as-of", "2020-05-14"]
    return subprocess.run(
        [sys.executable, "-c", KILLED_AT, *command, calls, str(number)],
        capture_output=True,
        check=False,
    ).returncode


def test_killed_at_any_step_of_writing_the_folder_is_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    enter(folder, "2020-05-07")
    before = contents(folder)
    second = tmp_path / "second.csv"
    second.write_text(SECOND)
    for number in (1, 4, 8):
        if killed_at("write,fsync", number, folder, second) != -signal.SIGKILL:
            pytest.fail(f"was not killed at step {number}")
        assert contents(folder) == before, number


def test_killed_while_naming_nothing_counts_and_loading_again_completes(tmp_path: Path) -> None:
    second = tmp_path / "second.csv"
    second.write_text(SECOND)
    for number in (1, 3, 4):
        folder = tmp_path / str(number)
        folder.mkdir()
        enter(folder, "2020-05-07")
        before = standing(folder)
        assert killed_at("link", number, folder, second) == -signal.SIGKILL
        assert standing(folder).equals(before), number
        intake = enter(folder, "2020-05-14")
        assert not intake.already_there
        assert standing(folder).height == 4


def test_killed_while_reading_the_folder_is_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    big = tmp_path / "big.csv"
    big.write_text(HEADER + "".join(f"Q{i},A,2020-05-0{i % 9 + 1},,\n" for i in range(200_000)))
    command = ["roster", "read", str(big), "--into", str(folder), "--as-of", "2020-05-14"]
    process = subprocess.Popen(
        [sys.executable, "-m", "drawdown", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(0.7)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert contents(folder) == {}


TERMS = Terms(facilities={"a": "A", "b": "B"})
NAMES = {"a": "a", "centre a": "a", "b": "b"}


def test_one_facility_under_two_names_is_one(tmp_path: Path) -> None:
    for day, name in (("2020-05-07", "A"), ("2020-05-14", "Centre A")):
        content = f"Person ID,Facility,Book In Date\nP1,{name},2020-05-01\n".encode()
        roster = roster_from(content, Path(f"{day}.csv"), ReadOptions())
        enter_roster(tmp_path, roster, content, now=NOW, facilities=NAMES)
    batches = read_folder(tmp_path, Terms(facilities=NAMES))
    stays = Record.of(batches, TERMS.zone).as_known().entries("stay")
    assert stays.select("facility", "exit").rows() == [("a", "")]


def test_who_is_where_a_roster_does_not_speak_of_stays_held(tmp_path: Path) -> None:
    enter(tmp_path, "2020-05-14")
    content = b"Person ID,Facility,Book In Date\nP9,B,2020-05-15\n"
    roster = roster_from(content, Path("b 2020-05-15.csv"), ReadOptions())
    intake = enter_roster(tmp_path, roster, content, now=NOW, places=frozenset({"B"}))
    assert (intake.added, intake.superseded) == (1, 0)
    again = b"Person ID,Facility,Book In Date\nP4,A,2020-05-10\n"
    roster = roster_from(again, Path("a 2020-05-16.csv"), ReadOptions())
    enter_roster(tmp_path, roster, again, now=NOW, places=frozenset({"A"}))
    held = standing(tmp_path).filter(pl.col("book_out").is_null())
    assert held.select("person", "facility").unique().height == 2
    assert set(held["facility"]) == {"A", "B"}
