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


def picture_in_words(answer: Answer, most_named: int = 60) -> str:
    """Return what the picture shows, for those who cannot see it."""
    beds = answer.plan.beds
    sentences = []
    for unit in answer.units:
        names = [beds[abs(place) - 1].bed for place in unit.chosen]
        shown = ", ".join(names[:most_named])
        more = f" and {len(names) - most_named:,} more" if len(names) > most_named else ""
        where = f"In {unit.unit}, " if unit.unit else ""
        sentences.append(
            f"{where}{len(names):,} of {unit.beds:,} beds are used"
            + (f": {shown}{more}." if names else ".")
        )
    groups = sum(len(part.spots) > 0 for section in answer.sections for part in section.parts)
    sentences.append(
        "Shaded outlines gather beds so near each other that at most one of each outline can be "
        "used; together they hold every usable bed, and so set the limit."
        if groups
        else "No bed is usable."
    )
    return " ".join(sentences)
