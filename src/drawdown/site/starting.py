"""The site started: its folder and secrets made, its tables brought up to date, then served."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from drawdown.errors import InputError
from drawdown.site.environment import (
    Environment,
    SettingsError,
    database_settings,
    prepare,
    read_environment,
)

WAIT = 60
"""Seconds to wait for the first answer."""


def set_up(home: Path | None = None, **settings: str) -> None:
    """Make Django ready in this process: the settings, the secrets of a first start, the tables.

    Args:
        home: The folder of the site; that of the environment where not given.
        settings: More settings, as environment variables without `DRAWDOWN_`, in lower case.

    Raises:
        SettingsError: A setting cannot be used, or the database cannot be reached.
    """
    environment = _settled(home, settings)
    prepare(environment.home)
    _reach(environment.database)
    import django
    from django.core.management import call_command
    from django.db.utils import OperationalError

    try:
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        raise SettingsError(
            f"the database cannot be used ({' '.join(str(error).split())}); "
            "expected the one that DRAWDOWN_DATABASE names to be running and ours to change"
        ) from None


def look_in(home: Path | None = None, **settings: str) -> Environment:
    """Make Django ready in this process as `set_up` does, and make or change nothing by it.

    Neither secrets nor tables: for who takes a backup before an upgrade, or restores one.

    Returns:
        The settings.

    Raises:
        SettingsError: A setting cannot be used, or the database cannot be reached.
    """
    environment = _settled(home, settings)
    _reach(environment.database)
    import django

    django.setup()
    return environment


def _settled(home: Path | None, settings: dict[str, str]) -> Environment:
    """The settings, once those given are among the surroundings."""
    for name, value in settings.items():
        os.environ[f"DRAWDOWN_{name.upper()}"] = value
    if home is not None:
        os.environ["DRAWDOWN_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drawdown.site.settings")
    return read_environment()


def _reach(address: str) -> None:
    """See that a database server answers, before a pool of connections tries for half a minute.

    Raises:
        SettingsError: It does not, or what speaks to it is not installed.
    """
    settings = database_settings(address)
    if settings["ENGINE"] != "django.db.backends.postgresql":
        return
    try:
        import psycopg
    except ModuleNotFoundError:
        raise SettingsError(
            "PostgreSQL needs the extra: pip install 'drawdown[postgres]'"
        ) from None
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host",
             "PORT": "port"}  # fmt: skip
    given = {name: settings[key] for key, name in names.items() if settings[key]}
    try:
        psycopg.connect(**given, connect_timeout=10).close()  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise SettingsError(
            f"DRAWDOWN_DATABASE: the database does not answer ({' '.join(str(error).split())})"
        ) from None


def free_port(host: str, wanted: int, *, others: bool) -> int:
    """The port wanted, or with `others` the next one that nobody uses.

    Raises:
        InputError: It is in use.
    """
    for port in range(wanted, wanted + (50 if others else 1)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError:
                continue
            return port
    raise InputError(f"port {wanted} on {host} is in use; choose another with --port")


def serve(
    host: str, port: int, *, workers: int = 1, ready: Callable[[float], None] | None = None,
    once: bool = False,
) -> None:  # fmt: skip
    """Answer requests until interrupted.

    Args:
        host: On which address.
        port: And port.
        workers: How many processes.
        ready: Called once the first page was answered, with the seconds that it took.
        once: Stop after the first page.
    """
    import uvicorn

    config = uvicorn.Config(
        "drawdown.site.asgi:application", host=host, port=port, workers=workers,
        log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=10,
        proxy_headers=True, forwarded_allow_ips=os.environ.get("DRAWDOWN_PROXIES", "127.0.0.1"),
    )  # fmt: skip
    server = uvicorn.Server(config)
    if ready is not None or once:
        threading.Thread(
            target=_first_page, args=(server, host, port, ready, once), daemon=True
        ).start()
    if workers > 1:
        share = max(1, (os.cpu_count() or 1) // workers)
        os.environ.setdefault("POLARS_MAX_THREADS", str(share))  # read by the new processes
        from uvicorn.supervisors import Multiprocess

        with tempfile.TemporaryDirectory(prefix="drawdown-numbers-") as folder:
            os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)  # as they read this one
            Multiprocess(config, sockets=[_socket(host, port)]).run()
    else:
        server.run()


def _socket(host: str, port: int) -> socket.socket:
    """The socket that several processes share.

    It names its protocol, without which connections would not be set to answer at once, and every
    page would take 40 ms more (TCP_NODELAY is set by asyncio only where the protocol is known).
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port))
    made.listen(2048)
    made.set_inheritable(True)
    return made


def _first_page(
    server: object, host: str, port: int, ready: Callable[[float], None] | None, once: bool
) -> None:
    """Ask for a page until it is answered, so that nobody else waits for the first one."""
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            for page in ("/health", "/accounts/login/"):
                with urllib.request.urlopen(f"{address}{page}", timeout=WAIT) as answer:  # noqa: S310
                    answer.read()
        except OSError:
            time.sleep(0.05)
            continue
        if ready is not None:
            ready(time.monotonic() - begun)
        break
    if once:
        vars(server)["should_exit"] = True
