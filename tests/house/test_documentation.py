"""What the documentation shows happens as shown, and its links lead somewhere.

A fenced `console` block is run from top to bottom in a fresh folder that holds `orders/` and
`docs/`, and each page's blocks follow one another in the same folder. Lines that start with `$ `
are commands; the lines below one are how its output begins, and a line `…` stands for any lines.
Blocks that install or build something (make, git, sudo, pip) are not run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")])
BLOCK = re.compile(r"^( *)```console[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^( *)(```+).*?^\1\2", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
NOT_RUN = ("make", "git", "sudo", "apt-get", "pip", "bash .ci/run", "cd ")


@dataclass(frozen=True)
class Example:
    """A command of a page, the line it is on, and how its output should begin."""

    line: int
    command: str
    expected: tuple[str, ...]


def examples(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    found = []
    for block in BLOCK.finditer(text):
        start = text.count("\n", 0, block.start()) + 2
        lines = [line.removeprefix(block[1]).rstrip() for line in block[2].splitlines()]
        at = 0
        while at < len(lines):
            line = start + at
            assert lines[at].startswith("$ "), f"{page.name}, line {line}: expected '$ command'"
            command = lines[at][2:]
            while command.endswith("\\"):
                at += 1
                command = f"{command[:-1]} {lines[at].lstrip('> ')}"
            at += 1
            output = []
            while at < len(lines) and not lines[at].startswith("$ "):
                output.append(lines[at])
                at += 1
            while output and not output[-1]:
                output.pop()
            if not command.startswith(NOT_RUN):
                found.append(Example(line, command, tuple(output)))
    return found


def begins_as(output: list[str], expected: tuple[str, ...]) -> bool:
    """Tell whether `output` begins with `expected`, where `…` stands for any lines.

    >>> begins_as(["a", "b", "c", "d"], ("a", "…", "c"))
    True
    >>> begins_as(["a", "b"], ("b",))
    False
    """
    if not expected:
        return True
    if expected[0] in {"…", "..."}:
        return any(begins_as(output[at:], expected[1:]) for at in range(len(output) + 1))
    return bool(output) and output[0] == expected[0] and begins_as(output[1:], expected[1:])


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=kept
        | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def workplace(tmp_path: Path) -> Path:
    """A folder as a reader has it: `.venv`, `orders/`, `docs/` inside, `../shared` beside it."""
    folder = tmp_path / "drawdown"
    folder.mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    for name in ("orders", "docs"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    if (ROOT.parent / "shared").is_dir():
        (tmp_path / "shared").symlink_to(ROOT.parent / "shared")
    return folder


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    shown = examples(page)
    needed = {name for each in shown for name in re.findall(r"\.\./shared/\S+", each.command)}
    for name in sorted(needed):
        if not (folder / name).exists():
            pytest.skip(f"needs {name} (from the project's root), which is not here")
    for example in shown:
        done = run(example.command, folder)
        output = [line.rstrip() for line in done.stdout.splitlines()]
        where = f"{page_name(page)}, line {example.line}: $ {example.command}\n"
        assert "Traceback" not in done.stdout, where + done.stdout
        assert done.returncode in (0, 1) or example.expected, where + done.stdout
        assert begins_as(output, example.expected), (
            f"{where}expected to begin:\n"
            + "\n".join(example.expected)
            + f"\n\nfound (exit {done.returncode}):\n{done.stdout}"
        )


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.*?)\s*$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
        for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        in_page = anchor and there.suffix == ".md" and there.is_file()
        if not there.exists() or (in_page and anchor not in anchors(there)):
            broken.append(target)
    assert not broken, f"{page_name(page)} links to {', '.join(broken)}"
