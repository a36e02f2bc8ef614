"""What a text's words are filled with, as it is written down, and read again when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from drawdown.check_in.dialogue.prompt import Digits, Key, Value

Plain = dict[str, str]


def plain(values: Mapping[str, Value]) -> dict[str, Plain]:
    """Values as JSON has them.

    >>> plain({"due": date(2020, 5, 20), "receipt": Digits("482107355")})
    {'due': {'day': '2020-05-20'}, 'receipt': {'digits': '482107355'}}
    """
    return {name: _plain(value) for name, value in values.items()}


def filled(values: Mapping[str, Plain]) -> dict[str, Value]:
    """What `plain` made, as it was.

    >>> filled({"due": {"day": "2020-05-20"}})
    {'due': datetime.date(2020, 5, 20)}
    """
    return {name: _value(value) for name, value in values.items()}


def _plain(value: Value) -> Plain:
    match value:
        case Digits():
            return {"digits": value.digits}
        case Key():
            return {"key": str(value.key)}
        case datetime():
            zone = getattr(value.tzinfo, "key", "")
            return {"at": value.isoformat(), "zone": zone}
        case date():
            return {"day": value.isoformat()}
    return {"name": value}


def _value(value: Plain) -> Value:
    match value:
        case {"digits": digits}:
            return Digits(digits)
        case {"key": key}:
            return Key(int(key))
        case {"at": at, **rest}:
            moment = datetime.fromisoformat(at)
            return moment.astimezone(ZoneInfo(rest["zone"])) if rest.get("zone") else moment
        case {"day": day}:
            return date.fromisoformat(day)
    return value["name"]
