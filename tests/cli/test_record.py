"""`drawdown record`: verify, prove, cosign, destroy, as whoever runs a site types it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ORDER = Path(__file__).resolve().parents[2] / "orders" / "gayle-v-meade.md"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's folder with a small case of made-up people."""
    folder = tmp_path_factory.mktemp("site")
    case = folder / "case"
    (case / "events").mkdir(parents=True)
    (case / "order.md").write_text(ORDER.read_text(encoding="utf-8"), encoding="utf-8")
    rows = "".join(f"2020-05-{1 + n % 9:02},synthetic-{n:03},krome\n" for n in range(40))
    (case / "events" / "stay.csv").write_text(f"date,person,facility\n{rows}", encoding="utf-8")
    (case / "events" / "fact.csv").write_text(
        "date,person,name,value\n2020-05-04,synthetic-003,diabetes,yes\n", encoding="utf-8"
    )
    done = drawdown(folder / "home", "case", "import", str(case))
    assert done.returncode == 0, done.stderr
    return folder / "home"


def drawdown(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DRAWDOWN_DATABASE"}
    return subprocess.run(
        [sys.executable, "-m", "drawdown", *words], capture_output=True, text=True, check=False,
        cwd=home.parent, env={**kept, "DRAWDOWN_HOME": str(home)},
    )  # fmt: skip


def test_the_record_s_whole_life(home: Path) -> None:
    folder = home.parent

    def run(*words: str, status: int = 0) -> str:
        done = drawdown(home, *words)
        assert done.returncode == status, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stdout if status < 2 else done.stderr

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
    assert "first 41 entries" in run("record", "verify-proof", "growth.json", "--key", key,
                                     "--key", run("record", "keys", "gayle-v-meade").split()[1])  # fmt: skip

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
