"""A made-up case whose people check in weekly, half of them on Tuesday and half on Thursday."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
DAYS = (date(2020, 5, 26), date(2020, 5, 28))
"""When they were released: a Tuesday and a Thursday."""
START = datetime(2020, 5, 29, 4, tzinfo=UTC)
ORDER = Path(__file__).parents[2] / "orders" / "gayle-v-meade.md"
CHUNK = 10_000


def name(number: int) -> str:
    return f"S-{number:06d}"


def prepare(people: int) -> int:
    """Make the case, its decisions and enrolments; the key of the case."""
    from drawdown.site.cases.append import append
    from drawdown.site.cases.importing import add_order_text
    from drawdown.site.cases.insert import insert_many
    from drawdown.site.cases.models import Case
    from drawdown.site.cases.sealing import current_number, seal
    from drawdown.site.line.models import Enrolment
    from drawdown.site.line.people import hint_of

    case = Case.objects.create(slug="made-up", title="Made up")
    add_order_text(case, ORDER.read_text(encoding="utf-8"), "the benchmark")
    for start in range(0, people, CHUNK):
        numbers = range(start, min(start + CHUNK, people))
        append(case, [
            ("decision", {"date": DAYS[n % 2].isoformat(), "person": name(n),
                          "outcome": "released", "authority": "parole", "decider": "the court",
                          "reason": "made up", "check_in": "7 days"})
            for n in numbers
        ], by="the benchmark", now=START - timedelta(hours=1))  # fmt: skip
        key = current_number(case)
        made = []
        for n in numbers:
            telephone = f"+1305{5000000 + n}"
            made.append(Enrolment(
                case=case, person=name(n), number=str(100_000 + n), pin="", language="es" if n % 3
                else "en", hint=hint_of(case, telephone), since=START,
                telephone=seal(case, telephone.encode(), f"telephone {name(n)}", key),
            ))  # fmt: skip
        insert_many(made)
    return case.pk


SHARES = ((0.5, 2, 32), (0.3, 34, 60), (0.12, 63, 68), (0.03, 69, 71))
"""Which share of people checks in from how many hours after their window opened until how many:
before the reminder, after it, after the second text, after the call; the rest does not."""


@dataclass(frozen=True)
class Calls:
    """Who checks in when, the same each time it is asked: drawn for each person and week."""

    people: int
    seed: int = 11

    def of_day(self, day: date) -> Iterator[tuple[int, datetime]]:
        """The check-ins of the windows that are due on a day."""
        half = {1: 0, 3: 1}.get(day.weekday())
        if half is None or day <= DAYS[half]:
            return
        chance = random.Random(f"{self.seed} {day.isoformat()}")  # noqa: S311
        opens = datetime(day.year, day.month, day.day, tzinfo=ZONE) - timedelta(days=2)
        for number in range(half, self.people, 2):
            draw = chance.random()
            minutes = chance.random()
            for share, since, until in SHARES:
                if draw < share:
                    hours = since + minutes * (until - since)
                    yield number, (opens + timedelta(hours=hours)).astimezone(UTC)
                    break
                draw -= share
