"""What became of every check-in that was due: made, excused, not reached, nothing, or a failure.

People decide: a failure is only ever what a named person recorded as one, with a reason. What
failed on the carrier's side or ours, and every window that an outage touched, is excused.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from drawdown.order.inquiry.call_windows import DAY

MADE, EXCUSED, FAILURE, UNNAMED, THEIRS, UNKNOWN = range(6)
"""What became of a window that has an entry; the first that applies."""


@dataclass(frozen=True)
class Calls:
    """Numbers of check-ins.

    Attributes:
        people: People released who check in.
        unasked: People at large whom nobody asked to check in, with a window that would be over.
        spared: People at large who need not check in, as a decision says.
        due: Windows that are over.
        made: Of those, in which somebody checked in.
        excused: Not made for a reason on the carrier's side or ours.
        outages: Of those, excused by an outage.
        theirs: Not reached on the person's side.
        unknown: Not reached, it is not known on whose side.
        nothing: In which nothing is recorded.
        unnamed: Recorded as a failure by nobody named, or without a reason.
        failures: Recorded as a failure by a named person with a reason.
        overruled: Failures recorded of windows that are excused, and so not counted.
        outside: Check-ins made outside any window.
        next_closes: The day on which the next window closes.
        rows: The entries that decide, with the window each belongs to; the releases of those whom
            nobody asked; and what asks people otherwise than the order does.
        otherwise: People who are or were asked otherwise than the order asks; not counted while
            they are.
        ways: How, in words.
        apart: Failures that a named person recorded of them meanwhile, with a reason.
    """

    people: int
    unasked: int
    spared: int
    due: int
    made: int
    excused: int
    outages: int
    theirs: int
    unknown: int
    nothing: int
    unnamed: int
    failures: int
    overruled: int
    outside: int
    next_closes: date | None
    rows: pl.DataFrame = field(compare=False)
    otherwise: int = 0
    ways: tuple[str, ...] = ()
    apart: int = 0


def spells(releases: pl.DataFrame, since: date, on: date) -> pl.DataFrame:
    """The times that people were at large and had to check in.

    Args:
        releases: As `drawdown.order.inquiry.asked.asked_of` gives them.
        since: The day from which the clause binds; people released before count from then.
        on: The day asked about.

    Returns:
        spell (UInt32), person, start, cut (Date: the last day on which a window may close).
    """
    return (
        releases.sort("released")
        .filter(pl.col("until").is_null() | (pl.col("until") > since))
        .select(
            "person",
            start=pl.max_horizontal(pl.coalesce("asked", "released"), pl.lit(since)),
            cut=pl.min_horizontal(pl.col("until") - DAY, pl.lit(on)),
        )
        .sort("start")
        .with_row_index("spell")
    )


def count_calls(
    spells: pl.DataFrame, windows: pl.DataFrame, entries: pl.DataFrame,
    others: pl.DataFrame, spared: int,
) -> Calls:  # fmt: skip
    """Hold the check-ins against the windows that were over.

    Args:
        spells: As `spells` gives them, of those whom somebody asked to check in.
        windows: As `touched` gives them.
        entries: `check_in` entries by the day asked about.
        others: As `unasked` gives them.
        spared: How many need not check in.
    """
    due, by_outage = _judged(spells, windows)
    placed = _placed(spells, windows, entries)
    answered = _answered(placed.filter(pl.col("inside") & (pl.col("closes") <= pl.col("cut"))))
    kinds = dict(answered.group_by("became").len().iter_rows())
    untouched = by_outage - int(answered["outage"].sum())
    excused_calls = kinds.get(EXCUSED, 0)
    named = answered.filter(pl.col("became") == EXCUSED)
    return Calls(
        people=spells["person"].n_unique(),
        unasked=others["person"].n_unique(),
        spared=spared,
        due=due,
        made=kinds.get(MADE, 0),
        excused=excused_calls + untouched,
        outages=int(named["outage"].sum()) + untouched,
        theirs=kinds.get(THEIRS, 0),
        unknown=kinds.get(UNKNOWN, 0),
        nothing=due - len(answered) - untouched,
        unnamed=kinds.get(UNNAMED, 0),
        failures=kinds.get(FAILURE, 0),
        overruled=int(named["failed"].sum()),
        outside=placed.filter(~pl.col("inside") & (pl.col("outcome") == "made")).height,
        next_closes=next_closing(spells, windows),
        rows=pl.concat([placed, others.select(*_OF_AN_ENTRY)], how="diagonal_relaxed")
        if len(others)
        else placed,
    )


_OF_AN_ENTRY = ("person", "date", "id", "source", "file", "row")


def with_others(calls: Calls, otherwise: pl.DataFrame, entries: pl.DataFrame) -> Calls:
    """The numbers with those whom somebody asked otherwise than the order asks.

    Args:
        calls: The numbers of the others.
        otherwise: As `drawdown.order.inquiry.asked.asked_of` gives them.
        entries: `check_in` entries by the day asked about.
    """
    if otherwise.is_empty():
        return calls
    named = (pl.col("outcome") == "failure") & (pl.col("decider") != "") & (pl.col("reason") != "")
    apart = (
        entries.filter(named)
        .sort("date")
        .join_asof(
            otherwise.select("person", "released", "until").sort("released"), left_on="date",
            right_on="released", by="person", check_sortedness=False,
        )
        .filter(pl.col("released").is_not_null())
        .filter(pl.col("until").is_null() | (pl.col("date") < pl.col("until")))
    )  # fmt: skip
    rows = [calls.rows, otherwise.select(*_OF_AN_ENTRY), apart.select(*_OF_AN_ENTRY)]
    return replace(
        calls, otherwise=otherwise["person"].n_unique(), apart=len(apart),
        ways=tuple(otherwise["how"].unique().sort()), rows=pl.concat(rows, how="diagonal_relaxed"),
    )  # fmt: skip


def unasked(
    releases: pl.DataFrame, spells: pl.DataFrame, windows: pl.DataFrame, on: date
) -> pl.DataFrame:
    """The releases of people at large whom nobody asked, where a window would be over by a day.

    Args:
        releases: As `drawdown.order.inquiry.asked.asked_of` gives them.
        spells: As `spells` gives them, of all releases.
        windows: As `touched` gives them.
        on: The day.
    """
    over = windows.filter(pl.col("closes") <= on)["start"].unique()
    late = spells.filter(pl.col("start").is_in(over.implode()))["person"]
    return releases.filter(
        pl.col("asked").is_null() & ~pl.col("spared") & pl.col("person").is_in(late.implode())
        & (pl.col("until").is_null() | (pl.col("until") > on))
    ).with_columns(date="released")  # fmt: skip


def _judged(spells: pl.DataFrame, windows: pl.DataFrame) -> tuple[int, int]:
    """How many windows were over, over all people, and how many of them an outage touched."""
    running = windows.sort("closes").select(
        "start", "closes",
        n=pl.int_range(1, pl.len() + 1).over("start"),
        out=pl.col("outage").cast(pl.Int64).cum_sum().over("start"),
    )  # fmt: skip
    people = spells.group_by("start", "cut").len("people").sort("cut")
    reached = people.join_asof(
        running, left_on="cut", right_on="closes", by="start", check_sortedness=False
    )
    sums = reached.select((pl.col("n", "out") * pl.col("people")).sum())
    return int(sums["n"][0]), int(sums["out"][0])


def _placed(spells: pl.DataFrame, windows: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Each entry with its spell and window; `inside` is whether it counts for that window.

    A failure is recorded once a check-in was due, so it counts for the last one that was.
    """
    mine = entries.sort("date").join_asof(
        spells, left_on="date", right_on="start", by="person", check_sortedness=False
    )
    mine = mine.filter(pl.col("spell").is_not_null())
    by_due = (pl.col("outcome") == "failure") & (
        pl.col("date") >= pl.col("start").replace_strict(*_first_due(windows), default=None)
    ).fill_null(value=False)
    split = mine.with_columns(by_due=by_due)
    parts = [
        split.filter(by_due_is).join_asof(
            windows.sort(column).with_columns(key=pl.col(column)), left_on="date", right_on="key",
            by="start", check_sortedness=False,
        )
        for by_due_is, column in ((pl.col("by_due"), "due"), (~pl.col("by_due"), "opens"))
    ]  # fmt: skip
    return pl.concat(parts, how="diagonal").with_columns(
        inside=pl.col("number").is_not_null()
        & ((pl.col("date") <= pl.col("closes")) | (pl.col("outcome") == "failure"))
    )


