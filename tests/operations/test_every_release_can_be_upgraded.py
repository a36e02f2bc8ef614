"""What any release stored is brought up to date on both engines, and says the same as it did.

Each entry gets its commitment then; the record verifies while others write in it; and what is
destroyed by order is in none of the database's files.

And it stays so: a model that changed has a migration, and a migration that was released stands.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from tests.operations.taken_in import DESTROYED
from tests.postgresql import server

HERE = Path(__file__).parent / "releases"
ROOT = Path(__file__).parents[2]
RELEASES = sorted(path.name.removesuffix(".json") for path in HERE.glob("*.json"))


def restored(release: str, database: str, folder: Path) -> dict[str, object]:
    backup = folder / "backup.age"
    backup.write_bytes(base64.b64decode((HERE / f"{release}.age.base64").read_text()))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DRAWDOWN_", "DJANGO_"))}
    env |= {"DRAWDOWN_HOME": str(folder), "DRAWDOWN_DATABASE": database,
            "DRAWDOWN_SEAL_KEYS_FILE": str(HERE / f"{release}.seal-keys")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.taken_in", backup, HERE / f"{release}.key"],
        env=env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


def holds(release: str, found: dict[str, object]) -> None:
    assert found["cases"] == json.loads((HERE / f"{release}.json").read_text())
    assert found["verified"]
    assert found["values"] == {"a": [1, None, "ñ"]}
    assert found["said"] == 1
    assert found["uncommitted"] == []
    assert found["named"] == []


def holding(text: str, files: Iterable[Path]) -> list[Path]:
    there = list(files)
    assert there
    return [path for path in there if path.is_file() and text.encode() in path.read_bytes()]


@pytest.mark.parametrize("release", RELEASES)
def test_on_sqlite(release: str, tmp_path: Path) -> None:
    holds(release, restored(release, f"sqlite:///{tmp_path / 'site.sqlite3'}", tmp_path))
    assert not holding(DESTROYED, tmp_path.glob("site.sqlite3*"))


@pytest.mark.requires("postgresql")
@pytest.mark.parametrize("release", RELEASES)
def test_on_postgresql(release: str, tmp_path: Path) -> None:
    with server() as address:
        holds(release, restored(release, address, tmp_path))
        assert not holding(DESTROYED, Path(address.rpartition("host=")[2]).glob("data/base/*/*"))


def test_every_change_of_a_model_has_a_migration() -> None:
    loader = MigrationLoader(None)
    ours = {one.label for one in apps.get_app_configs() if one.name.startswith("drawdown.")}
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        loader.graph
    )
    missing = {app: [str(o) for m in found[app] for o in m.operations] for app in ours & set(found)}
    assert not missing, f"run python -m django makemigrations: {missing}"


@pytest.mark.parametrize("release", RELEASES)
def test_a_migration_that_was_released_is_never_edited(release: str) -> None:
    edited = []
    for line in (HERE / f"{release}.sha256").read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        path = ROOT / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            edited.append(name)
    assert not edited, f"databases have had these as they were; write a further migration: {edited}"
