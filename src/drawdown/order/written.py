"""What type a value of an order file must be written as, and what to say where it is not."""

from __future__ import annotations

import types
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import PydanticCustomError

PLAIN_TYPES = {
    "string": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "date": "a date as 2020-05-14",
    "datetime": "a date and time as 2020-05-14T17:30:00-04:00",
    "tuple": "a list in square brackets",
    "dict": "a table",
    "model": "a table",
}
"""Types as Pydantic names them, in the words of a person who writes an order."""

_NAMES: dict[Any, str] = {
    str: "string", int: "int", float: "float", Decimal: "decimal", bool: "bool", date: "date",
    datetime: "datetime",
}  # fmt: skip
_FITS: dict[type, tuple[Any, ...]] = {
    bool: (bool,),
    int: (int, float, Decimal),
    float: (float, Decimal),
    Decimal: (float, Decimal),
    str: (str,),
    datetime: (datetime,),
    date: (date,),
    time: (),
}
"""Which types of a field a value of each TOML type fits."""


def check_type(annotation: Any, value: Any) -> None:
    """Refuse a value that Pydantic would turn into the field's type, though it was not meant so.

    Raises:
        PydanticCustomError: `true` where a number belongs, a number or text where a date does.
    """
    allowed = list(_parts(annotation))
    if isinstance(value, list | tuple):
        for item in value:
            for part in allowed:
                if get_origin(part) is tuple:
                    check_type(get_args(part)[0], item)
        return
    if isinstance(value, dict):
        for item in value.values():
            for part in allowed:
                if get_origin(part) is dict:
                    check_type(get_args(part)[1], item)
        return
    fits = _FITS.get(type(value))
    if fits is None or any(part not in _NAMES for part in allowed):
        return
    if not any(part in fits for part in allowed):
        expected = dict.fromkeys(PLAIN_TYPES[_NAMES[part]] for part in allowed)
        raise PydanticCustomError(
            "written_type", "{expected}",
            {"expected": " or ".join(expected), "found": shown(value)},
        )  # fmt: skip


def shown(value: object) -> str:
    """A value as the file would have it, cut to what fits in a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _parts(annotation: Any) -> Any:
    """The types that a union is of, without their notes; none for `None`."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    elif origin is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif origin is Literal:
        yield from dict.fromkeys(type(choice) for choice in get_args(annotation))
    elif annotation is not types.NoneType:
        yield annotation
