"""The repository holds source, and nothing that belongs to a machine, a registry or a moment."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
LARGEST = 300_000
BINARY = {".png", ".jpg", ".pdf", ".xlsx", ".xls", ".wav", ".woff2", ".ico", ".mo"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
GENERATED = re.compile(
    r"(^|/)(__pycache__|node_modules|\.venv|dist|\.DS_Store)(/|$)|\.(pyc|log|whl)$"
)

FORBIDDEN_TEXT = {
    "the address of a package registry": re.compile(
        r"(pypi|pythonhosted|npmjs|crates|rubygems)\.(org|io|com)|\bdeb\.debian\.|registry\.yarn",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(
        r"(?<![\w.$}~-])/(home|root|Users|work|opt/wheels|opt/pypi)/[\w.]"
    ),
    "where a package index is to be found": re.compile(
        r"--(extra-)?index-url[ =]\S|--find-links[ =]\S|^-[if] (http|file|/)", re.MULTILINE
    ),
    "the number of an issue": re.compile(r"\b(issue|ticket|session)s? ?#\d", re.IGNORECASE),
    "a merge left unfinished": re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE),
}


def tracked() -> list[Path]:
    """Every file that git holds or would add."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout, and this is a copy without one")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted({path for path in paths if path.is_file()})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


@pytest.mark.parametrize("what", FORBIDDEN_TEXT)
def test_no_file_names_what_belongs_elsewhere(what: str) -> None:
    found = []
    for path in tracked():
        if path.suffix in BINARY:
            continue
        text = path.read_text(encoding="utf-8")
        for match in FORBIDDEN_TEXT[what].finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{name_of(path)}, line {line}: {what}: {match[0]!r}")
    assert not found, "\n".join(found)


def test_no_generated_large_or_unexpectedly_binary_file() -> None:
    found = []
    for path in tracked():
        name = name_of(path)
        if GENERATED.search(name):
            found.append(f"{name}: a generated file")
        if path.stat().st_size > LARGEST and path.suffix != ".lock":
            found.append(f"{name}: {path.stat().st_size:,} bytes; at most {LARGEST:,}")
        if path.suffix not in BINARY and b"\0" in path.read_bytes():
            found.append(f"{name}: binary, and not one of {', '.join(sorted(BINARY))}")
    assert not found, "\n".join(found)


def test_source_files_are_short_enough_to_read() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("src", "tests", "benchmarks")
    }
    found = [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST]
    assert not found, f"at most {LONGEST} lines, most under 250:\n" + "\n".join(found)


def test_every_source_file_says_what_it_is() -> None:
    found = [
        name_of(path)
        for path in python_files("src", "benchmarks")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, f"no docstring at the top of: {', '.join(found)}"


def test_no_module_is_named_for_nothing_in_the_field() -> None:
    found = [
        name_of(path)
        for path in python_files("src", "tests", "benchmarks")
        if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert not found, f"name it for what it holds: {', '.join(found)}"


def test_every_script_can_be_run() -> None:
    scripts = [path for path in tracked() if path.read_bytes()[:2] == b"#!"]
    found = [name_of(path) for path in scripts if not path.stat().st_mode & 0o100]
    assert ROOT / ".ci" / "run" in scripts
    assert not found, f"not executable: {', '.join(found)}"
