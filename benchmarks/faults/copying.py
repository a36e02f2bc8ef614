"""A backup taken while others work, restored elsewhere; and the same with one bit flipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.faults.breaking import Place
from benchmarks.faults.load import Load


def backed_up(place: Place, load: Load) -> list[str]:
    """Take a backup now, restore it into an empty database, and say what is wrong with it."""
    with load.noted.lock:
        before = {name for ids, yes in load.noted.pairs.items() if yes for name in ids}
    before |= {f"{call}/1/checked_in" for call in place.receipts()}
    key, file = place.folder / "backup-key", place.folder / f"{len(before)}-{os.urandom(3).hex()}"
    if not key.exists():
        _drawdown("backup", "--new-key", key)
    _drawdown("backup", file, "--key-file", key)
    load.end()
    return _refused(place, file, key) + _restored(place, file, key, before)


def _refused(place: Place, file: Path, key: Path) -> list[str]:
    content = bytearray(file.read_bytes())
    content[place.chance.randrange(len(content))] ^= 1 << place.chance.randrange(8)
    broken, target = file.with_suffix(".broken"), file.with_suffix(".none")
    broken.write_bytes(content)
    done = _asked("restore", broken, "--key-file", key, "--to", target)
    if done.returncode != 2 or target.exists() or len(done.stderr.strip().splitlines()) != 1:
        return [f"a backup with one flipped bit was not refused: {done.stderr[-500:]}"]
    return []


def _restored(place: Place, file: Path, key: Path, before: set[str]) -> list[str]:
    to, names = _empty(place, file)
    said = json.loads(_drawdown("restore", file, "--key-file", key, "--to", to, "--json"))
    if said["findings_compared"] != 1 or not said["entries_verified"]:
        return [f"restored, and not compared: {said}"]
    lost = before - set(names())
    return [f"acknowledged before the backup and not in it: {name}" for name in sorted(lost)]


def _empty(place: Place, file: Path):  # type: ignore[no-untyped-def]
    """An empty database of either kind, and what reads the names of its entries."""
    if place.address.startswith("sqlite") or place.chance.random() < 0.5:
        import sqlite3

        path = file.with_suffix(".sqlite3")
        return path, lambda: [
            row[0] for row in sqlite3.connect(path).execute("SELECT name FROM cases_row")
        ]
    import psycopg

    host, name = place.address.rpartition("host=")[2], f"restored_{os.urandom(4).hex()}"
    with psycopg.connect(f"user=drawdown host={host} dbname=drawdown", autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')

    def names() -> list[str]:
        with psycopg.connect(f"user=drawdown host={host} dbname={name}") as line:
            return [row[0] for row in line.execute("SELECT name FROM cases_row")]

    return f"postgresql://drawdown@/{name}?host={host}", names


def _drawdown(*what: object) -> str:
    done = _asked(*what)
    if done.returncode:
        raise AssertionError(f"{what}: {done.stderr[-1500:]}")
    return done.stdout


def _asked(*what: object) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("drawdown")), *map(str, what)]
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
