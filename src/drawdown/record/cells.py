"""One cell of a file: how the text in it is read, for a single entry as for whole columns.

`drawdown.record.columns` reads columns with these patterns, `drawdown.record.entry` single values
with `read_cell`; what the one accepts the other accepts, as the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from drawdown.record.moments import EARLIEST, LATEST, written_moment

if TYPE_CHECKING:
    from drawdown.record.form import FieldForm

GROUPED = r"^[0-9]{1,3}(,[0-9]{3})+$"
"""A whole number with its thousands apart."""
NO_FRACTION = r"\.0+$"
"""What a spreadsheet may put behind a whole number."""
DIGITS = r"^[0-9]{1,15}$"
"""A whole number of 0 or more."""
NUMERAL = r"^[+-]?[0-9]{1,12}(\.[0-9]+)?$"
"""A number."""
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # fmt: skip  # noqa: E501
"""White space as Unicode has it, which is what a column of text is stripped of."""
GAP = f"[{BLANKS}_-]+"
"""What may stand between the words of a choice, as in `held person`."""


def is_blank(value: object) -> bool:
    """Whether a value says nothing, so that the field's default holds."""
    return value is None or (isinstance(value, str) and not value.strip(BLANKS))


def shown(found: object) -> str:
    """Something found, cut to what fits in a line of a message."""
    text = str(found)
    return text if len(text) <= 60 else f"{text[:59]}…"


def read_cell(form: FieldForm, value: Any) -> Any:
    """The value of a field, read from the text of a cell or taken as it is.

    Raises:
        ValueError: It cannot be one; the message says what was expected.
    """
    text = value.strip(BLANKS) if isinstance(value, str) else None
    match form.form:
        case "whole":
            read = value if text is None else _whole(text)
            good = isinstance(read, int | float) and not isinstance(read, bool) and read < 10**15
        case "number":
            read = value if text is None else float(text) if re.match(NUMERAL, text) else None
            good = (
                isinstance(read, int | float) and not isinstance(read, bool) and abs(read) < 10**12
            )
        case "moment":
            read = _moment(value if text is None else written_moment(text))
            good = read is not None
        case "terms":
            parts = [value] if isinstance(value, str) else value
            good = isinstance(parts, Iterable) and all(isinstance(part, str) for part in parts)
            read = tuple(_words(parts)) if good else None
        case "choice":
            word = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else text
            spelled = {choice.replace(" ", "_"): choice for choice in form.choices}
            read = spelled.get(re.sub(GAP, "_", (word or "").lower()))
            good = read is not None
        case _:
            read = str(value) if isinstance(value, int | float) else value if text is None else text
            good = isinstance(read, str) and not isinstance(value, bool)
    if not good:
        raise ValueError(f"{value!r} is not {form.expected}")
    return read


def _whole(text: str) -> int | None:
    plain = text.replace(",", "") if re.match(GROUPED, text) else text
    plain = re.sub(NO_FRACTION, "", plain)
    return int(plain) if re.match(DIGITS, plain) else None


def _moment(value: object) -> date | datetime | None:
    if not isinstance(value, date):
        return None
    if isinstance(value, datetime) and (away := value.utcoffset()) and away % timedelta(minutes=1):
        value = value.astimezone(UTC)  # local mean time, which text with a zone cannot say
    day = value.date() if isinstance(value, datetime) else value
    return value if EARLIEST <= day < LATEST else None


def _words(parts: Iterable[str]) -> Iterable[str]:
    for part in parts:
        for word in part.lower().split(";"):
            if stripped := word.strip(BLANKS):
                yield stripped
