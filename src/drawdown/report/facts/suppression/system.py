"""A system of counts and of the sums that tie them together, and what is shown of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drawdown.errors import InputError

ROOM = 10_000
"""How far above its true value a withheld number is thought to be able to lie. Nobody outside knows
this; a reader who did would know more, so that it errs on the safe side."""


class FactsError(InputError):
    """A fact page that cannot be made or read."""


class State(StrEnum):
    """What is shown of a number.

    `SHOWN`: the number. `OVER`: that it is over the small ones, and no more. `WITHHELD`: nothing.
    """

    SHOWN = "shown"
    OVER = "over"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which numbers are small, and what must remain possible of one that is withheld.

    Attributes:
        low: The smallest number that is small; 0 is not.
        high: The largest.
        floor: What a reader knows of a number marked as over the small ones: it is at least this.
        span: The first and the last number that must remain possible, with all between them.
    """

    low: int = 1
    high: int = 10
    floor: int = 11
    span: tuple[int, int] = (1, 10)

    def small(self, value: int) -> bool:
        """Whether a number is small."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Cell:
    """One number.

    Attributes:
        key: Names it.
        value: The truth, 0 or more.
        cost: What it costs not to show it; 0 of a number that no page shows (it only ties others).
        pinned: Whether it is known whatever is withheld now: an earlier page shows it, or a status.
        least: What is known of it besides: it is at least this.
        secret: Whether it is to be withheld like a small number, whatever it is.
    """

    key: str
    value: int
    cost: int = 1
    pinned: bool = False
    least: int = 0
    secret: bool = False

    @property
    def hidden(self) -> bool:
        """Whether no page shows it, so that it can only be derived."""
        return self.cost == 0


Relation = tuple[tuple[int, int], ...]
"""Cells by their place, each with its factor; the products add up to 0."""


@dataclass(frozen=True)
class System:
    """Counts and the sums that tie them together.

    Raises:
        FactsError: A relation does not hold of the values, or a value is below 0.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    rule: Rule = field(default_factory=Rule)

    def __post_init__(self) -> None:
        for cell in self.cells:
            if cell.value < 0:
                raise FactsError(f"{cell.key}: {cell.value} is below 0; expected a count")
        for relation in self.relations:
            if sum(factor * self.cells[at].value for at, factor in relation):
                said = " ".join(f"{f:+d}×{self.cells[at].key}" for at, f in relation)
                raise FactsError(f"the numbers do not add up: {said} is not 0")

    @classmethod
    def of(
        cls,
        cells: Sequence[Cell],
        relations: Sequence[Mapping[str, int]],
        rule: Rule | None = None,
    ) -> System:
        """A system whose relations name the cells by their keys."""
        place = {cell.key: at for at, cell in enumerate(cells)}
        placed = tuple(
            tuple((place[key], factor) for key, factor in relation.items() if factor)
            for relation in relations
        )
        return cls(tuple(cells), placed, rule or Rule())

    def small(self, at: int) -> bool:
        """Whether a cell is small, or as secret as if it were, and so may never be shown."""
        return self.cells[at].secret or self.rule.small(self.cells[at].value)


@dataclass(frozen=True)
class Pattern:
    """What is shown of each cell, and how good that is.

    Attributes:
        states: By the cells' places.
        cost: What it costs.
        bound: What any pattern that keeps the promise costs at least.
    """

    states: tuple[State, ...]
    cost: int
    bound: int

    @property
    def optimal(self) -> bool:
        """Whether it is proved that nothing cheaper keeps the promise."""
        return self.cost <= self.bound
