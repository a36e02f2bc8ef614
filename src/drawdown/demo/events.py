"""Made-up events: who came and went, what was filed, who called; some of it late, some lacking.

Every status that a finding can have before the deadline is to be seen, and each for a reason that
`drawdown explain` shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from drawdown.demo.people import FIRST, HELD_AT_FIRST, LAST, Population, days

Row = dict[str, str]

FACILITIES = tuple(HELD_AT_FIRST)
ORDER = date(2020, 4, 30)


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
