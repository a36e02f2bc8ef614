"""`drawdown new` makes a case folder, and never touches one that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from drawdown.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["drawdown", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_it_makes_a_folder_that_can_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "case")
    assert run(monkeypatch, "new", folder) == 0
    assert run(monkeypatch, "check", folder, "--on", "2020-05-14") == 0
    shown = capsys.readouterr()
    assert "undetermined" in shown.out
    assert "set aside" not in shown.err


def test_it_begins_with_an_order_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "new", str(tmp_path / "a")) == 0
    order = tmp_path / "a" / "order.md"
    order.write_text(
        order.read_text(encoding="utf-8").replace('"centre"', '"mine"').replace(
            "centre = ", "mine = "
        ),
        encoding="utf-8",
    )  # fmt: skip
    assert run(monkeypatch, "new", str(tmp_path / "b"), "--order", str(order)) == 0
    assert (tmp_path / "b" / "order.md").read_text(encoding="utf-8") == order.read_text(
        encoding="utf-8"
    )
    assert ",mine," in (tmp_path / "b" / "events" / "handout.csv").read_text(encoding="utf-8")


def test_it_refuses_a_folder_that_holds_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()
    assert run(monkeypatch, "new", str(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 1
