"""Break things while others work, many times, and see each time that nothing was lost.

    python -m benchmarks.faults [--each N] [--faults site,worker,…] [--database sqlite|postgresql]
                                [--disk DIR]

The demonstration's case is served; decisions and handouts, rosters and check-ins come in, and the
record is signed, all at once. In each round one thing breaks at a moment drawn at random. Then what
was acknowledged has to be there, once; what was not, whole or not at all; and the record has to
verify.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.faults.breaking import FAULTS, Place, well
from benchmarks.faults.copying import backed_up
from benchmarks.faults.holding import wrong
from benchmarks.faults.load import Load

BACKUP = "backup"
"""Nothing breaks: a backup is taken, and restored elsewhere."""
EVERY = (*FAULTS, BACKUP)
MOST = 4 * 2**30
"""Bytes of the largest disk that is filled."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rounds; 1 where anything was lost, doubled or halved."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    usual = int(os.environ.get("DRAWDOWN_FAULT_ROUNDS") or 3)
    parser.add_argument("--each", type=int, default=usual, help="rounds of each fault")
    parser.add_argument("--faults", default="", help=f"of {', '.join(EVERY)}; all if not given")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--disk", type=Path, help="a small disk of its own, which is really filled")
    given = parser.parse_args(arguments)
    if given.disk and (too := _unfit(given.disk)):
        parser.error(f"--disk {given.disk}: {too}")
    faults = [name for name in EVERY if name in (given.faults or ",".join(EVERY)).split(",")]
    if given.database == "sqlite":
        faults = [name for name in faults if name != "database"]
    with (
        tempfile.TemporaryDirectory(prefix="drawdown-faults-") as folder,
        _database(given.database, Path(folder), given.disk) as address,
    ):
        os.environ |= {
            "DRAWDOWN_DATABASE": address, "DRAWDOWN_HOME": str(given.disk or folder),
            "DRAWDOWN_DEMO": "1",
            "DRAWDOWN_LINE_WORK": "0", "DJANGO_SETTINGS_MODULE": "drawdown.site.settings",
        }  # fmt: skip
        chance = random.Random(given.seed)  # noqa: S311
        place = Place(Path(folder), free_port(), address, chance, given.disk)
        place.clock.write_text("0")
        load = prepared(place)
        try:
            return rounds(place, load, faults, given.each)
        finally:
            place.end()


@contextlib.contextmanager
def _database(kind: str, folder: Path, disk: Path | None) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{(disk or folder) / 'site.sqlite3'}"
        return
    from tests.postgresql import server

    with server(durable=True, folder=disk) as address:
        yield address


def _unfit(disk: Path) -> str:
    """Why a folder is no disk that can be filled without harm; nothing where it is one."""
    if not os.path.ismount(disk):
        return "expected the root of a file system of its own, such as a tmpfs of 1 GiB"
    if (size := shutil.disk_usage(disk).total) > MOST:
        return f"expected a file system of at most {MOST:,} bytes; it has {size:,}"
    return "expected an empty folder" if any(disk.iterdir()) else ""


def prepared(place: Place) -> Load:
    """The demonstration's case, and a token of an agency member."""
    from drawdown.site.starting import set_up

    set_up()
    from drawdown.site.accounts.models import Membership, Token
    from drawdown.site.cases.models import Stay
    from drawdown.site.demo import make_demo

    case = make_demo()
    member = Membership.objects.get(case=case, user__email="agency@demo.example")
    people = Stay.objects.filter(case=case, left=None).order_by("person")
    return Load(place.port, Token.make(member, "faults")[1],
                list(people.values_list("person", flat=True)[:50]))  # fmt: skip


def rounds(place: Place, load: Load, faults: list[str], each: int) -> int:
    """Every fault so many times, in turn; stops at the first after which something is wrong."""
    for role in ("site", "calls", *(["work"] if "worker" in faults else [])):
        place.start(role)
    place.well()
    begun = time.monotonic()
    for turn in range(each):
        for name in faults:
            load.start()
            time.sleep(place.chance.uniform(0.3, 1.2))
            found = backed_up(place, load) if name == BACKUP else []
            FAULTS.get(name, well)(place)
            place.well()
            time.sleep(place.chance.uniform(0.2, 0.6))
            load.end()
            found += wrong(load.noted, place.receipts())
            if found:
                print(f"round {turn + 1}, {name}: {len(found)} wrong")
                print("\n".join(found[:20]))
                return 1
        done = turn + 1
        if done in (1, each) or not done % 10:
            print(f"{done} rounds of each: {_account(place, load)}, "
                  f"{time.monotonic() - begun:,.0f} s", flush=True)  # fmt: skip
    most = sorted(load.noted.refused.items(), key=lambda one: -one[1])[:8]
    print("refused or not answered: " + "; ".join(f"{n} {what}" for what, n in most))
    print(f"held: {each} of each of {', '.join(faults)}")
    return 0


def _account(place: Place, load: Load) -> str:
    pairs = sum(load.noted.pairs.values())
    accepted = sum(load.noted.rosters.values())
    return (f"acknowledged {pairs:,} of {len(load.noted.pairs):,} pairs of entries, "
            f"{len(load.noted.rosters):,} rosters ({accepted:,} accepted), "
            f"{len(place.calls):,} check-ins, "
            f"{len(load.noted.checkpoints):,} checkpoints")  # fmt: skip


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
