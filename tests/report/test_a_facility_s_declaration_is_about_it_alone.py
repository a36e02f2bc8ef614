"""A declaration of one facility's conditions names no other: findings, measurements, plans."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.report.making import asked, case

from drawdown.report.declaration.facility import facility_paper
from drawdown.report.document.model import Table, inlines

NAMES = case().order.header.names()


def cells(table: Table) -> str:
    return " ".join(
        piece if isinstance(piece, str) else getattr(piece, "text", "")
        for row in table.rows for cell in row for piece in inlines(cell)
    )  # fmt: skip


@pytest.mark.parametrize("facility", list(NAMES))
def test_no_table_has_a_row_of_another(facility: str) -> None:
    tables = [b for b in facility_paper(asked("sealed"), facility).blocks if isinstance(b, Table)]
    assert tables
    for other, name in NAMES.items():
        if other != facility:
            assert not any(f"{name} " in f"{cells(one)} " for one in tables), name


def test_what_was_measured_there_is_in_it_and_what_was_measured_elsewhere_is_not() -> None:
    record = case().record
    measured = record.frames["measurement"].filter(pl.col("facility") == "krome")
    assert len(measured)
    alone = replace(record, frames={**record.frames, "measurement": measured})
    of_krome = replace(asked("sealed"), case=replace(case(), record=alone))
    keys = {
        facility: [b.key for b in facility_paper(of_krome, facility).blocks if isinstance(b, Table)]
        for facility in ("krome", "broward")
    }
    assert "table-space" in keys["krome"]
    assert "table-space" not in keys["broward"]
