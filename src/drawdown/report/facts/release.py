"""One page as it was published: what it shows of each number, and how the numbers hang together.

It is written as `releases/NAME/data.json`, and stays. Reading it back gives all that a reader has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from drawdown.report.facts.numbers.sheet import Dispute, Relation, Table
from drawdown.report.facts.suppression.system import FactsError, State

FORMAT = 1
FOLDER = "releases"
FILE = "data.json"


@dataclass(frozen=True)
class Shown:
    """What a page shows of a number.

    Attributes:
        state: How much.
        value: The number, where it is shown.
    """

    state: State
    value: int | None = None


@dataclass(frozen=True)
class Status:
    """What a clause comes to at a place.

    Attributes:
        clause: The clause's id.
        title: What the order's file calls it, in the language of the order.
        place: The facility's id, or `all`.
        status: As a finding has it; `not stated` where it would say how large a withheld number is.
        due: The day on which it was or is due, where there is one.
        ruling: The ruling that it is of.
        aim: Whether it is a duty or a goal.
        accounts: Other accounts of its words: source, what it says, and the status under it.
        contested: Whether accounts of what happened contradict each other.
    """

    clause: str
    title: str
    place: str
    status: str
    due: date | None
    ruling: str
    aim: str
    accounts: tuple[tuple[str, str, str], ...] = ()
    contested: bool = False


@dataclass(frozen=True)
class Claim:
    """A public claim, and the numbers of the page that bear on it.

    Attributes:
        said: Its words.
        source: Who said it, and where.
        date: When.
        bears_on: Kinds of number (see `drawdown.report.facts.claims`).
        keys: The numbers, each with its label.
        address: A web address, where there is one.
        language: Of its words.
    """

    said: str
    source: str
    date: date
    bears_on: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    address: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Changed:
    """What is otherwise than on the page before: a number, or the status of a clause."""

    what: str
    before: str
    now: str


@dataclass(frozen=True)
class Release:
    """One page as it was published.

    Attributes:
        name: Its folder: its day, with a number where there were several.
        on: Its day.
        known: As known at this time (ISO 8601).
        start: The day of the order, from which weeks are counted.
        about: The order's id, title, caption, court, docket and notice.
        facilities: The facilities' names, by id.
        clauses: The clauses' titles, by id.
        numbers: What is shown of each number, by key; numbers that stand on no page are not here.
        relations: The sums that hold, over those numbers and the ones that stand on no page.
        tables: The tables.
        disputes: Where sources disagree about a count.
        capacity: For each facility the statements of its capacity that differ: (value, source).
        missing: Codes of what the record does not have.
        statuses: What each clause comes to.
        claims: Public claims.
        changed: What is otherwise than on the page before.
        withheld: How many numbers are not shown, and how few would at least have to be.
        checkpoint: The record's signed checkpoint, the text of the note; none: there was none.
    """

    name: str
    on: date
    known: str
    start: date
    about: Mapping[str, str]
    facilities: Mapping[str, str]
    clauses: Mapping[str, str]
    numbers: Mapping[str, Shown]
    relations: tuple[Relation, ...]
    tables: tuple[Table, ...]
    disputes: tuple[Dispute, ...] = ()
    capacity: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    missing: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    claims: tuple[Claim, ...] = ()
    changed: tuple[Changed, ...] = ()
    withheld: Mapping[str, int] | None = None
    checkpoint: str | None = None


def as_json(release: Release) -> str:
    """A release as the text of its file; the keys are a contract."""
    found: dict[str, Any] = {
        "format": FORMAT, "name": release.name, "on": release.on.isoformat(),
        "known": release.known, "start": release.start.isoformat(), "order": dict(release.about),
        "rule": {"small": [1, 10], "zero_is_shown": True},
        "facilities": dict(release.facilities), "clauses": dict(release.clauses),
        "numbers": {
            key: {"state": str(shown.state)} | ({} if shown.value is None else
                                                {"value": shown.value})
            for key, shown in sorted(release.numbers.items())
        },
        "tables": [
            {"id": t.id, "rows": t.rows, "columns": t.columns, "keys": t.keys}
            for t in release.tables
        ],
        "disputes": [
            {"facility": one.facility, "on": one.on.isoformat(), "said": one.said}
            for one in release.disputes
        ],
        "capacity": {
            place: [list(statement) for statement in statements]
            for place, statements in (release.capacity or {}).items()
        },
        "missing": release.missing,
        "statuses": [
            {
                "clause": one.clause, "title": one.title, "place": one.place, "status": one.status,
                "due": one.due.isoformat() if one.due else None, "ruling": one.ruling,
                "aim": one.aim, "contested": one.contested,
                "accounts": [list(account) for account in one.accounts],
            }
            for one in release.statuses
        ],
        "claims": [
            {
                "said": one.said, "source": one.source, "date": one.date.isoformat(),
                "address": one.address, "language": one.language, "bears_on": one.bears_on,
                "keys": [list(key) for key in one.keys],
            }
            for one in release.claims
        ],
        "changed": [
            {"what": one.what, "before": one.before, "now": one.now} for one in release.changed
        ],
        "withheld": dict(release.withheld or {}),
        "checkpoint": release.checkpoint,
        "relations": release.relations,
    }  # fmt: skip
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def read_releases(where: Path) -> list[Release]:
    """The pages published in a folder, the oldest first; none where there is no such folder.

    Raises:
        FactsError: A file cannot be read.
    """
    files = sorted((where / FOLDER).glob(f"*/{FILE}"))
    return in_order(read_release(file) for file in files)


def in_order(releases: Iterable[Release]) -> list[Release]:
    """Pages by their day, those of one day in the order in which they were made."""
    return sorted(releases, key=lambda release: (release.on, _number(release.name)))


def _number(name: str) -> int:
    tail = name[11:]
    return int(tail) if tail.isdigit() else 1


def read_release(file: Path) -> Release:
    """Read one page.

    Raises:
        FactsError: The file cannot be read.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise FactsError(f"{file}: is of format {found['format']}; expected {FORMAT}")
        return _release(found)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise FactsError(
            f"{file}: cannot be read as a published page ({type(error).__name__}: {error}); "
            "expected a file that 'drawdown facts' wrote"
        ) from None


