"""`drawdown case`, `user` and `serve` from the command line, as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from drawdown.demo.build import build_demo

DRAWDOWN = Path(sys.executable).with_name("drawdown")


def run(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
    return subprocess.run(
        [str(DRAWDOWN), *map(str, arguments)], env={**kept, "DRAWDOWN_HOME": str(home)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the demonstration's case taken in."""
    folder = tmp_path_factory.mktemp("site")
    case = build_demo(folder / "case")
    done = run("case", "import", case, "--json", home=folder / "home")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["case"] == "gayle-v-meade"
    assert told["entries"] > 2_000
    return folder / "home"


def test_a_case_is_taken_in_once(home: Path) -> None:
    again = run("case", "import", home.parent / "case", home=home)
    assert again.returncode == 2
    assert "is here already; nothing was changed" in again.stderr
    assert len(again.stderr.strip().splitlines()) == 1
    listed = json.loads(run("case", "list", "--json", home=home).stdout)
    assert [one["case"] for one in listed["cases"]] == ["gayle-v-meade"]


def test_a_case_is_written_as_a_folder(home: Path, tmp_path: Path) -> None:
    done = run("case", "export", "gayle-v-meade", tmp_path / "out", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/order.md").exists()
    again = run("case", "export", "gayle-v-meade", tmp_path / "out", home=home)
    assert again.returncode == 2
    assert "is not empty" in again.stderr
    other = run("case", "export", "gayle-v-mead", tmp_path / "other", home=home)
    assert "did you mean" in other.stderr or "gayle-v-meade" in other.stderr


def test_accounts_are_added_listed_and_closed(home: Path) -> None:
    added = run("user", "add", "clerk@court.example", "--name", "Nora Field", "--case",
                "gayle-v-meade", "--role", "court", "--json", home=home)  # fmt: skip
    assert added.returncode == 0, added.stderr
    assert "/accounts/invitations/" in json.loads(added.stdout)["link"]
    listed = json.loads(run("user", "list", "--json", home=home).stdout)["users"]
    assert [one["email"] for one in listed] == ["clerk@court.example"]
    assert run("user", "deactivate", "clerk@court.example", home=home).returncode == 0
    assert not json.loads(run("user", "list", "--json", home=home).stdout)["users"][0]["active"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("user", "add", "nobody", "--case", "gayle-v-meade", "--role", "court"), "address"),
        (("user", "add", "a@b.example", "--case", "x", "--role", "court"), "no case is 'x'"),
        (("user", "add", "a@b.example", "--case", "gayle-v-meade", "--role", "judge"), "role"),
        (("case", "import", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_line(home: Path, arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments, home=home)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
    done = subprocess.run(
        [str(DRAWDOWN), "case", "list"], capture_output=True, text=True, check=False, timeout=120,
        env={**kept, "DRAWDOWN_HOME": str(tmp_path),
             "DRAWDOWN_DATABASE": "postgresql://nobody@127.0.0.1:1/nothing"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_keys_are_wrapped_anew_after_a_new_one_was_put_first(home: Path) -> None:
    keys = home / "seal-keys"
    keys.write_text(f"{'7e' * 32}\n{keys.read_text()}")
    told = json.loads(run("case", "reseal", "--json", home=home).stdout)
    assert told["wrapped"] >= 1
    keys.write_text(keys.read_text().splitlines()[0] + "\n")
    again = run("case", "export", "gayle-v-meade", home.parent / "resealed", home=home)
    assert again.returncode == 0, again.stderr


def test_the_demonstration_answers_and_stops(tmp_path: Path) -> None:
    done = run("demo", "--folder", tmp_path / "demo", "--once", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Open http://localhost:" in done.stdout
    assert "krome@demo.example" in done.stdout
