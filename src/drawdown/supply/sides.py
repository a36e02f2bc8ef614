"""What staff logged and what people held report, side by side, and where the two conflict.

Nobody's account is taken for the truth. A conflict is shown with both entries, so that somebody can
go and look; which account governs a finding is for the order to say (`governs` of the clause).
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import inquiries
from drawdown.order.clauses.supply import Supply
from drawdown.order.inquiry.inquiry import within
from drawdown.record.record import View
from drawdown.supply.stock import items_named

SIDES = {
    "facility": pl.String(), "unit": pl.String(), "item": pl.String(), "date": pl.Date(),
    "logged": pl.Int64(), "log_entries": pl.List(pl.String()), "held_yes": pl.UInt32(),
    "held_no": pl.UInt32(), "inspector_yes": pl.UInt32(), "inspector_no": pl.UInt32(),
    "staff_yes": pl.UInt32(), "staff_no": pl.UInt32(), "report_entries": pl.List(pl.String()),
    "conflict": pl.Boolean(),
}  # fmt: skip
"""The columns of `side_by_side`."""

CONFLICTS = {
    "facility": pl.String(), "unit": pl.String(), "item": pl.String(), "handed_out": pl.Date(),
    "quantity": pl.Int64(), "logged_by": pl.String(), "handout": pl.String(),
    "reported": pl.Date(), "days": pl.Int64(), "reported_by": pl.String(),
    "report": pl.String(),
}  # fmt: skip
"""The columns of `conflicts`."""

WITHIN = 7
"""For how many days after a handout a report that there is none conflicts with it, where nothing
else is asked for: as long as a report of conditions speaks (`speaks_for_days` of a supply clause).
"""

_KEY = ["facility", "unit", "item", "date"]


def side_by_side(
    case: Case,
    since: date,
    until: date,
    known: date | None = None,
    *,
    days: int = WITHIN,
    view: View | None = None,
) -> pl.DataFrame:
    """What the log and the reports say, day by day.

    Args:
        case: The order and the record.
        since: The first day.
        until: The last day.
        known: As known at the end of this day; None: everything known now.
        days: For how many days after a handout a report that there is none conflicts with it.
        view: The record as known then, where it was already read.

    Returns:
        One row per facility, unit (blank: the whole facility), item and day on which either side
        says anything, with the columns of `SIDES`: logged is how many were handed out to people
        held (null where none is logged), and the others count reports that it was there or was not;
        conflict is whether an entry of the row is part of a conflict. Sorted by facility, item,
        unit, day.
    """
    view = view or case.record.as_known(known)
    start = since - timedelta(days=days)
    logs, reports = _logs(case, view, start, until), _reports(case, view, until, known)
    against = _conflicts(logs, reports, days)
    parts = pl.concat([against["handout"], against["report"]])
    log = logs.group_by(_KEY).agg(
        logged=pl.col("quantity").sum(), log_entries=pl.col("id"),
        log_conflict=pl.col("id").is_in(parts.implode()).any(),
    )  # fmt: skip
    said = reports.filter(pl.col("date") >= since).group_by(_KEY).agg(
        *[
            ((pl.col("reporter") == reporter) & pl.col("kept").eq(kept)).sum()
            .alias(f"{reporter.removesuffix(' person')}_{kept}")
            for reporter in ("held person", "inspector", "staff")
            for kept in ("yes", "no")
        ],
        report_entries=pl.col("id"),
        report_conflict=pl.col("id").is_in(parts.implode()).any(),
    )  # fmt: skip
    counts = [name for name, dtype in SIDES.items() if dtype == pl.UInt32]
    lists = [name for name, dtype in SIDES.items() if dtype == pl.List(pl.String)]
    none = pl.lit([], dtype=pl.List(pl.String))
    return (
        log.join(said, on=_KEY, how="full", coalesce=True)
        .filter(pl.col("date").is_between(since, until))
        .with_columns(
            pl.col(counts).fill_null(0), *[pl.col(name).fill_null(none) for name in lists],
            conflict=pl.any_horizontal(
                pl.col("log_conflict", "report_conflict").fill_null(value=False)
            ),
        )
        .select(list(SIDES)).cast(SIDES)  # type: ignore[arg-type]
        .sort("facility", "item", "unit", "date")
    )  # fmt: skip


def conflicts(
    case: Case,
    since: date,
    until: date,
    known: date | None = None,
    *,
    days: int = WITHIN,
    view: View | None = None,
) -> pl.DataFrame:
    """Where a held person reports that there was none within days of a handout to the unit.

    A handout or a report without a unit is about the whole facility. A report under an exception of
    the order conflicts with nothing. Of the handouts before a report, the latest counts.

    Args:
        case: The order and the record.
        since: The first day of reports.
        until: The last day of reports.
        known: As known at the end of this day; None: everything known now.
        days: For how many days after a handout, its own included, a report conflicts with it.
        view: The record as known then, where it was already read.

    Returns:
        One row per report, with the columns of `CONFLICTS`; unit is that of the report, and days
        are from the handout to it. Sorted by day of the report, facility, unit.
    """
    view = view or case.record.as_known(known)
    logs = _logs(case, view, since - timedelta(days=days), until)
    reports = _reports(case, view, until, known).filter(pl.col("date") >= since)
    return _conflicts(logs, reports, days)


def _conflicts(logs: pl.DataFrame, reports: pl.DataFrame, days: int) -> pl.DataFrame:
    denied = reports.filter(
        (pl.col("reporter") == "held person") & (pl.col("kept") == "no")
        & (pl.col("excepted") != "yes")
    ).select(
        "facility", "item", "unit", reported="date", reported_by="by", report="id",
    )  # fmt: skip
    handed = logs.select(
        "facility", "item", "quantity", handed_out="date", logged_by="by", handout="id",
        to_unit="unit",
    )  # fmt: skip
    pairs = denied.join(handed, on=["facility", "item"], how="inner").with_columns(
        days=(pl.col("reported") - pl.col("handed_out")).dt.total_days()
    )
    whole = (pl.col("unit") == "") | (pl.col("to_unit") == "")
    return (
        pairs.filter(
            ((pl.col("unit") == pl.col("to_unit")) | whole) & pl.col("days").is_between(0, days)
        )
        .sort("handed_out", "handout")
        .unique("report", keep="last", maintain_order=True)
        .select(list(CONFLICTS)).cast(CONFLICTS)  # type: ignore[arg-type]
        .sort("reported", "facility", "unit", "report")
    )  # fmt: skip


def _logs(case: Case, view: View, since: date, until: date) -> pl.DataFrame:
    """Handouts to people held, each item under one name."""
    handouts = within(view.entries("handout"), since, until).filter(pl.col("to") == "held")
    return _named(handouts, "item")


def _reports(case: Case, view: View, until: date, known: date | None) -> pl.DataFrame:
    """Reports on items of supply, whoever makes them: those of a clause, or ever handed out."""
    reports = within(view.entries("condition"), None, until).with_columns(
        pl.col("reporter").cast(pl.String), pl.col("kept").cast(pl.String)
    )
    items = {
        name
        for item, _ in inquiries(case, until, known, view=view)
        if isinstance(item.clause, Supply)
        for name in items_named(item.clause.items).values()
    }
    items |= set(items_named(view.entries("handout")["item"].unique().to_list()).values())
    return _named(reports, "topic").filter(pl.col("item").is_in(sorted(items)))


def _named(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """With `item`, the one name of what the column spells in whatever way."""
    names = items_named(frame[column].unique().to_list())
    return frame.with_columns(
        item=pl.col(column).replace_strict(names, return_dtype=pl.String)
        if names
        else pl.lit("", dtype=pl.String)
    )
