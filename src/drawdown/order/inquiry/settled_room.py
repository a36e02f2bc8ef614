"""Whether every unit has room enough, some has not, or nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from drawdown.order.inquiry.inquiry import Inquiry, Place
from drawdown.order.inquiry.outcome import Status
from drawdown.order.words import day, listed, some


@dataclass(frozen=True)
class Room:
    """What measurements and arithmetic alone come to.

    Attributes:
        status: The answer; `undetermined` where they do not settle it.
        impossible: Whether arithmetic shows that it cannot have been kept, whatever people report.
        sentence: The same in words.
        value: The least that any unit has, in `unit`.
        limit: What each must have, in `unit`.
        unit: What is measured.
        units: The housing units known.
        missing: What would settle it.
    """

    status: Status
    impossible: bool
    sentence: str
    value: float | None
    limit: float
    unit: str
    units: tuple[str, ...]
    missing: tuple[str, ...]


def judged(units: pl.DataFrame, *, short: pl.Expr, enough: pl.Expr) -> pl.DataFrame:
    """Each unit with `short` and `enough`: neither where it cannot be known."""
    short, enough = short.fill_null(value=False), enough.fill_null(value=False)
    return units.with_columns(short=short, enough=enough)


def settled(
    ask: Inquiry, place: Place, units: pl.DataFrame, parts: list[str], lacks: dict[str, str],
    limit: float, unit: str,
) -> Room:  # fmt: skip
    """Settle all units: short where any is, enough where every one that holds people is.

    Args:
        ask: The inquiry.
        place: The place.
        units: As `judged` gives them, with `value`, and `over` where being short is arithmetic only
            if there are more people than fit.
        parts: What is short, for the sentence.
        lacks: For each column, what is missing where it is null.
        limit: What each must have, in `unit`.
        unit: What is measured.

    A facility measured as a whole stands for its units only where none of them is known: that there
    is room enough on the whole does not say that there is in each.
    """
    short = units.filter("short")
    named = units.filter(pl.col("unit") != "")
    whole = units.filter(pl.col("unit") == "")
    bound = pl.concat([
        named,
        whole.join(named.select("facility").unique(), on="facility", how="anti"),
    ])  # fmt: skip
    open_ = bound.filter(~pl.col("enough") & ~pl.col("short"))
    settled = bool(len(bound)) and not len(open_)
    status: Status = "not_met" if len(short) else "met" if settled else "undetermined"
    missing = []
    for column, what in lacks.items():
        names = open_.filter(pl.col(column).is_null())["unit"].to_list()
        if names and any(names):
            missing.append(f"{what} in {few_of([n or 'all' for n in names[:4]], len(names))} at "
                           f"{place.name}")  # fmt: skip
        elif names or not len(bound):
            missing.append(f"{what} at {place.name}")
    if len(open_) and not missing:
        missing.append(f"which of the measurements or counts at {place.name} are right")
    opening = f"{place.name}, {day(ask.on)}"
    if len(short):
        sentence = f"{opening}: of {some(len(units), 'unit')} known, {'; '.join(parts)}."
    elif settled:
        sentence = f"{opening}: each of the {some(len(bound), 'unit')} known had room enough."
    else:
        sentence = f"{opening}: the measurements do not settle it."
    worst = units["value"].drop_nulls().min()
    value = float(worst) if isinstance(worst, int | float) else None
    impossible = bool(len(short)) and bool(short["over"].any() if "over" in short.columns else True)
    return Room(
        status, impossible, sentence, value, limit, unit, tuple(named["unit"].to_list()),
        tuple(missing),
    )  # fmt: skip


def few_of(names: list[str], of: int) -> str:
    """The first few of many names, and how many more there are."""
    return listed([*names, f"{of - len(names)} more"] if of > len(names) else names)
