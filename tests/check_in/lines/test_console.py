"""The console is a telephone: a whole call by typed keys, kept in memory or in a case folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from tests.check_in.making import PLACES

from drawdown.check_in.dialogue import At, CallBackAsked, CheckedIn, ConditionReported, begin
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.console import Console
from drawdown.check_in.lines.store import Enrolled, FolderStore, MemoryStore, enrol
from drawdown.check_in.pin import hashed
from drawdown.check_in.receipt import is_receipt
from drawdown.finding.case import read_case
from drawdown.record.entries.decision import Decision
from drawdown.record.folder import append_entries
from drawdown.record.template import new_folder

NOW = datetime(2020, 6, 1, 16, tzinfo=UTC)


def play(store: MemoryStore, *typed: str) -> list[str]:
    """Type line by line, then hang up; what is shown."""
    keys = iter(typed)
    shown: list[str] = []
    console = Console(store, lambda asking: next(keys, None), shown.append, lambda: NOW)
    assert console.call(begin("call-1", telephone="+13055550100")).at is At.ENDED
    return shown


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore({"1042": Enrolled("A-1042", hashed("246801"))}, places=PLACES,
                       random=Random(1))  # fmt: skip  # noqa: S311


def test_a_check_in_in_spanish_with_one_wrong_pin(store: MemoryStore) -> None:
    shown = play(store, "2", "1", "1042#", "111111#", "1042#", "246801#", "1")
    assert "Ese número y esa clave no coinciden. Intente otra vez, por favor." in shown
    made = next(each for each in store.saved.values() if isinstance(each, CheckedIn))
    assert (made.person, made.language) == ("A-1042", "es")
    assert is_receipt(made.receipt)
    spoken = " ".join(made.receipt[:3])
    assert sum(spoken in line for line in shown) == 2


def test_a_message_and_a_report(store: MemoryStore) -> None:
    play(store, "1", "2", "2", "5", "no hot water", "1", "1", "1", "1", "9")
    reports = [each for each in store.saved.values() if isinstance(each, ConditionReported)]
    assert [(r.facility, r.topic, r.recording) for r in reports] == [
        ("glades", "other", "no hot water"), ("glades", "soap", ""),
    ]  # fmt: skip


def test_nobody_is_there_to_take_the_call(store: MemoryStore) -> None:
    play(store, "1", "0")
    assert any(isinstance(each, CallBackAsked) for each in store.saved.values())


@pytest.fixture
def folder(tmp_path: Path, project_root: Path) -> Path:
    order = (project_root / "orders" / "gayle-v-meade.md").read_text(encoding="utf-8")
    new_folder(tmp_path / "case", order, "krome")
    for path in (tmp_path / "case" / "events").glob("*"):
        path.unlink()
    append_entries(tmp_path / "case", [Decision(
        date=date(2020, 5, 27), person="A-1042", outcome="released", decider="director",
        reason="asthma", authority="parole 212(d)(5)", conditions="none", check_in="7 days",
    )])  # fmt: skip
    return tmp_path / "case"


def test_a_check_in_stands_in_the_record(folder: Path) -> None:
    number, pin = enrol(folder, "A-1042", Random(3))  # noqa: S311
    shown = play(FolderStore(folder), "1", "1", number, pin, "1")
    entries = read_case(folder).record.as_known().entries("check_in")
    row = entries.row(0, named=True)
    assert (row["person"], row["outcome"], row["due"], row["line"]) == (
        "A-1042", "made", date(2020, 6, 3), "console",
    )  # fmt: skip
    assert any(" ".join(row["receipt"][:3]) in line for line in shown)
    assert "You have checked in. It counts for Wednesday, June 3rd." in shown


def test_an_effect_is_kept_once(folder: Path) -> None:
    number, pin = enrol(folder, "A-1042", Random(3))  # noqa: S311
    store = FolderStore(folder)
    play(store, "1", "1", number, pin, "1")
    for effect in list(store.saved.values()):
        store.save(effect, NOW)
    assert len(read_case(folder).record.as_known().entries("check_in")) == 1


def test_what_cannot_be_kept_is_our_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number, pin = enrol(folder, "A-1042", Random(3))  # noqa: S311
    store = FolderStore(folder)

    def full(effect: object, now: datetime) -> None:
        raise CheckInError("the disk is full")

    monkeypatch.setattr(store, "save", full)
    keys = iter(("1", "1", number, pin, "1"))
    shown: list[str] = []
    Console(store, lambda asking: next(keys, None), shown.append, lambda: NOW).call(begin("c"))
    assert any(line.startswith("We could not save that. The fault is ours") for line in shown)
    assert not any("receipt number" in line for line in shown)


def test_who_is_enrolled_while_a_line_runs_can_call_in_at_once(folder: Path) -> None:
    enrol(folder, "A-1042", Random(3))  # noqa: S311
    store = FolderStore(folder)
    number, pin = enrol(folder, "A-2000", Random(4))  # noqa: S311
    found = store.desk(NOW).identify(number, pin)
    assert found is not None
    assert found.following is None
    append_entries(folder, [Decision(
        date=date(2020, 5, 28), person="A-2000", outcome="released", decider="director",
        reason="asthma", authority="parole 212(d)(5)", conditions="none", check_in="7 days",
    )])  # fmt: skip
    store._looked -= 61  # a minute later
    found = store.desk(NOW).identify(number, pin)
    assert found is not None
    assert found.following is not None
    (folder / "line.toml").write_text("[broken")
    assert store.desk(NOW).identify(number, pin) is not None  # those who could still can


def test_nobody_can_call_in_before_they_are_enrolled(folder: Path) -> None:
    with pytest.raises(CheckInError, match="drawdown line enrol"):
        FolderStore(folder)
    enrol(folder, "A-1042", Random(3))  # noqa: S311
    with pytest.raises(CheckInError, match="A-1042 can call in already"):
        enrol(folder, "A-1042", Random(4))  # noqa: S311
    people = folder / "line.toml"
    assert people.stat().st_mode & 0o077 == 0
    assert "argon2" in people.read_text(encoding="utf-8")
