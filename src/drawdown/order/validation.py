"""From a block of TOML to a typed part of an order, or to problems in plain words with lines."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from drawdown.errors import nearest
from drawdown.order.errors import Problem
from drawdown.order.toml import Block, Location

Model = TypeVar("Model", bound=BaseModel)

_PLAIN_TYPES = {
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


def validate(
    model: type[Model], data: dict[str, Any], block: Block, at: Location = ()
) -> tuple[Model | None, list[Problem]]:
    """Make `model` of `data`; where that fails, say at which lines and what was expected.

    Args:
        model: What to make.
        data: The values, usually `block.data`.
        block: The block that they came from, for its lines.
        at: Where in the block they stand.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        problems = [
            block.problem((*at, *_keys(detail["loc"])), _message(model, detail))
            for detail in error.errors()
        ]
        return None, list(dict.fromkeys(problems))


def _keys(location: tuple[int | str, ...]) -> Location:
    """A Pydantic location without the names of union members that are not keys."""
    return tuple(
        part
        for part in location
        if isinstance(part, int) or not (part in _PLAIN_TYPES or "[" in part or part == "str")
    )


def _message(model: type[BaseModel], detail: ErrorDetails) -> str:
    keys = _keys(detail["loc"])
    key = ".".join(str(part) for part in keys if not isinstance(part, int)) or "this block"
    found = detail["input"]
    kind = detail["type"]
    match kind:
        case "extra_forbidden":
            known = _known_keys(model, keys)
            hint = nearest(str(keys[-1]), known)
            return f"unknown key '{key}'; expected one of {', '.join(known)}{hint}"
        case "missing":
            return f"the key '{key}' is missing{_description(model, keys)}"
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            options = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
            hint = nearest(str(found), options) if isinstance(found, str) else ""
            return f"'{key}' is {found!r}; expected {expected}{hint}"
        case "string_pattern_mismatch":
            return f"'{key}' is {found!r}{_description(model, keys, 'expected')}"
        case "value_error":
            text = str(detail.get("ctx", {}).get("error", detail["msg"]))
            return f"'{key}': {text}" if keys else text
        case "too_short":
            return f"'{key}' is empty; expected at least one"
        case _ if kind.endswith(("_type", "_parsing")) or kind in ("date_from_datetime_inexact",):
            name = kind.removesuffix("_type").removesuffix("_parsing")
            expected = _PLAIN_TYPES.get(name, name)
            return f"'{key}' is {found!r}; expected {expected}"
        case _:
            text = detail["msg"][0].lower() + detail["msg"][1:]
            return f"'{key}' is {found!r}; {text}"


def _field_model(model: type[BaseModel], keys: Location) -> type[BaseModel] | None:
    """The model that holds the last of `keys`."""
    current: type[BaseModel] | None = model
    for key in keys[:-1]:
        if current is None or isinstance(key, int):
            continue
        info = current.model_fields.get(key)
        current = _model_in(info.annotation) if info else None
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        if found := _model_in(part):
            return found
    return None


def _known_keys(model: type[BaseModel], keys: Location) -> list[str]:
    holder = _field_model(model, keys)
    return list(holder.model_fields) if holder else []


def _description(model: type[BaseModel], keys: Location, word: str = "expected") -> str:
    holder = _field_model(model, keys)
    info = holder.model_fields.get(str(keys[-1])) if holder and keys else None
    if info is None or not info.description:
        return ""
    return f"; {word} {info.description}"
