"""The types that a field of an entry may have, and how text becomes one.

Each field type is declared once, as an annotated Python type, and serves twice: Pydantic checks
single entries with it, and the columnar reader (`drawdown.record.columns`) checks whole files. Text
is read alike by both (`drawdown.record.cells`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field


@dataclass(frozen=True)
class Column:
    """How a field stands in a file: its `form`, and what a reader of an error should be told."""

    form: Literal["text", "facility", "whole", "number", "moment", "terms"]
    expected: str


Text = Annotated[str, Column("text", "text")]
"""Free text; surrounding blanks are not kept."""

Facility = Annotated[str, Field(min_length=1), Column("facility", "a facility of the order")]
"""A facility's id; in files also its name or one of its codes, in any case."""

AnyFacility = Annotated[str, Column("facility", "a facility of the order, or blank for all")]
"""A facility's id, or blank where the entry is about all of them."""

Person = Annotated[str, Field(min_length=1), Column("text", "a person's number")]
"""A person's number in this case: a pseudonym, never a name."""

Whole = Annotated[int, Field(ge=0), Column("whole", "a whole number of 0 or more, such as 411")]
"""A count: 0 or more."""

Number = Annotated[
    float, Field(allow_inf_nan=False), Column("number", "a number, such as 12 or 37.5")
]
"""A measurement."""

Moment = Annotated[
    date | datetime,
    Column("moment", "a date as YYYY-MM-DD, with a time as in 2020-05-14T17:30 where it is known"),
]
"""A day, or a day and time. A time without a zone is in the court's time zone."""

Terms = Annotated[
    tuple[str, ...], Column("terms", "words separated by semicolons, such as 'mask; soap'")
]
"""Several words; in files separated by semicolons, compared without regard to case."""

YesNo = Literal["yes", "no", "unknown"]
"""Three-valued: a blank is `unknown`, never `no`."""
