"""A test that cannot run here says why; where everything is required, it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = ROOT / "tests" / "conftest.py"

CASES = {
    "a tool that is not here": (
        '@pytest.mark.requires("sipp")\ndef test_it(): ...\n',
        "sudo apt-get install sip-tester",
    ),
    "a tool asked for while running": (
        'def test_it(tool): tool("sipp")\n',
        "sudo apt-get install sip-tester",
    ),
    "a file of the shared data": (
        'def test_it(shared_data): shared_data("no_such_file.csv")\n',
        "../shared/data/no_such_file.csv",
    ),
    "a whole file of tests": (
        'pytest.skip("of its own accord", allow_module_level=True)\n',
        "of its own accord",
    ),
}


def run(folder: Path, body: str, require: str) -> subprocess.CompletedProcess[str]:
    """Run one test in a project of its own, on a machine with no programs at all."""
    tests = folder / "tests"
    tests.mkdir()
    (tests / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (tests / "test_it.py").write_text(f"import pytest\n{body}", encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = requires\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        env=kept | {"PATH": str(folder), "DRAWDOWN_REQUIRE": require, "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("case", CASES)
def test_a_skip_gives_its_reason(tmp_path: Path, case: str) -> None:
    body, reason = CASES[case]
    done = run(tmp_path, body, require="")
    assert "1 skipped" in done.stdout
    assert reason in done.stdout


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_skipped_where_everything_is_required(tmp_path: Path, case: str) -> None:
    body, reason = CASES[case]
    done = run(tmp_path, body, require="all")
    assert done.returncode != 0
    assert "skipped" not in done.stdout.splitlines()[-1]
    assert "must not be skipped here: " in done.stdout
    assert reason in done.stdout


def test_an_unknown_tool_is_a_mistake_in_the_test(tmp_path: Path) -> None:
    done = run(tmp_path, '@pytest.mark.requires("sip")\ndef test_it(): ...\n', require="")
    assert done.returncode != 0
    assert "no tool 'sip'" in done.stdout


def test_a_failure_that_is_expected_stays_one(tmp_path: Path) -> None:
    done = run(tmp_path, "@pytest.mark.xfail\ndef test_it(): assert False\n", require="all")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout


def test_ci_installs_what_the_tests_require() -> None:
    packages = set((ROOT / ".ci" / "debian-packages").read_text(encoding="utf-8").split("\n"))
    table = dict(
        re.findall(
            r'^    "([\w-]+)": Tool\(\s*\(.*?\),\s*"([\w-]+)"',
            CONFTEST.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert table
    found = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        for names in re.findall(r"mark\.requires\(([^)]*)\)", text):
            found += [
                f"{path.relative_to(ROOT)}: {table[name]}"
                for name in re.findall(r'"([\w-]+)"', names)
                if table[name] not in packages
            ]
    assert not found, "add to .ci/debian-packages:\n" + "\n".join(found)
