"""JSON rosters: a list of objects, an object that holds one, lines of objects.

Or header and rows.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.reading.sheet import Sheet, column_names

MOST_COLUMNS = 2_000
"""Of a table of people; a file that has more is something else."""


def read_json(content: bytes, name: str) -> Sheet:
    """Return the records of a JSON file as a sheet whose header is the objects' keys.

    A record that is not an object is kept as a broken row, so that the account still adds up.
    """
    text = content.decode("utf-8-sig", errors="replace")
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return _lines(text, name, error)
    except (RecursionError, ValueError):
        raise RosterError(
            f"{name}: is nested too deeply, or has a number of thousands of digits; expected a "
            "list of records"
        ) from None
    return _sheet(_records(_whole(found, text), name), name)


def _lines(text: str, name: str, whole: json.JSONDecodeError) -> Sheet:
    """Read one object on each line (NDJSON)."""
    records: list[Any] = []
    for line in text.splitlines():
        try:
            records.append(json.loads(line) if line.strip() else None)
        except (RecursionError, ValueError):
            records.append(line)
    records = _whole(records, text)
    if not any(isinstance(r, dict) for r in records):
        raise RosterError(
            f"{name}, line {whole.lineno}, column {whole.colno}: is not JSON ({whole.msg.lower()})"
        )
    return _sheet(records, name)


def _records(found: Any, name: str) -> list[Any]:
    if isinstance(found, dict):
        lists = {k: v for k, v in found.items() if isinstance(v, list) and v}
        if isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
            head = [str(c.get("name", n) if isinstance(c, dict) else c)
                    for n, c in enumerate(found["columns"], start=1)]  # fmt: skip
            return [dict(zip(head, row, strict=False)) if isinstance(row, list) else row
                    for row in found["data"]]  # fmt: skip
        tables = {k: v for k, v in lists.items() if isinstance(v[0], dict)}
        if len(tables) != 1:
            raise RosterError(
                f"{name}: expected a list of records, or one object that holds one; found "
                f"{len(tables)} lists of records"
            )
        return list(next(iter(tables.values())))
    if isinstance(found, list) and found and all(isinstance(r, list) for r in found):
        head = [str(c) for c in found[0]]
        return [dict(zip(head, row, strict=False)) for row in found[1:]]
    if not isinstance(found, list):
        raise RosterError(f"{name}: expected a list of records, found {type(found).__name__}")
    return found


def _sheet(records: list[Any], name: str) -> Sheet:
    keys = list(dict.fromkeys(k for r in records if isinstance(r, dict) for k in r))
    if not keys:
        raise RosterError(f"{name}: holds no records")
    if len(keys) > MOST_COLUMNS:
        raise RosterError(
            f"{name}: has {len(keys):,} different names of fields; expected {MOST_COLUMNS:,} at "
            "most, the same in every record"
        )
    broken = {
        i: f"record {i + 1} is not an object: {str(r)[:60]}"
        for i, r in enumerate(records)
        if not isinstance(r, dict) and r is not None
    }
    columns = {
        c: [_text(r.get(k)) if isinstance(r, dict) else None for r in records]
        for c, k in zip(column_names(len(keys)), keys, strict=True)
    }
    cells = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    return Sheet(cells, header=tuple(keys), broken=broken)


def _whole(found: Any, text: str) -> Any:
    """What was read, with a mark in the place of half a character (a lone surrogate)."""
    if "\\ud" not in text and "\\uD" not in text:
        return found
    return json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
