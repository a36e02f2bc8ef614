"""A profile: the mapping of one kind of file, kept as a small TOML file to review and use again."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drawdown.errors import nearest
from drawdown.roster.errors import RosterError
from drawdown.roster.mapping.fields import BY_NAME
from drawdown.roster.mapping.suggest import Suggestion


@dataclass(frozen=True)
class Profile:
    """What a person has confirmed about one kind of file.

    `columns` maps a column's name to a field, or to `-` for one that is to be left alone.
    `date_order` maps a column to `mdy` or `dmy`. The rest answer questions that the file itself
    cannot.
    """

    columns: dict[str, str] = field(default_factory=dict)
    date_order: dict[str, str] = field(default_factory=dict)
    kind: str | None = None
    zone: str | None = None
    sheet: str | None = None
    facility: str | None = None
    name: str = "profile"


def read_profile(path: Path) -> Profile:
    """Return the profile in a TOML file.

    Raise `RosterError` with the place and the nearest known word.
    """
    try:
        return profile_in(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        raise RosterError(f"{path}: there is no such profile") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: is not a profile ({error})") from None


def profile_in(text: str, path: str) -> Profile:
    """Return the profile in a text; `path` names it in messages."""
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RosterError(f"{path}: is not a profile ({error})") from None
    tables = {"columns", "dates", "file"}
    for key in found:
        if key not in tables:
            raise RosterError(f"{path}: unknown table [{key}]{nearest(key, tables)}")
    columns = _texts(found.get("columns", {}), path, "columns")
    for column, to in columns.items():
        if to != "-" and to not in BY_NAME:
            raise RosterError(
                f"{path}, [columns] \"{column}\": unknown field '{to}'{nearest(to, BY_NAME)}"
            )
    twice = [f for f in set(columns.values()) - {"-"} if list(columns.values()).count(f) > 1]
    if twice:
        raise RosterError(f"{path}, [columns]: two columns are both '{twice[0]}'")
    orders = _texts(found.get("dates", {}), path, "dates")
    for column, order in orders.items():
        if order not in ("mdy", "dmy"):
            raise RosterError(f"{path}, [dates] \"{column}\": '{order}'; expected mdy or dmy")
    rest = _texts(found.get("file", {}), path, "file")
    known = {"kind", "zone", "sheet", "facility"}
    for key in rest:
        if key not in known:
            raise RosterError(f"{path}, [file]: unknown key '{key}'{nearest(key, known)}")
    if rest.get("kind") not in (None, "stays", "daily"):
        raise RosterError(f"{path}, [file]: kind is '{rest['kind']}'; expected stays or daily")
    return Profile(columns=columns, date_order=orders, name=Path(path).name, **rest)


def _texts(table: Any, path: str, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise RosterError(f"{path}, [{name}]: expected lines like \"column\" = 'word'")
    return table


def profile_text(
    suggestions: list[Suggestion],
    *,
    source: str,
    date_order: dict[str, str],
    kind: str | None = None,
    zone: str | None = None,
    sheet: str | None = None,
    facility: str | None = None,
) -> str:
    """Return a profile as TOML. What is uncertain stands commented out, with its confidence."""
    lines = [f"# How the columns of rosters like {json.dumps(source)} are read.", "", "[columns]"]
    for s in suggestions:
        entry = f"{json.dumps(s.column, ensure_ascii=False)} = {json.dumps(s.field or '-')}"
        note = "" if s.field is None or s.certain else f"  # confidence {s.confidence:.2f}; confirm"
        lines.append(f"# {entry}{note}" if note else entry)
    if date_order:
        lines += ["", "[dates]"]
        lines += [
            f"{json.dumps(c, ensure_ascii=False)} = {json.dumps(o)}" for c, o in date_order.items()
        ]
    rest = {"kind": kind, "zone": zone, "sheet": sheet, "facility": facility}
    if any(rest.values()):
        lines += ["", "[file]"]
        lines += [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in rest.items() if v]
    return "\n".join(lines) + "\n"
