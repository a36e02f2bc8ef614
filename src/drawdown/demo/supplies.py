"""Made-up supplies: what was handed out, what is in stock, what people say of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drawdown.demo.people import HELD_AT_FIRST, Population

Row = dict[str, str]

MASKS = {
    "krome": ((date(2020, 5, 4), 1.0), (date(2020, 5, 11), 1.0)),
    "glades": ((date(2020, 5, 4), 1.0), (date(2020, 5, 11), 0.6)),
    "broward": ((date(2020, 5, 3), 1.0),),
}
"""When masks were handed out at each centre, and to which share of the people held."""

STOCK = (
    ("krome", "2020-05-11T18:00", "mask", 900),  # too few from 25 May on
    ("glades", "2020-05-10", "mask", 1500),  # enough for four weeks
    ("broward", "2020-05-09", "mask", 2500),  # nobody says that the log is complete
    ("krome", "2020-05-11T18:00", "soap", 1200),
    ("glades", "2020-05-10", "soap", 640),
    ("krome", "2020-05-11T18:00", "cleaning supplies", 24),
    ("glades", "2020-05-11", "cleaning supplies", 0),  # one housing unit still waits
)
"""What was counted, where and when. Of soap and cleaning supplies at Broward there is no count."""


def handouts(population: Population) -> Iterator[Row]:
    """Masks by number, soap by number and once to a unit, cleaning supplies by housing unit."""
    for facility in HELD_AT_FIRST:
        for on, share in MASKS[facility]:
            held = len(population.held(facility, on))
            yield _handout(facility, on, "mask", round(held * share))
        on = date(2020, 5, 2) if facility == "krome" else date(2020, 5, 4)
        yield _handout(facility, on, "soap", len(population.held(facility, on)))
        for number in range(1, 9):
            if (facility, number) != ("glades", 6):
                yield {
                    "date": "2020-05-04", "facility": facility, "item": "cleaning supplies",
                    "unit": f"{facility.title()} {number}", "by": "facility staff",
                }  # fmt: skip
    yield _handout("krome", date(2020, 5, 10), "soap", 60) | {"unit": "Krome 7"}


def _handout(facility: str, on: date, item: str, quantity: int) -> Row:
    return {
        "date": str(on), "facility": facility, "item": item, "quantity": str(quantity),
        "by": "facility staff",
    }  # fmt: skip


def stock() -> Iterator[Row]:
    """What was on hand when somebody last counted."""
    for facility, on, item, quantity in STOCK:
        yield {
            "date": on, "facility": facility, "item": item, "quantity": str(quantity),
            "by": "facility staff",
        }  # fmt: skip


def conditions() -> Iterator[Row]:
    """What people held, staff and an inspector say; some of it against the log."""
    for on, facility, topic, kept, reporter, unit in (
        ("2020-05-09", "krome", "soap", "no", "held person", "Krome 3"),
        ("2020-05-10", "krome", "soap", "no", "held person", "Krome 3"),
        ("2020-05-11", "krome", "soap", "no", "held person", "Krome 7"),
        ("2020-05-11", "krome", "soap", "yes", "staff", "Krome 7"),
        ("2020-05-11", "glades", "masks", "no", "held person", "Glades 4"),
        ("2020-05-12", "glades", "masks", "no", "held person", "Glades 2"),
        ("2020-05-10", "broward", "soap", "yes", "held person", "Broward 2"),
        ("2020-05-11", "broward", "soap", "yes", "inspector", ""),
    ):
        yield {
            "date": on, "facility": facility, "topic": topic, "kept": kept, "reporter": reporter,
            "unit": unit,
        }  # fmt: skip


def inspections() -> Iterator[Row]:
    """One visit to one centre."""
    yield {
        "date": "2020-05-11", "facility": "broward", "inspector": "a monitor (made up)",
        "result": "soap at every sink; beds in Broward 2 about three feet apart",
    }  # fmt: skip