def _first_due(windows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    first = windows.filter(pl.col("number") == 1)
    return first["start"], first["due"]


def _answered(placed: pl.DataFrame) -> pl.DataFrame:
    """What became of each window that has an entry: spell, number, became, outage, failed."""
    missed = pl.col("outcome") == "not_reached"
    failed = (pl.col("outcome") == "failure").any()
    named = (pl.col("decider") != "") & (pl.col("reason") != "")
    flags = placed.group_by("spell", "number").agg(
        made=(pl.col("outcome") == "made").any(),
        ours=(missed & pl.col("side").cast(pl.String).is_in(["carrier", "ours"])).any(),
        theirs=(missed & (pl.col("side") == "person")).any(),
        decided=((pl.col("outcome") == "failure") & named).any(),
        outage=pl.col("outage").first(),
        failed=failed,
    )
    return flags.select(
        "spell", "number", "outage", "failed",
        became=pl.when("made").then(pl.lit(MADE))
        .when(pl.col("ours") | pl.col("outage")).then(pl.lit(EXCUSED))
        .when("decided").then(pl.lit(FAILURE))
        .when("failed").then(pl.lit(UNNAMED))
        .when("theirs").then(pl.lit(THEIRS))
        .otherwise(pl.lit(UNKNOWN)),
    )  # fmt: skip


def next_closing(spells: pl.DataFrame, windows: pl.DataFrame) -> date | None:
    """The day on which the next window closes; none where there is none."""
    if spells.is_empty():
        return None
    latest = spells["cut"].max()
    found = windows.filter(pl.col("closes") > latest)["closes"].min()
    return found if isinstance(found, date) else None
