"""One line of JSON: the kind of entry it names, and its fields as the text of cells."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from drawdown.errors import nearest
from drawdown.record.cells import shown
from drawdown.record.entry import KINDS
from drawdown.record.form import FieldForm, forms


def json_cells(line: str) -> tuple[str, dict[str, str | None]]:
    """Read one line.

    Raises:
        ValueError: It is not an object that names its kind of entry in `entry`, has a field that
            this kind has not, or a value that no cell could hold.
    """
    found = _object(line)
    if not isinstance(found, dict) or not isinstance(found.get("entry"), str):
        raise ValueError("has no 'entry'; expected an object that names its kind of entry there")
    kind = found.pop("entry")
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of entry{nearest(kind, KINDS)}")
    known = forms(KINDS[kind])
    for name in found:
        if name not in known:
            raise ValueError(f"a {kind} has no field {name!r}{nearest(name, known)}")
    return kind, {name: _cell(known[name], value) for name, value in found.items()}


def _object(line: str) -> Any:
    try:
        line.encode()
        found = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg} at character {error.pos + 1})") from None
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate); expected text") from None
    except RecursionError:
        raise ValueError(
            "is nested too deeply; expected an object with one value a field"
        ) from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"gives {name!r} twice; expected it once")
        found[name] = value
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number that JSON has")


def _cell(form: FieldForm, value: Any) -> str | None:
    """A value as the text of a cell; what the text may be is for the reader of columns to say."""
    match value:
        case None | str():
            return value
        case bool() if form.form == "choice":
            return "yes" if value else "no"
        case bool():
            pass
        case float() if form.form == "number":
            return format(Decimal(repr(value)), "f")
        case int() | float() if form.form != "terms":
            return str(value)
        case list() if form.form == "terms" and all(isinstance(item, str) for item in value):
            return "; ".join(value)
    raise ValueError(f"{form.name!r} is {shown(json.dumps(value))}; expected {form.expected}")
