"""What the site takes from its surroundings: where its data and secrets are, whom it serves.

Everything is an environment variable that begins with `DRAWDOWN_`; docs/reference/settings.md lists
them. Reading them changes nothing on disk: `prepare` makes what a first start needs.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from drawdown.errors import InputError

SECRET_BYTES = 32
THREADS, MOST_THREADS = 2, 8
"""Pages made at once by a process. They share one interpreter, and a page asks for it again after
each step in the database or in columns: with four at once all took half as long again as with two.
With one, a page that takes long would keep all others waiting."""


class SettingsError(InputError):
    """A setting that the site cannot start with, in one line."""


@dataclass(frozen=True)
class Environment:
    """The site's settings.

    Attributes:
        home: The folder of the embedded database and of secrets that are not given otherwise.
        database: Where the record is kept: `sqlite:///PATH` or `postgresql://…`.
        hosts: The names under which the site may be asked for.
        origin: The address that people type, such as `https://case.example.org`; for passkeys.
        demo: Whether this is the demonstration: anyone may enter as any of its accounts.
        debug: Whether errors show their cause; never where real people's data is.
        secret: The key of sessions and links.
        seals: The keys that wrap the keys of sealed content; the first one is in use.
        email: Where mail is handed over, `smtp://user:password@host:587`; blank prints it instead.
        sender: From whom mail is.
        telephone: Whether the check-in line can be called from a page, as in the demonstration.
        threads: Pages that a process makes at once.
    """

    home: Path
    database: str
    hosts: tuple[str, ...]
    origin: str
    demo: bool
    debug: bool
    secret: str
    seals: tuple[bytes, ...]
    email: str
    sender: str
    telephone: bool = False
    threads: int = THREADS

    @property
    def secure(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.origin.startswith("https:")


def read_environment(env: Mapping[str, str] | None = None) -> Environment:
    """Read the settings.

    Raises:
        SettingsError: One of them cannot be used.
    """
    env = os.environ if env is None else env
    home = Path(env.get("DRAWDOWN_HOME") or "~/.local/share/drawdown").expanduser()
    origin = env.get("DRAWDOWN_ORIGIN", "http://localhost:8000").rstrip("/")
    hosts = env.get("DRAWDOWN_HOSTS", "") or urlsplit(origin).hostname or "localhost"
    return Environment(
        home=home,
        database=env.get("DRAWDOWN_DATABASE") or f"sqlite:///{home / 'drawdown.sqlite3'}",
        hosts=tuple(host.strip() for host in f"{hosts},localhost,127.0.0.1".split(",") if host),
        origin=origin,
        demo=env.get("DRAWDOWN_DEMO", "") == "1",
        debug=env.get("DRAWDOWN_DEBUG", "") == "1",
        secret=_secret(env, home) or secrets.token_urlsafe(SECRET_BYTES),
        seals=_seals(env, home) or (secrets.token_bytes(SECRET_BYTES),),
        email=env.get("DRAWDOWN_EMAIL", ""),
        sender=env.get("DRAWDOWN_SENDER", "Drawdown <drawdown@localhost>"),
        telephone=env.get("DRAWDOWN_TELEPHONE", "") == "1",
        threads=_threads(env),
    )


def prepare(home: Path) -> None:
    """Make the folder of the site with its secrets, readable by its owner only, if not there."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in (
        ("secret", secrets.token_urlsafe(SECRET_BYTES)),
        ("seal-keys", secrets.token_bytes(SECRET_BYTES).hex()),
    ):
        try:
            descriptor = os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content + "\n")


def database_settings(address: str) -> dict[str, object]:
    """Django's settings of a database from its address.

    >>> database_settings("sqlite:////var/lib/drawdown.sqlite3")["NAME"]
    '/var/lib/drawdown.sqlite3'
    >>> database_settings("postgresql://clerk@db.example/drawdown")["HOST"]
    'db.example'

    Raises:
        SettingsError: It is the address of neither SQLite nor PostgreSQL.
    """
    scheme, _, rest = address.partition("://")
    if scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": rest.removeprefix("/"),
            "OPTIONS": {
                # One writer at a time waits for the other instead of failing; a commit is on disk.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
                    "PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON"
                ),
            },
        }
    if scheme in ("postgresql", "postgres"):
        parts = urlsplit(address)
        query = parse_qs(parts.query)  # ?host=/run/postgresql: a socket's folder
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or query.get("host", [""])[0],
            "PORT": str(parts.port or ""),
            "OPTIONS": {"pool": {"min_size": 2, "max_size": 20, "timeout": 30}},
        }
    raise SettingsError(
        f"DRAWDOWN_DATABASE: '{scheme}' is not a database; expected sqlite:///PATH or "
        "postgresql://USER@HOST/NAME"
    )


def _threads(env: Mapping[str, str]) -> int:
    text = env.get("DRAWDOWN_THREADS") or str(THREADS)
    if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= MOST_THREADS:
        raise SettingsError(
            f"DRAWDOWN_THREADS: '{text}' is not a number of threads; expected 1 to {MOST_THREADS}"
        )
    return int(text)


def _secret(env: Mapping[str, str], home: Path) -> str:
    return env.get("DRAWDOWN_SECRET", "") or _file(env, "DRAWDOWN_SECRET_FILE", home / "secret")


def _seals(env: Mapping[str, str], home: Path) -> tuple[bytes, ...]:
    text = _file(env, "DRAWDOWN_SEAL_KEYS_FILE", home / "seal-keys")
    try:
        keys = tuple(bytes.fromhex(line) for line in text.split())
    except ValueError:
        raise SettingsError("DRAWDOWN_SEAL_KEYS_FILE: expected one key of 64 hexadecimal digits "
                            "a line") from None  # fmt: skip
    if any(len(key) != SECRET_BYTES for key in keys):
        raise SettingsError("DRAWDOWN_SEAL_KEYS_FILE: a key has not 64 hexadecimal digits")
    return keys


def _file(env: Mapping[str, str], name: str, default: Path) -> str:
    given = env.get(name)
    path = Path(given) if given else default
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if given:
            raise SettingsError(f"{name}: there is no file {path}") from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {path} cannot be read ({error})") from None
