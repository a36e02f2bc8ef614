"""`drawdown record`: verify, prove, cosign, destroy, as whoever runs a site types it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ORDER = Path(__file__).resolve().parents[2] / "orders" / "gayle-v-meade.md"
DRIVER = """
import contextlib, io, json, sys
from drawdown.cli.app import app
from drawdown.errors import InputError
for line in sys.stdin:
    out, status = io.StringIO(), 0
    try:
        with contextlib.redirect_stdout(out):
            status = app(json.loads(line), standalone_mode=False) or 0
        text = out.getvalue()
    except InputError as error:
        status, text = 2, str(error)
    print(json.dumps([status, text]), flush=True)
"""
"""Runs one command after the other, since starting costs more than any of them."""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Return a function that runs a command in a site's folder and gives what it printed."""
    kept = {name: value for name, value in os.environ.items() if name != "DRAWDOWN_DATABASE"}
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=tmp_path, env={**kept, "DRAWDOWN_HOME": str(tmp_path / "home")},
    ) as driver:  # fmt: skip

        def ask(*words: str, status: int = 0) -> str:
            assert driver.stdin
            assert driver.stdout
            driver.stdin.write(json.dumps(words) + "\n")
            driver.stdin.flush()
            came, text = json.loads(driver.stdout.readline())
            assert came == status, (words, text)
            return str(text)

        yield ask
        driver.kill()


def make_case(folder: Path) -> None:
    """A small case of made-up people."""
    (folder / "events").mkdir(parents=True)
    (folder / "order.md").write_text(ORDER.read_text(encoding="utf-8"), encoding="utf-8")
    rows = "".join(f"2020-05-{1 + n % 9:02},synthetic-{n:03},krome\n" for n in range(40))
    (folder / "events" / "stay.csv").write_text(f"date,person,facility\n{rows}", encoding="utf-8")
    (folder / "events" / "fact.csv").write_text(
        "date,person,name,value\n2020-05-04,synthetic-003,diabetes,yes\n", encoding="utf-8"
    )


def test_the_record_s_whole_life(run: Callable[..., str], tmp_path: Path) -> None:
    folder, home = tmp_path, tmp_path / "home"
    make_case(folder / "case")
    run("case", "import", "case")

    note = run("record", "checkpoint", "gayle-v-meade")
    (folder / "note.txt").write_text(note, encoding="utf-8")
    assert note.splitlines()[:2] == ["localhost/gayle-v-meade", "41"]
    key = run("record", "keys", "gayle-v-meade").strip()

    vkey = run("record", "witness", "new", "monitor.example", "--out", "monitor.key").strip()
    assert (folder / "monitor.key").stat().st_mode & 0o077 == 0
    run("record", "witness", "add", "gayle-v-meade", vkey, "--by", "the monitor")
    line = run("record", "witness", "cosign", "note.txt", "--secret", "monitor.key", "--key", key,
               "--seen", "seen.txt")  # fmt: skip
    (folder / "line.txt").write_text(line, encoding="utf-8")
    run("record", "witness", "take", "gayle-v-meade", "line.txt")

    run("record", "prove", "gayle-v-meade", "41", "--out", "one.tlog-proof", "--content")
    shown = json.loads(run("record", "verify-proof", "one.tlog-proof", "--key", key, "--key", vkey,
                           "--json"))  # fmt: skip
    assert shown["holds"]
    assert shown["signed_by"] == ["localhost/gayle-v-meade", "monitor.example"]
    assert shown["content"]["entry"] == shown["leaf"]["kind"]
    says = run("record", "verify-proof", "one.tlog-proof", "--key", vkey, status=2)
    assert "not signed by a known key" in says

    gone = json.loads(run("record", "destroy", "gayle-v-meade", "synthetic-003", "--order",
                          "ECF 412", "--by", "the clerk", "--json"))  # fmt: skip
    assert (len(gone["entries"]), gone["entry"]) == (2, 42)
    for path in home.glob("drawdown.sqlite3*"):
        assert b"synthetic-003" not in path.read_bytes(), path
        assert b"synthetic-004" in path.read_bytes() or path.suffix != ".sqlite3"
    run("record", "keys", "gayle-v-meade", "--new")
    run("record", "prove", "gayle-v-meade", "--since", "1", "--out", "growth.json")
    second = run("record", "keys", "gayle-v-meade").split()[1]
    grew = run("record", "verify-proof", "growth.json", "--key", key, "--key", second)
    assert "first 41 entries" in grew

    found = json.loads(run("record", "verify", "--json", "--checkpoint", "note.txt"))["records"][0]
    assert found["whole"], found
    assert (found["entries"], found["destroyed"], found["unopened"]) == (42, 2, 0)
    assert (found["checkpoints"], found["cosignatures"]) == (2, 1)

    run("case", "export", "gayle-v-meade", "out")
    assert "is whole" in run("record", "verify", "out")
    events = folder / "out" / "events" / "stay.csv"
    events.write_text(events.read_text().replace("synthetic-009", "synthetic-010"))
    assert "says something else" in run("record", "verify", "out", status=1)

    copy = folder / "copy.sqlite3"
    with sqlite3.connect(home / "drawdown.sqlite3") as old, sqlite3.connect(copy) as new:
        old.backup(new)
        new.execute("DROP TRIGGER cases_row_no_delete")
        new.execute("DELETE FROM cases_row WHERE seq = 7")
    old.close()
    new.close()
    assert "entry 7" in run("record", "verify", str(copy), status=1)
    assert "is not there" in run("record", "verify", "nowhere.sqlite3", status=2)
    (folder / "no-database").write_text("x" * 5000)
    assert "cannot be read" in run("record", "verify", "no-database", status=2)
