"""Made-up reviews of the petitioners: facts of their conditions, decisions, a proposal.

The order asks for a decision on each of the 34 within seven days. Here most are decided, three are
deferred, and a dozen still wait when the day has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from drawdown.demo.people import PETITIONERS, Person, Population

Row = dict[str, str]

ORDER = date(2020, 4, 30)
CLAUSE = "petitioners-review"
CRITERIA = "underlying-conditions since 2020-03-01"

DEFERRED = {32: "2020-05-20", 33: "2020-05-15", 34: "2020-05-11"}
"""The petitioners whose review was put off, and until when; the last of these days has passed."""

UNDECIDED = range(5, 17)
"""The petitioners on whom nobody has decided."""

PROPOSED = 9
"""The petitioner whose release is proposed and awaits a second person."""

CORRECTED = 25
"""The petitioner whose release was first recorded under the wrong authority."""

CONDITIONS = (
    "age_65", "nursing_home_resident", "chronic_lung_disease", "asthma_moderate_to_severe",
    "serious_heart_condition", "immunocompromised", "bmi_40", "diabetes", "dialysis",
    "liver_disease",
)  # fmt: skip
"""The underlying conditions of March 2020, as the order's criterion names them."""

DIRECTOR, SUPERVISOR = "deputy field office director", "supervisory detention officer"


def decisions(population: Population, random: Random) -> Iterator[Row]:
    """Reviews of the petitioners: decided within the week, put off, or not there at all."""
    where = {person.number: person for person in population.people}
    for number in range(1, PETITIONERS + 1):
        person = where[f"petitioner-{number:02d}"]
        on = ORDER + timedelta(days=random.randrange(2, 8))
        if number not in UNDECIDED:
            yield _decision(number, person, on)
    person = where[f"petitioner-{CORRECTED:02d}"]
    yield _decision(CORRECTED, person, date(2020, 5, 6)) | {
        "id": f"decision-{CORRECTED}-corrected", "supersedes": f"decision-{CORRECTED:02d}",
        "recorded": "2020-05-09T10:30", "authority": person.authority,
        "note": "the release was under another authority",
    }  # fmt: skip


def _decision(number: int, person: Person, on: date) -> Row:
    row = {
        "id": f"decision-{number:02d}", "date": str(on), "person": person.number,
        "decider": DIRECTOR, "facility": person.facility, "clause": CLAUSE, "criteria": CRITERIA,
    }  # fmt: skip
    if number in DEFERRED:
        return row | {
            "outcome": "deferred", "reason": "the file has no medical records",
            "missing": "medical records", "until": DEFERRED[number],
        }  # fmt: skip
    if person.how == "release":
        return row | {
            "outcome": "released", "reason": "an underlying condition", "second": SUPERVISOR,
            "authority": "parole 212(d)(5)", "check_in": "7 days",
            "conditions": "lives with family; reports by telephone",
        }  # fmt: skip
    return row | {"outcome": "not_released", "reason": "mandatory detention", "second": SUPERVISOR}


def proposals(population: Population) -> Iterator[Row]:
    """A release that one person proposed and nobody has confirmed."""
    person = next(p for p in population.people if p.number == f"petitioner-{PROPOSED:02d}")
    yield {
        "id": f"proposal-{PROPOSED:02d}", "date": "2020-05-11", "person": person.number,
        "outcome": "released", "decider": DIRECTOR, "reason": "an underlying condition",
        "authority": "parole 212(d)(5)", "criteria": CRITERIA, "facility": person.facility,
        "clause": CLAUSE, "conditions": "lives with a sister; reports by telephone",
        "check_in": "7 days", "by": DIRECTOR,
    }  # fmt: skip


def facts(population: Population, random: Random) -> Iterator[Row]:
    """Underlying conditions: some have one, some have none, of some a single answer is missing.

    Of most people nothing is recorded, as in a centre where nobody has asked yet.
    """
    for person in population.people:
        known = random.choices(("none", "yes", "all no", "one missing", "several missing"),
                               (60, 12, 12, 8, 8))[0]  # fmt: skip
        if person.number.startswith("petitioner-"):
            turn = int(person.number[-2:]) % 4
            known = ("yes", "all no", "one missing", "several missing")[turn]
        on = ORDER - timedelta(days=random.randrange(1, 15))
        if on < person.book_in.date():
            on = person.book_in.date() + timedelta(days=1)
        yield from _of(person, known, on, random)
    yield _fact("petitioner-12", date(2020, 5, 6), "diabetes", "unknown")
    yield _fact("petitioner-05", date(2020, 5, 8), "liver_disease", "yes")


def _of(person: Person, known: str, on: date, random: Random) -> Iterator[Row]:
    answers = dict.fromkeys(CONDITIONS, "no")
    match known:
        case "none":
            return
        case "yes":
            answers[random.choice(CONDITIONS)] = "yes"
        case "one missing":
            del answers[random.choice(CONDITIONS)]
        case "several missing":
            for name in random.sample(CONDITIONS, random.randrange(2, 8)):
                answers[name] = "unknown" if name == "dialysis" else ""
    for name, value in answers.items():
        if value:
            yield _fact(person.number, on, name, value)


def _fact(person: str, on: date, name: str, value: str) -> Row:
    return {"date": str(on), "person": person, "name": name, "value": value, "by": "medical staff"}
