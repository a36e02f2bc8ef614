"""Made-up people: who comes, who goes and how, day by day, from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

FIRST, LAST = date(2020, 4, 13), date(2020, 5, 14)
"""The days that the demonstration covers: from the complaint to the day the goal falls due."""

HELD_AT_FIRST = {"krome": 566, "glades": 348, "broward": 472}
HELD_AT_LAST = {"krome": 452, "glades": 301, "broward": 441}
"""Made-up numbers of about the size of the real ones, so that the pages look as they will."""

PETITIONERS = 34
"""How many of them stand for the named petitioners, whom the order file numbers, too."""

AUTHORITIES = (
    "parole 212(d)(5)", "conditional parole 236(a)", "bond 236(a)", "order of supervision",
)  # fmt: skip


@dataclass
class Person:
    """A made-up person's stay.

    Attributes:
        number: The person's number; `synthetic-` marks it as made up.
        facility: Where.
        book_in: When the stay began.
        unit: The housing unit.
        left: The day it ended, if it did.
        how: How it ended: `release`, `transfer`, `removal`.
        authority: Of a release.
        to: Of a transfer.
    """

    number: str
    facility: str
    book_in: datetime
    unit: str
    left: date | None = None
    how: str = ""
    authority: str = ""
    to: str = ""


@dataclass
class Population:
    """Everyone who was held at any time in the demonstration."""

    people: list[Person] = field(default_factory=list)

    def held(self, facility: str, on: date) -> list[Person]:
        """Who was held at a facility at the end of a day."""
        return [
            person
            for person in self.people
            if person.facility == facility
            and person.book_in.date() <= on
            and (person.left is None or person.left > on)
        ]

    def who_left(self, on: date) -> list[Person]:
        """Who left on a day."""
        return [person for person in self.people if person.left == on]


def days() -> Iterator[date]:
    """Every day of the demonstration."""
    for offset in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=offset)


def make_population(random: Random) -> Population:
    """Make up the people held at the first day, and everyone who came and went after it."""
    population = Population()
    for facility, number in HELD_AT_FIRST.items():
        for _ in range(number):
            before = min(1 + int(random.expovariate(1 / 70)), 600)
            population.people.append(_arrive(population, random, facility, FIRST, before))
    for number, person in enumerate(random.sample(population.people, PETITIONERS), start=1):
        person.number = f"petitioner-{number:02d}"
    for today in list(days())[1:]:
        _one_day(population, random, today)
    return population


def _arrive(
    population: Population, random: Random, facility: str, on: date, days_before: int = 0
) -> Person:
    hour = time(random.randrange(6, 22), random.choice((0, 10, 20, 30, 40, 50)))
    book_in = datetime.combine(on - timedelta(days=days_before), hour)
    number = f"synthetic-{len(population.people) + 1:04d}"
    return Person(number, facility, book_in, f"{facility.title()} {random.randrange(1, 9)}")


def _one_day(population: Population, random: Random, today: date) -> None:
    """People leave so that each centre nears its number for the last day; a few arrive."""
    remaining = (LAST - today).days + 1
    for facility in HELD_AT_FIRST:
        held = population.held(facility, today - timedelta(days=1))
        arriving = random.choice((0, 0, 1, 2, 3)) if facility != "broward" else random.randrange(5)
        fall = (len(held) - HELD_AT_LAST[facility]) / remaining
        leaving = max(0, round(fall + random.gauss(0, 1.5)) + arriving)
        if today == LAST:
            leaving = max(0, len(held) + arriving - HELD_AT_LAST[facility])
        for person in random.sample(held, leaving):
            _leave(person, random, today)
        for _ in range(arriving):
            population.people.append(_arrive(population, random, facility, today))


def _leave(person: Person, random: Random, today: date) -> None:
    person.left = today
    person.how = random.choices(("release", "transfer", "removal"), (5, 2, 3))[0]
    if person.how == "release":
        person.authority = random.choices(AUTHORITIES, (5, 3, 2, 4))[0]
    elif person.how == "transfer":
        person.to = random.choice(("another centre", "a centre in another state"))
