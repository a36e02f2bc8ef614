"""Look for inputs that a reader cannot stand: `make fuzz`, or `python -m fuzz [TARGET…]`.

Each target runs in a process of its own for so many minutes of a processor (whatever else the
machine does beside it), begun with what is kept in `corpus/` and with what earlier runs came upon
(`.fuzz/`, which is not kept). A crash, a refusal that is no clear line, an input that takes more
than a few seconds of processor time, and memory beyond the limit are findings: the input is left
in `.fuzz/found/`, and

    python -m fuzz --keep TARGET FILE "what it was"

adds it to the corpus, which the tests read again.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fuzz.corpus import corpus_of, keep
from fuzz.targets import TARGETS

PLACE = Path(".fuzz")
MEGABYTES = 2048
ENOUGH = 5
"""With fewer seconds of a processor left, a target is done: a start takes about one."""
MOST_FOUND = 3
"""Findings of one target after which the next one is begun: mend those first."""


def main() -> int:
    """Run the targets; the exit status is 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument(
        "--minutes", type=float, default=10, help="of a processor for each target; 10 by default"
    )
    parser.add_argument("--keep", nargs=3, metavar=("TARGET", "FILE", "WHAT"))
    asked = parser.parse_args()
    if asked.keep:
        target, file, what = asked.keep
        keep(target, what, Path(file).read_bytes())
        return 0
    unknown = set(asked.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"no target is called {', '.join(sorted(unknown))}")
    found = [run(name, asked.minutes * 60) for name in asked.targets or TARGETS]
    return 1 if any(found) else 0


def _begun(name: str) -> list[str]:
    """Lay out what a target is begun with; what libFuzzer is told of it."""
    target, seeds, work = TARGETS[name], PLACE / "seeds" / name, PLACE / "work" / name
    for folder in (seeds, work, PLACE / "found"):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(corpus_of(name).values()):
        (seeds / str(number)).write_bytes(data)
    words = PLACE / f"{name}.dict"
    words.write_text(
        "".join(f'"{_escaped(word)}"\n' for word in target.words or ("0",)), encoding="ascii"
    )
    return [
        f"-max_len={target.most}", "-len_control=20", "-timeout=120",
        f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={PLACE}/found/{name}-",
        f"-dict={words}", "-print_final_stats=1", str(work), str(seeds),
    ]  # fmt: skip


def run(name: str, seconds: float) -> int:
    """Run one target for some seconds of a processor; how many findings there were."""
    told_of_it = _begun(name)
    began, spent, found, tried = time.monotonic(), _spent(), 0, 0
    while (left := seconds - (_spent() - spent)) > ENOUGH and found < MOST_FOUND:
        with tempfile.TemporaryDirectory(prefix="drawdown-fuzz-") as scratch:
            done = subprocess.run(
                [sys.executable, "-m", "fuzz.one", name, f"-max_total_time={math.ceil(left)}",
                 *told_of_it],
                capture_output=True, check=False, env={**os.environ, "TMPDIR": scratch},
            )  # fmt: skip
        told = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
        (PLACE / f"{name}.log").write_text(told, encoding="utf-8")
        numbers = re.findall(r"stat::number_of_executed_units: +(\d+)", told)
        tried += sum(map(int, numbers)) or max(
            map(int, re.findall(r"^#(\d+)\t", told, re.M)), default=0
        )
        if done.returncode:
            found += 1
            where = re.findall(r"Test unit written to (\S+)", told)
            print(f"{name}: {_why(told)}\n  {where[-1] if where else f'{PLACE}/{name}.log'}")
    took, used = time.monotonic() - began, _spent() - spent
    print(
        f"{name}: {tried:,} inputs in {used:.0f} s of a processor ({took:.0f} s by the clock), "
        f"{found or 'nothing'} found", flush=True,
    )  # fmt: skip
    return found


def _spent() -> float:
    """Seconds of a processor that ended processes of ours took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _escaped(word: str) -> str:
    plain = word.encode("latin-1")
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in plain
    )


def _why(told: str) -> str:
    lines = re.findall(r"^(?:[\w.]+(?:Error|Exception|Refused)\b.*|==\d+== ?ERROR.*)$", told, re.M)
    return lines[-1] if lines else "ended"


if __name__ == "__main__":
    sys.exit(main())
