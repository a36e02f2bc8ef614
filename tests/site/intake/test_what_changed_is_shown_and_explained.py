"""What a roster changed: counted once, shown in parts; an exit is explained once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.site.intake.conftest import ROSTERS, people, roster

from drawdown.site.cases import stays
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.intake.models import Upload
from drawdown.site.intake.pages import changes
from drawdown.site.intake.reading import on_the_page

DAY = date(2020, 5, 12)
BEFORE = DAY - timedelta(days=1)
Send = Callable[..., Upload]
SAID = {"how": "release", "authority": "bond 236(a)", "source": "release log"}


def test_a_long_list_is_shown_in_parts_with_few_questions(
    send: Send, accept: Send, signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    upload = accept(send(roster(people(1, 250), DAY)))
    client, seen = signed_in("agency"), set()
    address = f"{ROSTERS}{upload.pk}/changes"
    with django_assert_max_num_queries(25):
        assert "All 250: Arrived" in client.get(address).content.decode()
    for start in (0, 100, 200):
        page = client.get(f"{address}?of=arrived&start={start}").content.decode()
        seen |= set(re.findall(r"/people/(P-[A-Z2-7]+)", page))
    assert len(seen) == 250
    assert client.get(f"{address}?of=nothing&start=x").status_code == 200


def test_a_correction_to_the_past_shows_what_stood_there(
    send: Send, accept: Send, signed_in: Callable[[str], Client]
) -> None:
    head = "A-Number,Facility,Book In Date,Book Out Date,Release Reason\n"

    def stays_of(out: str, why: str, day: date) -> SimpleUploadedFile:
        text = f"{head}A1,Krome,2020-05-01,{out},{why}\nA2,Krome,2020-05-01,,\n"
        return SimpleUploadedFile(f"krome {day}.csv", text.encode())

    accept(send(stays_of("2020-05-09", "Paroled", BEFORE)))
    upload = accept(send(stays_of("2020-05-08", "Removed", DAY)))
    assert upload.result["changes"]["corrected"]["count"] == 1
    page = signed_in("agency").get(f"{ROSTERS}{upload.pk}/changes").content.decode()
    assert re.search(r"<del>May 9, 2020</del>\s*<ins>May 8, 2020</ins>", page)
    assert re.search(r"<del>release</del>\s*<ins>removal", page)


def test_an_exit_is_explained_once(
    case: Case, send: Send, accept: Send, signed_in: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    accept(send(roster(people(1, 3), BEFORE)))
    accept(send(roster(people(2, 3), DAY)))
    gone = Stay.objects.get(case=case, person__startswith="P-", how="unexplained")
    address, client = f"{ROSTERS}explain/{gone.person}", signed_in("agency")
    append = changes.append

    def slower(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(changes, "append", append)
        other = signed_in("second")
        other.post(address, {**SAID, "how": "removal", "token": "e-other"})
        return append(*given, **more)

    monkeypatch.setattr(changes, "append", slower)
    answer = client.post(address, {**SAID, "token": "e-mine"}, follow=True).content.decode()
    assert "Somebody said meanwhile" in answer
    exits = Row.objects.filter(case=case, kind="exit", person=gone.person)
    assert [row.name for row in exits] == ["e-other"]
    again = client.post(address, {**SAID, "token": "e-mine"}, follow=True).content.decode()
    assert "has been said already" in again
    assert exits.count() == 1


def test_stays_of_people_new_to_the_record_are_the_same_made_in_one_go(
    case: Case, send: Send, accept: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "A-Number,Facility,Book In Date,Book Out Date,Release Reason\n"
    lines = [f"A{n},Krome,2020-04-{1 + n % 28:02d},{'2020-05-09' if n % 3 else ''},\n"
             for n in range(30)]  # fmt: skip
    before = set(Stay.objects.filter(case=case).values_list("pk", flat=True))

    def made() -> list[Any]:
        fresh = Stay.objects.filter(case=case).exclude(pk__in=before)
        return sorted(fresh.values_list("person", "book_in", "left", "how", "entry"), key=str)

    monkeypatch.setattr(stays, "AT_ONCE", 5)
    accept(send(SimpleUploadedFile(f"krome {DAY}.csv", (head + "".join(lines)).encode())))
    quick = made()
    assert len(quick) == 30
    rows = list(Row.objects.filter(case=case, person__startswith="P-", kind="stay"))
    monkeypatch.setattr(stays, "AT_ONCE", 300)
    stays.make_stays_anew(case, rows)
    assert made() == quick


def test_a_file_known_from_another_facility_is_said_and_not_shown(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    send(roster(people(1, 3), DAY))
    answer = signed_in("krome").post(ROSTERS, {"file": roster(people(1, 3), DAY)})
    assert answer.status_code == 422
    assert "was sent before, by Ada Quintero" in answer.content.decode()


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("f.csv: column 'X' may be person (confidence 0.70, a short name); confirm with --map "
         "'X=person', or leave it out with --map 'X=-'",
         "f.csv: column 'X' may be person (confidence 0.70, a short name)"),
        ("f.csv: no column is the book-in date; name it with --map COLUMN=book_in",
         "f.csv: no column is the book-in date; say below which column it is"),
        ("f.xlsx: 2 sheets look like rosters ('A', 'B'); say which with --sheet NAME, or --sheet "
         "all", "f.xlsx: 2 sheets look like rosters ('A', 'B'); say it below"),
        ("f.csv: does not say which day it lists; say it with --as-of",
         "f.csv: does not say which day it lists; say it below"),
        ("no book-out is filled in; if this lists who is held on one day, say --kind daily",
         "no book-out is filled in; if this lists who is held on one day, say so below"),
    ],
)  # fmt: skip
def test_a_question_is_asked_in_the_words_of_the_page(says: str, shown: str) -> None:
    assert on_the_page(says) == shown
    assert "--" not in on_the_page(says)