def _release(found: Mapping[str, Any]) -> Release:
    return Release(
        found["name"], date.fromisoformat(found["on"]), _moment(found["known"]),
        date.fromisoformat(found["start"]), found["order"], found["facilities"], found["clauses"],
        {key: _shown(key, one) for key, one in found["numbers"].items()},
        tuple({key: int(factor) for key, factor in one.items()} for one in found["relations"]),
        tuple(Table(t["id"], tuple(t["rows"]), tuple(t["columns"]),
                    tuple(tuple(row) for row in t["keys"])) for t in found["tables"]),
        tuple(Dispute(d["facility"], date.fromisoformat(d["on"]), _pairs(d["said"]))
              for d in found["disputes"]),
        {place: _pairs(said) for place, said in found["capacity"].items()},
        tuple(found["missing"]),
        tuple(_status(one) for one in found["statuses"]),
        tuple(Claim(c["said"], c["source"], date.fromisoformat(c["date"]), tuple(c["bears_on"]),
                    _pairs(c["keys"]), c["address"], c["language"]) for c in found["claims"]),
        tuple(Changed(c["what"], c["before"], c["now"]) for c in found["changed"]),
        found["withheld"], found.get("checkpoint"),
    )  # fmt: skip


def _moment(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


def _pairs(found: Iterable[Iterable[Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(cast("tuple[str, str]", tuple(map(str, one))) for one in found)


def _shown(key: str, one: Mapping[str, Any]) -> Shown:
    state, value = State(one["state"]), one.get("value")
    if (state is State.SHOWN) != isinstance(value, int):
        raise ValueError(f"{key} is {state} with the value {value}")
    return Shown(state, value)


def _status(one: Mapping[str, Any]) -> Status:
    return Status(
        one["clause"], one["title"], one["place"], one["status"],
        date.fromisoformat(one["due"]) if one["due"] else None, one["ruling"], one["aim"],
        tuple(cast("tuple[str, str, str]", tuple(account)) for account in one["accounts"]),
        one["contested"],
    )  # fmt: skip
