"""The lock files hold every dependency, each with its hashes, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-bench.lock", "requirements-fuzz.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"^([a-z0-9._-]+(?:\[[a-z, _-]+\])?)==[\w.!+]+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def canonical(name: str) -> str:
    """A package's name as the lock spells it.

    >>> canonical("Ruamel.YAML[libyaml]>=0.18")
    'ruamel-yaml'
    """
    found = re.match(r"[A-Za-z0-9._-]+", name)
    assert found, name
    return re.sub(r"[._-]+", "-", found[0]).lower()


def locked(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {canonical(line) for line in lines if line[:1].isalnum()}


def group(name: str) -> set[str]:
    return {
        canonical(entry) for entry in PROJECT["dependency-groups"][name] if isinstance(entry, str)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_each_line_is_a_pinned_package_or_the_hash_of_a_file(name: str) -> None:
    found = [
        f"{name}, line {number}: {line}"
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if not (line.startswith("#") or PINNED.match(line) or HASH.match(line))
    ]
    assert not found, "\n".join(found)


def test_every_dependency_is_locked() -> None:
    needed = {canonical(entry) for entry in PROJECT["project"]["dependencies"]}
    missing = (needed | group("dev") | group("build")) - locked("requirements.lock")
    assert not missing, f"run make lock and commit it; not locked: {', '.join(sorted(missing))}"


def test_every_benchmark_dependency_is_locked() -> None:
    missing = group("bench") - locked("requirements-bench.lock")
    assert not missing, f"run make lock and commit it; not locked: {', '.join(sorted(missing))}"


def test_what_the_fuzzing_needs_is_locked() -> None:
    missing = group("fuzz") - locked("requirements-fuzz.lock")
    assert not missing, f"run make lock and commit it; not locked: {', '.join(sorted(missing))}"


def test_the_locks_agree() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {canonical(line): line.split(" ")[0] for line in lines if line[:1].isalnum()}

    main, *others = (pins(name) for name in LOCKS)
    for other in others:
        assert not [name for name in main.keys() & other.keys() if main[name] != other[name]]


def test_what_builds_the_package_is_locked() -> None:
    assert {canonical(entry) for entry in PROJECT["build-system"]["requires"]} <= group("build")
