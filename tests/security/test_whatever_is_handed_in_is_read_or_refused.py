"""Every reader of the outside stands what once broke one, and small changes of what it knows.

`make fuzz` looks for more. `DRAWDOWN_MUTATIONS=N` tries N changes of each kept input here.
"""

from __future__ import annotations

import os
import random
import warnings

import pytest
from fuzz.corpus import FOLDER, corpus_of
from fuzz.target import Target
from fuzz.targets import TARGETS

TIMES = int(os.environ.get("DRAWDOWN_MUTATIONS", "2"))
KEPT = [(name, what) for name in TARGETS for what in corpus_of(name)]
ENDLESS = 4_000
"""Bytes of a kept input above which it is read as it is, and not changed."""


@pytest.mark.parametrize(("name", "what"), KEPT, ids=lambda one: one)
def test_what_is_kept_is_read_or_refused_in_one_line(name: str, what: str) -> None:
    TARGETS[name].try_with(corpus_of(name)[what])


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda one: one.name)
def test_so_is_what_differs_from_it_a_little(target: Target) -> None:
    for what, data in corpus_of(target.name).items():
        rng = random.Random(f"{target.name} {what}")  # noqa: S311  the same every time
        for _ in range(TIMES if len(data) < ENDLESS else 0):
            changed = mutated(data, target, rng)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                target.try_with(changed)


def mutated(data: bytes, target: Target, rng: random.Random) -> bytes:
    """Bytes of which some were left out, doubled, changed or put in."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(made) + 1)
        to = min(len(made), at + rng.choice((1, 2, 8, 64)))
        word = rng.choice(target.words or ("\0",)).encode("latin-1")
        made[at:to] = rng.choice((b"", bytes(made[at:to]) * 2, rng.randbytes(to - at), word))
    return bytes(made)


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {file.stem for file in FOLDER.glob("*.jsonl")} == set(TARGETS)
