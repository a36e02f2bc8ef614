"""Days and times as text: what is read, and in which zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
_MOMENT = re.compile(rf"({_DAY})(?:[T ]({_TIME}) ?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)


def written_moment(text: str) -> date | datetime | None:
    """Read a day, or a day and time with its zone where it names one; nothing if it is neither.

    A day before 1900 or after 2099 is a mistake, and is not read either.

    >>> written_moment("2020-05-14 17:30")
    datetime.datetime(2020, 5, 14, 17, 30)
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        return None
    try:
        day = date.fromisoformat(match[1])
        if not EARLIEST <= day < LATEST:
            return None
        if match[2] is None:
            return day
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
    except ValueError:
        return None


def read_moment(text: str, zone: ZoneInfo) -> tuple[date, datetime | None] | None:
    """Read a day, or a day and time; a time without a zone is in `zone`.

    Returns:
        The day in `zone` and the time in UTC (none where only a day is given), or nothing where
        the text is neither, or names a day before 1900 or after 2099.

    >>> day, time = read_moment("2020-05-14T22:30-04:00", ZoneInfo("Europe/Paris"))
    >>> print(day, time)
    2020-05-15 2020-05-15 02:30:00+00:00
    """
    moment = written_moment(text)
    if not isinstance(moment, datetime):
        return None if moment is None else (moment, None)
    time = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    return time.astimezone(zone).date(), time


def read_moments(texts: pl.Series, zone: ZoneInfo) -> tuple[pl.Series, pl.Series]:
    """Read a column of text as `read_moment` does: days (Date) and times (UTC); unread is null."""
    days = texts.str.to_date("%Y-%m-%d", strict=False, exact=True)
    days = days.set(~texts.str.contains(f"^{_DAY}$").fill_null(value=False), None)
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
    start = days.cast(pl.Datetime("us"))
    # Where the clocks go forward at midnight the day begins at one; a day that a zone left out
    # altogether is taken to begin with the next.
    starts = [
        (start + pl.duration(hours=hours)).dt.replace_time_zone(
            zone.key, ambiguous="earliest", non_existent="null"
        )
        for hours in (0, 1, 24)
    ]
    return pl.coalesce(starts).dt.convert_time_zone("UTC")


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last instant of a day in `zone`, in UTC: what `as known on` a day takes in."""
    # fold: where the clocks go back at midnight, the second time round is the end of the day
    last = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=zone, fold=1)
    try:
        return last.astimezone(UTC)
    except OverflowError:  # the last day that a calendar can write
        return datetime.max.replace(tzinfo=UTC)
