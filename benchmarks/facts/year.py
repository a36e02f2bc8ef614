"""A page a week for a year of a case of the model case's size, each tied to all before it.

People are made up: 1,354 held at three facilities on the day of the order, and each week so many
come and so many leave at each, by chance, that about every second number of a week is small.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from drawdown.finding.case import read_case
from drawdown.order.examples import example_order
from drawdown.report.facts.audit import audit
from drawdown.report.facts.publish import publish

ORDERED = date(2020, 4, 30)
HELD = {"krome": 520, "broward": 544, "glades": 290}
KINDS = ("release", "release", "transfer", "transfer", "removal", "unexplained")
AUTHORITY = ("parole 212(d)(5)", "bond 236(a)", "order of supervision", "")


@dataclass(frozen=True)
class Week:
    """What one page took.

    Attributes:
        numbers: How many numbers stand on it.
        withheld: How many of them are not shown.
        small: How many are from 1 to 10.
        proved: Whether it is proved that no cheaper choice would do.
        cells: How many numbers the choice ties together, earlier pages included.
        seconds: Of processor time.
    """

    numbers: int
    withheld: int
    small: int
    proved: bool
    cells: int
    seconds: float


def make(folder: Path, weeks: int) -> None:
    """Write the case: stays, exits and a count at each facility at the end of each week."""
    chance = random.Random(weeks)  # noqa: S311  made-up people
    stays: list[list[object]] = []
    exits: list[list[object]] = []
    counts: list[list[object]] = []
    for facility, held in HELD.items():
        inside = [f"{facility}-{n}" for n in range(held)]
        stays += [[ORDERED - timedelta(days=40), who, facility] for who in inside]
        counts.append([ORDERED, facility, len(inside), "midnight"])
        for week in range(weeks):
            came = [f"{facility}-{week}-{n}" for n in range(chance.randint(5, 30))]
            stays += [[_day(week, chance), who, facility] for who in came]
            for who in chance.sample(inside, min(len(inside), chance.randint(5, 40))):
                how = chance.choice(KINDS)
                by = chance.choice(AUTHORITY) if how == "release" else ""
                exits.append([_day(week, chance), who, facility, how, by])
                inside.remove(who)
            inside += came
            end = ORDERED + timedelta(days=7 * (week + 1))
            counts.append([end, facility, len(inside), "midnight"])
    (folder / "order.md").write_text(
        example_order("gayle-v-meade").read_text(encoding="utf-8"), encoding="utf-8"
    )
    _write(folder / "events" / "stay.csv", "date,person,facility", stays)
    _write(folder / "events" / "exit.csv", "date,person,facility,how,authority", exits)
    _write(folder / "counts" / "counts.csv", "date,facility,count,rule", counts)


def _day(week: int, chance: random.Random) -> date:
    return ORDERED + timedelta(days=7 * week + chance.randint(1, 7))


def _write(path: Path, head: str, rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(rows)


def pages(weeks: int) -> Iterator[Week | str]:
    """Publish week after week, and attack all pages together at the end; what that found last."""
    with TemporaryDirectory() as place:
        make(Path(place), weeks)
        case = read_case(Path(place))
        out = Path(place) / "out"
        for week in range(1, weeks + 1):
            began = time.process_time()
            made = publish(case, ORDERED + timedelta(days=7 * week), out)
            took = time.process_time() - began
            pattern, said = made.chosen.pattern, dict(made.release.withheld or {})
            yield Week(said["numbers"], said["withheld"], said["small"], pattern.optimal,
                       len(pattern.states), took)  # fmt: skip
        began = time.process_time()
        found = audit(out)
        took = time.process_time() - began
        yield (f"The audit of {found.pages} pages attacks {found.withheld} numbers withheld and "
               f"{found.behind} behind the sums, narrows {len(found.narrowed)}, and takes "
               f"{took:.0f} s.")  # fmt: skip


def main() -> None:
    """Print what each page took; how many weeks is the one argument, 52 if not given."""
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else 52
    for number, week in enumerate(pages(weeks), start=1):
        print(number, week, flush=True)


if __name__ == "__main__":
    main()
