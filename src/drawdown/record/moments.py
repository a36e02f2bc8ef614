"""Days and times as text: what is read, and in which zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s?(Z|[+-]\d{2}:\d{2})?)?"
)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


def read_moment(text: str, zone: ZoneInfo) -> tuple[date, datetime | None] | None:
    """Read a day, or a day and time; a time without a zone is in `zone`.

    Returns:
        The day in `zone` and the time in UTC (none where only a day is given), or nothing where
        the text is neither, or names a day before 1900 or after 2199.

    >>> day, time = read_moment("2020-05-14T22:30-04:00", ZoneInfo("Europe/Paris"))
    >>> print(day, time)
    2020-05-15 2020-05-15 02:30:00+00:00
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        return None
    try:
        day = date.fromisoformat(match[1])
        if match[2] is None:
            return (day, None) if EARLIEST <= day < LATEST else None
        time = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
    except ValueError:
        return None
    time = time if time.tzinfo else time.replace(tzinfo=zone)
    day = time.astimezone(zone).date() if EARLIEST <= day < LATEST else EARLIEST
    return (day, time.astimezone(UTC)) if EARLIEST < day < LATEST else None


def read_moments(texts: pl.Series, zone: ZoneInfo) -> tuple[pl.Series, pl.Series]:
    """Read a column of text as `read_moment` does: days (Date) and times (UTC); unread is null."""
    days = texts.str.to_date("%Y-%m-%d", strict=False, exact=True)
    days = days.set(~texts.str.len_bytes().eq(10).fill_null(value=False), None)
    days = days.set(~days.is_between(EARLIEST, LATEST, closed="left"), None)
    times = pl.Series(texts.name, [None], dtype=pl.Datetime("us", "UTC")).new_from_index(
        0, len(texts)
    )
    rest = texts.is_not_null() & days.is_null()
    if rest.any():
        unread = texts.filter(rest)
        different = unread.unique()
        found = [read_moment(text, zone) for text in different.to_list()]
        for column, dtype, part in ((days, pl.Date, 0), (times, pl.Datetime("us", "UTC"), 1)):
            values = pl.Series([f[part] if f else None for f in found], dtype=dtype)
            read = unread.replace_strict(different, values, return_dtype=dtype)
            column.scatter(rest.arg_true(), read)
    return days, times


def midnight(days: pl.Expr, zone: ZoneInfo) -> pl.Expr:
    """The first instant of each day in `zone`, in UTC."""
    return (
        days.cast(pl.Datetime("us"))
        .dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC")
    )


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last instant of a day in `zone`, in UTC: what `as known on` a day takes in."""
    last = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=zone)
    return last.astimezone(UTC)
