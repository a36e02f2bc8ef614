"""What answers look like: the document is made from these."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema


class CaseName(Schema):
    """A case that the token is of."""

    slug: str = Field(examples=["gayle-v-meade"])
    title: str = Field(examples=["Gayle v. Meade"])
    role: str = Field(examples=["facility"])
    facility: str = Field(description="the one facility the token is bound to; blank for all")
    position: int = Field(description="the number of the last entry")


class Findings(Schema):
    """The findings of a day; each as `drawdown check --json` gives it."""

    on: date
    as_known: date
    order: str = Field(description="the order's id", examples=["gayle-v-meade"])
    position: int = Field(description="through which entry of the record they count")
    behind: int = Field(description="how many entries were added since")
    findings: list[dict[str, Any]] = Field(
        examples=[
            [
                {
                    "clause": "population",
                    "kind": "population",
                    "facility": "krome",
                    "status": "met",
                    "value": 430,
                    "limit": 458.25,
                    "unit": "people",
                    "due": "2020-05-14",
                    "explanation": "430 people; at most 458.25.",
                }
            ]
        ]
    )


class Deadlines(Schema):
    """Dates, each as `drawdown deadlines --json` gives it."""

    deadlines: list[dict[str, Any]] = Field(
        examples=[
            [
                {
                    "clause": "masks",
                    "obligation": "Masks for everybody",
                    "date": "2020-05-02",
                    "rule": "Fed. R. Civ. P. 6(a)(1)",
                    "standing": "in force",
                }
            ]
        ]
    )


class StayOf(Schema):
    """A stay."""

    facility: str = Field(examples=["krome"])
    unit: str = Field(examples=["Krome 3"])
    book_in: date = Field(examples=["2020-04-02"])
    left: date | None
    how: str = Field(description="how it ended; blank while it goes on", examples=["release"])
    authority: str
    held: bool


class PersonLine(StayOf):
    """A person in a list."""

    person: str = Field(examples=["P-3F9C21D07A"])


class People(Schema):
    """People; `next` goes into `after`."""

    people: list[PersonLine]
    next: str | None = Field(description="the last number; none on the last page")


class Person(Schema):
    """One person."""

    person: str
    agency_number: str | None
    hidden: int = Field(description="entries about health that the token's role does not show")
    stays: list[StayOf]
    decisions: list[dict[str, str]] = Field(
        description="those that stand, with the cells that the token's role shows",
        examples=[
            [
                {
                    "id": "d-17",
                    "date": "2020-05-12",
                    "person": "P-3F9C21D07A",
                    "outcome": "released",
                    "decider": "A. Quintero",
                }
            ]
        ],
    )
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

    numbers: dict[str, int] = Field(examples=[{"overdue": 4, "waiting": 19, "decided": 31}])
    position: int
    behind: int
    rows: list[QueueRow]
    next: int | None


class Record(Schema):
    """Entries, each with its number and cells; `next` goes into `after`."""

    entries: list[dict[str, Any]] = Field(
        examples=[
            [
                {
                    "seq": 4127,
                    "entry": "handout",
                    "id": "inv-4411",
                    "date": "2020-05-12",
                    "facility": "krome",
                    "item": "soap",
                    "quantity": "40",
                }
            ]
        ]
    )
    position: int
    next: int | None


class RowAnswer(Schema):
    """What became of one entry sent."""

    index: int = Field(description="its place in what was sent, from 0", examples=[0])
    status: Literal["added", "known", "refused"]
    id: str | None = Field(None, examples=["inv-4411"])
    seq: int | None = Field(None, description="its number in the record", examples=[4127])
    column: str | None = Field(None, description="of a refused one: the cell")
    reason: str | None = Field(None, description="of a refused one: why")


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
    state: str = Field(
        description="waiting, reading, asks, read, accepting, accepted or discarded",
        examples=["read"],
    )
    says: str = Field(examples=["1,204 rows read = 1,199 used + 4 set aside + 1 not data"])
    problem: str = Field(description="what it asks, or what failed; blank where nothing")
    as_of: date | None
    account: dict[str, int] | None
    set_aside: list[dict[str, Any]]
    result: dict[str, Any] | None
    known: bool = Field(False, description="whether this very file had been sent before")
