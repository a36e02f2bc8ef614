"""The review queue as it stands: what was counted, brought up to what was decided since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from drawdown.order.document import Order
from drawdown.review.queue import Queue, Unanswered, review_queue
from drawdown.site.accounts.access import Access
from drawdown.site.cases.answers import keep
from drawdown.site.cases.clock import about, day_of
from drawdown.site.cases.models import Row
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.record.chosen import cells_of_row

OPEN = ("overdue", "due", "waiting", "deferred", "unclear")
Due = tuple[date | None, str, int]
"""A day, a state, and how many are in it."""
OPENED = 200
"""So many decisions made since the count are opened to see what they say; of more, all count."""


@dataclass(frozen=True)
class Counts:
    """How many people are in each state at one place, as the finding there counts them.

    Attributes:
        clause: The id of the clause.
        place: The facility that it answers for; none for all together.
        whole: Whether these are all of that place's, and so the finding's; not where a reader bound
            to a facility sees a part of what is counted for all together.
        states: How many, by state.
    """

    clause: str
    place: str | None
    whole: bool
    states: dict[str, int]


@dataclass(frozen=True)
class Standing:
    """A queue, through which entry it counts, and how much was entered since.

    Attributes:
        rows: One row per clause and person, with the columns of `drawdown.review.queue.QUEUE`,
            within the reader's part; decided since are left out, deferred or proposed since marked.
        numbers: How many people are in each state, within the reader's part.
        places: The same for each clause and place, within the reader's part.
        due: How many of `rows` wait, by the day on which they are due and by state.
        position: Through which entry it counts.
        behind: How many entries were added since.
        decided_since: People on whom somebody decided since, and who are no longer in `rows`.
        unanswered: Within the reader's part, the clauses and places that cannot be listed, and why.
    """

    queue: Queue
    rows: pl.DataFrame
    numbers: dict[str, int]
    places: tuple[Counts, ...]
    due: tuple[Due, ...]
    order: Order
    position: int
    behind: int
    decided_since: frozenset[str]
    unanswered: tuple[Unanswered, ...]


def queue_of(access: Access, on: date, known: date | None) -> Standing:
    """The review queue of a day for a reader, kept while it holds."""
    position, parts, case = keep(
        access.case, ("queue", on, known), lambda now: _Parts(review_queue(now.case, on, known)),
        known, on,
    )  # fmt: skip
    queue, part = parts.queue, parts.of(access)
    rows, due = part.rows, part.due
    decided: frozenset[str] = frozenset()
    if known is None and position < access.case.position:
        fresh, decided = _brought_up(rows, access, position, on)
        rows, due = fresh, due if fresh is rows else _due(fresh)
    behind = max(0, access.case.position - position)
    unanswered = tuple(
        one for one in queue.unanswered if one.facility is None or access.reaches(one.facility)
    )
    return Standing(
        queue, rows, part.numbers, part.places, due, case.order, position, behind, decided,
        unanswered,
    )  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """What a reader's part of a queue holds, counted once for all who have that part."""

    rows: pl.DataFrame
    numbers: dict[str, int]
    places: tuple[Counts, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True)
class _Parts:
    queue: Queue
    made: dict[str, _Part] = field(default_factory=dict)

    def of(self, access: Access) -> _Part:
        """The part of a reader: that of one facility, or all of it."""
        if access.facility not in self.made:
            rows = self.queue.rows
            if access.facility:
                rows = rows.filter(pl.col("facility") == access.facility)
            numbers = dict(rows.group_by(pl.col("state").cast(pl.String)).len().iter_rows())
            places = _places(self.queue.by_place, access)
            self.made[access.facility] = _Part(rows, numbers, places, _due(rows))
        return self.made[access.facility]


def _due(rows: pl.DataFrame) -> tuple[Due, ...]:
    """How many wait, by the day on which they are due and by state; what has no day comes last."""
    waiting = rows.filter(pl.col("state").is_in(list(OPEN)))
    counted = waiting.group_by("due", "state").len().sort("due", "state", nulls_last=True)
    return tuple((due, str(state), count) for due, state, count in counted.iter_rows())


def _places(rows: pl.DataFrame, access: Access) -> tuple[Counts, ...]:
    """The numbers of each clause and place that the reader's part reaches."""
    if access.facility:
        here = pl.col("facility") == access.facility
        rows = rows.filter(
            (pl.col("place") == access.facility) | (pl.col("place").is_null() & here)
        )
    counted = rows.group_by("clause", "place", maintain_order=True).agg(
        pl.col("state").cast(pl.String).value_counts()
    )
    return tuple(
        Counts(clause, place, bool(place) or not access.facility,
               {one["state"]: one["count"] for one in states})
        for clause, place, states in counted.sort("clause", "place").iter_rows()
    )  # fmt: skip


def _brought_up(
    rows: pl.DataFrame, access: Access, position: int, on: date
) -> tuple[pl.DataFrame, frozenset[str]]:
    """The rows with what was decided, put off or proposed after an entry; and who was decided."""
    newer = Row.objects.filter(case=access.case, seq__gt=position)
    back = set(newer.exclude(supersedes="").values_list("supersedes", flat=True))
    made = newer.filter(kind__in=("decision", "proposal"), date__lte=about(on)[1])
    made = made.order_by("seq")
    recent = [row for row in made.select_related("case")[:OPENED] if row.name not in back]
    decided = set(made[OPENED:].values_list("person", flat=True))
    put_off: dict[str, dict[str, str]] = {}
    proposed: dict[str, str] = {}
    zone = order_of(access.case).header.zone
    for row in recent:
        cells = cells_of_row(row)
        if day_of(cells, zone) > on:
            continue
        if row.kind == "proposal":
            proposed[row.person] = row.name
        elif cells.get("outcome") != "deferred":
            decided.add(row.person)
        else:
            put_off[row.person] = cells
        if row.kind == "decision" and cells.get("proposal"):
            proposed.pop(row.person, None)
    if decided:
        rows = rows.filter(~pl.col("person").is_in(sorted(decided)))
    return _marked(rows, put_off, proposed, on), frozenset(decided)


def _marked(
    rows: pl.DataFrame, put_off: dict[str, dict[str, str]], proposed: dict[str, str], on: date
) -> pl.DataFrame:
    """The rows with deferrals and proposals made since they were counted."""
    until = {
        person: date.fromisoformat(cells["until"][:10])
        for person, cells in put_off.items() if cells.get("until")
    }  # fmt: skip
    waits = sorted(person for person in put_off if until.get(person, date.max) > on)
    if not waits and not proposed:
        return rows
    missing = {person: [put_off[person].get("missing", "")] for person in waits}
    is_put_off = pl.col("person").is_in(waits) & ~pl.col("state").is_in(["unclear", "decided"])
    days = pl.col("person").replace_strict(until, default=None, return_dtype=pl.Date)
    lacks = pl.col("person").replace_strict(
        missing, default=None, return_dtype=pl.List(pl.String)
    )  # fmt: skip
    names = pl.col("person").replace_strict(proposed, default=None, return_dtype=pl.String)
    return rows.with_columns(
        deferred_until=pl.when(is_put_off).then(days).otherwise("deferred_until"),
        missing=pl.when(is_put_off).then(lacks).otherwise("missing"),
        state=pl.when(is_put_off)
        .then(pl.lit("deferred").cast(rows.schema["state"])).otherwise("state"),
        proposal=pl.coalesce(names, "proposal"),
    )  # fmt: skip
