"""Entries that come one after another are kept as if they had come at once: in order, and small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from drawdown.finding.case import Case  # noqa: F401  # with every kind of entry
from drawdown.record.columns import Terms
from drawdown.site.cases.joining import in_order, joined
from drawdown.site.cases.lines import line_of, typed_few

TERMS = Terms(ZoneInfo("America/New_York"), {"krome": "krome"})
ROLLUP = Path("/proc/self/smaps_rollup")


def handouts(file: str, rows: range) -> pl.DataFrame:
    lines = [
        line_of("handout", {
            "id": f"a handout of soap numbered {row}", "recorded": "2020-05-12T10:00:00+00:00",
            "source": f"the log of the day, page {row}", "date": "2020-05-12", "item": "soap",
            "facility": "krome", "quantity": str(row), "unit": f"the unit called Krome {row}",
        })
        for row in rows
    ]  # fmt: skip
    return typed_few("handout", lines, [file] * len(rows), list(rows), TERMS)


@given(st.lists(st.tuples(st.sampled_from(["a.csv", "b.jsonl"]), st.integers(1, 4)), min_size=1,
                max_size=30))  # fmt: skip
def test_in_whatever_parts_they_come_they_are_in_the_order_of_the_files(
    parts: list[tuple[str, int]],
) -> None:
    rows = {"a.csv": 1, "b.jsonl": 1}
    came = []
    for file, count in parts:
        came.append(handouts(file, range(rows[file], rows[file] + count)))
        rows[file] += count
    whole = came[0]
    for part in came[1:]:
        whole = joined(whole, part)
    assert_frame_equal(whole, in_order(pl.concat(came)))


def test_a_frame_has_few_parts_however_often_something_is_added() -> None:
    whole, most = handouts("a.csv", range(1, 300)), 0
    for row in range(300, 600):
        whole = joined(whole, handouts("a.csv", range(row, row + 1)))
        most = max(most, whole.n_chunks())
    assert most <= 12
    assert_frame_equal(whole, handouts("a.csv", range(1, 600)))


@pytest.mark.skipif(not ROLLUP.exists(), reason="memory is measured by Linux's /proc")
@pytest.mark.parametrize("order", ["in the order of the file", "before what is there"])
def test_thousands_of_entries_added_one_by_one_take_a_few_megabytes(order: str) -> None:
    program = f"""
import gc, time
from pathlib import Path
from {__name__} import ROLLUP, handouts
from drawdown.site.cases.joining import joined

def held():
    gc.collect()
    time.sleep(1.1)  # what was freed goes back to the system within a second
    handouts("a.csv", range(1, 3)).sort("row")
    lines = ROLLUP.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous"))

ahead = {order.startswith("in")}
whole = handouts("a.csv" if ahead else "z.csv", range(1, 3))
joined(whole, handouts("a.csv", range(3, 4)))
before = held()
for row in range(3, 3000 if ahead else 2000):
    whole = joined(whole, handouts("a.csv", range(row, row + 1)))
print((held() - before) / 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert float(done.stdout) < 10
