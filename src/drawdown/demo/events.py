"""Made-up events: what was handed out, reported, decided, filed; some of it late, some lacking.

Every status that a finding can have before the deadline is to be seen, and each for a reason that
`drawdown explain` shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from drawdown.demo.people import FIRST, HELD_AT_FIRST, LAST, PETITIONERS, Population, days

Row = dict[str, str]

FACILITIES = tuple(HELD_AT_FIRST)
ORDER = date(2020, 4, 30)
MASKS = {
    "krome": ((date(2020, 5, 4), 1.0), (date(2020, 5, 11), 1.0)),
    "glades": ((date(2020, 5, 4), 1.0), (date(2020, 5, 11), 0.6)),
    "broward": ((date(2020, 5, 3), 1.0),),
}
"""When masks were handed out at each centre, and to which share of the people held."""

LATE_DECISIONS = 3
"""How many petitioners have only a deferral."""


def counts(population: Population) -> Iterator[Row]:
    """Midnight counts, and one corrected a few days later."""
    for on in days():
        for facility in FACILITIES:
            people = len(population.held(facility, on))
            wrong = (facility, on) == ("krome", date(2020, 5, 8))
            yield {
                "id": f"{facility}-{on}", "facility": facility, "date": str(on),
                "count": str(people + 12 if wrong else people), "rule": "midnight",
                "recorded": f"{on}T23:50", "by": "facility staff",
            }  # fmt: skip
    on = date(2020, 5, 8)
    yield {
        "id": f"krome-{on}-corrected", "facility": "krome", "date": str(on),
        "count": str(len(population.held("krome", on))), "rule": "midnight",
        "recorded": "2020-05-11T09:15", "by": "field office", "supersedes": f"krome-{on}",
        "note": "12 people at court were counted twice",
    }  # fmt: skip


def stays(population: Population) -> Iterator[Row]:
    """Everyone's book-in."""
    for person in population.people:
        yield {
            "date": _minute(person.book_in), "person": person.number,
            "facility": person.facility, "unit": person.unit,
            "recorded": _minute(max(person.book_in, datetime.combine(FIRST, time(8)))),
        }  # fmt: skip


def exits(population: Population) -> Iterator[Row]:
    """Everyone who left, and how."""
    for on in days():
        for person in population.who_left(on):
            yield {
                "date": str(on), "person": person.number, "facility": person.facility,
                "how": person.how, "authority": person.authority, "to": person.to,
            }  # fmt: skip


def transfers(population: Population) -> Iterator[Row]:
    """Transfers, as far as the log has them."""
    for on in days():
        for person in population.who_left(on):
            if person.how == "transfer" and on >= ORDER:
                yield {
                    "date": f"{on}T14:00", "person": person.number, "facility": person.facility,
                    "to": person.to,
                }  # fmt: skip


def evaluations(population: Population, random: Random) -> Iterator[Row]:
    """Evaluations before transfers; at Krome some are lacking."""
    for on in days():
        for person in population.who_left(on):
            if person.how != "transfer" or on < ORDER:
                continue
            if person.facility == "krome" and random.random() < 0.3:
                continue
            yield {
                "date": f"{on - timedelta(days=random.randrange(1, 5))}T10:00",
                "person": person.number, "facility": person.facility,
                "outcome": "not_eligible", "reason": "a final order of removal",
            }  # fmt: skip


def handouts(population: Population) -> Iterator[Row]:
    """Masks by number, soap by number, cleaning supplies by housing unit."""
    for facility in FACILITIES:
        for on, share in MASKS[facility]:
            held = len(population.held(facility, on))
            yield {
                "date": str(on), "facility": facility, "item": "mask",
                "quantity": str(round(held * share)), "by": "facility staff",
            }  # fmt: skip
        on = date(2020, 5, 2) if facility == "krome" else date(2020, 5, 4)
        yield {
            "date": str(on), "facility": facility, "item": "soap",
            "quantity": str(len(population.held(facility, on))), "by": "facility staff",
        }  # fmt: skip
        for number in range(1, 9):
            if (facility, number) != ("glades", 6):
                yield {
                    "date": "2020-05-04", "facility": facility, "item": "cleaning supplies",
                    "unit": f"{facility.title()} {number}", "by": "facility staff",
                }  # fmt: skip


def conditions() -> Iterator[Row]:
    """What people held and an inspector say."""
    for on, unit in ((date(2020, 5, 9), 3), (date(2020, 5, 10), 3), (date(2020, 5, 11), 7)):
        yield {
            "date": str(on), "facility": "krome", "topic": "soap", "kept": "no",
            "reporter": "held person", "unit": f"Krome {unit}",
        }  # fmt: skip
    yield {
        "date": "2020-05-11", "facility": "broward", "topic": "soap", "kept": "yes",
        "reporter": "inspector",
    }  # fmt: skip


def decisions(population: Population, random: Random) -> Iterator[Row]:
    """Reviews of the petitioners, all but a few decided within the week."""
    where = {person.number: person for person in population.people}
    for number in range(1, PETITIONERS + 1):
        person = where[f"petitioner-{number:02d}"]
        on = ORDER + timedelta(days=random.randrange(2, 8))
        released = person.how == "release"
        outcome = "released" if released else "not_released"
        reason = "an underlying condition" if released else "mandatory detention"
        if number > PETITIONERS - LATE_DECISIONS:
            outcome, reason = "deferred", "medical records requested"
        yield {
            "date": str(on), "person": person.number, "outcome": outcome, "reason": reason,
            "decider": "deputy field office director", "facility": person.facility,
            "authority": person.authority if outcome == "released" else "",
        }  # fmt: skip


def reports() -> Iterator[Row]:
    """What was filed with the court; the first weekly report a day late."""
    plan = "how review under Alternatives to Detention will be accelerated"
    yield {"date": "2020-05-04", "clause": "plan-report", "fields": plan, "docket": "ECF 80"}
    yield {"date": "2020-05-08", "clause": "reports", "fields": "released", "docket": "ECF 84"}
    yield {"date": "2020-05-13", "clause": "reports", "fields": "released", "docket": "ECF 89"}


def check_ins(population: Population, random: Random) -> Iterator[Row]:
    """Weekly calls of released people: most made, some lost on the carrier's side or ours."""
    for person in population.people:
        if person.how != "release" or person.left is None:
            continue
        due = person.left + timedelta(days=7)
        while due <= LAST:
            at = datetime.combine(due, time(random.randrange(9, 20), random.randrange(60)))
            outcome, side = random.choices(
                (("made", "unknown"), ("not_reached", "carrier"), ("not_reached", "ours")),
                (92, 5, 3),
            )[0]
            yield {
                "date": _minute(at), "person": person.number, "outcome": outcome, "side": side,
            }  # fmt: skip
            due += timedelta(days=7)


def logs() -> Iterator[Row]:
    """Which logs are stated to be complete, and by whom. What is not here cannot be told."""
    yield from (
        {"date": str(LAST), "of": of, "facility": facility, "by": by}
        for of, facility, by in (
            ("handout", "krome", "facility staff"),
            ("handout", "glades", "facility staff"),
            ("transfer", "krome", "field office"),
            ("transfer", "glades", "field office"),
            ("evaluation", "", "field office"),
            ("decision", "", "field office"),
            ("report", "", "clerk's docket"),
            ("check_in", "", "the line"),
        )
    )


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
