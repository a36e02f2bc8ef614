"""Open a roster file of any format."""

from __future__ import annotations

from drawdown.roster.reading.columnar import read_parquet
from drawdown.roster.reading.delimited import read_delimited
from drawdown.roster.reading.detect import detect_format
from drawdown.roster.reading.records import read_json
from drawdown.roster.reading.sheet import Progress, Sheet, no_progress
from drawdown.roster.reading.workbook import read_workbook


def open_sheets(
    content: bytes,
    name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress = no_progress,
) -> list[Sheet]:
    """Return the sheets of a file (one, unless it is a workbook), whatever its format."""
    match detect_format(content, name):
        case "parquet":
            return [read_parquet(content, name)]
        case "json":
            return [read_json(content, name)]
        case "workbook":
            return read_workbook(content, name, progress)
        case "delimited":
            return [
                read_delimited(
                    content, name, encoding=encoding, delimiter=delimiter, progress=progress
                )
            ]
