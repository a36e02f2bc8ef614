"""What each version of a report shows: the one table, and what is printed on every page of it.

Redacting is a policy, or what a protective order says. Federal Rule of Civil Procedure 5.2(a) asks
for it where it applies; Rule 5.2(b)(5) exempts filings in immigration detention cases, of which
Rule 5.2(c) instead limits who may read them from afar. So the authority is always named by whoever
files, and never assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, get_args

from drawdown.errors import nearest
from drawdown.report.errors import ReportError

Level = Literal["public", "parties", "sealed"]

LEVELS: tuple[Level, ...] = get_args(Level)


class Shows(StrEnum):
    """One thing that a version shows or withholds."""

    SMALL_COUNTS = "counts of 1 to 10 people, and those from which one could be worked out"
    SENTENCES = "the findings in full, with value, what is missing, rule and sources"
    PEOPLE = "people, by their numbers in this case"
    DECISIONS = "who decided what on whose custody, when, and under which authority"
    ENTRIES = "the entries of the record by their ids, with the file and row of each"
    WORDS = "what somebody wrote into an entry in their own words"
    PLANS = "floor plans of housing units"
    HEALTH = "health facts of a person, and reasons and conditions that may tell of them"


TABLE: Mapping[Level, frozenset[Shows]] = {
    "public": frozenset(),
    "parties": frozenset(Shows) - {Shows.HEALTH},
    "sealed": frozenset(Shows),
}
"""What each level shows. Every level shows the order's own words and how each clause stands."""

HEALTH_KINDS = frozenset({"fact", "screening", "test", "cohort"})
"""The kinds of entry whose content is a person's health."""

HEALTH_FIELDS: Mapping[str, frozenset[str]] = {
    "decision": frozenset({"reason", "conditions", "missing", "note"}),
    "proposal": frozenset({"reason", "conditions", "missing", "note"}),
    "evaluation": frozenset({"reason", "note"}),
    "withdrawal": frozenset({"reason", "note"}),
}
"""The fields of other kinds that may tell of health."""

_ALWAYS = frozenset({"id", "date", "date_at", "recorded", "person", "facility", "supersedes", "by",
                     "source", "file", "row"})  # fmt: skip

MARKED: Mapping[Level, str] = {
    "public": "PUBLIC VERSION. No person; counts of 1 to 10 withheld.",
    "parties": "FOR THE COURT AND THE PARTIES. No health facts.",
    "sealed": "FILED UNDER SEAL.",
}

UNNAMED: Mapping[Level, str] = {
    "public": "Redacted by the filer’s policy; no order or rule was named.",
    "parties": "The order or rule that limits it is to be named by the filer.",
    "sealed": "The order that gives leave to seal is to be named by the filer.",
}


def level_of(name: str) -> Level:
    """A level by its name.

    Raises:
        ReportError: There is none of that name.
    """
    for level in LEVELS:
        if level == name:
            return level
    raise ReportError(
        f"--level: {name!r} is not a level; expected one of {', '.join(LEVELS)}"
        f"{nearest(name, LEVELS)}"
    )


def shows(level: Level, what: Shows) -> bool:
    """Whether a level shows something.

    >>> shows("parties", Shows.HEALTH), shows("parties", Shows.PEOPLE)
    (False, True)
    """
    return what in TABLE[level]


def marking(level: Level, authority: str) -> str:
    """What stands at the foot of every page: the level, and by whose authority."""
    by = f"Authority: {authority}." if authority else UNNAMED[level]
    return f"{MARKED[level]} {by}"


def withheld(level: Level) -> tuple[str, ...]:
    """What a level withholds, in words."""
    return tuple(str(what) for what in Shows if what not in TABLE[level])


def visible(kind: str, row: Mapping[str, Any], level: Level) -> dict[str, Any]:
    """The cells of an entry that a level may show; the others are left out.

    >>> visible("fact", {"person": "P-1", "value": "yes"}, "parties")
    {'person': 'P-1'}
    """
    if not shows(level, Shows.PEOPLE):
        return {}
    if shows(level, Shows.HEALTH):
        return dict(row)
    if kind in HEALTH_KINDS:
        return {name: value for name, value in row.items() if name in _ALWAYS}
    hidden = HEALTH_FIELDS.get(kind, frozenset())
    return {name: value for name, value in row.items() if name not in hidden}
