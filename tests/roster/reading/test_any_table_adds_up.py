"""Whatever a table holds, its rows add up or one line says why it cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.census.daily import count_daily
from drawdown.roster.differences.compare import compare
from drawdown.roster.differences.side import side_of
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, roster_from
from drawdown.roster.stays.chain import chain_stays

NAMES = ["Person ID", "Facility", "Book In Date", "Book Out Date", "Release Reason", "Name", "Out",
         "Stay Book In Date", "As Of", "Notes", "Book In Dte", "", "2020-05-01",
         "Total"]  # fmt: skip
CELLS = ["", " ", "P1", "P2", "00123", "A", "B", "2020-05-01", "2020-05-14", "05/14/2020",
         "9/9/99", "14/05/2020", "43965", "soon", "Total", "Total: 3", "Facility", "Book In Date",
         "N/A", '"',
         "(b)(6)", "* a note on this", "2020-05-01T02:00:00Z", "Paroled", "9999-12-31", "0", "\n",
         "a,b", "Ñ", "12.5", "=1+1", "2020-13-45", "-3"]  # fmt: skip

tables = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=7),
    st.lists(st.lists(st.sampled_from(CELLS), max_size=8), max_size=10),
    st.lists(st.lists(st.sampled_from(CELLS), max_size=3), max_size=3),
)


@given(tables, st.sampled_from([",", ";", "\t"]))
def test_any_table_adds_up_or_is_refused_in_one_line(
    table: tuple[list[str], list[list[str]], list[list[str]]], delimiter: str
) -> None:
    header, rows, preamble = table
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([*preamble, header, *rows])
    content = buffer.getvalue().encode()
    try:
        roster = roster_from(content, Path("any.csv"), ReadOptions(accept=True))
        account = roster.account
        assert account.read == account.used + account.set_aside + account.not_data
        assert account.used == roster.facts.height == roster.cells.height
        assert account.set_aside == len(roster.set_aside)
        assert account.not_data == len(roster.not_data)
        if roster.kind == "stays" and roster.facts.height:
            count_daily(chain_stays(roster.facts).detentions)
        side = side_of(roster, None)
        assert compare(side, side).counts()["unexplained"] == 0
    except RosterError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is fine
