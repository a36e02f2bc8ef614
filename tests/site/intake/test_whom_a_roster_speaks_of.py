"""A roster of one facility ends nobody's stay at another; where it matters, it is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.site.intake.conftest import ROSTERS, people, roster

from drawdown.roster.intake import ReadOptions, roster_from
from drawdown.roster.into_record import enter_roster
from drawdown.site.cases.exporting import export_folder
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.intake import entering
from drawdown.site.intake.models import Upload
from drawdown.site.intake.worker import claim, do_one

DAY = date(2020, 5, 12)
BEFORE = DAY - timedelta(days=1)
Send = Callable[..., Upload]
ALL = [*people(1, 5), *people(6, 9, "Glades"), *people(10, 12, "Broward")]


def held(case: Case) -> dict[str, int]:
    stays = Stay.objects.filter(case=case, person__startswith="P-", left=None)
    return {name: stays.filter(facility=name).count() for name in ("krome", "glades", "broward")}


def test_facility_staff_end_no_stay_elsewhere(case: Case, send: Send, accept: Send) -> None:
    accept(send(roster(ALL, BEFORE)))
    upload = accept(send(roster(people(1, 4), DAY), "krome"), "krome")
    assert upload.result["places"] == ["krome"]
    assert held(case) == {"krome": 4, "glades": 4, "broward": 3}
    assert upload.result["changes"]["unexplained"]["count"] == 1


def test_a_file_of_some_facilities_asks_whether_it_speaks_of_the_others(
    case: Case, send: Send, accept: Send, signed_in: Callable[[str], Client]
) -> None:
    accept(send(roster(ALL, BEFORE)))
    upload = send(roster(people(1, 5), DAY))
    assert upload.state == "asks"
    assert "lists nobody at" in upload.problem
    client = signed_in("agency")
    client.post(f"{ROSTERS}{upload.pk}/answers", {"covers": "listed"})
    upload.refresh_from_db()
    assert accept(upload).result["places"] == ["krome"]
    assert held(case) == {"krome": 5, "glades": 4, "broward": 3}
    later = send(roster(people(1, 4), DAY + timedelta(days=1)))
    client.post(f"{ROSTERS}{later.pk}/answers", {"covers": "all"})
    later.refresh_from_db()
    assert accept(later).result["changes"]["unexplained"]["count"] == 8
    assert held(case) == {"krome": 4, "glades": 0, "broward": 0}


def test_a_roster_of_every_facility_is_not_asked_about(send: Send, accept: Send) -> None:
    accept(send(roster(ALL, BEFORE)))
    upload = accept(send(roster(ALL[:-1], DAY)))
    assert upload.result["places"] is None
    assert upload.result["changes"]["unexplained"]["count"] == 1


def test_who_is_listed_elsewhere_was_moved_and_has_not_arrived_as_well(
    send: Send, accept: Send, signed_in: Callable[[str], Client]
) -> None:
    accept(send(roster(ALL, BEFORE)))
    moved = [*ALL[1:], *people(1, 1, "Glades", "2020-05-12")]
    upload = accept(send(roster(moved, DAY)))
    changes = upload.result["changes"]
    assert (changes["moved"]["count"], changes["arrived"]["count"]) == (1, 0)
    page = signed_in("agency").get(f"{ROSTERS}{upload.pk}/changes").content.decode()
    assert "now at Glades" in page


def test_one_facility_under_two_names_is_one(case: Case, send: Send, accept: Send) -> None:
    name = order_of(case).header.names()["krome"]
    accept(send(roster(people(1, 5, "krome"), BEFORE), "krome"), "krome")
    upload = accept(send(roster(people(1, 5, name), DAY), "krome"), "krome")
    assert upload.result["entries"] == 0
    assert held(case)["krome"] == 5


def test_stays_at_places_that_the_order_is_not_about_are_counted_and_left_out(
    case: Case, send: Send, accept: Send
) -> None:
    upload = accept(send(roster([*ALL, *people(20, 24, "Elsewhere")], DAY)))
    assert upload.result["outside"] == {"Elsewhere": 5}
    assert (upload.result["added"], upload.result["left_out_count"]) == (12, 0)
    assert not Row.objects.filter(case=case, facility="Elsewhere").exists()


def test_the_list_of_a_facility_where_nobody_is_held_any_more(
    case: Case, send: Send, accept: Send
) -> None:
    accept(send(roster(people(1, 3), BEFORE), "krome"), "krome")
    empty = SimpleUploadedFile(f"krome {DAY}.csv", b"A-Number,Facility,Book In Date\n")
    upload = accept(send(empty, "krome"), "krome")
    assert upload.result["changes"]["unexplained"]["count"] == 3


def test_a_roster_accepted_in_between_is_taken_into_account(
    case: Case, send: Send, accept: Send, monkeypatch: object
) -> None:
    """Two rosters accepted at once come to what they come to one after the other."""
    accept(send(roster(people(1, 9), BEFORE - timedelta(days=1))))
    one, other = send(roster(people(2, 9), BEFORE)), send(roster(people(3, 9), DAY))
    Upload.objects.filter(pk__in=[one.pk, other.pk]).update(
        state="accepting", accepted_by="Ada Quintero"
    )
    plan, plans = entering._plan, []

    def slow(*given: object) -> entering.Plan:
        made = plan(*given)  # type: ignore[arg-type]
        plans.append(made)
        if len(plans) == 1:
            assert do_one()  # the other one is faster
        return made

    entering._plan = slow
    try:
        assert do_one()
    finally:
        entering._plan = plan
    assert len(plans) == 3
    assert not do_one()
    for upload in (one, other):
        upload.refresh_from_db()
        assert upload.state == "accepted", upload.problem
    stays = Stay.objects.filter(case=case, person__startswith="P-")
    left = sorted(str(day) for day in stays.exclude(left=None).values_list("left", flat=True))
    assert left == [str(BEFORE), str(DAY)]


def test_a_folder_exported_goes_on_at_the_command_line(
    case: Case, send: Send, accept: Send, tmp_path: Path
) -> None:
    accept(send(roster(ALL, BEFORE)))
    accept(send(roster(people(1, 4), DAY), "krome"), "krome")
    case.refresh_from_db()
    export_folder(case, tmp_path / "case")
    names = order_of(case).header.facility_names()

    def enter(lines: list[str], day: date) -> tuple[int, int, int, bool]:
        content = roster(lines, day).read()
        read = roster_from(content, Path(f"all {day}.csv"), ReadOptions())
        done = enter_roster(tmp_path / "case", read, content, now=timezone.now(), facilities=names)
        return done.added, done.superseded, done.withdrawn, done.already_there

    assert enter(ALL, BEFORE) == (0, 0, 0, True)
    assert enter([*people(1, 4), *ALL[5:]], DAY + timedelta(days=1)) == (0, 0, 0, False)
    assert enter([*people(1, 3), *ALL[5:]], DAY + timedelta(days=2)) == (1, 1, 0, False)


def test_nothing_waits_after_all_is_done(send: Send, accept: Send) -> None:
    accept(send(roster(people(1, 3), DAY)))
    assert claim(timezone.now()) is None
