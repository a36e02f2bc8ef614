"""What stands after corrections and withdrawals; and that none that goes nowhere is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.record.entry import KINDS
from drawdown.record.record import Record

from .making import EASTERN, record_of, standing, typed

HEADER = "id,facility,date,count,recorded,supersedes"
TAKEN_BACK = "id,date,supersedes,reason"


def test_a_correction_replaces_and_a_correction_of_it_replaces_that(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        a,krome,2020-05-14,411,2020-05-15,
        b,krome,2020-05-14,412,2020-05-16,a
        c,krome,2020-05-14,413,2020-05-17,b""",
    )
    assert standing(record, "count") == ["c"]
    assert standing(record, "count", date(2020, 5, 14)) == []
    assert standing(record, "count", date(2020, 5, 15)) == ["a"]
    assert standing(record, "count", date(2020, 5, 16)) == ["b"]
    assert standing(record, "count", date(2020, 5, 17)) == ["c"]
    assert record.unresolved.is_empty()
    assert len(record) == 3


def test_a_withdrawal_takes_back_and_a_withdrawal_of_it_gives_back(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
            a,krome,2020-05-14,411,2020-05-15,
            b,krome,2020-05-14,412,2020-05-16,a""",
        withdrawal=f"""{TAKEN_BACK}
            w1,2020-05-17,b,wrong list
            w2,2020-05-18,w1,right after all
            w3,2020-05-19,w2,no""",
    )
    assert standing(record, "count", date(2020, 5, 16)) == ["b"]
    assert standing(record, "count", date(2020, 5, 17)) == ["a"]
    assert standing(record, "count", date(2020, 5, 18)) == ["b"]
    assert standing(record, "count", date(2020, 5, 19)) == ["a"]


def test_a_day_ends_at_the_court_s_midnight(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        a,krome,2020-05-14,411,2020-05-16T03:59:59Z,
        b,krome,2020-05-14,412,2020-05-16T04:00Z,a""",
    )
    assert standing(record, "count", date(2020, 5, 15)) == ["a"]
    assert standing(record, "count", date(2020, 5, 16)) == ["b"]
    assert standing(record, "count", datetime(2020, 5, 15, 23, 59)) == []  # noqa: DTZ001
    assert standing(record, "count", datetime(2020, 5, 16)) == ["b"]  # noqa: DTZ001


def test_a_row_without_a_day_of_recording_is_known_from_when_it_happened(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count="""facility,date,count
        krome,2020-05-14T12:00,411""",
    )
    assert standing(record, "count", datetime(2020, 5, 14, 11)) == []  # noqa: DTZ001
    assert standing(record, "count", date(2020, 5, 14)) == ["count.csv#2"]


def test_two_corrections_of_one_entry_both_stand(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        a,krome,2020-05-14,411,2020-05-15,
        b,krome,2020-05-14,412,2020-05-16,a
        c,krome,2020-05-14,413,2020-05-17,a""",
    )
    assert standing(record, "count") == ["b", "c"]


def test_an_entry_may_be_named_by_its_file_and_row(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        ,krome,2020-05-14,411,2020-05-15,
        b,krome,2020-05-15,412,2020-05-16,
        c,krome,2020-05-15,413,2020-05-17,count.csv#3
        d,krome,2020-05-14,414,2020-05-17,count.csv#2""",
    )
    assert standing(record, "count") == ["c", "d"]
    assert record.unresolved.is_empty()


def test_what_replaces_an_entry_that_nobody_has_stands_and_is_told(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
            a,krome,2020-05-14,411,2020-05-15,nobody""",
        withdrawal=f"""{TAKEN_BACK}
            w,2020-05-17,count.csv#99,wrong""",
    )
    assert standing(record, "count") == ["a"]
    told = record.unresolved.rows(named=True)
    assert [(row["file"], row["row"], row["found"]) for row in told] == [
        ("count.csv", 2, "nobody"), ("withdrawal.csv", 2, "count.csv#99")
    ]  # fmt: skip
    assert all("there is no entry" in row["reason"] for row in told)


