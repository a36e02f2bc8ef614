"""What each level hides of a report, counted: so that whoever files sees it before they choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from drawdown.report.asked import Asked
from drawdown.report.gather.delays import waits
from drawdown.report.gather.movements import exits_in
from drawdown.report.levels import LEVELS, TABLE, Level, Shows, marking
from drawdown.report.sections.clauses import evidence
from drawdown.report.sections.reviews import decisions


@dataclass(frozen=True)
class Hidden:
    """One thing that a level hides.

    Attributes:
        what: What, in words.
        here: How many there are of it in this report.
        of: What is counted.
    """

    what: str
    here: int
    of: str

    def as_json(self) -> dict[str, Any]:
        """As the command line's `--json` gives it; the keys are a contract."""
        return {"what": self.what, "here": self.here, "of": self.of}


@dataclass(frozen=True)
class Preview:
    """What one level prints on every page, and what it hides."""

    level: Level
    marking: str
    hides: tuple[Hidden, ...]

    def as_json(self) -> dict[str, Any]:
        """As the command line's `--json` gives it; the keys are a contract."""
        return {
            "level": self.level, "marking": self.marking,
            "hides": [one.as_json() for one in self.hides],
        }  # fmt: skip


def preview(asked: Asked) -> tuple[Preview, ...]:
    """What each level hides of the report that is asked for."""
    counts = _counts(replace(asked, level="sealed"))
    return tuple(
        Preview(
            level, marking(level, asked.authority if level == asked.level else ""),
            tuple(Hidden(str(what), *counts[what]) for what in Shows if what not in TABLE[level]),
        )
        for level in LEVELS
    )  # fmt: skip


def _counts(asked: Asked) -> dict[Shows, tuple[int, str]]:
    made = decisions(asked)
    open_ = list(waits(asked))
    out = exits_in(asked.ask, min(asked.start, asked.since), asked.on)
    people = {*made["person"], *out["person"], *(one.person for one in open_)}
    entries = {id_ for finding in asked.findings for id_ in evidence(asked, finding)}
    health = sum(1 for reason in made["reason"] if reason) + sum(bool(w.health) for w in open_)
    small = sum(
        1 for finding in asked.findings if finding.value is not None and 1 <= finding.value <= 10
    )
    words = sum(1 for name in ("reason", "conditions", "note") for cell in made[name] if cell)
    return {
        Shows.SMALL_COUNTS: (small, "findings with such a count"),
        Shows.SENTENCES: (len(asked.findings), "findings"),
        Shows.PEOPLE: (len(people), "people"),
        Shows.DECISIONS: (len(made), "decisions"),
        Shows.ENTRIES: (len(entries), "entries"),
        Shows.WORDS: (words, "cells of decisions"),
        Shows.PLANS: (len(asked.plans), "plans"),
        Shows.HEALTH: (health, "reasons"),
    }
