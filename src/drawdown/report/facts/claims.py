"""Public claims, read from `claims.toml` in the case folder, with the numbers that bear on each.

[[claims]]
said = "1,200 released"
source = "headline of a newspaper"
date = 2020-05-15
bears_on = ["releases", "transfers", "removals", "held"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from drawdown.errors import nearest
from drawdown.report.facts.numbers.sheet import Sheet, Table
from drawdown.report.facts.release import Claim
from drawdown.report.facts.suppression.system import FactsError

FILE = "claims.toml"

BEARS_ON = {
    "releases": "exit:release", "transfers": "exit:transfer", "removals": "exit:removal",
    "deaths": "exit:death", "other exits": "exit:other", "unexplained exits": "exit:unexplained",
    "all exits": "all", "held": "held", "reviews": "reviews", "check-ins": "check-ins",
}  # fmt: skip
"""What a claim can be set beside, each with the label of its numbers."""

_FIELDS = {"said", "source", "date", "bears_on", "address", "language"}


def read_claims(file: Path) -> list[Claim]:
    """Read the claims; none where there is no such file.

    Raises:
        FactsError: The file cannot be read, or a claim lacks something or has something unknown.
    """
    if not file.is_file():
        return []
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise FactsError(f"{file.name}: is not TOML ({error})") from None
    claims = found.get("claims")
    if not isinstance(claims, list) or set(found) - {"claims"}:
        raise FactsError(f"{file.name}: expected nothing but [[claims]]")
    return [_claim(f"{file.name}, claim {n}", one) for n, one in enumerate(claims, start=1)]


def _claim(where: str, one: Mapping[str, Any]) -> Claim:
    for name in one:
        if name not in _FIELDS:
            raise FactsError(f"{where}: {name!r} is unknown{nearest(name, _FIELDS)}")
    text = {name: one.get(name) for name in ("said", "source")}
    for name, value in text.items():
        if not isinstance(value, str) or not value.strip():
            raise FactsError(f"{where}: expected {name!r}, a text")
    day = one.get("date")
    if type(day) is not date:
        raise FactsError(f"{where}: 'date' is {day!r}; expected a date such as 2020-05-15")
    address, language = one.get("address", ""), one.get("language", "en")
    if not isinstance(address, str) or (
        address and not address.startswith(("https://", "http://"))
    ):
        raise FactsError(f"{where}: 'address' is {address!r}; expected https://…")
    if not isinstance(language, str) or not language.isascii() or not language.isalpha():
        raise FactsError(f"{where}: 'language' is {language!r}; expected a code such as 'en'")
    bears_on = one.get("bears_on")
    if not isinstance(bears_on, list) or not bears_on:
        raise FactsError(f"{where}: expected 'bears_on', a list of {', '.join(BEARS_ON)}")
    for name in bears_on:
        if name not in BEARS_ON:
            raise FactsError(
                f"{where}: {name!r} is nothing that a claim can bear on; expected "
                f"{', '.join(BEARS_ON)}{nearest(str(name), BEARS_ON)}"
            )
    return Claim(
        str(text["said"]).strip(), str(text["source"]).strip(), day, tuple(bears_on), (), address,
        language,
    )  # fmt: skip


def with_numbers(claims: Sequence[Claim], sheet: Sheet) -> tuple[Claim, ...]:
    """The claims with the numbers of a page that bear on them, the oldest claim first."""
    tables = {table.id: table for table in sheet.tables}
    return tuple(
        replace(claim, keys=tuple(
            pair for name in claim.bears_on for pair in _numbers(name, tables)
        ))
        for claim in sorted(claims, key=lambda one: (one.date, one.said))
    )  # fmt: skip


def _numbers(name: str, tables: Mapping[str, Table]) -> list[tuple[str, str]]:
    label = BEARS_ON[name]
    if label == "held":
        return _ends(tables.get("held"))
    if label in ("reviews", "check-ins"):
        table = tables.get(label)
        columns = ("review:covered", "review:decided", "review:released", "review:pending",
                   "check-in:due", "check-in:made")  # fmt: skip
        return [] if table is None else [
            (f"{row}|{column}", key)
            for row, keys in zip(table.rows, table.keys, strict=True)
            for column, key in zip(table.columns, keys, strict=True) if key and column in columns
        ]  # fmt: skip
    table = tables.get("exits-by-week")
    if table is None or label not in table.columns:
        return []
    key = table.keys[-1][table.columns.index(label)]
    return [(f"since|{label}", key)] if key else []


def _ends(table: Table | None) -> list[tuple[str, str]]:
    """The people held at the start and now."""
    if table is None:
        return []
    rows = [(row, keys[-1]) for row, keys in zip(table.rows, table.keys, strict=True) if keys[-1]]
    ends = [rows[0], rows[-1]] if len(rows) > 1 else rows
    return [(f"{row}|held", key) for row, key in ends if key]
