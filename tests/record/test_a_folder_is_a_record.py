"""A case folder: which files are read as what, and what is added to it is added whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drawdown.record import folder as folder_module
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS, Entry
from drawdown.record.errors import RecordError
from drawdown.record.folder import APPENDED, append_entries, read_folder

from .making import ANYWHERE, EASTERN

COUNT = "facility,date,count\nkrome,2020-05-14,411\n"
PLAN = "name,date\nplan,2020-05-14\n"
LINE = '{"entry": "milestone", "name": "plan", "date": "2020-05-14"}\n'


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _milestone(name: str) -> Entry:
    return KINDS["milestone"].model_validate({"name": name, "date": "2020-05-14"})


@pytest.mark.parametrize(
    "name",
    ["milestone.csv", "milestones.csv", "Milestone-May 2020.csv", "milestones.2020.csv",
     "milestone (2).csv", "MILESTONE.CSV", "milestone2.csv"],
)  # fmt: skip
def test_a_file_is_of_the_kind_that_its_name_begins_with(name: str, tmp_path: Path) -> None:
    _write(tmp_path, {f"events/{name}": PLAN})
    (batch,) = read_folder(tmp_path, ANYWHERE)
    assert batch.kind is KINDS["milestone"]
    assert batch.frame["id"].to_list() == [f"events/{name}#2"]


def test_the_longest_kind_that_fits_is_meant(tmp_path: Path) -> None:
    _write(tmp_path, {"events/check-ins-may.csv": "person,date,outcome\nP1,2020-05-14,made\n"})
    (batch,) = read_folder(tmp_path, ANYWHERE)
    assert batch.kind is KINDS["check_in"]


@pytest.mark.parametrize(
    "name", ["factsheet.csv", "logstash.csv", "stayed.csv", "may.csv", "1.csv"]
)
def test_a_name_that_names_no_kind_is_refused(name: str, tmp_path: Path) -> None:
    _write(tmp_path, {f"events/{name}": PLAN})
    with pytest.raises(RecordError, match=f"events/{name}: the name names no kind of entry"):
        read_folder(tmp_path, ANYWHERE)


def test_a_name_nearly_right_is_told_the_right_one(tmp_path: Path) -> None:
    _write(tmp_path, {"events/handuots.csv": PLAN})
    with pytest.raises(RecordError, match="did you mean 'handout'"):
        read_folder(tmp_path, ANYWHERE)


@pytest.mark.parametrize(
    "name", ["counts/may.xlsx", "events/handout.txt", "events/2020/report.pdf"]
)
def test_a_file_that_cannot_be_read_is_refused_rather_than_passed_over(
    name: str, tmp_path: Path
) -> None:
    _write(tmp_path, {name: "x"})
    with pytest.raises(RecordError, match=f"{name}: is neither .csv nor .jsonl"):
        read_folder(tmp_path, ANYWHERE)


def test_files_that_are_nobody_s_data_are_passed_over(tmp_path: Path) -> None:
    aside = ["counts/.~lock.may.csv#", "counts/may.csv~", "counts/README.md", "rosters/may.xlsx",
             "notes.txt"]  # fmt: skip
    _write(tmp_path, dict.fromkeys(aside, "x") | {"counts/may.csv": COUNT})
    (batch,) = read_folder(tmp_path, ANYWHERE)
    assert batch.account.file == "counts/may.csv"


def test_folders_inside_are_read_and_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    _write(tmp_path, {"counts/2020/may.csv": COUNT, "counts/2021/may.csv": COUNT,
                      "counts/june.CSV": COUNT, "rosters/entries.jsonl": LINE})  # fmt: skip
    batches = read_folder(tmp_path, ANYWHERE)
    ids = [id_ for batch in batches for id_ in batch.frame["id"]]
    assert sorted(ids) == ["counts/2020/may.csv#2", "counts/2021/may.csv#2", "counts/june.CSV#2",
                           "rosters/entries.jsonl#1"]  # fmt: skip


def test_an_empty_folder_is_an_empty_record(tmp_path: Path) -> None:
    assert read_folder(tmp_path, ANYWHERE) == []


def test_appending_makes_the_file_and_keeps_what_was_there(tmp_path: Path) -> None:
    append_entries(tmp_path, [_milestone("one")])
    first = (tmp_path / APPENDED).read_bytes()
    append_entries(tmp_path, [_milestone("two"), _milestone("three")])
    assert (tmp_path / APPENDED).read_bytes().startswith(first)
    (batch,) = read_folder(tmp_path, Terms(EASTERN))
    assert batch.frame["name"].to_list() == ["one", "two", "three"]


def test_appending_to_a_last_line_without_an_end_begins_a_new_one(tmp_path: Path) -> None:
    _write(tmp_path, {str(APPENDED): LINE.strip()})
    append_entries(tmp_path, [_milestone("two")])
    (batch,) = read_folder(tmp_path, Terms(EASTERN))
    assert batch.frame["name"].to_list() == ["plan", "two"]


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_entries(tmp_path, [_milestone("one")])
    before = (tmp_path / APPENDED).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module.os, "fsync", full)
    with pytest.raises(RecordError, match="cannot be written \\(No space left on device\\)"):
        append_entries(tmp_path, [_milestone("two")])
    monkeypatch.undo()
    assert (tmp_path / APPENDED).read_bytes() == before
    (batch,) = read_folder(tmp_path, Terms(EASTERN))
    assert batch.frame["name"].to_list() == ["one"]


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("a file where a folder should be")
    with pytest.raises(RecordError, match="cannot be written"):
        append_entries(tmp_path, [_milestone("one")])


APPENDER = """
import sys
from pathlib import Path
from drawdown.record.record import KINDS
from drawdown.record.folder import append_entries
made = [KINDS["milestone"](name=f"{sys.argv[2]}-{n}", date="2020-05-14", note="x" * 500)
        for n in range(40)]
print("ready", flush=True)
for _ in range(int(sys.argv[3])):
    append_entries(Path(sys.argv[1]), made)
"""


def _appender(folder: Path, name: str, times: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(folder), name, str(times)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_a_writer_that_is_killed_leaves_whole_batches(tmp_path: Path) -> None:
    process = _appender(tmp_path, "a", 100_000)
    path = tmp_path / APPENDED
    while not path.exists():
        time.sleep(0.005)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert len(lines) % 40 == 0
    append_entries(tmp_path, [_milestone("afterwards")])
    (batch,) = read_folder(tmp_path, Terms(EASTERN))
    assert len(batch.frame) == len(lines) + 1
    assert batch.account.set_aside.is_empty()


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    processes = [_appender(tmp_path, name, 5) for name in "ab"]
    for process in processes:
        assert process.wait() == 0
        assert process.stdout is not None
        process.stdout.close()
    (batch,) = read_folder(tmp_path, Terms(EASTERN))
    assert len(batch.frame) == 2 * 5 * 40


def test_a_file_that_may_not_be_read_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, {"counts/may.csv": COUNT})

    def closed(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(RecordError, match=r"counts/may\.csv: cannot be read"):
        read_folder(tmp_path, ANYWHERE)
