"""A made-up case: an order with clauses of many kinds, and three years of daily rosters.

Nobody in it exists. What is written is what taking in one roster a day leaves behind: a stay for
each arrival, the same stay told again with its end for each departure; and beside it the counts,
handouts, decisions, facts, check-ins and transfers of a case at work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST = date(2021, 1, 1)
FACILITIES = ("north", "south", "east")
UNITS = 12
CONDITIONS = ("age_65", "diabetes", "asthma", "heart", "liver")

ORDER = """+++
format = 1
id = "made-up"
title = "A v. B"
caption = "A v. B (made up for a benchmark)"
court = "No court"
docket = "0:21-cv-00000"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "Made up."

[[facilities]]
id = "north"
name = "North"
[[facilities]]
id = "south"
name = "South"
[[facilities]]
id = "east"
name = "East"

[[capacity]]
id = "north-listed"
facility = "north"
value = 1400
kind = "listed"
source = "made up"
[[capacity]]
id = "south-listed"
facility = "south"
value = 1400
kind = "listed"
source = "made up"
[[capacity]]
id = "east-listed"
facility = "east"
value = 1400
kind = "listed"
source = "made up"

[governing]
north = "north-listed"
south = "south-listed"
east = "east-listed"

[[criteria]]
id = "conditions"
starting = 2021-01-01
any_of = ["age_65", "diabetes", "asthma", "heart", "liver"]
source = "made up"
+++

# A v. B

## The order

```ruling
id = "order"
entered = 2021-01-04
judge = "Nobody"
docket_entry = "ECF 1"
force = "ordered"
```

> Bring each centre to 75% of capacity within 14 days.

```clause
id = "population"
kind = "population"
limit = { percent = 75 }
due = { within = "14 days" }
```

> Masks weekly, soap weekly.

```clause
id = "masks"
kind = "supply"
items = ["mask"]
first = { within = "2 days" }
every = "7 days"
```

```clause
id = "soap"
kind = "supply"
items = ["soap"]
first = { within = "2 days" }
every = "7 days"
```

> Decide on everyone with a condition within 10 days of arrival.

```clause
id = "reviews"
kind = "custody_review"
criteria = "conditions"
due = { within = "10 days", of = "arrival" }
```

> Nobody may be transferred before an evaluation.

```clause
id = "transfers"
kind = "transfer"
requires = ["evaluation"]
```

> Weekly reports.

```clause
id = "reports"
kind = "report"
every = "7 days"
fields = ["released"]
```

> Released people report weekly.

```clause
id = "check-ins"
kind = "check_in"
every = "7 days"
opens = "2 days"
grace = "2 days"
```
"""


@dataclass(frozen=True)
class MadeUp:
    """Arrays with one value a person: day of arrival, days held, facility, how it ended."""

    arrived: np.ndarray
    left: np.ndarray
    facility: np.ndarray
    how: np.ndarray


def make(people: int, days: int, seed: int = 20210101) -> MadeUp:
    """Make up everybody's stay."""
    random = np.random.default_rng(seed)
    arrived = np.sort(random.integers(0, days, people))
    held = np.maximum(1, random.exponential(32, people)).astype(int)
    how = random.choice(["release", "transfer", "removal"], people, p=[0.45, 0.15, 0.40])
    return MadeUp(arrived, arrived + held, random.integers(0, 3, people), how)


