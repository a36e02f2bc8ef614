"""Legal holidays by year, from the `holidays` library: federal, and of one state.

Only the library's public holidays are taken. Its other kinds (Inauguration Day, days on which
the executive branch was closed, unofficial days) are no legal holidays under Rule 6(a)(6)(A);
where the President or Congress declared one, the order file says so.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from drawdown.errors import nearest
from drawdown.order.calendar.errors import CalendarError
from drawdown.order.calendar.words import listed


@cache
def states() -> tuple[str, ...]:
    """The two-letter codes of the states, territories and the District of Columbia."""
    from holidays.countries.united_states import US

    return tuple(US.subdivisions)


def check_state(state: str) -> None:
    """Refuse what is not a two-letter code of a state or territory."""
    if state not in states():
        raise CalendarError(
            f"'{state}' is not a state or territory; expected its two-letter code, such as 'FL'"
            f"{nearest(state.upper(), states())}"
        )


@cache
def federal_holidays(year: int) -> dict[date, str]:
    """The days set aside by statute in one year, with the days they are observed on instead.

    Fed. R. Civ. P. 6(a)(6)(A); 5 U.S.C. 6103(a); a holiday on a Saturday is observed on the Friday
    before (5 U.S.C. 6103(b)(1)), one on a Sunday on the Monday after (Executive Order 11582). A
    holiday appears from the year in which it was created: Juneteenth from 2021.
    """
    return _holidays(year, None)


@cache
def state_holidays(state: str, year: int) -> dict[date, str]:
    """The days that a state declared holidays in one year and that are not federal ones.

    Fed. R. Civ. P. 6(a)(6)(C). The library's list is a good guide and no statute: where it is
    wrong for a court, leave the state out and declare the days in the order file.
    """
    federal = federal_holidays(year)
    return {day: name for day, name in _holidays(year, state).items() if day not in federal}


def _holidays(year: int, state: str | None) -> dict[date, str]:
    from holidays import PUBLIC, country_holidays
    from holidays.countries.united_states import US

    if not US.start_year <= year <= US.end_year:
        raise CalendarError(
            f"the legal holidays of {year} are not known; deadlines can be computed from "
            f"{US.start_year} to {US.end_year}"
        )
    found = country_holidays(
        "US", subdiv=state, years=year, expand=False, language="en_US", categories=(PUBLIC,)
    )
    return {day: listed(found.get_list(day)) for day in sorted(found)}
