"""`drawdown report`: what it writes, what it says, and what it refuses in one line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.cli.running import is_one_line, run
from tests.report.making import folder
from tests.report.reading import words_of_docx

DAY = ("--on", "2020-05-14", "--since", "2020-05-01")


def test_it_writes_the_report_and_its_exhibits_and_gives_their_hashes(tmp_path: Path) -> None:
    told = run("report", folder(), *DAY, "--out", tmp_path / "r.pdf", "--json").json
    assert (told["on"], told["since"], told["level"]) == ("2020-05-14", "2020-05-01", "parties")
    assert {Path(one["file"]).name for one in told["files"]} == {
        path.name for path in tmp_path.iterdir()
    }
    for one in told["files"]:
        content = Path(one["file"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)


@pytest.mark.parametrize(
    "words",
    [("person", "petitioner-25"), ("facility", "Krome"), ("number", "soap", "--facility", "krome")],
)
def test_it_writes_a_declaration_of_one_thing(tmp_path: Path, words: tuple[str, ...]) -> None:
    what, *rest = words
    out = tmp_path / "paper.docx"
    ran = run("report", what, folder(), *rest, "--on", "2020-05-14", "--out", out)
    assert ran.status == 0
    assert ran.out.startswith("Declaration of a")
    assert out.read_bytes().startswith(b"PK")


def test_a_preview_counts_what_each_level_hides_and_writes_nothing(tmp_path: Path) -> None:
    told = run("report", folder(), *DAY, "--preview", "--json").json
    hidden = {one["level"]: [each["what"] for each in one["hides"]] for one in told["levels"]}
    assert hidden["sealed"] == []
    assert len(hidden["parties"]) == 1
    assert len(hidden["public"]) == 8
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*DAY, "--out", "r.txt"), "expected a name that ends in .pdf or .docx"),
        (DAY, "expected --out"),
        ((*DAY, "--out", "r.pdf", "--level", "secret"), "expected one of public, parties, sealed"),
        ((*DAY, "--out", "r.pdf", "--filer", "the press"), "is no party of the order"),
        ((*DAY, "--out", "r.pdf", "--checkpoint", "nowhere.txt"), "holds no checkpoint"),
        (("--on", "2019-01-01", "--out", "r.pdf"), "nothing was ruled by 2019-01-01"),
        (("--on", "2020-05-14", "--since", "2020-06-01", "--out", "r.pdf"), "is after"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(words: tuple[str, ...], said: str) -> None:
    ran = run("report", folder(), *words)
    assert is_one_line(ran)
    assert said in ran.err


def test_nobody_is_declared_upon_in_public_and_nobody_unknown() -> None:
    words = ("--on", "2020-05-14", "--out", "x.pdf")
    public = run("report", "person", folder(), "petitioner-25", *words, "--level", "public")
    unknown = run("report", "person", folder(), "petitioner-99", *words)
    assert is_one_line(public)
    assert is_one_line(unknown)
    assert "holds nothing of 'petitioner-99'" in unknown.err


def test_a_checkpoint_is_printed_as_it_is(tmp_path: Path) -> None:
    note = tmp_path / "checkpoint.txt"
    note.write_text("example.org/case\n7569\nFALtsqHvm1g3n7R0\n", encoding="utf-8")
    out = tmp_path / "r.docx"
    words = ("number", folder(), "population", "--facility", "glades", "--on", "2020-05-14")
    assert run("report", *words, "--checkpoint", note, "--out", out).status == 0
    assert "FALtsqHvm1g3n7R0" in words_of_docx(out.read_bytes())
