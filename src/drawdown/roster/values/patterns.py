"""The forms in which dates arrive, as one regular expression each."""

from __future__ import annotations

TIME = (
    r"(?:[T\s,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp])?\.?(?:[Mm]\.?)?\s*(?P<offset>Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
DAY_NAME = r"(?:(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]*\.?,?\s+)?"

FORMS = {
    "iso": r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + TIME + "$",
    "compact": r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})$",
    "numeric": r"^(?P<first>\d{1,2})[-/. ](?P<second_>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})"
    + TIME
    + "$",
    "day_name": r"^"
    + DAY_NAME
    + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+de)?[-\s./,]*(?P<name>[A-Za-z]{3,10})\.?(?:\s+de)?"
    r"[-\s./,]*(?P<year>\d{4}|\d{2})" + TIME + "$",
    "name_day": r"^"
    + DAY_NAME
    + r"(?P<name>[A-Za-z]{3,10})\.?[-\s]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s,]+(?P<year>\d{4})"
    + TIME
    + "$",
    "serial": r"^(?P<serial>\d{5})(?:\.(?P<part>\d+))?$",
}
"""Name of a form → its pattern. `numeric` is the only one whose day and month can be confused."""

ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPANISH = {"ene": 1, "abr": 4, "ago": 8, "set": 9, "dic": 12}  # where it differs
MONTHS = {name: number for number, name in enumerate(ENGLISH, start=1)} | SPANISH
"""The first three letters of a month's name → its number."""
