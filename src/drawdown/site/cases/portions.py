"""Many things a few at a time: a database takes only so many in one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 500


def portions(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The items in their order, not more than `size` at once.

    >>> list(portions([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    return (items[start : start + size] for start in range(0, len(items), size))
