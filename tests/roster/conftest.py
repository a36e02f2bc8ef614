"""Made-up rosters. Nobody in them exists."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from drawdown.roster.roster import FACTS

STINTS = [
    "Detention ID", "Case ID", "Subject ID", "Stay Book In Date", "Detention Book In Date",
    "Detention Facility", "Detention Facility Code", "Detention Book Out Date",
    "Detention Release Reason", "Stay Book Out Date", "Stay Release Reason", "Religion",
    "Marital Status", "Gender", "Birth Date", "Birth Year", "Ethnicity", "Entry Status", "Felon",
    "Bond Posted Date", "Bond Posted Amount", "Initial Bond Set Amount", "Case Status",
    "Case Category", "Final Order Yes No", "Final Order Date", "Departed Date",
    "Departure Country", "Case Threat Level", "Charge", "Charge Code", "Charge Section Code",
    "Anonymized Identifier",
]  # fmt: skip


@pytest.fixture
def stint_header() -> list[str]:
    """The 33 columns of the published detention stints."""
    assert len(STINTS) == 33
    return STINTS


@pytest.fixture
def stint() -> Callable[..., list[str]]:
    """Return a function that makes one row of the 33 columns from the few that matter."""

    def make(**said: str) -> list[str]:
        short = {
            "person": "Anonymized Identifier",
            "facility": "Detention Facility",
            "code": "Detention Facility Code",
            "into": "Detention Book In Date",
            "out": "Detention Book Out Date",
            "reason": "Detention Release Reason",
            "stay_in": "Stay Book In Date",
            "stay_out": "Stay Book Out Date",
            "stay_reason": "Stay Release Reason",
            "subject": "Subject ID",
            "birth": "Birth Date",
            "bond": "Bond Posted Date",
        }
        cells = {short[k]: v for k, v in said.items()}
        return [cells.get(c, "") for c in STINTS]

    return make


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows as a CSV file and returns its path."""

    def write(rows: Sequence[Sequence[object]], name: str = "roster.csv", sep: str = ",") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=sep).writerows(rows)
        return path

    return write


@pytest.fixture(scope="session")
def facts() -> Callable[..., pl.DataFrame]:
    """Return a function that makes a roster's facts of (person, facility, in, out, reason) rows."""

    def make(*rows: tuple[str, str, str, str | None, str | None]) -> pl.DataFrame:
        made = []
        for number, (person, facility, begin, end, reason) in enumerate(rows, start=2):
            into = dt.datetime.fromisoformat(begin)
            out = dt.datetime.fromisoformat(end) if end else None
            made.append(
                {
                    "row": number,
                    "sheet": None,
                    "person": person,
                    "facility": facility,
                    "book_in": into.date(),
                    "book_out": out.date() if out else None,
                    "book_in_at": into,
                    "book_out_at": out,
                    "reason": reason,
                    "keyed": True,
                }
            )
        frame = pl.DataFrame(made, schema_overrides={"row": pl.UInt32})
        missing = [pl.lit(None, dtype=t).alias(c) for c, t in FACTS.items() if c not in frame]
        return frame.with_columns(missing).select(list(FACTS)).cast(FACTS)  # type: ignore[arg-type]

    return make
