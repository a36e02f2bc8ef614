"""Between two rosters the account closes, exits have kinds, and the rewritten past is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.roster.differences.compare import Difference, compare
from drawdown.roster.differences.side import side_of
from drawdown.roster.errors import RosterError
from drawdown.roster.intake import ReadOptions, read_roster, roster_from

WriteCsv = Callable[..., Path]
STAYS = ["Person ID", "Facility", "Book In Date", "Book Out Date", "Release Reason", "Bond Amount"]
D = dt.date


def between(
    old: Path, new: Path, old_day: dt.date | None, new_day: dt.date | None, **options: object
) -> Difference:
    sides = []
    for path, day in ((old, old_day), (new, new_day)):
        sides.append(side_of(read_roster(path, ReadOptions(as_of=day, **options)), day))  # type: ignore[arg-type]
    return compare(*sides)


def closes(found: Difference) -> bool:
    n = found.counts()
    return n["old"] + n["arrived"] - n["left"] - n["unexplained"] == n["new"]


def test_two_files_of_stays(write_csv: WriteCsv) -> None:
    old = write_csv(
        [
            STAYS,
            ["P1", "A", "2020-05-01", "", "", "1000"],
            ["P2", "A", "2020-05-01", "", "", ""],
            ["P3", "A", "2020-05-01", "", "", ""],
            ["P4", "A", "2020-05-01", "", "", ""],
            ["P5", "A", "2020-04-01", "2020-04-20", "Paroled", ""],
            ["P6", "A", "2020-05-02", "", "", ""],
        ],
        "old.csv",
    )
    new = write_csv(
        [
            STAYS,
            ["P1", "A", "2020-05-01", "", "", "500"],  # a fact changed
            ["P2", "A", "2020-05-01", "2020-05-10", "Paroled", ""],  # left, and how
            ["P3", "A", "2020-05-01", "2020-05-11", "", ""],  # left, nobody says how
            ["P6", "A", "2020-04-30", "", "", ""],  # a book-in moved
            ["P7", "B", "2020-05-12", "", "", ""],  # arrived
        ],
        "new.csv",
    )
    found = between(old, new, D(2020, 5, 7), D(2020, 5, 14))
    assert found.counts() == {
        "old": 5, "new": 3, "arrived": 1, "left": 1, "unexplained": 2, "changed": 1, "rewritten": 2,
    }  # fmt: skip
    assert closes(found)
    assert found.left.select("person", "exit", "authority").rows() == [
        ("P2", "release", "parole_212d5")
    ]
    assert dict(found.unexplained.select("person", "why").iter_rows()) == {
        "P3": "booked out on 2020-05-11 without a reason that is known",
        "P4": "new.csv records no exit",
    }
    assert found.changed.rows() == [("P1", "Bond Amount", "1000", "500")]
    assert found.rewritten["says"].to_list() == [
        "the detention at A from 2020-04-01 is no longer in the roster",
        "the book-in at A moved from 2020-05-02 to 2020-04-30",
    ]


def test_a_cumulative_number_that_fell_is_shown(write_csv: WriteCsv) -> None:
    rows = [[f"P{i}", "A", "2020-04-01", "2020-05-01", "Paroled", ""] for i in range(315)]
    keep = [STAYS, ["Q", "A", "2020-05-01", "", "", ""]]
    old = write_csv([*keep, *rows], "old.csv")
    new = write_csv([*keep, *rows[:289]], "new.csv")
    found = between(old, new, D(2020, 5, 7), D(2020, 5, 14))
    assert ("exits by release", 315, 289) in found.cumulative.rows()
    assert found.rewritten.height == 315 - 289


def test_a_running_total_in_a_column_that_fell_is_rewritten(write_csv: WriteCsv) -> None:
    header = ["Facility", "Cumulative Releases", "Held"]
    old = write_csv([header, ["Krome", "315", "400"], ["Glades", "10", "200"]], "old.csv")
    new = write_csv([header, ["Krome", "289", "390"], ["Glades", "12", "200"]], "new.csv")
    found = between(old, new, D(2020, 5, 7), D(2020, 5, 14), keys=("Facility",))
    assert found.rewritten["says"].to_list() == ["Cumulative Releases fell from 315 to 289"]
    assert found.changed["column"].to_list() == ["Cumulative Releases", "Held"]


def test_two_daily_lists(write_csv: WriteCsv) -> None:
    header = ["INMATEID", "FACILITY", "ADMITTED_DT", "AGE"]
    old = write_csv(
        [
            header,
            ["1", "North", "2020-05-01", "40"],
            ["2", "North", "2020-05-01", "40"],
            ["3", "North", "2020-05-02", "40"],
            ["4", "North", "2020-05-03", "40"],
            ["5", "North", "2020-05-03", "40"],
        ],
        "list_2020-05-10.csv",
    )
    new = write_csv(
        [
            header,
            ["1", "North", "2020-05-01", "41"],  # a birthday is no change
            ["2", "South", "2020-05-12", "40"],  # moved
            ["4", "North", "2020-05-13", "40"],  # left in between and is back
            ["5", "North", "2020-04-30", "40"],  # the past rewritten
            ["6", "North", "2020-05-13", "40"],  # came
        ],
        "list_2020-05-14.csv",
    )
    found = between(old, new, None, None)
    assert (found.old.day, found.new.day) == (D(2020, 5, 10), D(2020, 5, 14))
    assert found.counts() == {
        "old": 5, "new": 5, "arrived": 2, "left": 0, "unexplained": 2, "changed": 1, "rewritten": 1,
    }  # fmt: skip
    assert closes(found)
    assert found.arrived["person"].to_list() == ["4", "6"]
    assert found.changed.rows() == [("2", "facility", "North", "South")]


def test_doubtful_joins_are_listed_and_not_made(write_csv: WriteCsv) -> None:
    header = ["Person ID", "Name", "Date of Birth", "Facility", "Book In Date"]
    old = write_csv(
        [
            header,
            ["00123", "DOE, JANE", "1980-01-01", "A", "2020-05-01"],
            ["7", "ROE, RICHARD", "1970-02-02", "A", "2020-05-01"],
            ["8", "POE, PAT", "1960-03-03", "A", "2020-05-01"],
        ],
        "old.csv",
    )
    new = write_csv(
        [
            header,
            ["123", "SMITH, ANN", "1990-01-01", "B", "2020-05-02"],
            ["70", "RICHARD ROE", "1970-02-02", "B", "2020-05-03"],
            ["8", "ZHANG, LI", "1999-09-09", "A", "2020-05-01"],
        ],
        "new.csv",
    )
    found = between(old, new, D(2020, 5, 10), D(2020, 5, 14))
    assert found.counts()["unexplained"] == 2
    assert [(d.old, d.new, d.why) for d in found.doubtful] == [
        ("00123", "123", "the keys differ only in leading zeros or letters"),
        ("7", "70", "the same birth date and a like name"),
        ("8", "8", "one key, but another name and birth date"),
    ]


def test_one_spelling_of_a_key_is_one_person(write_csv: WriteCsv) -> None:
    header = ["A-Number", "Facility", "Book In Date"]
    old = write_csv([header, ["A-012 345 678", "A", "2020-05-01"]], "old.csv")
    new = write_csv([header, ["a012345678", "A", "2020-05-01"]], "new.csv")
    found = between(old, new, D(2020, 5, 10), D(2020, 5, 14))
    assert found.counts()["unexplained"] == 0


def test_rosters_the_wrong_way_round_are_refused(write_csv: WriteCsv) -> None:
    path = write_csv([STAYS, ["P1", "A", "2020-05-01", "", "", ""]])
    with pytest.raises(RosterError, match="give the older roster first"):
        between(path, path, D(2020, 5, 14), D(2020, 5, 7))


spell = st.tuples(
    st.sampled_from(["P1", "P2", "P3", "P4", "P5"]),
    st.sampled_from("AB"),
    st.integers(1, 14),
    st.none() | st.integers(0, 13),
    st.sampled_from(["", "Paroled", "Transferred", "Removed", "Code 9"]),
)


def text(rows: list[tuple[str, str, int, int | None, str]], *, exits: bool) -> bytes:
    lines = ["Person ID,Facility,Book In Date" + (",Book Out Date,Release Reason" if exits else "")]
    for person, facility, begin, length, reason in rows:
        end = "" if length is None else f"2020-05-{begin + length:02}"
        line = f"{person},{facility},2020-05-{begin:02}"
        lines.append(f"{line},{end},{reason if end else ''}" if exits else line)
    return "\n".join(lines).encode()


@given(st.lists(spell, min_size=1, max_size=8), st.lists(spell, min_size=1, max_size=8))
@pytest.mark.parametrize("exits", [(True, True), (False, False), (True, False), (False, True)])
def test_the_account_closes_and_everybody_gone_is_in_one_list(
    exits: tuple[bool, bool],
    old: list[tuple[str, str, int, int | None, str]],
    new: list[tuple[str, str, int, int | None, str]],
) -> None:
    sides = []
    for rows, has, day in ((old, exits[0], D(2020, 5, 7)), (new, exits[1], D(2020, 5, 20))):
        content = text(rows, exits=has)
        roster = roster_from(content, Path("x.csv"), ReadOptions(as_of=day))
        sides.append(side_of(roster, day))
    found = compare(*sides)
    assert closes(found)
    left, lost = set(found.left["person"]), set(found.unexplained["person"])
    assert not left & lost
    gone = set(sides[0].held["person"]) - set(sides[1].held["person"])
    assert gone <= left | lost
    assert found.left.height == len(left)
    assert found.unexplained.height == len(lost)
