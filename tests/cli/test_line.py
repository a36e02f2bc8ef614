"""`drawdown line`: a call by typed keys, prompts that are checked, a number and PIN given out."""

from __future__ import annotations

import io
from pathlib import Path
from unittest.mock import patch

import pytest

from drawdown.check_in.lines.sealed import seal
from drawdown.check_in.speech import Sound

from .running import run


def test_a_newcomer_checks_in() -> None:
    with patch("sys.stdin", io.StringIO("2\n1\n1042\n246801\n1\n9\n")):
        ran = run("line", "console")
    assert ran.status == 0
    assert "Usted se ha reportado." in ran.out
    assert "check-in of A-1042, receipt" in ran.err


def test_in_a_language_from_the_start() -> None:
    with patch("sys.stdin", io.StringIO("")):
        ran = run("line", "console", "--language", "ht")
    assert ran.status == 0
    assert "Sa se liy pou rapòte prezans ou." in ran.out


def test_a_language_that_is_not_there() -> None:
    ran = run("line", "prompts", "--language", "xx")
    assert ran.status == 2
    assert "expected one of en, es, ht, fr, pt" in ran.err


@pytest.mark.requires("espeak-ng")
def test_prompts_are_checked() -> None:
    ran = run("line", "prompts", "--check", "--language", "en", "--json")
    assert ran.status == 0
    (one,) = ran.json["languages"]
    assert one["problems"] == []
    assert one["check_in_seconds"] < 120
    assert 0.05 < one["loudest"] < 1


def test_prompts_are_shown() -> None:
    assert "receipt: Your receipt number is {receipt}." in run("line", "prompts").out
    assert len(run("line", "prompts", "--json").json["languages"]) >= 5


def test_a_number_and_pin_are_given_out(tmp_path: Path) -> None:
    assert run("new", tmp_path / "case").status == 0
    given = run("line", "enrol", tmp_path / "case", "A-1042", "--json").json
    with patch("sys.stdin", io.StringIO(f"1\n1\n{given['number']}\n{given['pin']}\n1\n")):
        ran = run("line", "console", "--case", tmp_path / "case")
    assert ran.status == 0, ran.err
    kept = (tmp_path / "case" / "events" / "appended.jsonl").read_text(encoding="utf-8")
    assert '"entry": "check_in"' in kept
    assert given["pin"] not in kept


def test_where_there_is_no_case(tmp_path: Path) -> None:
    assert run("line", "enrol", tmp_path, "A-1042").status == 2
    assert run("line", "console", "--case", tmp_path).status == 2


def test_the_diagram() -> None:
    assert run("line", "diagram").out.startswith("stateDiagram-v2\n")


def test_a_message_is_opened_with_the_key_of_its_case_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "order.md").write_text("an order")
    made = run("line", "key", str(tmp_path), "--json")
    assert made.json == {"key": str(tmp_path / "case.key"), "made": True}
    assert (tmp_path / "case.key").stat().st_mode & 0o077 == 0
    assert run("line", "key", str(tmp_path), "--json").json["made"] is False
    sound = Sound(bytes(16_000))
    seal(tmp_path, "sound-1", sound.wav())
    out = tmp_path / "out.wav"
    ran = run("line", "listen", str(tmp_path), "sound-1", "--out", str(out), "--json")
    assert ran.json == {"message": "sound-1", "file": str(out), "seconds": 1.0}
    assert out.read_bytes() == sound.wav()
    for name, told in (("sound-2", "cannot be read"), ("../line", "is no name")):
        ran = run("line", "listen", str(tmp_path), name, "--out", str(out))
        assert (ran.status, told in ran.err) == (2, True)
    sealed = tmp_path / "sealed"
    (sealed / "sound-3.sealed").write_bytes((sealed / "sound-1.sealed").read_bytes())
    ran = run("line", "listen", str(tmp_path), "sound-3", "--out", str(out))
    assert (ran.status, "does not open" in ran.err) == (2, True)  # it stands for another
    (tmp_path / "case.key").write_text("22" * 32)
    ran = run("line", "listen", str(tmp_path), "sound-1", "--out", str(out))
    assert (ran.status, "is not its key" in ran.err) == (2, True)
