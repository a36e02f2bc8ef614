"""Findings from stays, from lists of who is held, and from counts made of both are the same."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from drawdown.errors import InputError
from drawdown.finding.case import Case, read_case
from drawdown.finding.check import check
from drawdown.finding.history import history

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2020, 5, 1), dt.date(2020, 6, 15)
FACILITIES = ("krome", "glades", "broward")
COLUMNS = {"Person ID": "person", "Detention Facility": "facility", "Date": "as_of"}
Stay = tuple[str, str, dt.date, dt.date | None]


def made_up_stays(seed: int, people: int = 900) -> list[Stay]:
    """Stays of synthetic people, some open, some over on the day they began."""
    chance = random.Random(seed)  # noqa: S311
    stays: list[Stay] = []
    for number in range(people):
        book_in = FIRST + DAY * chance.randrange(20)
        length = chance.randrange(60)
        book_out = book_in + DAY * length
        stays.append((
            f"synthetic-{number}", chance.choice(FACILITIES), book_in,
            book_out if book_out < LAST and chance.random() < 0.8 else None,
        ))  # fmt: skip
    return [*stays, ("synthetic-last", "krome", FIRST, LAST)]


def held(stays: list[Stay], facility: str, on: dt.date) -> list[str]:
    return [
        person
        for person, where, book_in, book_out in stays
        if where == facility and book_in <= on and (book_out is None or book_out > on)
    ]


def write(path: Path, header: str, lines: list[str]) -> Path:
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def stays_file(folder: Path, stays: list[Stay]) -> Path:
    lines = [f"{p},{f},{i},{o or ''},{'Paroled' if o else ''}" for p, f, i, o in stays]
    header = "Person ID,Detention Facility,Book In Date,Book Out Date,Release Reason"
    return write(folder / "stays.csv", header, lines)


def counts_file(folder: Path, stays: list[Stay]) -> Path:
    days = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
    lines = [f"{f},{on},{len(held(stays, f, on))}" for on in days for f in FACILITIES]
    return write(folder / "counts.csv", "facility,date,count", lines)


def daily_files(folder: Path, stays: list[Stay], days: list[dt.date]) -> list[Path]:
    return [
        write(
            folder / f"roster-{on}.csv", "Person ID,Detention Facility,Date",
            [f"{person},{f},{on}" for f in FACILITIES for person in held(stays, f, on)],
        )
        for on in days
    ]  # fmt: skip


def answers(case: Case, on: dt.date, known: dt.date | None = None) -> list[object]:
    return [
        (f.facility, f.status, f.value, f.limit)
        for f in check(case, on, known, clauses=["population"])
    ]


@pytest.fixture
def order(project_root: Path) -> Path:
    return project_root / "orders" / "gayle-v-meade.md"


@pytest.mark.parametrize("seed", range(3))
def test_stays_answer_as_their_counts_do_on_every_day(
    seed: int, tmp_path: Path, order: Path
) -> None:
    stays = made_up_stays(seed)
    by_stays = read_case(order, stays=[stays_file(tmp_path, stays)])
    by_counts = read_case(order, [counts_file(tmp_path, stays)])
    spans = history(by_stays, "population", FIRST, LAST)
    assert spans == history(by_counts, "population", FIRST, LAST)
    assert {span.facility for span in spans} == set(FACILITIES)


def test_an_exit_is_not_seen_before_it_happened(tmp_path: Path, order: Path) -> None:
    stays = made_up_stays(7)
    case = read_case(order, stays=[stays_file(tmp_path, stays)])
    on = dt.date(2020, 5, 14)
    assert answers(case, on, known=on) == answers(case, on)
    assert answers(case, on, known=on - DAY) == [
        ("krome", "undetermined", None, 458.25),
        ("glades", "undetermined", None, None),
        ("broward", "undetermined", None, 525.0),
    ]


def test_nothing_is_said_of_days_that_the_stays_do_not_reach(tmp_path: Path, order: Path) -> None:
    case = read_case(order, stays=[stays_file(tmp_path, made_up_stays(1))])
    (krome, *_) = check(case, LAST + DAY, clauses=["population"])
    assert krome.status == "undetermined"
    assert f"the stays reach to {LAST}" in krome.missing[0]


def test_lists_of_who_is_held_answer_for_the_days_they_list(tmp_path: Path, order: Path) -> None:
    stays = made_up_stays(5, people=300)
    days = [dt.date(2020, 5, 13), dt.date(2020, 5, 14), dt.date(2020, 5, 18)]
    lists = daily_files(tmp_path, stays, days)
    with pytest.raises(InputError, match="column 'Date' may be as_of"):
        read_case(order, rosters=lists)
    profile = tmp_path / "profile.toml"
    columns = "".join(f'"{column}" = "{field}"\n' for column, field in COLUMNS.items())
    profile.write_text(f"[columns]\n{columns}", encoding="utf-8")
    by_lists = read_case(order, rosters=lists, profile=profile)
    by_counts = read_case(order, [counts_file(tmp_path, stays)])
    for on in days:
        assert answers(by_lists, on) == answers(by_counts, on)


def test_rows_of_another_facility_are_set_aside_and_counted(tmp_path: Path, order: Path) -> None:
    stays = [*made_up_stays(2, people=50), ("synthetic-other", "elsewhere", FIRST, None)]
    case = read_case(order, stays=[stays_file(tmp_path, stays)])
    account = next(a for a in case.record.accounts if a.kind == "stay")
    assert account.read == account.used + len(account.set_aside) + account.not_data
    assert account.set_aside["reason"].to_list()[0].startswith("'elsewhere' is not a facility")
