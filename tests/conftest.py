"""What every test may ask for: programs, the shared data, and how hard hypothesis tries.

A test that needs a program says so, and is skipped with the line that installs it where it is not:

    @pytest.mark.requires("postgresql")
    def test_the_record_is_kept_in_postgresql() -> None: ...

With `DRAWDOWN_REQUIRE=all`, as in `.ci/run`, nothing may be skipped: every skip, from whatever
cause, is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

os.environ.setdefault("DRAWDOWN_SPEECH_CACHE", str(ROOT / ".pytest_cache" / "speech"))
"""What the voice of the line said in one test need not be spoken in the next."""

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile(
    "ci",
    max_examples=100,
    deadline=None,  # a slow machine is no failure
    derandomize=True,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


@dataclass(frozen=True)
class Tool:
    """A program that some tests need: the commands it is known by, and its Debian package."""

    commands: tuple[str, ...]
    package: str
    places: tuple[str, ...] = ()  # globs below / for programs that Debian keeps off the PATH

    def find(self) -> Path | None:
        """Return the first of its commands that is on this machine."""
        for command in self.commands:
            if found := shutil.which(command):
                return Path(found)
        for place in self.places:
            if there := sorted(Path("/").glob(place)):
                return there[-1]
        return None


TOOLS = {
    "baresip": Tool(("baresip",), "baresip-core"),
    "chromium": Tool(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "espeak-ng": Tool(("espeak-ng",), "espeak-ng"),
    "git": Tool(("git",), "git"),
    "go": Tool(("go",), "golang-go"),
    "go-x-mod": Tool(
        (),
        "golang-golang-x-mod-dev",
        ("usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go",),
    ),
    "kamailio": Tool(("kamailio",), "kamailio", ("usr/sbin/kamailio",)),
    "openssl": Tool(("openssl",), "openssl"),
    "postgresql": Tool(("initdb",), "postgresql", ("usr/lib/postgresql/*/bin/initdb",)),
    "soffice": Tool(("soffice",), "libreoffice-writer-nogui"),
    "sipp": Tool(("sipp",), "sip-tester"),
    "tidy": Tool(("tidy",), "tidy"),
}


def missing(name: str) -> str | None:
    """Say why a test that needs the tool `name` cannot run here; `None` where it can."""
    if name not in TOOLS:
        pytest.fail(f"no tool '{name}' in tests/conftest.py; known: {', '.join(TOOLS)}")
    if TOOLS[name].find():
        return None
    return f"needs {name}, which is not installed: sudo apt-get install {TOOLS[name].package}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tools are not on this machine."""
    for mark in item.iter_markers("requires"):
        for name in mark.args:
            if reason := missing(name):
                pytest.skip(reason)


@pytest.fixture
def tool() -> Callable[[str], Path]:
    """Return a function that finds a tool, as `tool("postgresql")`, or skips the test."""

    def find(name: str) -> Path:
        if reason := missing(name):
            pytest.skip(reason)
        found = TOOLS[name].find()
        assert found
        return found

    return find


@pytest.fixture
def project_root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """Return a function that finds a file of `../shared/data`, or skips the test and names it.

    These files are other people's data and are never copied into the project.
    """

    def find(name: str) -> Path:
        path = SHARED_DATA / name
        if not path.is_file():
            pytest.skip(f"needs ../shared/data/{name} (from the project's root), which is not here")
        return path

    return find


def _nothing_may_skip() -> bool:
    return os.environ.get("DRAWDOWN_REQUIRE") == "all"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where nothing may be skipped."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _nothing_may_skip():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be skipped here: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped test file into a failed one where nothing may be skipped."""
    report = yield
    if report.outcome == "skipped" and _nothing_may_skip():
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} must not be skipped here: {_reason(report)}"
    return report
