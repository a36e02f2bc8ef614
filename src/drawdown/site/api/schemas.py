"""What answers look like: the document is made from these."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema


class CaseName(Schema):
    """A case that the token is of."""

    slug: str
    title: str
    role: str
    facility: str = Field(description="the one facility the token is bound to; blank for all")
    position: int = Field(description="the number of the last entry")


class Findings(Schema):
    """The findings of a day; each as `drawdown check --json` gives it."""

    on: date
    as_known: date
    order: str
    position: int
    behind: int
    findings: list[dict[str, Any]]


class Deadlines(Schema):
    """Dates, each as `drawdown deadlines --json` gives it."""

    deadlines: list[dict[str, Any]]


class StayOf(Schema):
    """A stay."""

    facility: str
    unit: str
    book_in: date
    left: date | None
    how: str
    authority: str
    held: bool


class PersonLine(StayOf):
    """A person in a list."""

    person: str


class People(Schema):
    """People; `next` goes into `after`."""

    people: list[PersonLine]
    next: str | None


class Person(Schema):
    """One person."""

    person: str
    agency_number: str | None
    hidden: int = Field(description="entries about health that the token's role does not show")
    stays: list[StayOf]
    decisions: list[dict[str, str]]
    criteria: list[dict[str, Any]]
    timeline: list[dict[str, Any]]


class QueueRow(Schema):
    """A person who waits."""

    clause: str
    person: str
    facility: str | None
    unit: str | None
    arrived: date | None
    due: date | None
    days: int | None
    state: str
    deferred_until: date | None
    missing: list[str]
    proposal: str | None


class Queue(Schema):
    """The review queue; `next` goes into `start`."""

    numbers: dict[str, int]
    position: int
    behind: int
    rows: list[QueueRow]
    next: int | None


class Record(Schema):
    """Entries, each with its number and cells; `next` goes into `after`."""

    entries: list[dict[str, Any]]
    position: int
    next: int | None


class RowAnswer(Schema):
    """What became of one entry sent."""

    index: int
    status: Literal["added", "known", "refused"]
    id: str | None = None
    seq: int | None = None
    column: str | None = None
    reason: str | None = None


class Sent(Schema):
    """What became of the entries sent; the three numbers add up to how many there were."""

    added: int
    known: int = Field(description="in the record already, word for word")
    refused: int
    rows: list[RowAnswer]


class NotSent(Schema):
    """Why nothing was added; with `all_or_none`, what was wrong with which entry as well."""

    error: str
    added: int = 0
    known: int = 0
    refused: int = 0
    rows: list[RowAnswer] = Field(default_factory=list)


class RosterState(Schema):
    """A roster that was sent."""

    id: int
    address: str = Field(description="where to ask how far it is")
    name: str
    sha256: str
    state: str
    says: str
    problem: str
    as_of: date | None
    account: dict[str, int] | None
    set_aside: list[dict[str, Any]]
    result: dict[str, Any] | None
    known: bool = Field(False, description="whether this very file had been sent before")
