"""The answer in words, for people and for those who cannot see the picture."""

from __future__ import annotations

from drawdown.space.measure import written
from drawdown.space.solve import Answer

_BETWEEN = {
    "centres": "from the middle of one bed to the middle of the next",
    "edges": "from edge to edge",
    "heads": "from head to head, each person sleeping whichever way round helps",
}
_UNITS = {"ft": "feet", "m": "metres"}


def in_words(answer: Answer) -> str:
    """Return the answer as a sentence or two."""
    rule = answer.rule
    distance = f"{written(rule.distance)} {_UNITS[rule.unit_of_length]}"
    found = len(answer.chosen)
    where = f"{answer.usable:,} usable beds of {answer.beds:,}"
    measured = _BETWEEN[rule.between]
    if answer.proven:
        return (
            f"{found:,} people can keep {distance} apart in {where}, measured {measured}. "
            "It is proved that no more can."
        )
    return (
        f"At least {found:,} people can keep {distance} apart in {where}, measured {measured}, and "
        f"it is proved that no more than {answer.bound:,} can. The true number is between them."
    )
