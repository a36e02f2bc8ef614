"""A pace of decisions: so many a day, a business day or a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from drawdown.order.calendar import HolidayList
from drawdown.order.header import Part


class DecisionPace(Part):
    """How many decisions in which time, counted from the day after the clause begins."""

    decisions: int = Field(ge=1, description="how many decisions")
    per: Literal["day", "business day", "week"] = Field("day", description="in which time")

    def __str__(self) -> str:
        return f"{self.decisions} decisions a {self.per}"

    def asked(self, since: date, on: date, holidays: HolidayList) -> tuple[int, int]:
        """How many decisions it asks for by the end of a day, and over how many days or weeks.

        The day on which the clause begins is left out, as Fed. R. Civ. P. 6(a)(1)(A) leaves out the
        day of the event; business days are those of 6(a)(6).

        >>> ten = DecisionPace(decisions=10, per="business day")
        >>> ten.asked(date(2020, 5, 21), date(2020, 5, 26), HolidayList())  # Memorial Day between
        (20, 2)
        """
        days = max(0, (on - since).days)
        match self.per:
            case "day":
                number = days
            case "week":
                number = days // 7
            case "business day":
                number = sum(
                    holidays.is_working_day(since + timedelta(days=n)) for n in range(1, days + 1)
                )
        return self.decisions * number, number