def write_case(folder: Path, people: int, days: int) -> int:
    """Write the case folder.

    Returns:
        How many entries there are.
    """
    made = make(people, days)
    random = np.random.default_rng(7)
    for name in ("rosters", "events", "counts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "order.md").write_text(ORDER, encoding="utf-8")
    entries = 0
    arriving = [np.flatnonzero(made.arrived == day) for day in range(days)]
    leaving = [np.flatnonzero(made.left == day) for day in range(days)]
    for day in range(days):
        lines = [json.dumps(line) for line in _roster(made, arriving[day], leaving[day], day)]
        name = hashlib.sha256(str(day).encode()).hexdigest()[:16]
        (folder / "rosters" / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
        entries += len(lines)
    for kind, rows in (
        ("count", _counts(made, days)),
        ("handout", _handouts(made, days)),
        ("fact", _facts(made, random)),
        ("decision", _decisions(made, days, random)),
        ("check_in", _check_ins(made, days, random)),
        ("transfer", _transfers(made, days)),
        ("evaluation", _evaluations(made, days, random)),
    ):
        lines = [json.dumps({"entry": kind, "source": "made up", **row}) for row in rows]
        (folder / "events" / f"{kind}.jsonl").write_text("\n".join(lines) + "\n")
        entries += len(lines)
    return entries


def number(person: int) -> str:
    """A person's number."""
    return f"P-{person:06d}"


def _day(day: int) -> str:
    return (FIRST + timedelta(days=int(day))).isoformat()


def _at(day: int, hour: int = 23) -> str:
    on = FIRST + timedelta(days=int(day))
    return f"{on.isoformat()}T{hour:02d}:00:00"


def _roster(
    made: MadeUp, arriving: np.ndarray, leaving: np.ndarray, day: int
) -> Iterator[dict[str, str]]:
    for person in arriving:
        yield {
            "entry": "stay", "id": f"stay-{person}", "date": _day(day), "recorded": _at(day),
            "by": "field office", "source": f"roster of {_day(day)}", "person": number(person),
            "facility": FACILITIES[made.facility[person]], "unit": f"Unit {person % UNITS + 1}",
        }  # fmt: skip
    for person in leaving:
        yield {
            "entry": "stay", "id": f"stay-{person}~2", "date": _day(made.arrived[person]),
            "recorded": _at(day), "by": "field office", "source": f"roster of {_day(day)}",
            "person": number(person), "facility": FACILITIES[made.facility[person]],
            "unit": f"Unit {person % UNITS + 1}", "book_out": _day(day),
            "exit": str(made.how[person]), "supersedes": f"stay-{person}",
        }  # fmt: skip


def _held(made: MadeUp, day: int, facility: int) -> np.ndarray:
    here = (made.arrived <= day) & (made.left > day) & (made.facility == facility)
    return np.flatnonzero(here)


def _counts(made: MadeUp, days: int) -> Iterator[dict[str, str]]:
    for day in range(days):
        for facility, name in enumerate(FACILITIES):
            yield {"date": _day(day), "recorded": _at(day), "facility": name, "rule": "midnight",
                   "count": str(len(_held(made, day, facility)))}  # fmt: skip


def _handouts(made: MadeUp, days: int) -> Iterator[dict[str, str]]:
    for day in range(3, days, 7):
        for facility, name in enumerate(FACILITIES):
            held = len(_held(made, day, facility))
            for unit in range(UNITS):
                for item in ("mask", "soap"):
                    yield {
                        "date": _day(day), "recorded": _at(day), "facility": name, "item": item,
                        "unit": f"Unit {unit + 1}", "quantity": str(held // UNITS + 1),
                    }  # fmt: skip


def _facts(made: MadeUp, random: np.random.Generator) -> Iterator[dict[str, str]]:
    for person in range(len(made.arrived)):
        day = made.arrived[person]
        for name in CONDITIONS[: random.integers(1, len(CONDITIONS) + 1)]:
            value = ("no", "no", "no", "yes", "unknown")[random.integers(0, 5)]
            yield {"date": _day(day), "recorded": _at(day), "person": number(person),
                   "name": name, "value": value}  # fmt: skip


def _decisions(made: MadeUp, days: int, random: np.random.Generator) -> Iterator[dict[str, str]]:
    for person in range(len(made.arrived)):
        day = made.arrived[person] + random.integers(2, 14)
        if day >= min(days, made.left[person]):
            continue
        released = made.how[person] == "release"
        yield {"date": _day(day), "recorded": _at(day), "person": number(person),
               "outcome": "released" if released else "not_released", "decider": "made up",
               "reason": "made up", "facility": FACILITIES[made.facility[person]],
               "authority": "bond 236(a)" if released else ""}  # fmt: skip


def _check_ins(made: MadeUp, days: int, random: np.random.Generator) -> Iterator[dict[str, str]]:
    for person in np.flatnonzero(made.how == "release"):
        for week in range(1, 5):
            day = made.left[person] + 7 * week
            if day < days:
                made_it = random.random() < 0.93
                yield {"date": _at(day, 12), "recorded": _at(day), "person": number(person),
                       "outcome": "made" if made_it else "not_reached",
                       "side": "unknown" if made_it else "carrier"}  # fmt: skip


def _transfers(made: MadeUp, days: int) -> Iterator[dict[str, str]]:
    for person in np.flatnonzero((made.how == "transfer") & (made.left < days)):
        day = made.left[person]
        yield {"date": _at(day, 14), "recorded": _at(day), "person": number(person),
               "facility": FACILITIES[made.facility[person]], "to": "elsewhere"}  # fmt: skip


def _evaluations(made: MadeUp, days: int, random: np.random.Generator) -> Iterator[dict[str, str]]:
    for person in np.flatnonzero((made.how == "transfer") & (made.left < days)):
        if random.random() < 0.9:
            day = made.left[person] - 1
            yield {
                "date": _at(day, 10), "recorded": _at(day), "person": number(person),
                "facility": FACILITIES[made.facility[person]], "outcome": "not_eligible",
            }  # fmt: skip
