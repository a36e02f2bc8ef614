"""How dates, times and digits are said in a language.

Names of days and months are Babel's (Unicode CLDR), or the language's own where it gives them; how
they are put together for the ear stands in the language's `prompts.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from babel import Locale

WEEK, YEAR = 7, 12


@dataclass(frozen=True)
class Dates:
    """How a day is said.

    Attributes:
        locale: The locale of Babel's names.
        day: A day, from `weekday`, `day` and `month`.
        day_of_year: A day with its `year`.
        time: A day and time, from `date` and `time`.
        days: How the first days of a month are called; later ones are said as numbers.
        weekdays: Monday to Sunday, where Babel has no names; else none.
        months: January to December, likewise.
    """

    locale: str
    day: str
    day_of_year: str
    time: str
    days: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    def say(self, on: date, *, year: bool = False) -> str:
        """A day in words."""
        names = Locale.parse(self.locale)
        weekday = (
            self.weekdays[on.weekday()]
            if self.weekdays
            else names.days["format"]["wide"][on.weekday()]
        )
        month = (
            self.months[on.month - 1] if self.months else names.months["format"]["wide"][on.month]
        )
        day = self.days[on.day - 1] if on.day <= len(self.days) else str(on.day)
        pattern = self.day_of_year if year else self.day
        return pattern.format(weekday=weekday, month=month, day=day, year=on.year)


@dataclass(frozen=True)
class Times:
    """How a time of day is said.

    Attributes:
        clock: 12 or 24 hours.
        whole: A whole hour, from `hour` and `half`.
        minutes: Any other, with `minute` (`{minute:02}` where it is always two digits).
        whole_one: A whole hour of one, where it is said otherwise; blank where not.
        minutes_one: Any other of that hour, likewise.
        halves: The parts of the day by the hour at which each begins.
    """

    clock: int
    whole: str
    minutes: str
    whole_one: str = ""
    minutes_one: str = ""
    halves: dict[int, str] = field(default_factory=dict)

    def say(self, at: time) -> str:
        """A time of day in words, to the minute."""
        hour = at.hour if self.clock == 24 else at.hour % 12 or 12
        half = ""
        for begins in sorted(self.halves):
            half = self.halves[begins] if at.hour >= begins else half
        one = hour == 1 and bool(self.whole_one)
        whole, minutes = (self.whole_one, self.minutes_one) if one else (self.whole, self.minutes)
        pattern = minutes if at.minute else whole
        return pattern.format(hour=hour, minute=at.minute, half=half).strip()


def moment(dates: Dates, times: Times, at: date | datetime, *, year: bool = False) -> str:
    """A day, or a day and time, in words."""
    if not isinstance(at, datetime):
        return dates.say(at, year=year)
    return dates.time.format(date=dates.say(at, year=year), time=times.say(at.time()))


def one_by_one(digits: str) -> str:
    """Digits to be said one at a time, in groups of three.

    >>> one_by_one("482107355")
    '4 8 2, 1 0 7, 3 5 5'
    """
    return ", ".join(" ".join(digits[at : at + 3]) for at in range(0, len(digits), 3))
