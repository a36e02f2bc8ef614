"""How many people were held, by whose count, at the ends of the weeks and on the page's day."""

from __future__ import annotations

from datetime import date

from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.population import Counted, counted
from drawdown.report.facts.numbers.sheet import Dispute, Number, Sheet, Table

COST = 4
"""A count of the people held is what most readers come for."""


def held_key(facility: str, on: date) -> str:
    """The key of the number held at a facility at the end of a day."""
    return f"held/{facility}/{on.isoformat()}"


def add_held(sheet: Sheet, ask: Inquiry, days: list[date]) -> None:
    """Add the numbers held at the ends of days, and their total where no two sources disagree."""
    facilities = [facility.id for facility in ask.header.facilities]
    rows: list[tuple[str, tuple[str | None, ...]]] = []
    for on in days:
        keys = [_one(sheet, ask, facility, on) for facility in facilities]
        total = None
        if len(keys) > 1 and all(keys):
            total = sheet.add_sum(held_key("all", on), [key for key in keys if key], COST)
        if any(keys):
            rows.append((f"day:{on.isoformat()}", (*keys, total) if len(keys) > 1 else (*keys,)))
    columns = [f"facility:{facility}" for facility in facilities]
    if rows:
        sheet.tables.append(Table(
            "held", tuple(label for label, _ in rows),
            (*columns, "all") if len(columns) > 1 else tuple(columns), tuple(k for _, k in rows),
        ))  # fmt: skip


def _one(sheet: Sheet, ask: Inquiry, facility: str, on: date) -> str | None:
    place = Place(facility, (facility,), ask.header.facility(facility).name)
    found = counted(ask, place, on=on)
    if not found:
        if on == ask.on:
            sheet.missing.append(f"held:{facility}")
        return None
    if len(found) == 1:
        return sheet.add(held_key(facility, on), Number(found[0].people, COST))
    said = tuple(
        (
            _by(one),
            sheet.add(f"{held_key(facility, on)}/{place}", Number(one.people, COST)),
        )
        for place, one in enumerate(found, start=1)
    )
    sheet.disputes.append(Dispute(facility, on, said))
    return None


def _by(one: Counted) -> str:
    """By which rule a number was counted, as a code."""
    rows = one.rows()
    if "rule" in rows.columns and len(rows):
        return f"count:{rows['rule'][0]}"
    return "stays"
