"""Every reader of something from outside, by its name."""

from __future__ import annotations

from fuzz import calls, documents, proofs, tables
from fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (*tables.TARGETS, *documents.TARGETS, *calls.TARGETS, *proofs.TARGETS)
}
