"""From a block of TOML to a typed part of an order, or to problems in plain words with lines."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from drawdown.errors import nearest
from drawdown.order.errors import Problem
from drawdown.order.toml import Block, Location
from drawdown.order.words import listed
from drawdown.order.written import PLAIN_TYPES, shown

Model = TypeVar("Model", bound=BaseModel)


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
        problems: dict[Problem, None] = {}
        types: dict[Location, tuple[str, list[str]]] = {}
        for detail in error.errors():
            keys = _keys(model, detail)
            if expected := _expected_type(detail):
                found = detail.get("ctx", {}).get("found", shown(detail["input"]))
                types.setdefault(keys, (found, []))[1].append(expected)
            else:
                problems[block.problem((*at, *keys), _message(model, keys, detail))] = None
        for keys, (found, expected_types) in types.items():
            expected = listed(list(dict.fromkeys(expected_types)), "or")
            message = f"{_named(keys)} is {found}; expected {expected}"
            problems[block.problem((*at, *keys), message)] = None
        return None, list(problems)


def _keys(model: type[BaseModel], detail: ErrorDetails) -> Location:
    """A Pydantic location without the names of union members that are not keys."""
    location = detail["loc"]
    keys: list[int | str] = []
    holder: Any = model
    for index, part in enumerate(location):
        inside = _model_in(holder)
        last = index == len(location) - 1
        if isinstance(part, int):
            keys.append(part)
        elif inside and part in inside.model_fields:
            keys.append(part)
            holder = inside.model_fields[part].annotation
        elif (last and detail["type"] in ("extra_forbidden", "missing")) or not _is_type(part):
            keys.append(part)
    return tuple(keys)


def _is_type(part: str) -> bool:
    """Whether part of a location is Pydantic's name for a type, not a key."""
    return part in PLAIN_TYPES or part == "str" or "[" in part or part.startswith("constrained-")


def _named(keys: Location) -> str:
    named = ".".join(str(part) for part in keys if not isinstance(part, int))
    return f"'{named}'" if named else "this block"


def _expected_type(detail: ErrorDetails) -> str:
    """What type was expected, where the type is what is wrong."""
    kind = detail["type"]
    if kind == "written_type":
        return detail["msg"]
    if kind == "int_from_float":
        return PLAIN_TYPES["int"]
    if kind.startswith(("date_from", "datetime_from")):
        return PLAIN_TYPES[kind.partition("_")[0]]
    if kind.endswith(("_type", "_parsing")):
        name = kind.removesuffix("_type").removesuffix("_parsing")
        return PLAIN_TYPES.get(name, name.replace("_", " "))
    return ""


def _message(model: type[BaseModel], keys: Location, detail: ErrorDetails) -> str:
    named = _named(keys)
    found = detail["input"]
    kind = detail["type"]
    match kind:
        case "extra_forbidden":
            known = _known_keys(model, keys)
            hint = nearest(str(keys[-1]), known)
            return f"unknown key {named}; expected one of {', '.join(known)}{hint}"
        case "missing":
            return f"the key {named} is missing{_description(model, keys)}"
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            options = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
            hint = nearest(str(found), options) if isinstance(found, str) else ""
            expected = "true" if expected == "True" else expected
            return f"{named} is {shown(found)}; expected {expected}{hint}"
        case "string_pattern_mismatch":
            return f"{named} is {shown(found)}{_description(model, keys, 'expected')}"
        case "value_error":
            text = str(detail.get("ctx", {}).get("error", detail["msg"]))
            return f"{named}: {text}" if keys else text
        case "too_short":
            return f"{named} is empty; expected at least one"
        case _:
            text = detail["msg"][0].lower() + detail["msg"][1:]
            return f"{named} is {shown(found)}; {text}"


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
