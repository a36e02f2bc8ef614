"""A batch comes to the same result in this process, in threads and on any number of workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from drawdown.batches import BatchError, run
from drawdown.outbreak.ensemble import ensemble
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import Centre, Unit, scenario

distributed = pytest.importorskip("distributed", reason="needs the extra drawdown[cluster]")
pytestmark = pytest.mark.filterwarnings("ignore")  # what ends with a worker is not ours to warn of

ASKED = scenario([Centre("one", (Unit("a", 60, 30), Unit("b", 40, 20)))], "1.0", days=20)


def everything(**where) -> tuple[bytes, bytes, bytes]:
    found = ensemble(ASKED, defaults(), replicates=900, seed=8, **where)
    return found.finals.tobytes(), found.mean.tobytes(), found.levels.tobytes()


@pytest.mark.parametrize("cluster", ["local:1", "local:2", "local:4"])
def test_an_ensemble_is_identical_on_any_number_of_workers(cluster: str) -> None:
    assert everything(cluster=cluster) == everything()


def slow_square(number: int) -> int:
    time.sleep(0.1)
    return number * number


def slow_square_that_tells(piece: tuple[str, int]) -> int:
    folder, number = piece
    Path(folder, f"{os.getpid()}-{number}").touch()
    return slow_square(number)


def test_a_worker_that_is_killed_half_way_changes_nothing(tmp_path: Path) -> None:
    pieces = [(str(tmp_path), number) for number in range(40)]
    killed: list[int] = []

    def kill_one() -> None:
        while len(list(tmp_path.iterdir())) < 10:
            time.sleep(0.02)
        process = int(next(tmp_path.iterdir()).name.partition("-")[0])
        os.kill(process, signal.SIGKILL)  # a worker of the cluster below, and of nothing else
        killed.append(process)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = list(run(slow_square_that_tells, pieces, cluster="local:2"))
    killer.join()
    assert killed
    assert killed[0] != os.getpid()
    assert found == [number * number for number in range(40)]


def test_workers_of_a_scheduler_elsewhere_are_used_by_its_address() -> None:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        found = list(run(slow_square, range(5), cluster=cluster.scheduler_address))
    assert found == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("threads", [1, 3])
def test_results_come_in_the_order_of_the_pieces(threads: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        return -number

    assert list(run(work, range(30), threads=threads)) == [-n for n in range(30)]


def test_a_cluster_that_is_not_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drawdown.batches.on_dask.SECONDS", 1)
    with pytest.raises(BatchError, match=r"--cluster tcp://127.0.0.1:9: cannot be reached"):
        list(run(slow_square, [1], cluster="tcp://127.0.0.1:9"))
    with pytest.raises(BatchError, match="expected 'local', 'local:4' or an address"):
        list(run(slow_square, [1], cluster="lokal"))
    with pytest.raises(BatchError, match="1 to 256 workers"):
        list(run(slow_square, [1], cluster="local:0"))


def test_what_goes_wrong_in_a_piece_is_raised_here() -> None:
    def work(number: int) -> int:
        raise ValueError(f"piece {number}")

    for where in ({}, {"threads": 2}, {"cluster": "local:1"}):
        with pytest.raises(ValueError, match="piece 7"):
            list(run(work, [7], **where))
