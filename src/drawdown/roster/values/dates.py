"""Reading a column of dates.

Any mixture of forms, the order of day and month settled once for all of it.

`03/04/2020` is 4 March or 3 April. One row cannot say, and guessing by row would move people a
month. So the column decides: one value above 12 in the first or the second place settles it. Where
none does, or two contradict each other, the question goes to the reader, with both readings and the
option that answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.values.blank import blanked
from drawdown.roster.values.patterns import FORMS, MONTHS
from drawdown.roster.values.zones import to_local

DateOrder = Literal["mdy", "dmy"]
FIRST_YEAR, LAST_YEAR = 1900, 2100
PARTS = (
    *("year", "month", "day", "name", "first", "second_", "serial", "part"),
    *("hour", "minute", "second", "half", "offset"),
)
OPEN_END = r"^9999-12-31|^12/31/9999|^31/12/9999"  # how some systems write "no end"


class UnsettledDatesError(RosterError):
    """Nothing in a column says which is the day and which the month."""


@dataclass(frozen=True)
class DateColumn:
    """A column of dates, row by row.

    `at` is the local date and time (midnight where no time is given), `bad` is true where there is
    text that is no date. `order` is the order of day and month where the column needed one, `forms`
    the forms found, `timed` whether any value has a time of day.
    """

    at: pl.Series
    bad: pl.Series
    order: DateOrder | None = None
    forms: tuple[str, ...] = ()
    timed: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def date(self) -> pl.Series:
        """The days."""
        return self.at.dt.date()


def read_dates(
    column: pl.Series,
    where: str,
    *,
    order: DateOrder | None = None,
    zone: str | None = None,
) -> DateColumn:
    """Return the dates of a column of text (or of typed dates).

    `where` names the file and column for messages. Raises `RosterError` where day and month cannot
    be told apart, or where times are in UTC and no zone says which day they fall on.
    """
    if column.dtype == pl.Date:
        return DateColumn(column.cast(pl.Datetime("us")), column.is_null() & column.is_not_null())
    if isinstance(column.dtype, pl.Datetime):
        return _typed(column, where, zone)
    values = pl.DataFrame({"text": column.cast(pl.String)}).select(blanked(pl.col("text")))
    values = values.select(pl.when(~pl.col("text").str.contains(OPEN_END)).then(pl.col("text")))
    seen = values.unique(maintain_order=True).drop_nulls()
    forms = _split(seen)
    given = order
    order = order or _settle_order(forms, where)
    moments, remarks = _moments(forms, order, where, zone)
    table = seen.with_columns(moments.alias("at"), form=forms["form"])
    row_by_row = values.join(table, on="text", how="left", maintain_order="left")
    used = tuple(sorted(set(table.filter(pl.col("at").is_not_null())["form"].to_list())))
    at = row_by_row["at"].alias(column.name)
    return DateColumn(
        at=at,
        bad=(at.is_null() & values["text"].is_not_null()).alias(column.name),
        order=order if "numeric" in used and (given or _tells(forms)) else None,
        forms=used,
        timed=_timed(at),
        remarks=remarks,
    )


def _timed(at: pl.Series) -> bool:
    return bool((at.dt.truncate("1d") != at).any())


def _typed(column: pl.Series, where: str, zone: str | None) -> DateColumn:
    assert isinstance(column.dtype, pl.Datetime)  # noqa: S101 - for the type checker
    bad = column.is_null() & column.is_not_null()
    if column.dtype.time_zone is None:
        at = column.cast(pl.Datetime("us"))
        return DateColumn(at, bad, timed=_timed(at))
    utc = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))
    offsets = pl.Series([0] * len(utc), dtype=pl.Int32)
    local, remarks = to_local(utc, offsets, where, zone)
    return DateColumn(local, bad, timed=_timed(local), remarks=remarks)


def _split(seen: pl.DataFrame) -> pl.DataFrame:
    """Return for each value the first form that it fits, and its parts as whole numbers."""
    parts = PARTS
    found = []
    for form, pattern in FORMS.items():
        groups = seen.select(pl.col("text").str.extract_groups(pattern)).unnest("text")
        missing = [pl.lit(None, dtype=pl.String).alias(p) for p in parts if p not in groups.columns]
        groups = groups.with_columns(missing).select(parts)
        fits = seen["text"].str.contains(pattern)
        found.append(
            groups.with_columns(pl.when(fits).then(pl.lit(form)).otherwise(None).alias("form"))
        )
    columns = [
        pl.coalesce(
            [
                pl.when(frame["form"].is_not_null()).then(frame[name]).otherwise(None)
                for frame in found
            ]
        ).alias(name)
        for name in (*parts, "form")
    ]
    whole = [p for p in parts if p not in ("name", "half", "offset", "part")]
    return seen.select(pl.col("text"), *columns).with_columns(
        pl.col(whole).cast(pl.Int32, strict=False)
    )


def _settle_order(forms: pl.DataFrame, where: str) -> DateOrder | None:
    numeric = forms.filter(pl.col("form") == "numeric")
    if numeric.is_empty():
        return None
    day_first, month_first = _votes(numeric)
    if not day_first.is_empty() and not month_first.is_empty():
        raise UnsettledDatesError(
            f"{where}: '{day_first['text'][0]}' can only be day first and "
            f"'{month_first['text'][0]}' only month first; say which holds with --date-order "
            "dmy or "
            "--date-order mdy, and the other rows are set aside"
        )
    if not day_first.is_empty():
        return "dmy"
    if not month_first.is_empty():
        return "mdy"
    open_ = numeric.filter((pl.col("first") != pl.col("second_")) & (pl.col("first") <= 12))
    if open_.is_empty():
        return "mdy"  # every day equals its month: both readings are the same
    text, a, b, year = open_.select("text", "first", "second_", "year").row(0)
    year = _full_year(year)
    raise UnsettledDatesError(
        f"{where}: '{text}' is {year}-{a:02}-{b:02} month first or {year}-{b:02}-{a:02} day "
        "first, and "
        f"no row settles it; say --date-order mdy or --date-order dmy"
    )


def _votes(numeric: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the values that can only be day first, and those that can only be month first.

    `31/02/2020` is no day in either order: it has no say.
    """
    return (
        numeric.filter((pl.col("first") > 12) & _is_day("first", "second_")),
        numeric.filter((pl.col("second_") > 12) & _is_day("second_", "first")),
    )


