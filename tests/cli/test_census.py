"""`drawdown census`: the JSON contract, the tables, the written series, the exit status."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

STAYS = """Person ID,Facility,Book In Date,Book Out Date,Release Reason,Gender
P1,Krome,2020-05-01,2020-05-03,Transferred,M
P1,Glades,2020-05-03,,,M
P2,Krome,2020-05-02,2020-05-02,Removed,F
P3,Krome,2020-05-01,,,F
P4,Krome,31/02/2020,,,F

Total: 5
"""


def drawdown(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "drawdown", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def answer(*words: object) -> dict[str, Any]:
    done = drawdown(*words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def stays(tmp_path: Path) -> Path:
    path = tmp_path / "stays.csv"
    path.write_text(STAYS)
    return path


def test_one_day_as_json(stays: Path) -> None:
    found = answer("census", stays, "--on", "2020-05-03", "--rule", "any-part")
    assert found["rows"] == {"read": 8, "used": 4, "set_aside": 1, "not_data": 3}
    none = dict.fromkeys(["release", "transfer", "removal", "death", "other", "unexplained"], 0)
    assert found["facilities"] == [
        {"facility": "Glades", "date": "2020-05-03", "count": 1, "arrivals": 1, "exits": none},
        {
            "facility": "Krome", "date": "2020-05-03", "count": 2, "arrivals": 0,
            "exits": {**none, "transfer": 1},
        },
    ]  # fmt: skip
    assert found["total"] == [{"date": "2020-05-03", "count": 2, "arrivals": 0, "exits": none}]


def test_the_whole_series_and_its_peak(stays: Path) -> None:
    found = answer("census", stays)
    krome = {r["date"]: r["count"] for r in found["facilities"] if r["facility"] == "Krome"}
    assert krome == {"2020-05-01": 2, "2020-05-02": 2, "2020-05-03": 1}
    assert found["peaks"][1] == {
        "facility": "Krome", "peak": 2, "peak_date": "2020-05-01", "average": 1.7,
    }  # fmt: skip


def test_by_a_column_of_the_file(stays: Path) -> None:
    found = answer("census", stays, "--by", "gender", "--on", "2020-05-01")
    counts = {(r["facility"], r["gender"]): r["count"] for r in found["facilities"]}
    assert counts == {("Krome", "M"): 1, ("Krome", "F"): 1, ("Glades", "M"): 0}


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_series_is_written_whole(stays: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"series.{ending}"
    answer("census", stays, "--out", out, "--as-of", "2020-05-31")
    frame = pl.read_parquet(out) if ending == "parquet" else pl.read_csv(out)
    assert frame.height == 2 * 31
    assert frame.columns[:4] == ["facility", "date", "count", "arrivals"]


def test_daily_lists_given_together_in_any_order_and_twice(tmp_path: Path) -> None:
    for day, people in (("2020-05-01", "123"), ("2020-05-02", "23"), ("2020-05-04", "345")):
        rows = "".join(f"{p},Main,2020-04-30\n" for p in people)
        (tmp_path / f"list-{day}.csv").write_text(f"INMATEID,FACILITY,ADMITTED_DT\n{rows}")
    files = sorted(tmp_path.iterdir())
    found = answer("census", *files)
    again = answer("census", *reversed(files), files[0])
    assert again["facilities"] == found["facilities"]
    assert [(r["date"], r["count"], r["arrivals"]) for r in found["facilities"]] == [
        ("2020-05-01", 3, None), ("2020-05-02", 2, 0), ("2020-05-04", 3, 2),
    ]  # fmt: skip
    assert found["facilities"][1]["exits"]["unexplained"] == 1


def test_the_table_says_the_rule_and_the_account(stays: Path) -> None:
    done = drawdown("census", stays, "--on", "2020-05-02")
    assert "midnight: held at the midnight that ends the day" in done.stdout
    assert "8 rows read = 4 used + 1 set aside + 3 not data" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--rule", "nightly"], "--rule 'nightly': expected midnight, any-part, interval"),
        (["--on", "May 3"], "expected YYYY-MM-DD"),
        (["--by", "gendr"], "has no column 'gendr', which --by names; did you mean"),
        (["--out", "x.xlsx"], "expected a name ending in .parquet or .csv"),
        (["--from", "2020-06-01", "--to", "2020-05-01"], "is before the first"),
    ],
)
def test_bad_input_is_one_line_and_status_two(stays: Path, words: list[str], says: str) -> None:
    done = drawdown("census", stays, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_every_day_of_made_up_stays_is_the_slow_count(tmp_path: Path) -> None:
    import random

    source = random.Random(20200430)  # noqa: S311 - made-up data
    zero = dt.date(2020, 1, 1)
    lines, rows = ["person,facility,book_in,book_out"], []
    for i in range(400):
        begin = zero + dt.timedelta(source.randrange(60))
        end = None if source.random() < 0.2 else begin + dt.timedelta(source.randrange(30))
        rows.append((source.choice("abc"), begin, end))
        lines.append(f"p{i},{rows[-1][0]},{begin},{end or ''}")
    path = tmp_path / "made-up.csv"
    path.write_text("\n".join(lines))
    for row in answer("census", path, "--rule", "interval")["facilities"]:
        day = dt.date.fromisoformat(row["date"])
        held = sum(f == row["facility"] and b <= day and (e is None or day < e) for f, b, e in rows)
        assert row["count"] == held


def test_a_folder_of_parquet_is_counted_as_one_file(tmp_path: Path) -> None:
    whole = tmp_path / "whole.csv"
    whole.write_text(STAYS.replace("P4,Krome,31/02/2020,,,F\n", ""))
    frame = pl.read_csv(whole, infer_schema=False).head(4)
    (tmp_path / "parts").mkdir()
    frame[:1].write_parquet(tmp_path / "parts" / "a.parquet")
    frame[1:].write_parquet(tmp_path / "parts" / "b.parquet")
    expected, found = answer("census", whole), answer("census", tmp_path / "parts")
    for name in ("from", "to", "facilities", "total", "peaks", "length_of_stay", "problems"):
        assert found[name] == expected[name]
    assert [file["rows"]["used"] for file in found["files"]] == [1, 3]
    refused = drawdown("census", whole, "--cluster", "local")
    assert refused.returncode == 2
    assert "expected a folder of Parquet files" in refused.stderr
