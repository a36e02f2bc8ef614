"""An order as a whole: its header, its rulings, its clauses and what later rulings did to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from drawdown.order.clauses.clause import Clause
from drawdown.order.header import Header
from drawdown.order.markdown import Piece
from drawdown.order.ruling import Change, Ruling


@dataclass(frozen=True)
class Version:
    """A clause as it reads from a day on.

    Attributes:
        clause: The clause with its values from that day on.
        effective: The first day on which it reads so.
        known: From which day it was known that the clause reads so on its days: the day of the
            latest ruling that had a say. What a ruling says of earlier days is known only then.
        readings: The same clause under each other account of its words, in order.
    """

    clause: Clause
    effective: date
    known: date
    readings: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class ChangeMade:
    """A change, the ruling that made it, and the clauses it touches."""

    change: Change
    ruling: Ruling
    clauses: tuple[str, ...]
    line: int

    @property
    def effective(self) -> date:
        """The first day on which it holds."""
        return self.change.effective or self.ruling.day


@dataclass(frozen=True)
class ClauseText:
    """A clause where it stands in the file.

    Attributes:
        id: The clause's id.
        ruling: The ruling that it is part of.
        words: The order's own words above it.
        line: The line on which its block begins.
        versions: How it reads, from which day; the first is as first ruled. For each day on which
            more became known, all versions as known from then on, the oldest first.
    """

    id: str
    ruling: Ruling
    words: str
    line: int
    versions: tuple[Version, ...]

    @property
    def first(self) -> Clause:
        """The clause as first ruled."""
        return self.versions[0].clause

    def version_on(self, on: date, known: date | None = None) -> Version:
        """How the clause read on a day, as known on a day (None: everything known now)."""
        states = [v.known for v in self.versions if known is None or v.known <= known]
        state = max(states, default=self.versions[0].known)
        then = [v for v in self.versions if v.known == state]
        return [then[0], *(v for v in then if v.effective <= on)][-1]


@dataclass(frozen=True)
class Section:
    """A ruling's part of the document."""

    ruling: Ruling
    heading: str
    pieces: tuple[Piece, ...]
    line: int = 1


@dataclass(frozen=True)
class Order:
    """An order file, read and checked.

    Attributes:
        file: The file's name.
        digest: The SHA-256 of its bytes, in hexadecimal.
        header: The header.
        preamble: What stands before the first ruling.
        sections: The rulings with their text, in the order of the file.
        clauses: Every clause by its id, in the order of the file.
        changes: What rulings did to clauses, in the order in which they were entered.
    """

    file: str
    digest: str
    header: Header
    preamble: tuple[Piece, ...]
    sections: tuple[Section, ...]
    clauses: dict[str, ClauseText]
    changes: tuple[ChangeMade, ...] = field(default=())

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The rulings in the order of the file."""
        return tuple(section.ruling for section in self.sections)

    def name(self) -> str:
        """How the order is called in short."""
        return self.header.title or self.header.caption


RawClause = dict[str, Any]
