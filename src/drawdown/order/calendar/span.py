"""A length of time as an order states it: `14 days`, `48 hours`, `3 business days`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from drawdown.errors import nearest
from drawdown.order.calendar.errors import CalendarError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

_LONGEST = 99_999
_SHAPE = re.compile(r"([0-9]{1,5}) ([a-z]+(?: [a-z]+)?)")


class Unit(StrEnum):
    """What a span is counted in. Each value is the word itself, in the plural."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    BUSINESS_DAYS = "business days"

    @property
    def singular(self) -> str:
        """The word for one of them.

        >>> Unit.BUSINESS_DAYS.singular
        'business day'
        """
        return self.value.removesuffix("s")


_UNITS = {word: unit for unit in Unit for word in (unit.value, unit.singular)}


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """A whole number above zero of one unit, such as 14 days.

    It can be the type of a Pydantic field: it is read from its text and written as its text.
    The unit says what is counted; which calendar counts it is the calendar's business.

    Raises:
        CalendarError: the number is not whole, is not above zero or is above 99,999, or the
            unit is not one of `Unit`.

    >>> Span.parse("1 week")
    Span('1 week')
    >>> str(Span(14, Unit.DAYS))
    '14 days'
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        whole = isinstance(self.amount, int) and not isinstance(self.amount, bool)
        if not whole or not 0 < self.amount <= _LONGEST or self.unit not in set(Unit):
            raise _not_a_span(f"{self.amount} {self.unit}")
        object.__setattr__(self, "unit", Unit(self.unit))

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a span from its text, in the singular or the plural, in any case.

        >>> Span.parse("3 Business Days")
        Span('3 business days')
        """
        found = _SHAPE.fullmatch(" ".join(text.split()).lower())
        unit = _UNITS.get(found[2]) if found else None
        if found is None or unit is None or int(found[1]) == 0:
            raise _not_a_span(text)
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.singular if self.amount == 1 else self.unit.value}"

    def __repr__(self) -> str:
        return f"Span({str(self)!r})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read from text (or take a span as it is); write as text."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _span_from,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text for editors and validators of JSON."""
        units = "|".join(unit.singular for unit in Unit)
        return {
            "type": "string",
            "title": "Span",
            "description": "A whole number above zero and a unit",
            "pattern": f"^[1-9][0-9]{{0,4}} ({units})s?$",
            "examples": ["14 days", "48 hours", "3 business days"],
        }


def _span_from(value: object) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, str):
        return Span.parse(value)
    raise _not_a_span(str(value))


def _not_a_span(text: str) -> CalendarError:
    word = re.sub(r"[^a-z ]", "", text.lower()).strip()
    hint = "" if word in _UNITS else nearest(word, _UNITS)
    return CalendarError(
        f"'{text}' is not a length of time; expected a whole number from 1 to {_LONGEST} and "
        f"one of hours, days, weeks, months, years or business days, as in '14 days'{hint}"
    )
