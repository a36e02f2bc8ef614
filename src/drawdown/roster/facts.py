"""From named columns to facts.

Keys joined, dates read, every unusable row set aside with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from drawdown.roster.account import SetAside
from drawdown.roster.errors import RosterError
from drawdown.roster.mapping.fields import BY_NAME
from drawdown.roster.reading.table import ROW, SHEET
from drawdown.roster.roster import FACTS, UNKNOWN, Kind
from drawdown.roster.same import repeated_rows
from drawdown.roster.values.blank import blanked, joined_key
from drawdown.roster.values.dates import DateColumn, DateOrder, UnsettledDatesError, read_dates

if TYPE_CHECKING:
    from drawdown.roster.intake import ReadOptions


@dataclass(frozen=True)
class Facts:
    """The facts of the used rows, and what became of the others. `kept` marks the used rows."""

    frame: pl.DataFrame
    kept: pl.Series | None
    set_aside: list[SetAside]
    date_order: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def gather_facts(
    rows: pl.DataFrame, fields: dict[str, str], kind: Kind, file: str, options: ReadOptions
) -> Facts:
    """Return the facts in the rows of a table. `fields` maps field → column."""
    dates, settled = _dates(rows, fields, file, options)
    frame = _assemble(rows, fields, dates, options)
    problems = [*_bad_dates(dates, fields, rows, kind), *_missing(frame, kind)]
    reasons = _first_reason(frame.height, problems)
    reasons = _without_repeats(frame, reasons)
    kept = reasons.is_null()
    aside = [
        SetAside(row, reason, sheet)
        for row, sheet, reason in frame.select("row", "sheet", reasons.alias("why"))
        .filter(~kept)
        .iter_rows()
    ]
    used = frame.filter(kept)
    orders = {fields[f]: d.order for f, d in dates.items() if d.order is not None}
    remarks = (*_remarks(used, fields, kind), *(r for d in dates.values() for r in d.remarks))
    remarks += (*settled, *_unread_dates(dates, fields, rows, kind))
    return Facts(used, kept, aside, dict(orders), remarks)


def _dates(
    rows: pl.DataFrame, fields: dict[str, str], file: str, options: ReadOptions
) -> tuple[dict[str, DateColumn], tuple[str, ...]]:
    """Read every date column.

    A column that does not say which is the day and which the month takes the order of the other
    date columns of the same table, where they do say and agree; that is remarked. Else it is asked
    about.
    """
    said = options.profile.date_order if options.profile else {}
    found: dict[str, DateColumn] = {}
    open_: dict[str, UnsettledDatesError] = {}
    columns = {f: c for f, c in fields.items() if BY_NAME[f].kind == "date"}
    for name, column in columns.items():
        order = options.date_order or _as_order(said.get(column))
        try:
            found[name] = read_dates(
                rows[column], f"{file}, column '{column}'", order=order, zone=options.zone
            )
        except UnsettledDatesError as question:
            open_[name] = question
    orders = {d.order for d in found.values() if d.order is not None}
    # A birth date decides no count: it is left out rather than asked about.
    questions = [str(q) for name, q in open_.items() if BY_NAME[name].core]
    if questions and (len(orders) != 1 or "only month first" in "".join(questions)):
        raise RosterError("; ".join(questions))
    remarks = []
    for name in open_ if len(orders) == 1 else ():
        order, column = orders.copy().pop(), columns[name]
        found[name] = read_dates(
            rows[column], f"{file}, column '{column}'", order=order, zone=options.zone
        )
        by = next(columns[n] for n, d in found.items() if d.order is not None and n not in open_)
        remarks.append(f"column '{column}': read as {order}, which column '{by}' settles")
    return found, tuple(remarks)


def _as_order(said: str | None) -> DateOrder | None:
    if said == "mdy":
        return "mdy"
    return "dmy" if said == "dmy" else None


def _assemble(
    rows: pl.DataFrame,
    fields: dict[str, str],
    dates: dict[str, DateColumn],
    options: ReadOptions,
) -> pl.DataFrame:
    def text(name: str) -> pl.Expr:
        column = fields.get(name)
        return blanked(pl.col(column).cast(pl.String)) if column else pl.lit(None, pl.String)

    def at(name: str) -> pl.Series:
        if name in dates:
            return dates[name].at
        return pl.Series([None] * rows.height, dtype=pl.Datetime("us"))

    begin, end = at("book_in"), at("book_out")
    if "book_in" not in fields:
        begin = at("stay_book_in")
    if "book_out" not in fields:
        end = at("stay_book_out")
    facility = pl.coalesce(
        text("facility"), text("facility_code"), pl.lit(options.facility or UNKNOWN)
    )
    keys = [blanked(pl.col(k).cast(pl.String)) for k in options.keys] or [text("person")]
    person = pl.concat_str([joined_key(k) for k in keys], separator="|")
    own = pl.concat_str(pl.lit("row "), pl.col(ROW).cast(pl.String))
    own = pl.when(pl.col(SHEET).is_null()).then(own).otherwise(own + " of " + pl.col(SHEET))
    frame = rows.select(
        pl.col(ROW).alias("row"),
        pl.col(SHEET).alias("sheet"),
        person.alias("key"),
        own.alias("own"),
        facility.alias("facility"),
        text("release_reason").alias("reason"),
        text("stay_release_reason").alias("stay_reason"),
    )
    frame = frame.with_columns(
        pl.coalesce("key", "own").alias("person"),
        pl.col("key").is_not_null().alias("keyed"),
        begin.alias("book_in_at"),
        end.alias("book_out_at"),
        at("stay_book_in").dt.date().alias("stay_book_in"),
        at("stay_book_out").dt.date().alias("stay_book_out"),
        at("as_of").dt.date().alias("as_of"),
    ).with_columns(
        pl.col("book_in_at").dt.date().alias("book_in"),
        pl.col("book_out_at").dt.date().alias("book_out"),
    )
    return frame.select(list(FACTS)).cast(FACTS)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Problem:
    """Rows that cannot be used, and the reason as an expression on a table of the same rows."""

    rows: pl.Series
    table: pl.DataFrame
    reason: pl.Expr


def _bad_dates(
    dates: dict[str, DateColumn], fields: dict[str, str], rows: pl.DataFrame, kind: Kind
) -> list[Problem]:
    """Find the rows with text that is no date in a column that decides when somebody was held."""
    deciding = ["book_in", "book_out"] if kind == "stays" else []
    if "book_in" not in fields and kind == "stays":
        deciding.append("stay_book_in")
    if "book_out" not in fields and kind == "stays":
        deciding.append("stay_book_out")
    found = []
    for name in [*deciding, "as_of"]:
        if name in dates and dates[name].bad.any():
            column = fields[name]
            reason = pl.format(
                "column '{}': '{}' is not a date; expected YYYY-MM-DD or MM/DD/YYYY",
                pl.lit(column),
                pl.col(column).cast(pl.String).fill_null("").str.strip_chars(),
            )
            found.append(Problem(dates[name].bad, rows, reason))
    return found


def _missing(frame: pl.DataFrame, kind: Kind) -> list[Problem]:
    """Find the rows that say too little, or say that somebody left before they came."""
    if kind == "daily":
        nobody = ~frame["keyed"] & frame["book_in"].is_null() & (frame["facility"] == UNKNOWN)
        return [Problem(nobody, frame, pl.lit("says neither who, where nor since when"))]
    timed_out = frame["book_out_at"].dt.truncate("1d") != frame["book_out_at"]
    same_day = frame["book_out"] == frame["book_in"]
    # A bare date has no time of day, so it cannot be before one on the same day.
    negative = (frame["book_out_at"] < frame["book_in_at"]) & ~(same_day & ~timed_out)
    says = pl.format("book-out {} is before book-in {}", "book_out", "book_in")
    return [
        Problem(frame["book_in"].is_null(), frame, pl.lit("book-in is blank")),
        Problem(negative, frame, says),
    ]


def _first_reason(height: int, problems: list[Problem]) -> pl.Series:
    """Return for each row the first reason to set it aside, or nothing."""
    reasons = pl.Series("why", [None], dtype=pl.String).new_from_index(0, height)
    for problem in problems:
        where = (problem.rows.fill_null(value=False) & reasons.is_null()).arg_true()
        if len(where):
            said = problem.table[where].select(problem.reason.alias("why"))["why"]
            reasons = reasons.scatter(where, said)
    return reasons


def _without_repeats(frame: pl.DataFrame, reasons: pl.Series) -> pl.Series:
    """Add the reasons of rows that repeat another usable row."""
    usable = reasons.is_null().arg_true()
    repeats = repeated_rows(frame if len(usable) == frame.height else frame[usable])
    if repeats.is_empty():
        return reasons
    return reasons.scatter(usable.gather(repeats["pos"]), repeats["why"])


def _remarks(used: pl.DataFrame, fields: dict[str, str], kind: Kind) -> tuple[str, ...]:
    found = []
    unkeyed = used.height - int(used["keyed"].sum())
    if unkeyed and "person" in fields:
        found.append(
            f"rows without a person key: {unkeyed:,}; each is counted as a person of its own"
        )
    nowhere = int((used["facility"] == UNKNOWN).sum())
    if nowhere and ("facility" in fields or "facility_code" in fields):
        found.append(f"rows without a facility: {nowhere:,}; counted under '{UNKNOWN}'")
    if kind == "stays" and used.height > 1 and used["book_out"].null_count() == used.height:
        found.append(
            "no book-out is filled in; if this lists who is held on one day, say --kind daily"
        )
    return tuple(found)


def _unread_dates(
    dates: dict[str, DateColumn], fields: dict[str, str], rows: pl.DataFrame, kind: Kind
) -> tuple[str, ...]:
    """Say what was left unread in columns that decide no count."""
    deciding = {"book_in", "book_out", "as_of"} if kind == "stays" else {"as_of"}
    found = []
    for name, column in dates.items():
        if name not in deciding and column.bad.any():
            at = int(column.bad.arg_max() or 0)
            text, row = rows[fields[name]][at], rows[ROW][at]
            found.append(
                f"column '{fields[name]}': {int(column.bad.sum()):,} cells are no date and were "
                "left "
                f"blank (first: row {row}, '{text}')"
            )
    missing = [f for f in fields if BY_NAME[f].kind == "date" and f not in dates]
    found += [
        f"column '{fields[f]}': day and month cannot be told apart; not used" for f in missing
    ]
    return tuple(found)
