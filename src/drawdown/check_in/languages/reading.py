"""Reading a language's folder: `prompts.toml`, and recordings beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.languages.dates import WEEK, YEAR, Dates, Times
from drawdown.check_in.languages.language import Language

FILE = "prompts.toml"


class _Dates(BaseModel):
    """`[dates]` of a file."""

    model_config = ConfigDict(extra="forbid")

    day: str
    day_of_year: str
    time: str
    days: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    months: tuple[str, ...] = ()


class _Times(BaseModel):
    """`[times]` of a file."""

    model_config = ConfigDict(extra="forbid")

    clock: int
    whole: str
    minutes: str
    whole_one: str = ""
    minutes_one: str = ""
    halves: dict[int, str] = Field(default_factory=dict)


class _File(BaseModel):
    """A file of prompts."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    locale: str = Field(min_length=2)
    voice: str = Field(min_length=2)
    read_by: str = ""
    dates: _Dates
    times: _Times
    prompts: dict[str, str]
    texts: dict[str, str]
    papers: dict[str, str] = Field(default_factory=dict)


def read_folder(folder: Path) -> Language:
    """Read a language.

    Raises:
        CheckInError: There is no such folder, or its file cannot be used; the message says where.
    """
    path = folder / FILE
    try:
        found = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CheckInError(f"{path}: cannot be read ({error.strerror})") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CheckInError(f"{path}, {where}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise CheckInError(f"{path}: is not TOML: {error}") from None
    _check(path, found)
    recordings = {sound.stem: sound for sound in sorted(folder.glob("*.wav"))}
    return Language(
        folder.name, found.name, found.voice, found.read_by, found.prompts, found.texts,
        Dates(found.locale, **_plain(found.dates)), Times(**_plain(found.times)), recordings,
        found.papers,
    )  # fmt: skip


def _plain(model: BaseModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in type(model).model_fields}


def _check(path: Path, found: _File) -> None:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(found.locale)
    except (UnknownLocaleError, ValueError):
        raise CheckInError(f"{path}, locale: Babel has no locale '{found.locale}'") from None
    if found.times.clock not in (12, 24):
        raise CheckInError(f"{path}, times.clock: is {found.times.clock}; expected 12 or 24")
    for name, given, length in (
        ("weekdays", found.dates.weekdays, WEEK),
        ("months", found.dates.months, YEAR),
    ):
        if given and len(given) != length:
            raise CheckInError(
                f"{path}, dates.{name}: has {len(given)} names; expected {length}, or none at all"
            )
