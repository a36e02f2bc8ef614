"""Entries read one by one are the same as entries read in columns, whatever their kind."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from drawdown.demo.build import build_demo
from drawdown.finding.case import read_case
from drawdown.record.columns import Terms
from drawdown.record.entry import KINDS
from drawdown.record.form import forms
from drawdown.site.cases.lines import frame_cells, line_of, typed, typed_few

TERMS = Terms(ZoneInfo("America/New_York"), {"krome": "krome", "the krome centre": "krome"})
DAYS = st.dates(date(1900, 1, 1), date(2099, 1, 1)).map(str)
TIMES = st.sampled_from(
    ["2020-05-14T17:30-04:00", "2020-11-01T01:30", "2020-03-08T03:30:00.5+00:00"]
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[str]]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    found = []
    for _ in range(draw(st.integers(1, 4))):
        cells = {"id": draw(st.text("abc-", min_size=1)), "source": "made up",
                 "recorded": "2020-05-12T10:00:00.000000+00:00"}  # fmt: skip
        for name, form in forms(KINDS[kind]).items():
            if name in cells or (not form.required and draw(st.booleans())):
                continue
            cells[name] = draw(
                {
                    "whole": st.integers(0, 10**6).map(str),
                    "number": st.decimals(-1000, 1000, places=2).map(str),
                    "moment": DAYS | TIMES,
                    "terms": st.lists(st.sampled_from(["mask", "soap", "Towel"]), min_size=1)
                    .map("; ".join),
                    "facility": st.sampled_from(["krome", "Krome", "The Krome centre"]),
                    "choice": st.sampled_from([c for c in form.choices if c] or ["x"]),
                    "text": st.text("ab éñ", min_size=1).filter(str.strip),
                }[form.form]
            )  # fmt: skip
        found.append(line_of(kind, cells))
    return kind, found


@given(lines())
def test_whatever_they_say(made: tuple[str, list[str]]) -> None:
    kind, text = made
    files, rows = ["events/site.jsonl"] * len(text), list(range(1, len(text) + 1))
    one_by_one = typed_few(kind, text, files, rows, TERMS)
    assert_frame_equal(one_by_one, typed(kind, text, files, rows, TERMS))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> object:
    return read_case(build_demo(tmp_path_factory.mktemp("demo")))


def test_every_entry_of_the_demonstration(demonstration: object) -> None:
    case = demonstration
    terms = Terms(case.order.header.zone, case.order.header.facility_names())  # type: ignore[attr-defined]
    for kind, frame in case.record.frames.items():  # type: ignore[attr-defined]
        some = frame.head(30)
        text = [line_of(kind, cells) for cells in frame_cells(some, kind)]
        files, rows = some["file"].to_list(), some["row"].to_list()
        assert_frame_equal(typed_few(kind, text, files, rows, terms), some)
        assert_frame_equal(typed(kind, text, files, rows, terms), some)
