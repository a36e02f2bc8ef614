"""Run a command with a PostgreSQL of its own: `python -m tests.postgresql COMMAND…`.

The server is made in a temporary folder, listens on a socket there, and is gone afterwards.
`DRAWDOWN_DATABASE` names it. PostgreSQL does not run as root, so root runs it as another user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

INSTALL = "sudo apt-get install postgresql"
NAME = "drawdown"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return there[-1].parent if there else None


@contextlib.contextmanager
def server(
    *, durable: bool = False, folder: Path | None = None, settings: Sequence[str] = ()
) -> Iterator[str]:
    """A PostgreSQL while the block runs: its address, as `DRAWDOWN_DATABASE` takes it.

    With `durable` a commit is on disk, as it is in use; tests do without. What is in `folder` stays
    there, and is found again. `settings` are lines of its configuration (`shared_buffers=2GB`).
    """
    there = programs()
    if there is None:
        raise FileNotFoundError(f"PostgreSQL is not installed: {INSTALL}")
    as_user, owner = _somebody_else()
    kept = folder is not None
    folder = folder / "database" if folder else Path(tempfile.mkdtemp(prefix="drawdown-pg-"))
    try:
        folder = folder.resolve()
        folder.mkdir(exist_ok=True, parents=True)
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        known = data.exists()
        run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        if not known:
            subprocess.run(
                [*as_user, str(there / "initdb"), "-D", str(data), "-A", "trust", "-U", NAME,
                 "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], **run,
            )  # fmt: skip
        safe = "on" if durable else "off"
        options = f"-k {folder} -c listen_addresses='' -c fsync={safe} -c max_connections=200"
        options += "".join(f" -c {setting}" for setting in settings)
        control = [*as_user, str(there / "pg_ctl"), "-D", str(data), "-w", "-l", f"{folder}/log"]
        subprocess.run([*control, "-o", options, "start"], **run)
        try:
            if not known:
                subprocess.run(
                    [*as_user, str(there / "createdb"), "-h", str(folder), "-U", NAME, NAME], **run
                )
            yield f"postgresql://{NAME}@/{NAME}?host={folder}"
        finally:
            subprocess.run([*control, "-m", "fast" if kept else "immediate", "stop"], **run)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def crash(address: str) -> None:
    """Stop a server in the middle of whatever it does, as a power cut would."""
    _control(address, "stop", "-m", "immediate")


def start_again(address: str) -> None:
    """Start a server that was stopped, with the options that it had."""
    _control(address, "restart", "-m", "immediate", "-l", "log")


def _control(address: str, *what: str) -> None:
    folder, there = Path(address.rpartition("host=")[2]), programs()
    as_user, _ = _somebody_else()
    command = [*as_user, f"{there}/pg_ctl", "-D", str(folder / "data"), "-w", *what]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _somebody_else() -> tuple[list[str], str]:
    """How root runs a program as somebody else, and as whom; nothing for anybody else."""
    if os.geteuid() != 0:
        return [], ""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return ["setpriv", f"--reuid={name}", "--clear-groups", "--"], name
    raise FileNotFoundError("PostgreSQL does not run as root, and there is no user for it")


def main() -> int:
    """Run the command, or say why not: then a failure only where nothing may be skipped."""
    try:
        with server() as address:
            return subprocess.run(
                sys.argv[1:], env={**os.environ, "DRAWDOWN_DATABASE": address}, check=False
            ).returncode
    except FileNotFoundError as error:
        print(f"skipped: {error}")
        return 1 if os.environ.get("DRAWDOWN_REQUIRE") == "all" else 0


if __name__ == "__main__":
    raise SystemExit(main())
