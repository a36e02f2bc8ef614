"""The Merkle tree of RFC 9162: its hashes, proofs that a leaf is in it, proofs that it only grew.

A hash is 32 bytes of SHA-256. Leaves are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Protocol

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, 2.1.1)."""


class Nodes(Protocol):
    """Where the hashes of complete subtrees are read."""

    def node(self, level: int, index: int) -> bytes:
        """The hash over the leaves from `index << level` until `(index + 1) << level`."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf (RFC 9162, 2.1.1)."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others (RFC 9162, 2.1.1)."""
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves, in their order (RFC 9162, 2.1.1 and 2.1.2)."""
    stack: list[bytes] = []
    for number, one in enumerate(hashes):
        while number & 1:
            one, number = node_hash(stack.pop(), one), number >> 1
        stack.append(one)
    return _folded(stack)


def _folded(peaks: list[bytes]) -> bytes:
    """The root over complete subtrees, the largest first."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_between(nodes: Nodes, start: int, end: int) -> bytes:
    """The root over the leaves from `start` until `end`, as it stands in a larger tree.

    Args:
        nodes: Where hashes are read.
        start: A multiple of the power of two below the number of leaves.
        end: The leaf after the last one.
    """
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:  # a subtree begins at a multiple of its size
            level = min(level, (start & -start).bit_length() - 1)
        peaks.append(nodes.node(level, start >> level))
        start += 1 << level
    return _folded(peaks)


def root_at(nodes: Nodes, size: int) -> bytes:
    """The root of the tree when it had `size` leaves."""
    return root_between(nodes, 0, size)


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The proof that a leaf is in the tree of a size (RFC 9162, 2.1.3.1).

    Raises:
        ValueError: The tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    found: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append(root_between(nodes, middle, end))
            end = middle
        else:
            found.append(root_between(nodes, start, middle))
            start = middle
    return found[::-1]


def consistency_proof(nodes: Nodes, old: int, size: int) -> list[bytes]:
    """The proof that the tree of a size has the tree of an older size as its beginning.

    RFC 9162, 2.1.4.1. Empty where they are the same, and from the tree without leaves.

    Raises:
        ValueError: The older one is the larger one.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} leaves never had {old}")
    found: list[bytes] = []
    start, end, whole = 0, size, True
    if old in (0, size):
        return []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            found.append(root_between(nodes, middle, end))
            end = middle
        else:
            found.append(root_between(nodes, start, middle))
            start, whole = middle, False
    if not whole:
        found.append(root_between(nodes, start, end))
    return found[::-1]


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether a proof shows that the tree has a leaf (RFC 9162, 2.1.3.2).

    Args:
        leaf: The hash of the leaf.
        index: Its number.
        size: Of the tree.
        proof: The proof.
        root: Of the tree.
    """
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(one, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, one)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that a tree only grew (RFC 9162, 2.1.4.2).

    Args:
        old: The size of the older tree.
        size: Of the newer one.
        old_root: The root of the older tree.
        root: Of the newer one.
        proof: The proof.
    """
    if not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, one)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == root
