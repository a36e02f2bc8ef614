"""How often something may be asked for: a place for each asking, and none more than there are."""

from __future__ import annotations

from typing import cast

from django.core.cache import cache


def too_many(key: str, most: int, within: int) -> bool:
    """Whether what a key stands for was asked for more often than `most` times; this one counts.

    Each asking takes a place of its own, of which there are `most`. That a place is taken only once
    the database sees to, where several ask in the same moment; a count that is read and written
    would lose some, and so would `incr`, which reads and writes in a database's cache.

    Args:
        key: What is asked for, by whom, and in which stretch of time; no spaces.
        most: How many places there are.
        within: For how many seconds a place stays taken.
    """
    taken = cast("int", cache.get(key, 0))  # at least so many, so that these need not be tried
    for place in range(taken, most):
        if cache.add(f"{key}:{place}", 1, within):
            cache.set(key, place + 1, within)
            return False
    return True
