"""What is due for each person on a date of their own, such as 5 days after they arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.calendar import Computed
from drawdown.order.due import Due
from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.inquiry.outcome import Outcome, Status
from drawdown.order.inquiry.stays import stays_at
from drawdown.order.words import day, listed, number, some

STATES = (
    "in time", "late", "overdue", "left overdue", "left before", "waiting", "no date"
)  # fmt: skip
"""Done in time or late; not done though due, by people held or by people who have left since; left
before the date, undone; not due yet; and without a date that can be computed."""


@dataclass(frozen=True)
class OwnDates:
    """Each person's date, and what became of it.

    Attributes:
        people: One row per stay: person, facility, arrived, left, detained, due, done (Dates, null
            where there is none), state, id, source, file, row.
        unclear: Why some dates cannot be computed; blank where all can.
    """

    people: pl.DataFrame
    unclear: str

    def number(self, *states: str) -> int:
        """How many stays are in any of these states."""
        return int(self.people["state"].is_in(states).sum())


def own_dates(
    ask: Inquiry,
    place: Place,
    due: Due,
    done: Sequence[pl.DataFrame],
    *,
    arrivals_only: bool = False,
) -> OwnDates | None:
    """Find when something was due for each person held since the clause bound, and when done.

    It counts as done where every frame of `done` has an entry for the person since the unbroken
    detention began that the stay is part of: whoever was screened at one facility and moved to
    another has been screened. A date before the clause bound becomes the day from which it did.

    Args:
        ask: The inquiry.
        place: Where.
        due: When it is due, counted from the person's `arrival` at the place, or not.
        done: The entries that show it done, each with person and date; fastest where they are
            sorted by date.
        arrivals_only: Only people who arrived since the clause bound.

    Returns:
        The dates; none where the record has no stays.
    """
    stays = stays_at(ask, place)
    if stays is None:
        return None
    kept = pl.col("left").is_null() | (pl.col("left") > ask.since)
    stays = stays.filter(kept & (pl.col("arrived") >= ask.since) if arrivals_only else kept)
    dates = ask.clock.compute_each(due, "arrival", stays["arrived"].unique().to_list())
    unclear = ""
    if None in dates.values():
        blank = next(arrived for arrived, found in dates.items() if found is None)
        answer = ask.clock.compute(due, {"arrival": blank})
        unclear = "" if isinstance(answer, Computed) else answer.reason
    # A date before the clause bound anybody becomes the day from which it did.
    dates = {arrived: max(found, ask.since) if found else None for arrived, found in dates.items()}
    stays = stays.with_columns(
        due=pl.col("arrived").replace_strict(dates, default=None, return_dtype=pl.Date)
    )
    return OwnDates(_states(ask, _done(stays, done)), unclear)


def _done(stays: pl.DataFrame, done: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the day on which the last of what had to be done was first done; null if not all was."""
    stays = stays.sort("detained")
    names = [f"done {index}" for index in range(len(done))]
    for name, entries in zip(names, done, strict=True):
        first = entries.filter(pl.col("person") != "").select("person", **{name: pl.col("date")})
        stays = stays.join_asof(
            first.sort(name), left_on="detained", right_on=name, by="person",
            strategy="forward", check_sortedness=False,
        )  # fmt: skip
    every = pl.all_horizontal([pl.col(name).is_not_null() for name in names])
    return stays.with_columns(done=pl.when(every).then(pl.max_horizontal(names))).drop(names)


def _states(ask: Inquiry, stays: pl.DataFrame) -> pl.DataFrame:
    due, done, left = pl.col("due"), pl.col("done"), pl.col("left")
    state = (
        pl.when(done.is_not_null() & (due.is_null() | (done <= due)))
        .then(pl.lit("in time"))
        .when(due.is_null())
        .then(pl.lit("no date"))
        .when(done.is_not_null())
        .then(pl.lit("late"))
        .when(left.is_not_null() & (left <= due))
        .then(pl.lit("left before"))
        .when(due > ask.on)
        .then(pl.lit("waiting"))
        .when(left.is_not_null())
        .then(pl.lit("left overdue"))
        .otherwise(pl.lit("overdue"))
    )
    return stays.with_columns(state=state.cast(pl.Enum(STATES)))


def answered(
    ask: Inquiry, place: Place, found: OwnDates, *, kind: str, was: str, unnamed: int = 0
) -> Outcome:
    """The answer that each person's date leads to.

    Met where it was done, in time or late, for everybody whose date had come. Not met where it was
    not, though the log is complete: for people held, and for people who left after their date, for
    whom it can no longer be done.

    Args:
        ask: The inquiry.
        place: Where.
        found: Each person's date.
        kind: The kind of entry whose log must be complete.
        was: What was done, after "were": `screened for a risk factor`.
        unnamed: How often it was done for people not named, who may be among those lacking it.
    """
    lacking = found.people.filter(pl.col("state").is_in(["overdue", "left overdue"]))
    complete, missing = True, list[str]()
    if len(lacking):
        since: date = min(lacking["detained"].min(), ask.since)  # type: ignore[assignment, type-var]
        complete = ask.complete(kind, place, since=since, until=ask.on)
        if not complete:
            missing.append(
                f"a statement that the {kind} log for {place.name} is complete from "
                f"{since.isoformat()} through {ask.on}"
            )
        elif unnamed >= len(lacking):
            missing.append(f"to whom {number(unnamed)} {kind} entries without a name refer")
            complete = False
    if found.unclear:
        missing.append(found.unclear)
    done = found.number("in time", "late")
    status: Status = "met"
    if len(lacking) and complete:
        status = "not_met"
    elif missing:
        status = "undetermined"
    elif not done and found.number("waiting"):
        status = "not_due"
    first = found.people["due"].min()
    return Outcome(
        status, _sentence(ask, place, found, was, known=complete), place.facility, float(done),
        float(done + len(lacking)), "people", first, "",  # type: ignore[arg-type]
        tuple(missing) if status == "undetermined" else (), sources_of(found.people),
        lambda: found.people,
    )  # fmt: skip


def _sentence(ask: Inquiry, place: Place, found: OwnDates, was: str, *, known: bool) -> str:
    done, late = found.number("in time", "late"), found.number("late")
    here, gone = found.number("overdue"), found.number("left overdue")
    asides = [
        f"{number(count)} {one if count == 1 else many}"
        for count, one, many in (
            (found.number("left before"), "left before their date", "left before their date"),
            (found.number("waiting"), "is not due yet", "are not due yet"),
            (
                found.number("no date"),
                "has no date that can be computed",
                "have no date that can be computed",
            ),
        )
        if count
    ]
    aside = f" Besides, {listed(asides)}." if asides else ""
    total = done + here + gone
    if not total:
        return f"{place.name}: nobody's date had come by {day(ask.on)}.{aside}"
    people = some(total, "person", "people")
    sentence = f"{place.name}: of {people} whose date had come by {day(ask.on)}, "
    sentence += f"{number(done)} {'was' if done == 1 else 'were'} {was}"
    sentence += f", {number(late)} of them late" if late else ""
    lacking = [
        f"{number(count)} {who}"
        for count, who in ((here, "still held"), (gone, "who left after it"))
        if count
    ]
    if lacking:
        verb = "was not" if here + gone == 1 else "were not"
        sentence += f", and {listed(lacking)} {verb if known else 'not known to have been'}"
    return f"{sentence}.{aside}"