def _tells(forms: pl.DataFrame) -> bool:
    """Return whether any value of a column says by itself which is the day."""
    return any(not v.is_empty() for v in _votes(forms.filter(pl.col("form") == "numeric")))


def _is_day(day: str, month: str) -> pl.Expr:
    """Return whether there is such a day in that month of some year."""
    text = pl.format("2000-{}-{}", month, day)
    return text.str.to_date("%Y-%m-%d", strict=False).is_not_null()


def _full_year(year: int) -> int:
    """Return a two-digit year in 1969–2068, as POSIX `strptime` does."""
    if year >= 100:
        return year
    return year + (2000 if year < 69 else 1900)


def _moments(
    forms: pl.DataFrame, order: DateOrder | None, where: str, zone: str | None
) -> tuple[pl.Series, tuple[str, ...]]:
    day, month = ("first", "second_") if order == "dmy" else ("second_", "first")
    numeric = pl.col("form") == "numeric"
    named = pl.col("name").str.to_lowercase().str.slice(0, 3).replace_strict(MONTHS, default=None)
    year = pl.col("year")
    hour = pl.col("hour").fill_null(0)
    half = pl.col("half").str.to_lowercase()
    hour = (
        pl.when(half.is_null())
        .then(hour)
        .when((hour < 1) | (hour > 12))
        .then(99)  # 13 PM is no time
        .otherwise(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    )
    parts = forms.select(
        pl.when(year < 69)
        .then(year + 2000)
        .when(year < 100)
        .then(year + 1900)
        .otherwise(year)
        .alias("y"),
        pl.when(numeric).then(pl.col(month)).otherwise(pl.coalesce("month", named)).alias("m"),
        pl.when(numeric).then(pl.col(day)).otherwise(pl.col("day")).alias("d"),
        hour.alias("h"),
        pl.col("minute").fill_null(0).alias("n"),
        pl.col("second").fill_null(0).alias("s"),
    )
    two = {c: pl.col(c).cast(pl.String).str.zfill(2) for c in "mdhns"}
    text = pl.format("{}-{}-{} {}:{}:{}", "y", *two.values())
    at = parts.select(
        pl.when(pl.col("y").is_between(FIRST_YEAR, LAST_YEAR))
        .then(text)
        .str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
        .alias("at")
    )["at"]
    at = _with_serials(forms, at)
    return _zoned(forms, at, where, zone)


def _with_serials(forms: pl.DataFrame, at: pl.Series) -> pl.Series:
    """Fill in Excel's day numbers: day 1 is 1900-01-01, and 1900 is taken for a leap year."""
    fraction = pl.concat_str(pl.lit("0."), pl.col("part")).cast(pl.Float64).fill_null(0)
    seconds = (fraction * 86_400).round().cast(pl.Int64)
    moment = pl.datetime(1899, 12, 30) + pl.duration(days=pl.col("serial"), seconds=seconds)
    plausible = (pl.col("form") == "serial") & pl.col("serial").is_between(20_000, 60_000)
    return forms.select(
        pl.when(plausible).then(moment.cast(pl.Datetime("us"))).otherwise(at).alias("at")
    )["at"]


def _zoned(
    forms: pl.DataFrame, at: pl.Series, where: str, zone: str | None
) -> tuple[pl.Series, tuple[str, ...]]:
    if forms["offset"].is_null().all():
        return at, ()
    offset = pl.col("offset")
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    digits = offset.str.replace_all(r"[^\d]", "").str.zfill(4)
    minutes = forms.select(
        pl.when(offset.is_null())
        .then(None)
        .otherwise(
            sign
            * (
                digits.str.slice(0, 2).cast(pl.Int32, strict=False).fill_null(0) * 60
                + digits.str.slice(2, 2).cast(pl.Int32, strict=False).fill_null(0)
            )
        )
        .cast(pl.Int32)
        .alias("minutes")
    )["minutes"]
    utc = pl.DataFrame({"at": at, "minutes": minutes}).select(
        pl.col("at") - pl.duration(minutes=pl.col("minutes").fill_null(0))
    )["at"]
    local, remarks = to_local(utc, minutes, where, zone)
    whole = pl.DataFrame({"local": local, "at": at, "minutes": minutes}).select(
        pl.when(pl.col("minutes").is_null()).then("at").otherwise("local").alias("at")
    )["at"]
    return whole, remarks
