"""A row of a frame of entries as a single entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from drawdown.record.entry import KINDS, Entry
from drawdown.record.form import forms
from drawdown.record.record import View


def single(kind: str, row: Mapping[str, Any], zone: ZoneInfo) -> Entry:
    """The entry that a row holds; times are in the zone.

    Args:
        kind: The kind of entry.
        row: The row, with the columns of `drawdown.record.form.schema`.
        zone: The court's time zone.
    """
    cells = {
        name: at.astimezone(zone) if (at := row.get(f"{name}_at")) else row[name]
        for name in forms(KINDS[kind])
    }
    return KINDS[kind].model_validate(cells)


def find(view: View, kind: str, id_: str) -> Entry | None:
    """The entry of a kind and id that stands in a view; none where there is none."""
    rows = view.entries(kind).filter(pl.col("id") == id_)
    if rows.is_empty():
        return None
    return single(kind, rows.row(0, named=True), view.record.zone)
