"""A case for tests of findings: three facilities, a cap with a later course, made-up counts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

ORDER = """\
+++
id = "test-v-agency"
title = "Test [/] v. Agency :warning:"
caption = "Test v. Agency (synthetic)"
court = "A court"
docket = "1"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "Synthetic: no order of any court."

[[facilities]]
id = "krome"
name = "Krome [red]"
codes = ["KRO"]

[[facilities]]
id = "glades"
name = "Glades"

[[capacity]]
id = "krome-2017"
facility = "krome"
value = 611
kind = "listed"
source = "list of 2017 [/b]"

[[capacity]]
id = "glades-2015"
facility = "glades"
value = 300
kind = "listed"
source = "list of 2015"

[[capacity]]
id = "glades-2017"
facility = "glades"
value = "AS NEEDED"
kind = "listed"
source = "list of 2017"
+++

# Test v. Agency

## Order of 30 April 2020

```ruling
id = "first"
entered = 2020-04-30
docket_entry = "ECF 1"
```

> Reduce to 75% of capacity within two weeks.

```clause
id = "population"
kind = "population"
title = "At most 75% [/]"
limit = { percent = 75 }
due = { within = "14 days" }

[[readings]]
source = "a newspaper"
says = "80% at Krome"
set = { limit = { percent = 80 }, facilities = ["krome"] }
```

> In all no more than 900.

```clause
id = "together"
kind = "population"
limit = { count = 900 }
due = { within = "3 days", of = "plan approved" }
scope = "total"
```

## Order of 1 June 2020

```ruling
id = "second"
entered = 2020-06-01
```

```change
action = "stay"
clauses = ["population"]
until = 2020-06-08
note = "Stayed [/] for a week."
```

## Order of 1 July 2020

```ruling
id = "third"
entered = 2020-07-01
```

```change
action = "vacate"
clauses = ["population"]
effective = 2020-06-25
```
"""
START, DAYS = date(2020, 4, 20), 80
FILE = "case"


def people(facility: str, offset: int) -> int | None:
    """How many were held, by the made-up record; none where nobody counted."""
    if facility == "glades":
        return 250 - offset if offset % 7 else None
    return 520 - 2 * offset + (40 if offset % 11 == 5 else 0)


def counts_text() -> str:
    """The counts as CSV."""
    rows = ["Count,FACILITY,date"]
    for offset in range(DAYS):
        for facility in ("KRO", "glades"):
            held = people("krome" if facility == "KRO" else facility, offset)
            if held is not None:
                rows.append(f"{held},{facility},{START + timedelta(offset)}")
    return "\n".join([*rows, ""])


def make(folder: Path) -> tuple[Path, Path]:
    """The order and the counts as files."""
    order, counts = folder / "order.md", folder / "counts.csv"
    order.write_text(ORDER, encoding="utf-8")
    counts.write_text(counts_text(), encoding="utf-8")
    return order, counts


def make_folder(folder: Path) -> Path:
    """A case folder with corrections in it."""
    (folder / "counts").mkdir(parents=True)
    (folder / "events").mkdir()
    (folder / "order.md").write_text(ORDER, encoding="utf-8")
    (folder / "counts/may.csv").write_text(
        "id,facility,date,count,recorded,supersedes,note\n"
        "a,krome,2020-05-14,500,2020-05-15,,\n"
        "b,krome,2020-05-14,480,2020-05-20,a,[/] miscounted\n"
        "c,krome,2020-05-14,411,2020-06-10,b,\n"
        "d,glades,2020-05-14,AS NEEDED,2020-05-15,,\n"
        "e,glades,2020-05-15,-3,2020-05-15,,\n"
        "f,glades,2020-05-16,100,2020-05-15,nobody,\n",
        encoding="utf-8",
    )
    (folder / "events/milestones.csv").write_text("name,date\nPlan Approved,2020-05-18\n")
    return folder
