"""A store of another kind than files holds the same record and gives the same findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from drawdown.record.record import Record, Store

from .making import EASTERN, record_of, standing


class Memory:
    """A store that keeps its entries in a list of frames, as a site's database keeps tables."""

    def __init__(self, record: Record) -> None:
        self.tables = {kind: frame.rows() for kind, frame in record.frames.items()}
        self.schemas = {kind: frame.schema for kind, frame in record.frames.items()}

    def kinds(self) -> Iterable[str]:
        return reversed(self.tables)

    def frame(self, kind: str) -> pl.DataFrame:
        return pl.DataFrame(self.tables[kind][::-1], schema=self.schemas[kind], orient="row")


def test_the_same_entries_stand_at_any_time(tmp_path: Path) -> None:
    files = record_of(
        tmp_path,
        count="""id,facility,date,count,recorded,supersedes
            a,krome,2020-05-14,411,2020-05-15,
            b,krome,2020-05-14,412,2020-05-16,a
            c,krome,2020-05-15,413,2020-05-17,nobody
            d,krome,2020-05-16,414,2020-05-18,d""",
        withdrawal="""id,date,supersedes
            w,2020-05-17,b""",
    )
    store: Store = Memory(files)
    other = Record.from_store(store, EASTERN)
    for known in (None, *(date(2020, 5, day) for day in range(14, 20))):
        for kind in ("count", "withdrawal", "stay"):
            assert standing(other, kind, known) == standing(files, kind, known)
    assert other.unresolved.equals(files.unresolved)
    assert other.days() == files.days()
    assert len(other) == len(files)


def test_an_empty_store_is_an_empty_record() -> None:
    empty = Record({}, EASTERN)
    assert empty.days() is None
    assert empty.unresolved.is_empty()
    assert empty.as_known().entries("count").is_empty()
    assert empty.as_known().history(["a"]).is_empty()
