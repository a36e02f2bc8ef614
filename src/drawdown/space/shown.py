"""The groups that a picture shows: why no more beds can be used, as far as one can see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from drawdown.space.proof import Cases, Cover, Tree
from drawdown.space.solve import Answer, Section


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Places of which at most `most` can be used; counted with `weight` in the proof."""

    places: tuple[int, ...]
    most: int
    weight: Fraction


def shown_groups(answer: Answer) -> list[ShownGroup]:
    """Return the groups of the proof, those that count in full without what they share.

    A place that several full groups hold is left in the first alone: what is left is still a proof,
    and can be seen. Of a proof by cases one case is shown.
    """
    return [
        group
        for section in answer.sections
        for part in section.parts
        for group in _of_part(section, _first_cover(part.tree))
    ]


def _first_cover(tree: Tree) -> Cover:
    while isinstance(tree, Cases):
        tree = tree.empty
    return tree


def _of_part(section: Section, cover: Cover) -> Iterator[ShownGroup]:
    taken: set[int] = set()
    for number, share in cover.shares:
        group, weight = section.groups[number], Fraction(share, cover.over)
        places = {place for spot in group.times for place in section.spots[spot]}
        if weight >= 1:
            places -= taken
            taken |= places
        if places:
            yield ShownGroup(tuple(sorted(places)), group.most, weight)
