"""The one way to run many independent pieces: in this process, or on Dask workers.

A piece says all that its work needs, its seed too, and its result depends on nothing else. So where
it runs, beside what, and how often it is begun again after a worker was lost changes no result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from drawdown.errors import InputError

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class BatchError(InputError):
    """A cluster that cannot be used, or that lost a piece for good, in one line."""


def run(
    work: Callable[[Piece], Result],
    pieces: Sequence[Piece],
    *,
    cluster: str | None = None,
    threads: int = 1,
) -> Iterator[Result]:
    """Run the work on every piece and give the results in the order of the pieces.

    Only a few pieces more than there are workers are under way at once, so that results need not
    all fit in memory.

    Args:
        work: A function of a module that workers have too, without side effects.
        pieces: What it is run on; they and the results can be pickled.
        cluster: None for this process; `local` or `local:4` for Dask workers on this machine;
            the address of a Dask scheduler, such as `tcp://10.0.0.5:8786`.
        threads: How many at once in this process; useful where the work lets go of the interpreter.

    Raises:
        BatchError: The cluster cannot be reached, has no Dask, or loses a piece again and again.
    """
    if cluster is not None:
        from drawdown.batches.on_dask import run_on_dask

        yield from run_on_dask(work, pieces, cluster)
    elif threads <= 1:
        yield from map(work, pieces)
    else:
        yield from _in_threads(work, pieces, threads)


def _in_threads(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], threads: int
) -> Iterator[Result]:
    with ThreadPoolExecutor(max_workers=threads) as pool:
        waiting = deque(pool.submit(work, piece) for piece in pieces[: 2 * threads])
        try:
            for piece in pieces[2 * threads :]:
                done = waiting.popleft().result()
                waiting.append(pool.submit(work, piece))
                yield done
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
