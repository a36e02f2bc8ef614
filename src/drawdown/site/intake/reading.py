"""An upload read: its mapping, its row account, its set-aside rows; or the questions it asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from drawdown.roster.errors import RosterError
from drawdown.roster.intake import Correction, Mapped, ReadOptions, map_columns, roster_from
from drawdown.roster.mapping.fields import BY_NAME
from drawdown.roster.reading.table import ROW, SHEET
from drawdown.roster.roster import Roster
from drawdown.site.cases.orders import order_of
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.intake.models import Upload

SAMPLES = 3
ASIDE = 500
"""Set-aside rows kept with their cells, to be corrected on the page; the count has all."""

Tell = Callable[[str, int, int], None]


def content_of(upload: Upload) -> bytes:
    """The bytes of the file."""
    return open_sealed(upload.case_id, bytes(upload.sealed), f"upload {upload.sha256}")


def options_of(upload: Upload) -> ReadOptions:
    """What has been said of the file, as the reader takes it."""
    said = upload.answers
    return ReadOptions(
        confirmed=dict(said.get("mapping", {})),
        as_of=date.fromisoformat(said["as_of"]) if said.get("as_of") else None,
        sender=said.get("sender") or upload.by,
        date_order=said.get("date_order") or None,
        zone=said.get("zone") or order_of(upload.case).header.time_zone,
        sheet=said.get("sheet") or None,
        header_rows=(int(said["header_row"]),) if said.get("header_row") else (),
        facility=said.get("facility") or upload.facility or None,
        kind=said.get("kind") or None,
        corrections=tuple(
            Correction(one["row"], one["column"], one["now"], one.get("sheet"))
            for one in upload.corrections
        ),
    )  # fmt: skip


def read(upload: Upload, tell: Tell) -> tuple[dict[str, Any], Roster | None, str]:
    """Read an upload.

    Returns:
        The report for its page; the roster, where it could be read; and otherwise the question.
    """
    content, options = content_of(upload), options_of(upload)
    report: dict[str, Any] = {}
    try:
        mapped = map_columns(content, Path(upload.name), options, tell)
        report = _report_of_mapping(mapped)
        roster = roster_from(content, Path(upload.name), options, tell)
    except RosterError as error:
        return report, None, str(error).replace("--map", "").replace("--as-of", "“as of”")
    report |= _report_of_rows(mapped, roster)
    question = _elsewhere(upload, roster)
    if roster.as_of is None and roster.facts["as_of"].null_count():
        question = (
            question or f"{upload.name}: does not say which day it speaks of; fill in the day."
        )
    return report, None if question else roster, question


def _report_of_mapping(mapped: Mapped) -> dict[str, Any]:
    rows = mapped.table.rows
    return {
        "columns": [
            {
                "column": one.column, "field": one.field or "-", "certain": one.certain,
                "how": one.how, "confidence": round(one.confidence, 2),
                "core": bool(one.field and BY_NAME[one.field].core),
                "samples": [
                    str(value)[:60]
                    for value in rows[one.column].drop_nulls().unique(maintain_order=True)
                    .head(SAMPLES).to_list()
                ],
            }
            for one in mapped.suggestions
        ],
        "sheet": mapped.chosen.why, "header_rows": list(mapped.header_rows),
    }  # fmt: skip


def _report_of_rows(mapped: Mapped, roster: Roster) -> dict[str, Any]:
    shown = [one.column for one in roster.mapping if one.field]
    lines = mapped.table.rows
    aside = []
    for one in roster.set_aside[:ASIDE]:
        there = lines.filter(pl.col(ROW) == one.row)
        if one.sheet is not None:
            there = there.filter(pl.col(SHEET) == one.sheet)
        cells = there.select(shown).row(0, named=True) if len(there) else {}
        aside.append(
            {
                "row": one.row, "sheet": one.sheet, "reason": one.reason,
                "cells": {name: str(value or "") for name, value in cells.items()},
            }
        )  # fmt: skip
    return {
        "account": roster.account.as_dict(), "says": roster.account.says, "set_aside": aside,
        "kind": roster.kind, "remarks": list(roster.remarks),
        "as_of": roster.as_of.date.isoformat() if roster.as_of else None,
        "as_of_from": roster.as_of.known_from if roster.as_of else "",
        "people": roster.facts["person"].n_unique(), "date_order": roster.date_order,
    }  # fmt: skip


def _elsewhere(upload: Upload, roster: Roster) -> str:
    """Of a member bound to a facility: the rows that are of another one."""
    if not upload.facility:
        return ""
    names = order_of(upload.case).header.facility_names()
    ids = pl.col("facility").str.to_lowercase().replace_strict(names, default=None)
    other = roster.facts.filter(ids.is_null() | (ids != upload.facility))
    if other.is_empty():
        return ""
    rows = ", ".join(str(row) for row in other["row"].head(5).to_list())
    more = f" and {len(other) - 5:,} more" if len(other) > 5 else ""
    return (
        f"{upload.name}: rows {rows}{more} are of another facility than yours; load a roster of "
        "your own facility only."
    )