def test_the_correction_of_a_row_that_was_set_aside_is_no_riddle(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        ,krome,2020-05-14,AS NEEDED,2020-05-15,
        b,krome,2020-05-14,412,2020-05-16,count.csv#2""",
    )
    assert standing(record, "count") == ["b"]
    assert record.unresolved.is_empty()


@pytest.mark.parametrize("names", [["a"], ["b", "a"], ["b", "c", "a"]])
def test_entries_that_replace_each_other_in_a_round_all_stand_and_are_told(
    names: Sequence[str], tmp_path: Path
) -> None:
    ids = sorted(names)
    rows = [f"{id_},krome,2020-05-14,41{n},2020-05-1{n + 4},{names[n]}"
            for n, id_ in enumerate(ids)]  # fmt: skip
    text = "\n".join([HEADER, *rows, "z,krome,2020-05-14,400,2020-05-20,a"])
    record = record_of(tmp_path, count=text)
    assert standing(record, "count") == sorted({*ids[1:], "z"})
    assert len(record.unresolved) == len(ids)
    assert record.as_known().history(["z"])["id"].to_list() == ["a"]


def test_withdrawals_in_a_round_withdraw_nothing(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"{HEADER}\na,krome,2020-05-14,411,2020-05-15,",
        withdrawal=f"""{TAKEN_BACK}
            w1,2020-05-17,w2,x
            w2,2020-05-18,w1,x
            w3,2020-05-19,w3,x
            w4,2020-05-19,a,x""",
    )
    assert standing(record, "count") == []
    assert standing(record, "withdrawal") == ["w1", "w2", "w3", "w4"]
    assert record.unresolved["row"].to_list() == [2, 3, 4]


def test_a_long_chain_of_corrections_and_withdrawals_is_followed(tmp_path: Path) -> None:
    length = 20_000
    counts = [f"c{n},krome,2020-05-14,{n},2020-05-15,{f'c{n - 1}' if n else ''}"
              for n in range(length)]  # fmt: skip
    taken = [f"w{n},2020-05-17,{f'w{n - 1}' if n else f'c{length - 1}'},x" for n in range(length)]
    record = record_of(
        tmp_path, count="\n".join([HEADER, *counts]), withdrawal="\n".join([TAKEN_BACK, *taken])
    )
    assert standing(record, "count") == [f"c{length - 1}"]
    assert len(record.as_known().history([f"c{length - 1}"])) == length - 1


def test_the_history_of_an_entry_is_the_chain_below_it_as_known_then(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        count=f"""{HEADER}
        a,krome,2020-05-14,411,2020-05-15,
        b,krome,2020-05-14,412,2020-05-16,a
        c,krome,2020-05-14,413,2020-05-17,b
        other,krome,2020-05-15,9,2020-05-17,""",
    )
    assert record.as_known().history(["c"])["id"].to_list() == ["a", "b"]
    assert record.as_known().history(["b"])["id"].to_list() == ["a"]
    assert record.as_known(date(2020, 5, 16)).history(["c"])["id"].to_list() == []
    assert record.as_known().history([]).is_empty()
    assert record.as_known().history(["a", "other"]).is_empty()


FILES = {
    "a.csv": f"{HEADER}\nx,krome,2020-05-14,1,2020-05-20,\n,krome,2020-05-15,2,2020-05-20,\n",
    "b.csv": f"{HEADER}\nx,krome,2020-05-14,3,2020-05-19,\n"
    "y,krome,2020-05-15,4,2020-05-21,a.csv#3\n",
    "c.csv": f"{HEADER}\ny,krome,2020-05-16,5,2020-05-21,\nz,krome,2020-05-14,6,2020-05-22,x\n",
}  # fmt: skip


