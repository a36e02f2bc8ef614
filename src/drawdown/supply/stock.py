"""How much of an item is on hand: the last count of the stock, less what was handed out since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.inquiry import sources_of
from drawdown.order.inquiry.supplied import spelled
from drawdown.order.words import day, listed, number


@dataclass(frozen=True)
class OnHand:
    """What is on hand of an item at a facility.

    Attributes:
        quantity: How many; none where that is not known.
        counted: What was counted last, before what was handed out since was taken off.
        counted_on: The day of that count; the earliest where the store and units were counted on
            different days.
        handed_out: How many are recorded as handed out since.
        at_most: Whether more may have gone, since nobody states that the log of handouts is
            complete from the count on.
        missing: What would have to be known.
        sources: The files and rows it rests on.
    """

    quantity: int | None
    counted: int | None
    counted_on: date | None
    handed_out: int
    at_most: bool
    missing: tuple[str, ...]
    sources: tuple[str, ...]


def about(item: str, column: str = "item") -> pl.Expr:
    """Whether a row is about an item, in whatever spelling."""
    return pl.col(column).str.to_lowercase().is_in(spelled(item))


def on_hand(ask: Inquiry, place: Place, item: str) -> OnHand:
    """What is on hand of an item at one facility at the end of the day asked about.

    The store and each housing unit with a stock of its own have their latest count, and these are
    added. A handout is taken off the stock of its unit, or else of the store. A count is what stood
    at the end of its day, so that handouts of that day are in it, unless both say at what time.
    Deliveries are known from the next count only.
    """
    counts = ask.entries("stock", place).filter(about(item))
    name = place.name
    if counts.is_empty():
        missing = (f"a count of the stock of {item} at {name}",)
        return OnHand(None, None, None, 0, at_most=False, missing=missing, sources=())
    latest = _latest(counts)
    differing = latest.group_by("unit").agg(pl.col("quantity").n_unique() > 1)["quantity"].any()
    if differing:
        missing = (
            f"which count of the stock of {item} at {name} on {latest['date'].max()!s} is right",
        )
        return OnHand(
            None, None, _first(latest), 0, at_most=False, missing=missing,
            sources=sources_of(latest),
        )  # fmt: skip
    latest = latest.unique("unit", keep="last", maintain_order=True)
    gone = _since(ask, place, item, latest)
    counted, handed_out = int(latest["quantity"].sum()), int(gone["quantity"].sum())
    since = _first(latest)
    complete = ask.on <= since or any(
        ask.complete(
            "handout", place, since=since + timedelta(days=1), until=ask.on, about=spelling
        )
        for spelling in spelled(item)
    )
    sources = (*sources_of(latest), *sources_of(gone))
    if handed_out > counted:
        missing = (
            f"a new count of the stock of {item} at {name}: since that of {since} more was handed "
            f"out ({number(handed_out)}) than there was ({number(counted)})",
        )
        return OnHand(None, counted, since, handed_out, not complete, missing, sources)
    unsaid = () if complete else (ask.log_missing("handout", place, ask.on, item),)
    return OnHand(
        counted - handed_out, counted, since, handed_out, not complete, unsaid, sources
    )  # fmt: skip


def _latest(counts: pl.DataFrame) -> pl.DataFrame:
    """The last count of the store and of each unit; several where nothing says which is last."""
    latest = counts.filter(pl.col("date") == pl.col("date").max().over("unit"))
    last = pl.col("date_at").max().over("unit")
    return latest.filter(last.is_null() | (pl.col("date_at") == last))


def _first(counts: pl.DataFrame) -> date:
    first = counts["date"].min()
    assert isinstance(first, date)  # noqa: S101  there is a count
    return first


def _since(ask: Inquiry, place: Place, item: str, counts: pl.DataFrame) -> pl.DataFrame:
    """The handouts made after the count of the stock that they came from."""
    handouts = ask.entries("handout", place).filter(about(item))
    own = pl.col("unit").is_in(counts["unit"].implode())
    handouts = handouts.with_columns(stock=pl.when(own).then("unit").otherwise(pl.lit("")))
    since = counts.select(stock="unit", counted="date", counted_at="date_at")
    timed = pl.col("date_at").is_not_null() & pl.col("counted_at").is_not_null()
    later = pl.when(timed).then(pl.col("date_at") > pl.col("counted_at")).otherwise(
        pl.col("date") > pl.col("counted")
    )  # fmt: skip
    return handouts.join(since, on="stock", how="inner", maintain_order="left").filter(later)


def said(on_hand: OnHand) -> str:
    """How much is on hand, for a sentence."""
    if on_hand.quantity is None:
        return "how much is on hand is not known"
    most = "at most " if on_hand.at_most else ""
    on = f" on {day(on_hand.counted_on)}" if on_hand.counted_on else ""
    parts = [f"{number(on_hand.counted or 0)} counted{on}"]
    if on_hand.handed_out:
        parts.append(f"{number(on_hand.handed_out)} handed out since")
    return f"{most}{number(on_hand.quantity)} on hand ({listed(parts)})"


def items_named(items: Sequence[str]) -> dict[str, str]:
    """Each spelling of items to one name for it: the shortest way to write one of it.

    >>> items_named(["Masks", "mask", "soap"])
    {'Masks': 'mask', 'mask': 'mask', 'soap': 'soap'}
    """
    return {item: min(spelled(item), key=len) for item in items}
