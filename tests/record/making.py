"""Entries for tests: hypothesis strategies for every kind, and files written and read back."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import strategies as st

from drawdown.record import record as _record  # noqa: F401  fills KINDS
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS, Entry
from drawdown.record.files import Batch, read_csv, read_jsonl
from drawdown.record.form import FieldForm, forms
from drawdown.record.record import Record

EASTERN = ZoneInfo("America/New_York")
ANYWHERE = Terms(EASTERN, {})
CENTRES = Terms(EASTERN, {"krome": "krome", "krome spc": "krome", "glades": "glades"})

WRITTEN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TIMES = st.datetimes(
    datetime(1950, 1, 2),  # noqa: DTZ001  with and without a zone is the point
    datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=st.none() | st.timezones(),
    allow_imaginary=False,
)


def values(form: FieldForm) -> st.SearchStrategy[Any]:
    """Typed values that a field of an entry may have."""
    filled = WRITTEN.filter(str.strip) if form.required else WRITTEN
    by_form = {
        "whole": st.integers(0, 10**15 - 1),
        "number": st.floats(-1e12, 1e12, allow_nan=False, exclude_min=True, exclude_max=True),
        "moment": DAYS | TIMES,
        "terms": st.lists(WRITTEN, max_size=3).map(tuple),
        "choice": st.sampled_from(form.choices or ("",)),
    }
    return by_form.get(form.form, filled)


def built(kind: str) -> st.SearchStrategy[Entry]:
    """Entries of a kind as software makes them."""
    fields = forms(KINDS[kind])
    required = {name: values(form) for name, form in fields.items() if form.required}
    optional = {name: values(form) for name, form in fields.items() if not form.required}
    return st.fixed_dictionaries(required, optional=optional).map(KINDS[kind].model_validate)


def typed(path: Path, text: str | bytes, kind: str, terms: Terms = ANYWHERE) -> Batch:
    """A CSV file written and read."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_csv(path, KINDS[kind], terms)


def counts(folder: Path, *rows: str, header: str = "facility,date,count") -> Batch:
    """A file of counts with these rows."""
    return typed(folder / "counts.csv", "\n".join([header, *rows]) + "\n", "count", CENTRES)


def record_of(folder: Path, **files: str) -> Record:
    """A record of CSV files, each named for its kind of entry, `count_2` for a second one."""
    batches = []
    for name, text in files.items():
        kind = name.rstrip("_0123456789")
        path = folder / f"{name}.csv"
        batches.append(typed(path, "\n".join(line.strip() for line in text.strip().splitlines()),
                             kind))  # fmt: skip
    return Record.of(batches, EASTERN)


def json_lines(path: Path, *lines: str) -> list[Batch]:
    """A file of JSON lines written and read."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_jsonl(path, ANYWHERE)


def csv_text(header: list[str], rows: list[list[str]]) -> str:
    """CSV with every cell in quotation marks."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def reasons(batch: Batch) -> list[tuple[int, str, str]]:
    """Row, column and reason of each set-aside row."""
    aside = batch.account.set_aside
    return list(aside.select("row", "column", "reason").iter_rows())


def adds_up(*batches: Batch) -> bool:
    """Whether every row that was read is accounted for, once."""
    return all(
        b.account.read == b.account.used + len(b.account.set_aside) + b.account.not_data
        and b.account.used == len(b.frame)
        and b.account.set_aside["row"].is_unique().all()
        for b in batches
    )


def as_entry(kind: str, row: dict[str, Any]) -> Entry:
    """A row of a frame as a single entry; its file and row have no place there."""
    cells: dict[str, Any] = {}
    for name in forms(KINDS[kind]):
        moment = row.get(f"{name}_at")
        value = moment.astimezone(EASTERN) if moment else row[name]
        cells[name] = value
    return KINDS[kind].model_validate(cells)


def standing(record: Record, kind: str, known: date | datetime | None = None) -> list[str]:
    """The ids of the entries of a kind that stand, sorted."""
    frame: pl.DataFrame = record.as_known(known).entries(kind)
    return sorted(frame["id"].to_list())
