"""A roster is sent, read, asked about, corrected and accepted; every row is accounted for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.site.intake.conftest import ROSTERS, people, roster

from drawdown.finding.case import read_case
from drawdown.roster.reconcile import reconcile
from drawdown.site.cases.exporting import export_folder
from drawdown.site.cases.importing import import_folder
from drawdown.site.cases.models import Case, Identity, Row, SourceFile, Stay
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.intake import entering
from drawdown.site.intake.entering import _said, _snapshots
from drawdown.site.intake.models import Fold, Upload
from drawdown.site.intake.worker import claim

DAY = date(2020, 5, 12)
Send = Callable[..., Upload]


def test_it_is_read_and_waits_to_be_accepted(send: Send) -> None:
    upload = send(roster(people(1, 20), DAY))
    assert upload.state == "read"
    assert upload.report["says"] == "21 rows read = 20 used + 0 set aside + 1 not data"
    assert upload.as_of == DAY


def test_accepted_it_is_in_the_record_with_its_source_and_its_people_sealed(
    case: Case, send: Send, accept: Send
) -> None:
    before = case.position
    upload = accept(send(roster(people(1, 20), DAY)))
    assert upload.state == "accepted"
    assert upload.result["added"] == 20
    rows = Row.objects.filter(case=case, seq__gt=before)
    assert rows.count() == 20
    assert all(row.person.startswith("P-") for row in rows)
    assert "A000000001" not in "".join(row.content or "" for row in rows)
    assert "sha256" in (rows[0].content or "")
    identity = Identity.objects.get(case=case, person=rows.order_by("seq")[0].person)
    own = open_sealed(case.pk, bytes(identity.sealed), f"identity {identity.person}").decode()
    assert own.startswith("A0000000")
    assert Stay.objects.filter(case=case, person__startswith="P-", left=None).count() == 20


def test_who_vanishes_between_two_rosters_is_an_exit_to_be_explained(
    case: Case, send: Send, accept: Send, signed_in: Callable[[str], Client]
) -> None:
    accept(send(roster(people(1, 20), date(2020, 5, 11))))
    upload = accept(send(roster(people(3, 22), DAY)))
    client = signed_in("agency")
    page = client.get(f"{ROSTERS}{upload.pk}/changes")
    counts = {section["kind"]: section["count"] for section in page.context["sections"]}
    assert counts == {
        "unexplained": 2,
        "arrived": 2,
        "left": 0,
        "corrected": 0,
        "withdrawn": 0,
        "moved": 0,
    }
    assert page.context["sections"][0]["kind"] == "unexplained"
    person = page.context["sections"][0]["changes"][0].row.person
    address = f"{ROSTERS}explain/{person}"
    assert client.post(address, {"how": "release"}).status_code == 422
    said = {"how": "release", "authority": "bond 236(a)", "source": "release log", "token": "e-1"}
    assert client.post(address, said).status_code == 302
    stay = Stay.objects.get(case=case, person=person)
    assert (stay.how, stay.authority) == ("release", "bond 236(a)")


def test_the_order_of_loading_does_not_matter_and_the_fold_is_not_a_shortcut_to_another_answer(
    case: Case, send: Send, accept: Send
) -> None:
    days = [date(2020, 5, 9), date(2020, 5, 11), date(2020, 5, 10), DAY]
    for n, day in enumerate(days):
        assert accept(send(roster(people(1 + n, 10 + n), day))).state == "accepted"
    with_fold = sorted(
        map(str, Stay.objects.filter(case=case, person__startswith="P-").values_list(
            "book_in", "left", "how"))
    )  # fmt: skip
    assert Fold.objects.filter(case=case).count() == 1
    history = reconcile(_snapshots(case, dict(_said(case)))).with_columns(
        pl.col("exit").fill_null("")
    )
    told = sorted(
        str((row["book_in"], row["book_out"], row["exit"]))
        for row in history.iter_rows(named=True)
    )  # fmt: skip
    assert with_fold == told


def test_five_bad_rows_are_corrected_and_the_corrections_kept(
    case: Case, send: Send, accept: Send, signed_in: Callable[[str], Client]
) -> None:
    dates = ["31/02/2020"] * 5 + ["2020-05-01"] * 15
    lines = [f"A{n:09d},Krome,{day}," for n, day in enumerate(dates, start=1)]
    text = "\n".join(["A-Number,Facility,Book In Date,Book Out Date", *lines]) + "\n"
    upload = send(SimpleUploadedFile("krome 2020-05-12.csv", text.encode()), "krome")
    assert upload.report["account"] == {"read": 21, "used": 15, "set_aside": 5, "not_data": 1}
    client = signed_in("krome")
    page = client.get(f"{ROSTERS}{upload.pk}").content.decode()
    assert page.count("31/02/2020") >= 5
    fixed = {f"cell:{n}:Book In Date": "2020-02-28" for n in range(5)}
    client.post(f"{ROSTERS}{upload.pk}/rows", fixed)
    upload.refresh_from_db()
    assert upload.report["account"] == {"read": 21, "used": 20, "set_aside": 0, "not_data": 1}
    assert [(c["was"], c["now"]) for c in upload.corrections] == [("31/02/2020", "2020-02-28")] * 5
    assert all("Kim Dorsey" in c["by"] for c in upload.corrections)
    assert accept(upload, "krome").result["added"] == 20
    kept = SourceFile.objects.get(case=case, path__endswith=".csv", path__startswith="rosters/")
    assert b"31/02/2020" in open_sealed(case.pk, bytes(kept.sealed), f"file {kept.path}")


def test_a_column_in_doubt_is_asked_about_and_the_answer_holds(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    text = "Identifier,Location,Start\n" + "\n".join(people(1, 8)) + "\n"
    upload = send(SimpleUploadedFile("list 2020-05-12.csv", text.encode()))
    assert upload.state == "asks"
    doubts = [c["column"] for c in upload.report["columns"] if not c["certain"]]
    assert "Identifier" in doubts
    answers = {"column:Identifier": "person", "column:Location": "facility",
               "column:Start": "book_in", "as_of": "2020-05-12"}  # fmt: skip
    signed_in("agency").post(f"{ROSTERS}{upload.pk}/answers", answers)
    upload.refresh_from_db()
    assert (upload.state, upload.report["people"]) == ("read", 8)


def test_the_same_file_twice_is_taken_once_and_says_so(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    first = send(roster(people(1, 5), DAY))
    again = signed_in("agency").post(ROSTERS, {"file": roster(people(1, 5), DAY)}, follow=True)
    assert Upload.objects.filter(sha256=first.sha256).count() == 1
    assert "sent before" in again.content.decode()


def test_accepting_twice_enters_once(case: Case, send: Send, accept: Send) -> None:
    upload = accept(send(roster(people(1, 5), DAY)))
    position = Case.objects.get(pk=case.pk).position
    accept(upload)
    assert Case.objects.get(pk=case.pk).position == position


def test_discarded_it_may_be_sent_again(send: Send, signed_in: Callable[[str], Client]) -> None:
    upload = send(roster(people(1, 5), DAY))
    signed_in("agency").post(f"{ROSTERS}{upload.pk}/discard")
    assert send(roster(people(1, 5), DAY)).pk != upload.pk


def test_facility_staff_load_their_facility_s_rosters_only(
    send: Send, signed_in: Callable[[str], Client]
) -> None:
    mixed = roster([*people(1, 5), *people(6, 7, "Glades")], DAY)
    upload = send(mixed, "krome")
    assert upload.state == "asks"
    assert "rows 7, 8 are of another facility" in upload.problem
    theirs = signed_in("glades").get(f"{ROSTERS}{upload.pk}")
    assert theirs.status_code == 403
    assert signed_in("glades").get(ROSTERS).context["uploads"] == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("notes.csv", b"hello\n", "expected"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "workbook"),
    ],
)
def test_what_is_no_roster_gets_one_line(
    signed_in: Callable[[str], Client], name: str, content: bytes, says: str
) -> None:
    client = signed_in("agency")
    answer = client.post(ROSTERS, {"file": SimpleUploadedFile(name, content)}, follow=True)
    text = answer.content.decode()
    assert "Traceback" not in text
    assert says in text or Upload.objects.filter(name=name, state="asks").exclude(problem="")


def test_a_workbook_that_unpacks_to_something_absurd_is_refused(
    signed_in: Callable[[str], Client],
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    answer = signed_in("agency").post(
        ROSTERS, {"file": SimpleUploadedFile("bomb.xlsx", packed.getvalue())}
    )
    assert answer.status_code == 422
    assert "would unpack" in answer.content.decode()


def test_an_exported_case_goes_on_with_the_same_rosters(
    case: Case, send: Send, accept: Send, tmp_path: Path
) -> None:
    accept(send(roster(people(1, 20), date(2020, 5, 11))))
    accept(send(roster(people(3, 22), DAY)))
    case.refresh_from_db()
    export_folder(case, tmp_path / "case")
    read_case(tmp_path / "case")
    Case.objects.filter(pk=case.pk).update(slug="moved-away")
    again = import_folder(tmp_path / "case")
    kept = ("name", "kind", "date", "recorded", "person", "facility", "file", "line", "content")
    rows = [
        sorted(Row.objects.filter(case=one, file__startswith="rosters/").values_list(*kept))
        for one in (case, again)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 24


def test_a_claim_left_behind_is_taken_up_again(send: Send) -> None:
    upload = send(roster(people(1, 5), DAY))
    now = timezone.now()
    Upload.objects.filter(pk=upload.pk).update(
        state="reading", claimed_until=now + timedelta(seconds=60)
    )
    assert claim(now) is None
    assert claim(now + timedelta(seconds=61)) == upload
    assert claim(now + timedelta(seconds=61)) is None


def test_what_fails_in_the_middle_of_entering_leaves_nothing(
    case: Case, send: Send, accept: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    upload = send(roster(people(1, 5), DAY))
    with monkeypatch.context() as patched:
        patched.setattr(entering, "_keep_files", fail)
        accept(upload)
    assert upload.state == "read"
    assert "Nothing was entered" in upload.problem
    assert Case.objects.get(pk=case.pk).position == case.position
    assert not SourceFile.objects.filter(case=case, path__startswith="rosters/received").exists()
    assert accept(upload).state == "accepted"