def test_the_order_in_which_files_are_read_does_not_matter(tmp_path: Path) -> None:
    batches = [typed(tmp_path / name, text, "count") for name, text in FILES.items()]
    found = []
    for order in permutations(batches):
        record = Record.of(order, EASTERN)
        frame = record.as_known().entries("count").sort("file", "row")
        found.append((frame.rows(), sorted((a.file, a.used, tuple(a.set_aside["row"]))
                                           for a in record.accounts)))  # fmt: skip
    assert all(each == found[0] for each in found)
    assert [row[0] for row in found[0][0]] == ["y", "z"]


def test_an_id_given_twice_keeps_what_was_recorded_first(tmp_path: Path) -> None:
    batches = [typed(tmp_path / name, text, "count") for name, text in FILES.items()]
    record = Record.of(batches, EASTERN)
    kept = record.frames["count"].filter(pl.col("id") == "x")
    assert kept["count"].to_list() == [3]
    for account in record.accounts:
        assert account.read == account.used + len(account.set_aside) + account.not_data
    reasons = [r for a in record.accounts for r in a.set_aside["reason"]]
    assert reasons == ["this id names another entry as well; expected an id that no other entry has"
                       ] * 2  # fmt: skip


def test_a_file_given_twice_is_used_once(tmp_path: Path) -> None:
    batch = typed(tmp_path / "a.csv", FILES["a.csv"], "count")
    record = Record.of([batch, batch], EASTERN)
    assert len(record) == 2
    assert sum(account.used for account in record.accounts) == 2


def test_an_id_is_one_over_all_kinds(tmp_path: Path) -> None:
    record = record_of(
        tmp_path, count=f"{HEADER}\na,krome,2020-05-14,411,2020-05-15,",
        milestone="id,name,date\na,plan,2020-05-16",
    )  # fmt: skip
    assert len(record) == 1
    assert standing(record, "count") == ["a"]


def _stand(links: dict[str, str], withdrawals: set[str], entries: set[str]) -> set[str]:
    """What stands, by the words of the rule, one entry at a time."""

    def in_round(id_: str) -> bool:
        at = links.get(id_)
        seen = set[str]()
        while at is not None and at not in seen:
            if at == id_:
                return True
            seen.add(at)
            at = links.get(at)
        return False

    sound = {id_: other for id_, other in links.items() if not in_round(id_)}

    def withdrawn(id_: str) -> bool:
        return any(other == id_ and by in withdrawals and not withdrawn(by)
                   for by, other in sound.items())  # fmt: skip

    return {
        id_ for id_ in entries
        if not any(other == id_ and not withdrawn(by) for by, other in sound.items())
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 7)), min_size=1, max_size=8),
    st.integers(0, 8),
)
def test_what_stands_is_what_the_rule_says(made: list[tuple[bool, int | None]], known: int) -> None:
    names = [f"e{n}" for n in range(len(made))]
    rows: dict[str, list[str]] = {
        "count": [HEADER], "withdrawal": ["id,date,recorded,supersedes"],
    }  # fmt: skip
    links, withdrawals, entries = {}, set[str](), set[str]()
    for n, (withdraws, other) in enumerate(made):
        target = f"e{other}" if other is not None else ""
        if withdraws:
            target = target or "e0"
            withdrawals.add(names[n])
            rows["withdrawal"].append(f"{names[n]},2020-05-01,2020-05-{n + 1:02},{target}")
        else:
            rows["count"].append(f"{names[n]},k{n},2020-05-01,1,2020-05-{n + 1:02},{target}")
        entries.add(names[n])
        if target:
            links[names[n]] = target
    with TemporaryDirectory() as folder:
        record = record_of(Path(folder), **{k: "\n".join(text) for k, text in rows.items()})
    found = {id_ for kind in KINDS for id_ in standing(record, kind)}
    assert found == _stand(links, withdrawals, entries)
    if not record.unresolved["reason"].str.contains("leads back").any():
        then = set(names[:known])
        links_then = {id_: other for id_, other in links.items() if id_ in then}
        day = date(2020, 5, known) if known else date(2020, 4, 30)
        found = {id_ for kind in KINDS for id_ in standing(record, kind, day)}
        assert found == _stand(links_then, withdrawals & then, then)
