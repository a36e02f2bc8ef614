"""Day and month are settled by the whole column, or asked about; never by the row."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.errors import RosterError
from drawdown.roster.values.dates import UnsettledDatesError, read_dates

D = dt.date


def read(*texts: str | None, order: str | None = None, zone: str | None = None) -> list[object]:
    column = pl.Series("in", texts, dtype=pl.String)
    return read_dates(column, "a.csv, column 'in'", order=order, zone=zone).date.to_list()  # type: ignore[arg-type]


def test_one_value_above_twelve_settles_the_column() -> None:
    assert read("03/04/2020", "14/04/2020") == [D(2020, 4, 3), D(2020, 4, 14)]
    assert read("03/04/2020", "04/14/2020") == [D(2020, 3, 4), D(2020, 4, 14)]


def test_a_column_that_settles_nothing_is_asked_about_with_both_readings() -> None:
    with pytest.raises(UnsettledDatesError) as raised:
        read("03/04/2020", "05/06/2020")
    assert str(raised.value) == (
        "a.csv, column 'in': '03/04/2020' is 2020-03-04 month first or 2020-04-03 day first, "
        "and no row settles it; say --date-order mdy or --date-order dmy"
    )


def test_a_column_that_contradicts_itself_is_asked_about() -> None:
    with pytest.raises(UnsettledDatesError, match="can only be day first and '04/14/2020' only"):
        read("14/04/2020", "04/14/2020")
    assert read("14/04/2020", "04/14/2020", order="dmy") == [D(2020, 4, 14), None]


def test_a_day_that_does_not_exist_has_no_say() -> None:
    assert read("31/02/2020", "04/14/2020") == [None, D(2020, 4, 14)]


def test_dates_that_read_the_same_both_ways_are_no_question() -> None:
    assert read("05/05/2020", None) == [D(2020, 5, 5), None]


@pytest.mark.parametrize(
    "text",
    [
        "2020-05-14", "2020/5/14", "20200514", "14-May-2020", "14 May 2020", "May 14, 2020",
        "MAY 14 2020", "14th May 2020", "Thursday, May 14, 2020", "14 de mayo de 2020", "43965",
        "43965.75", "2020-05-14T08:00:00", "2020-05-14 11:59 PM", "14-MAY-20", "14.05.2020",
        "05/14/2020 8:00 AM", "5/14/20",
    ],
)  # fmt: skip
def test_every_form_that_rosters_use(text: str) -> None:
    assert read(text) == [D(2020, 5, 14)]


@pytest.mark.parametrize(
    "text", ["soon", "13:00", "2020-13-01", "2020-02-30", "05/14/2020 25:00", "0", "1900", "99999"]
)
def test_what_is_no_date_is_marked_bad(text: str) -> None:
    column = read_dates(pl.Series("in", [text, "2020-05-14"]), "a.csv")
    assert column.bad.to_list() == [True, False]


@pytest.mark.parametrize("text", ["", " ", "N/A", "NULL", "-", "9999-12-31", "12/31/9999", None])
def test_what_means_no_date_is_a_blank(text: str | None) -> None:
    column = read_dates(pl.Series("in", [text], dtype=pl.String), "a.csv")
    assert column.bad.to_list() == [False]
    assert column.date.to_list() == [None]


dates = st.dates(D(1950, 1, 1), D(2068, 12, 31))
FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d", "%m/%d/%y", "%Y-%m-%dT%H:%M"]


@given(st.lists(st.tuples(dates, st.sampled_from(FORMATS)), min_size=1, max_size=8))
def test_any_mixture_of_forms_is_read_as_it_was_written(
    written: list[tuple[dt.date, str]],
) -> None:
    # Two-digit years reach from 1969 to 2068.
    written = [(d, f if d.year >= 1969 else "%Y-%m-%d") for d, f in written]
    assert read(*(d.strftime(f) for d, f in written), order="mdy") == [d for d, _ in written]


@given(st.lists(dates, min_size=1, max_size=8), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_column_is_read_right_or_asked_about_and_never_wrong(
    days: list[dt.date], form: str
) -> None:
    try:
        found = read(*(d.strftime(form) for d in days))
    except UnsettledDatesError:
        assert all(d.day <= 12 for d in days)
    else:
        assert found == days


def test_times_in_utc_need_a_zone() -> None:
    with pytest.raises(RosterError, match=r"times are in UTC.*--zone America/New_York"):
        read("2020-05-15T02:30:00Z")
    assert read("2020-05-15T02:30:00Z", zone="America/New_York") == [D(2020, 5, 14)]
    assert read("2020-05-15T02:30:00-04:00") == [D(2020, 5, 15)]
    assert read("2020-05-15T00:00:00.000Z") == [D(2020, 5, 15)]
    with pytest.raises(RosterError, match="is not a known zone"):
        read("2020-05-15T02:30:00Z", zone="Miami")


@given(
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1)).map(  # noqa: DTZ001
        lambda t: t.replace(microsecond=0, tzinfo=dt.UTC)
    ),
    st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Guam", "Europe/Madrid"]),
)
def test_the_day_is_the_facilitys_own_across_every_zone_boundary(
    moment: dt.datetime, zone: str
) -> None:
    from zoneinfo import ZoneInfo

    expected = moment.astimezone(ZoneInfo(zone)).date()
    assert read(moment.isoformat(), zone=zone) == [expected]
    typed = pl.Series("in", [moment], dtype=pl.Datetime("us", "UTC"))
    assert read_dates(typed, "a.csv", zone=zone).date.to_list() == [expected]
