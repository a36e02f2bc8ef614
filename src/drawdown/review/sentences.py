"""What an entry about a person says, in one plain sentence for each kind of entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from drawdown.order.inquiry.supplied import called
from drawdown.order.words import day, some
from drawdown.record.entry import COMMON
from drawdown.record.entry import KINDS as ENTRIES
from drawdown.record.form import forms

Row = Mapping[str, Any]
"""An entry as a row of a frame; `facility` and `to` may be named by `Names`."""

Names = Mapping[str, str]
"""The name of each facility, by its id."""

_OUTCOMES = {"released": "to release", "not_released": "not to release", "deferred": "deferred"}
_HOW = {
    "release": "released", "transfer": "transferred", "removal": "removed", "death": "died",
    "other": "left", "unexplained": "left, and nobody says how", "": "left",
}  # fmt: skip


def sentence(kind: str, row: Row, names: Names) -> str:
    """What an entry says.

    Args:
        kind: The kind of entry.
        row: The entry, with the columns of `drawdown.record.form.schema`.
        names: The names of facilities by their ids.

    Returns:
        One sentence. A kind without one of its own is told field by field.
    """
    said = _SAID[kind](row, names) if kind in _SAID else _plainly(kind, row)
    return f"{said[:1].upper()}{said[1:]}."


def departure(row: Row, names: Names) -> str:
    """What the end of a `stay` says."""
    how = _HOW[row["exit"] or ""]
    return f"{how[:1].upper()}{how[1:]}{_under(row)} from {_at(row, names)}."


def _plainly(kind: str, row: Row) -> str:
    fields = [name for name in forms(ENTRIES[kind]) if name not in (*COMMON, "person")]
    said = [f"{name.replace('_', ' ')} {row[name]}" for name in fields if row[name]]
    return f"{kind.replace('_', ' ')}: {', '.join(said)}" if said else kind.replace("_", " ")


def _at(row: Row, names: Names) -> str:
    unit = f" ({row['unit']})" if row.get("unit") else ""
    return f"{names.get(row['facility'], row['facility'])}{unit}"


def _held_at(row: Row, names: Names) -> str:
    return f" at {_at(row, names)}" if row["facility"] else ""


def _under(row: Row) -> str:
    return f" under {row['authority']}" if row["authority"] else ""


def _because(row: Row) -> str:
    return f": {row['reason']}" if row["reason"] else ""


def _on(found: date | None) -> str:
    return day(found) if found else ""


def _decided(row: Row, names: Names) -> str:
    second = f", {row['second']} confirming" if row["second"] else ""
    return f"{row['decider']} decided {_what(row)}{second}{_because(row)}"


def _what(row: Row) -> str:
    if row["outcome"] == "deferred":
        until = f" until {_on(row['until'])}" if row["until"] else ""
        lacks = f", {row['missing']} missing" if row["missing"] else ""
        return f"to defer{until}{lacks}"
    reports = row["check_in"] and row["check_in"] != "none"
    every = f", reporting in every {row['check_in']}" if reports else ""
    return f"{_OUTCOMES[row['outcome']]}{_under(row)}{every}"


def _checked_in(row: Row, names: Names) -> str:
    if row["outcome"] == "made":
        return "a check-in was made"
    if row["outcome"] == "failure":
        return f"{row['decider'] or 'nobody named'} recorded a failure to report{_because(row)}"
    sides = {"person": "the person's side", "carrier": "the carrier's side", "ours": "our side"}
    side = sides.get(row["side"])
    return f"a check-in did not go through{f', on {side}' if side else ', nobody knows why'}"


def _transferred(row: Row, names: Names) -> str:
    to = f" to {names.get(row['to'], row['to'])}" if row["to"] else ""
    before = [
        f"{what} {_on(row[name])}"
        for name, what in (
            ("evaluated", "evaluated"), ("screened", "screened"), ("notified", "notice given"),
        )
        if row[name]
    ]  # fmt: skip
    first = f" ({', '.join(before)})" if before else ""
    return f"transferred from {_at(row, names)}{to}{first}"


def _left(row: Row, names: Names) -> str:
    to = f" to {names.get(row['to'], row['to'])}" if row["to"] else ""
    return f"{_HOW[row['how']]}{_under(row)} from {_at(row, names)}{to}{_because(row)}"


def _evaluated(row: Row, names: Names) -> str:
    outcome = {"eligible": "eligible", "not_eligible": "not eligible"}.get(row["outcome"])
    return f"evaluated for release{_held_at(row, names)}, " + (
        f"found {outcome}{_because(row)}" if outcome else f"outcome not stated{_because(row)}"
    )


def _fact(row: Row, names: Names) -> str:
    return f"fact '{row['name']}': {row['value']}"


def _given(row: Row, names: Names) -> str:
    return f"given {some(row['quantity'], *called(row['item']))}{_held_at(row, names)}"


def _tested(row: Row, names: Names) -> str:
    taken = {"yes": ", and taken", "no": ", and not taken"}.get(row["taken"], "")
    result = f", {row['result']}" if row["result"] != "unknown" else ""
    return f"a test was offered{_held_at(row, names)}{taken}{result}"


def _screened(row: Row, names: Names) -> str:
    result = f": {row['result']}" if row["result"] else ""
    return f"screened{_held_at(row, names)} ({row['what']}){result}"


def _housed(row: Row, names: Names) -> str:
    if not row["unit"]:
        return f"no longer housed{_held_at(row, names)}"
    return f"housed{_held_at(row, names)}, infection status {row['status']}"


def _noticed(row: Row, names: Names) -> str:
    language = f" in {row['language']}" if row["language"] else ""
    return f"notice was given{_held_at(row, names)} of {row['topic']}{language}"


def _taken_back(row: Row, names: Names) -> str:
    ground = f": {row['ground']}" if row["ground"] else ""
    return f"taken back into detention{_held_at(row, names)}{ground}"


_SAID: dict[str, Callable[[Row, Names], str]] = {
    "admission": lambda row, names: f"brought in{_held_at(row, names)}",
    "check_in": _checked_in,
    "cohort": _housed,
    "decision": _decided,
    "evaluation": _evaluated,
    "exit": _left,
    "fact": _fact,
    "handout": _given,
    "notice": _noticed,
    "proposal": lambda row, names: f"{row['decider']} proposed {_what(row)}{_because(row)}",
    "redetention": _taken_back,
    "screening": _screened,
    "stay": lambda row, names: f"arrived at {_at(row, names)}",
    "test": _tested,
    "transfer": _transferred,
    "withdrawal": lambda row, names: f"an entry was taken back{_because(row)}",
}
