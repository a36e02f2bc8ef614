"""`python -m benchmarks.line`: how many calls one worker holds, and what one costs.

sipp calls at a steady rate, streams sound to the line and takes the line's; everything runs on this
machine. Once all calls stand, the line is watched for a while. Then sipua's own `Call` class
answers a few calls of the same kind.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.line.probe import Probe, now

SCENARIO = Path(__file__).parent / "call.xml"


@dataclass
class Seconds:
    """What a worker told, second by second."""

    lines: queue.Queue[dict[str, object]] = field(default_factory=queue.Queue)

    def wait(self, kind: str, timeout: float = 20) -> dict[str, object]:
        end = time.monotonic() + timeout
        while True:
            told = self.lines.get(timeout=max(0.01, end - time.monotonic()))
            if told["kind"] == kind:
                return told

    def all(self, kind: str) -> list[dict[str, object]]:
        """Everything of a kind that was told since the last look."""
        found = []
        while not self.lines.empty():
            told = self.lines.get()
            if told["kind"] == kind:
                found.append(told)
        return found


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def worker(module: str, *more: str) -> Iterator[tuple[int, Seconds]]:
    """Run a worker in a process of its own."""
    port, seconds = free_port(), Seconds()
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(port), *more], stdout=subprocess.PIPE, text=True
    )

    def read() -> None:
        assert process.stdout
        for each in process.stdout:
            seconds.lines.put(json.loads(each))

    threading.Thread(target=read, daemon=True).start()
    try:
        seconds.wait("ready", 180)
        yield port, seconds
    finally:
        process.terminate()
        process.wait()


@contextmanager
def callers(port: int, calls: int, rate: int, hold: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run sipp with so many calls."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sound.ulaw").write_bytes(bytes(range(256)) * 320)
        process = subprocess.Popen(
            [
                "sipp", "-sf", str(SCENARIO), "-i", "127.0.0.1", "-p", str(free_port()),
                "-m", str(calls), "-l", str(calls), "-r", str(rate), "-d", str(hold * 1000),
                "-mp", "31000", "-nostdin",
                "-timeout", str(hold + 60), f"127.0.0.1:{port}",
            ],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()


def share(lateness: np.ndarray, part: float) -> float:
    """The lateness in milliseconds that `part` of all packets stay within."""
    counts = np.cumsum(lateness)
    return float((np.searchsorted(counts, part * counts[-1]) + 1) / 2) if counts[-1] else 0.0


def ours(calls: int, rate: int, watch: int, says: str) -> None:
    with worker("benchmarks.line.ours", says) as (port, seconds):
        hold = calls // rate + watch + 8
        with callers(port, calls, rate, hold) as sipp:
            ramp = []
            while not ramp or int(str(ramp[-1]["calls"])) < calls:
                ramp.append(seconds.wait("second"))
                if len(ramp) > calls / rate + 20:
                    print(f"| {calls} | only {ramp[-1]['calls']} calls stood |", flush=True)
                    return
            probe = Probe(port)  # the last to come, so the last to be served in each tick
            probe.start()
            time.sleep(3)
            seconds.all("second")
            begun = now()
            time.sleep(watch)
            steady = seconds.all("second")
            come, lost_out, late = probe.found(begun, now())
            usage = Path(f"/proc/{sipp.pid}/stat").read_text().rsplit(")", 1)[1].split()
            sipp_cpu = (int(usage[11]) + int(usage[12])) / os.sysconf("SC_CLK_TCK")
            probe.stop()
            sipp.wait(timeout=60)
        time.sleep(1)
        ended = [told for told in seconds.all("ended") if told["received"]]
        lost_in = sum(int(str(told["lost"])) for told in ended)
        received = sum(int(str(told["received"])) for told in ended)
    lateness = np.sum([told["lateness"] for told in steady], axis=0)
    setting_up = np.sum([told["lateness"] for told in ramp], axis=0)
    sent = sum(int(str(told["sent"])) for told in steady)
    skipped = sum(int(str(told["skipped"])) for told in [*ramp, *steady])
    busy = sum(float(str(told["busy"])) for told in steady) / len(steady)
    signalling = (float(str(steady[-1]["signalling"])) - float(str(steady[0]["signalling"]))) / max(
        1, len(steady) - 1
    )
    probe_p99 = late[int(0.99 * len(late))] if late else float("nan")
    print(
        f"| {calls} | {sent / len(steady) / (calls + 1):.2f} | {skipped} | {lost_out} of {come} "
        f"| {lost_in} of {received} | {share(lateness, 0.5):.1f} | {share(lateness, 0.99):.1f} "
        f"| {share(lateness, 1):.1f} | {share(setting_up, 0.99):.1f} | {probe_p99:.1f} "
        f"| {100 * busy:.0f}% | {100 * signalling:.0f}% | {100 * busy / calls:.3f}% |",
        flush=True,
    )
    print(f"<!-- sipp used {sipp_cpu:.0f} s of processor time; {len(ended)} calls ended -->")


def theirs(calls: int, watch: int) -> None:
    with (
        worker("benchmarks.line.theirs") as (port, seconds),
        callers(port, calls, 5, calls // 5 + watch + 10),
    ):
        while int(str(seconds.wait("second", 60)["calls"])) < calls:
            pass
        time.sleep(2)
        seconds.all("second")
        time.sleep(watch)
        busy = [float(str(told["busy"])) for told in seconds.all("second")]
    mean = sum(busy) / len(busy)
    print(f"\nsipua's `Call`: {calls} calls, {100 * mean:.0f}% of a core, "
          f"{100 * mean / calls:.3f}% a call", flush=True)  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.line")
    parser.add_argument("--calls", type=int, nargs="*", default=[200, 400, 800])
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--watch", type=int, default=15)
    parser.add_argument("--says", choices=["dialogue", "tone"], default="dialogue")
    parser.add_argument("--theirs", type=int, default=20)
    chosen = parser.parse_args(arguments or [])
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} processors, load {load:.1f} at the start, {chosen.rate} new a second, "
        f"{chosen.says}"
    )
    print(
        "| calls | packets a second a call | not sent | lost, line to probe | lost, sipp to line "
        "| late, median, ms | p99 | most | p99 while calls come | p99 at the probe | media, cores "
        "| signalling | media, a call |\n|" + "---:|" * 13
    )
    for calls in chosen.calls:
        ours(calls, chosen.rate, chosen.watch, chosen.says)
    if chosen.theirs:
        theirs(chosen.theirs, chosen.watch)


if __name__ == "__main__":
    main(sys.argv[1:])
