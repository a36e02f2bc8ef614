"""One process beside a command, which does something while the command does something else.

For what keeps the interpreter to itself: loading a compiled model, drawing. On a machine with one
processor there is none, and everything is done here; so it is where the process was killed.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_begun: ProcessPoolExecutor | None = None


def begin() -> None:
    """Start the process, where there is more than one processor; further calls do nothing."""
    global _begun
    if _begun is None and len(os.sched_getaffinity(0)) > 1:
        _begun = ProcessPoolExecutor(1, get_context("spawn"))


def is_begun() -> bool:
    """Whether there is a process beside."""
    return _begun is not None


def end() -> None:
    """End the process, and forget what it was to do."""
    global _begun
    if _begun is not None:
        _begun.shutdown(wait=False, cancel_futures=True)
    _begun = None


class Sent(Generic[T]):
    """Something that was sent to be done."""

    def __init__(self, future: Future[T] | None, work: Callable[..., T], args: Any) -> None:
        self._future, self._work, self._args = future, work, args

    def result(self) -> T:
        """What it came to; waits for it, or does it here. Raises what the work raises."""
        if self._future is not None:
            with contextlib.suppress(BrokenProcessPool):
                return self._future.result()
        return self._work(*self._args)


def send(work: Callable[..., T], *args: object) -> Sent[T]:
    """Have something done beside, in the order in which it is sent.

    Args:
        work: A function of a module.
        args: What it is given; both can be pickled, and so can its answer.
    """
    future = None
    if _begun is not None:
        with contextlib.suppress(BrokenProcessPool):
            future = _begun.submit(work, *args)
    return Sent(future, work, args)
