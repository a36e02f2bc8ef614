"""Case folders for fact pages, with made-up people."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

START = date(2020, 4, 30)
KINDS = ("release", "transfer", "removal", "unexplained")

ORDER = """+++
id = "example-v-agency"
caption = "Example v. Agency"
court = "United States District Court for the District of Example"
docket = "1:20-cv-00001"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "An example with made-up facilities."

{facilities}
+++

# Example

## Order of 30 April 2020

```ruling
id = "order-1"
entered = 2020-04-30
```

> Hold no more people than 75% of capacity within two weeks.

```clause
id = "population"
kind = "population"
title = "No more than 75% of capacity"
limit = {{ percent = 75 }}
due = {{ within = "14 days" }}
```

> Within 7 days, decide on the release of everyone held.

```clause
id = "reviews"
kind = "custody_review"
title = "A decision for everyone held"
group = "everyone held"
due = {{ within = "7 days" }}
```

> Released people report by telephone every week.

```clause
id = "calls"
kind = "check_in"
title = "Released people telephone"
every = "7 days"
grace = "2 days"
```
"""


def order_text(facilities: Sequence[str]) -> str:
    """The order, with so many facilities."""
    return ORDER.format(facilities="\n".join(
        f'[[facilities]]\nid = "{name}"\nname = "{name.title()}"\n\n[[capacity]]\n'
        f'id = "{name}-rated"\nfacility = "{name}"\nvalue = 500\nkind = "rated"\n'
        'source = "a list"\n'
        for name in facilities
    ))  # fmt: skip


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write the rows of a file, with a column for every key of any."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def append(path: Path, row: Mapping[str, object]) -> None:
    """Add a row to a file."""
    with path.open(newline="", encoding="utf-8") as file:
        rows: list[Mapping[str, object]] = [*csv.DictReader(file), row]
    write(path, rows)


def make_case(
    folder: Path, seed: int, *, weeks: int = 3, facilities: Sequence[str] = ("north", "south"),
    held: int = 60, moves: int = 20,
) -> Path:  # fmt: skip
    """A case whose people come, leave, are decided on and telephone at random, by the seed."""
    chance = random.Random(seed)  # noqa: S311  made-up people
    last = START + timedelta(days=7 * weeks)
    stays: list[dict[str, object]] = []
    exits: list[dict[str, object]] = []
    decisions: list[dict[str, object]] = []
    calls: list[dict[str, object]] = []
    for facility in facilities:
        start = START - timedelta(days=40)
        people = [(f"{facility}-{n}", start) for n in range(chance.randint(held // 3, held))]
        people += [
            (f"{facility}-new-{n}", START + timedelta(days=chance.randint(1, 7 * weeks)))
            for n in range(chance.randint(0, moves))
        ]
        stays += [{"date": day, "person": who, "facility": facility} for who, day in people]
        for who, came in chance.sample(people, min(len(people), chance.randint(0, moves * weeks))):
            day = START + timedelta(days=chance.randint(1, 7 * weeks))
            if day <= came:
                continue
            how = chance.choice(KINDS)
            authority = chance.choice(["parole 212(d)(5)", "bond 236(a)", ""])
            exits.append({"date": day, "person": who, "facility": facility, "how": how,
                          "authority": authority if how == "release" else ""})  # fmt: skip
            if how == "release" and chance.random() < 0.7 and day + timedelta(days=7) <= last:
                calls.append({"date": day + timedelta(days=7), "person": who, "outcome": "made"})
        decisions += [
            {"date": START + timedelta(days=chance.randint(1, 7 * weeks)), "person": who,
             "outcome": chance.choice(["released", "not_released", "deferred"]),
             "decider": "a named officer", "facility": facility}
            for who, _ in chance.sample(people, len(people) // 2)
        ]  # fmt: skip
    counts = [
        {"date": START + timedelta(days=7 * week), "facility": facility, "rule": "midnight",
         "id": f"{facility}-{week}",
         "count": _open(stays, exits, facility, START + timedelta(days=7 * week))
         + chance.choice([0, 0, 0, 1, 3])}
        for week in range(weeks + 1) for facility in facilities
    ]  # fmt: skip
    (folder / "events").mkdir(parents=True, exist_ok=True)
    (folder / "order.md").write_text(order_text(facilities), encoding="utf-8")
    for name, rows in (("stay", stays), ("exit", exits), ("decision", decisions),
                       ("check_in", calls)):  # fmt: skip
        if rows:
            write(folder / "events" / f"{name}.csv", rows)
    write(folder / "counts" / "counts.csv", counts)
    return folder


def _open(stays: Sequence[Mapping[str, object]], exits: Sequence[Mapping[str, object]],
          facility: str, on: date) -> int:  # fmt: skip
    came = sum(1 for one in stays if one["facility"] == facility and _day(one) <= on)
    return came - sum(1 for one in exits if one["facility"] == facility and _day(one) <= on)


def _day(row: Mapping[str, object]) -> date:
    day = row["date"]
    assert isinstance(day, date)
    return day
