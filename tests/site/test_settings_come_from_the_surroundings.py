"""Settings are environment variables; what cannot be used is said in one line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from drawdown.site.environment import (
    SettingsError,
    database_settings,
    prepare,
    read_environment,
)
from drawdown.site.languages import compiled_locale

HEADER = 'msgid ""\nmsgstr "Language: es\\n"\n\n'


def test_without_any_everything_is_in_one_folder(tmp_path: Path) -> None:
    found = read_environment({"DRAWDOWN_HOME": str(tmp_path)})
    assert found.database == f"sqlite:///{tmp_path}/drawdown.sqlite3"
    assert (found.demo, found.debug, found.secure) == (False, False, False)


def test_a_first_start_makes_secrets_that_only_their_owner_reads(tmp_path: Path) -> None:
    home = tmp_path / "site"
    prepare(home)
    first = read_environment({"DRAWDOWN_HOME": str(home)})
    prepare(home)
    again = read_environment({"DRAWDOWN_HOME": str(home)})
    assert (first.secret, first.seals) == (again.secret, again.seals)
    for name in ("secret", "seal-keys"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600


def test_several_keys_are_read_the_one_in_use_first(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"{'ab' * 32}\n{'cd' * 32}\n")
    found = read_environment({"DRAWDOWN_SEAL_KEYS_FILE": str(keys)})
    assert found.seals == (b"\xab" * 32, b"\xcd" * 32)


@pytest.mark.parametrize("text", ["zz", "abcd", f"{'ab' * 31}"])
def test_a_key_that_is_none_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").write_text(text)
    with pytest.raises(SettingsError, match="64 hexadecimal digits"):
        read_environment({"DRAWDOWN_SEAL_KEYS_FILE": str(tmp_path / "keys")})


@pytest.mark.parametrize("text", ["0", "9", "-1", "four", "²", "9" * 5000])
def test_a_number_of_threads_that_is_none_is_one_line(text: str) -> None:
    assert read_environment({"DRAWDOWN_THREADS": "8"}).threads == 8
    with pytest.raises(SettingsError, match="expected 1 to 8"):
        read_environment({"DRAWDOWN_THREADS": text})


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no file"):
        read_environment({"DRAWDOWN_SECRET_FILE": str(tmp_path / "nothing")})


def test_an_address_over_tls_makes_cookies_secure() -> None:
    found = read_environment({"DRAWDOWN_ORIGIN": "https://case.example.org"})
    assert found.secure
    assert "case.example.org" in found.hosts


@pytest.mark.parametrize(
    ("address", "name", "host"),
    [
        ("postgresql://clerk:p%40ss@db.example:5433/drawdown", "drawdown", "db.example"),
        ("postgresql://clerk@/drawdown?host=/run/postgresql", "drawdown", "/run/postgresql"),
    ],
)
def test_a_database_is_named_by_its_address(address: str, name: str, host: str) -> None:
    found = database_settings(address)
    assert (found["NAME"], found["HOST"]) == (name, host)


def test_another_kind_of_database_is_refused_in_one_line() -> None:
    with pytest.raises(SettingsError, match="expected sqlite:///PATH or postgresql"):
        database_settings("mysql://x/y")


def test_catalogues_are_compiled_anew_only_when_they_change(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "es" / "LC_MESSAGES"
    source.mkdir(parents=True)
    (source / "django.po").write_text(
        'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    first = compiled_locale(tmp_path / "locale", tmp_path / "cache")
    compiled = first / "es/LC_MESSAGES/django.mo"
    assert compiled.exists()
    before = compiled.stat().st_mtime_ns
    assert compiled_locale(tmp_path / "locale", tmp_path / "cache") == first
    assert compiled.stat().st_mtime_ns == before
    (source / "django.po").write_text(
        'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "a"\nmsgstr "c"\n'
    )
    assert compiled_locale(tmp_path / "locale", tmp_path / "cache") != first
