"""Pieces on Dask: workers on this machine, or a scheduler's wherever they are."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import drawdown
from drawdown.batches.running import BatchError

Client = Any
"""`distributed.Client`, which ships no types."""
Piece = TypeVar("Piece")
Result = TypeVar("Result")
LOST = 10
"""A piece is given up when so many workers were lost while they ran it."""
SECONDS = 15
"""How long a scheduler has to answer."""


def run_on_dask(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], cluster: str
) -> Iterator[Result]:
    """Run the work on every piece; results in the order of the pieces.

    Dask gives the pieces of a lost worker to the others, so a result may be computed twice, and is
    the same.

    Raises:
        BatchError: The extra is not installed, the cluster cannot be reached, its workers have
            another version, or a piece took down worker after worker.
    """
    with _client(cluster) as client:
        from distributed import KilledWorker

        _same_version(client)
        ahead = 2 * max(1, sum(client.nthreads().values())) + 2
        waiting: deque[Any] = deque()
        try:
            for piece in pieces:
                waiting.append(client.submit(work, piece, pure=False))
                if len(waiting) >= ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except KilledWorker:
            raise BatchError(
                f"--cluster {cluster}: {LOST} workers were lost on the same piece; have they "
                "enough memory?"
            ) from None
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def _client(cluster: str) -> Iterator[Client]:
    """A client of the cluster; one on this machine is made for the time being."""
    try:
        import dask
        import distributed

        dask_client: Any = distributed.Client
        local_cluster: Any = distributed.LocalCluster
    except ImportError:
        raise BatchError(
            "--cluster: Dask is not installed; it comes with the extra: drawdown[cluster]"
        ) from None
    here = re.fullmatch(r"local(?::(\d+))?", cluster)
    if here is None and not re.match(r"[a-z]+://.+|[^/:\s]+:\d+$", cluster):
        raise BatchError(
            f"--cluster {cluster}: expected 'local', 'local:4' or an address such as "
            "tcp://10.0.0.5:8786"
        )
    settings = {"distributed.scheduler.allowed-failures": LOST}
    if here is not None:
        if here[1] and not 1 <= int(here[1]) <= 256:
            raise BatchError(f"--cluster {cluster}: expected 1 to 256 workers")
        with (
            dask.config.set(settings),
            local_cluster(
                n_workers=int(here[1]) if here[1] else None, threads_per_worker=1, processes=True,
                # None would still listen on 8787, and fail to where somebody else does.
                dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL,
            ) as made,
            dask_client(made) as client,
        ):  # fmt: skip
            yield client
        return
    try:
        client = dask_client(cluster, timeout=SECONDS)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise BatchError(f"--cluster {cluster}: cannot be reached ({reason})") from None
    with client:
        if not client.nthreads():
            raise BatchError(f"--cluster {cluster}: its scheduler has no workers")
        yield client


def version() -> str:
    """The version of Drawdown where this is called."""
    return drawdown.__version__


def _same_version(client: Client) -> None:
    try:
        found = client.run(version)
    except Exception as error:
        raise BatchError(f"the cluster's workers have no Drawdown ({error!r})") from None
    others = {name: one for name, one in found.items() if one != drawdown.__version__}
    if others:
        name, one = next(iter(others.items()))
        raise BatchError(
            f"worker {name} has Drawdown {one}, this is {drawdown.__version__}; expected the same"
        )
