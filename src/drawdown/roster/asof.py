"""The day that a file says it speaks of, in its name or above its header."""

from __future__ import annotations

import datetime as dt
import re

from drawdown.roster.roster import AsOf

NEAR = re.compile(r"as[ -]of|report(?:ed)?|run|extract(?:ed)?|print(?:ed)?|date|roster|list", re.I)
ISO = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
NAMED = re.compile(
    r"\b(?:([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})|(\d{1,2}) ([A-Z][a-z]{2})[a-z]*\.? (\d{4}))"
)
SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/.-])")
MONTHS = {
    m: i + 1
    for i, m in enumerate(
        "JanFebMarAprMayJunJulAugSepOctNovDec"[j : j + 3] for j in range(0, 36, 3)
    )
}


def stated_as_of(file: str, texts: list[str]) -> AsOf | None:
    """Return the day in a file's name, else the one above its header, if it is stated beyond doubt.

    Only dates that have one reading count (`2020-05-14`, `20200514`, `May 14, 2020`, `05/14/2020`
    but not `05/04/2020`), and only one of them.

    >>> stated_as_of("roster_2020-05-14.csv", []).date.isoformat()
    '2020-05-14'
    >>> stated_as_of("roster.csv", ["People held | as of May 14, 2020"]).known_from
    'the text above its header'
    >>> stated_as_of("roster.csv", ["As of: 05/14/2020"]).date.isoformat()
    '2020-05-14'
    >>> stated_as_of("from 2020-01-01 to 2020-05-14.csv", ["As of 05/04/2020"]) is None
    True
    """
    named = _days(file)
    if len(named) == 1:
        return AsOf(named.pop(), "the file's name")
    # A comma in a date parts its cells where the text is CSV: 'May 14 | 2020'.
    joined = [text.replace(" | ", ", ") for text in texts]
    above = {day for text in joined if NEAR.search(text) for day in _days(text)}
    if not named and len(above) == 1:
        return AsOf(above.pop(), "the text above its header")
    return None


def _days(text: str) -> set[dt.date]:
    found = [(int(y), int(m), int(d)) for y, m, d in ISO.findall(text)]
    for name, day, year, day_, name_, year_ in NAMED.findall(text):
        month = MONTHS.get(name or name_)
        if month:
            found.append((int(year or year_), month, int(day or day_)))
    for one, other, year in SLASHED.findall(text):
        month, day = sorted((int(one), int(other)))
        if day > 12 or month == day:  # the month is the one that can be a month
            found.append((int(year), month, day))
    days = set()
    for parts in found:
        try:
            day_found = dt.date(*parts)
        except ValueError:
            continue
        if 1950 <= day_found.year <= 2100:
            days.add(day_found)
    return days
