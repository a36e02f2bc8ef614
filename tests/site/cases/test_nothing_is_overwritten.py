"""Entries are only ever added: the database refuses anything else, and the code never tries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from drawdown.site.accounts.access import Access
from drawdown.site.cases.append import ConflictError, NotAddedError, append
from drawdown.site.cases.models import Case, Row, Stay

NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
SOAP = {"date": "2020-05-12", "facility": "krome", "item": "soap", "quantity": "10"}


def test_the_database_refuses_to_change_an_entry(case: Case) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Row.objects.filter(case=case, seq=1).update(by="somebody else")


def test_the_database_refuses_to_remove_an_entry(case: Case) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Row.objects.filter(case=case, seq=1)._raw_delete("default")


def test_entries_are_numbered_without_gaps(case: Case) -> None:
    before = case.position
    append(case, [("handout", SOAP), ("handout", SOAP)], by="a", now=NOW)
    seqs = Row.objects.filter(case=case, seq__gt=before).order_by("seq")
    assert list(seqs.values_list("seq", flat=True)) == [before + 1, before + 2]
    assert case.position == before + 2


def test_one_bad_entry_keeps_all_of_them_out(case: Case) -> None:
    before = Row.objects.filter(case=case).count()
    with pytest.raises(NotAddedError) as caught:
        append(case, [("handout", SOAP), ("handout", SOAP | {"quantity": "ten"})], by="a", now=NOW)
    (problem,) = caught.value.problems
    assert (problem.index, problem.column) == (1, "quantity")
    assert "'ten' is not a whole number" in problem.reason
    assert Row.objects.filter(case=case).count() == before


def test_the_good_ones_go_in_where_that_is_asked_for(case: Case) -> None:
    done = append(
        case,
        [("handout", SOAP), ("handuot", SOAP), ("handout", SOAP | {"facility": "nowhere"})],
        by="a", now=NOW, partly=True,
    )  # fmt: skip
    assert list(done.added) == [0]
    assert [problem.index for problem in done.problems] == [1, 2]
    assert "did you mean" in done.problems[0].reason or "handout" in done.problems[0].reason


def test_the_same_entry_sent_twice_is_one(case: Case) -> None:
    entry = ("handout", SOAP | {"id": "from-our-system-17"})
    first = append(case, [entry], by="a", now=NOW)
    again = append(case, [entry], by="a", now=NOW)
    assert list(first.added) == [0]
    assert again.added == {}
    assert again.known[0].seq == first.added[0].seq


def test_another_entry_under_the_same_id_is_refused(case: Case) -> None:
    append(case, [("handout", SOAP | {"id": "x"})], by="a", now=NOW)
    with pytest.raises(NotAddedError, match="names another entry"):
        append(case, [("handout", SOAP | {"id": "x", "quantity": "11"})], by="a", now=NOW)


def test_what_changed_meanwhile_is_looked_at_under_the_lock(case: Case) -> None:
    def still() -> None:
        raise ConflictError("somebody was faster")

    before = case.position
    with pytest.raises(ConflictError):
        append(case, [("handout", SOAP)], by="a", now=NOW, still=still)
    case.refresh_from_db()
    assert case.position == before


def test_the_time_of_recording_is_the_site_s_and_not_the_sender_s(case: Case) -> None:
    sent = SOAP | {"recorded": "2020-05-01", "by": "somebody else"}
    row = append(case, [("handout", sent)], by="Kim Dorsey", now=NOW).added[0]
    assert row.recorded == NOW
    assert row.by == "Kim Dorsey"


def test_an_exit_ends_the_stay_in_lists_and_its_withdrawal_brings_it_back(
    case: Case, access: Callable[[str], Access]
) -> None:
    person = Stay.objects.filter(case=case, facility="krome", left=None).first()
    assert person is not None
    gone = {"id": "gone", "date": "2020-05-12", "person": person.person, "facility": "krome",
            "how": "removal"}  # fmt: skip
    append(case, [("exit", gone)], by="a", now=NOW)
    stay = Stay.objects.get(case=case, entry=person.entry)
    assert (str(stay.left), stay.how) == ("2020-05-12", "removal")
    append(case, [("withdrawal", {"id": "back", "date": "2020-05-12", "supersedes": "gone"})],
           by="a", now=NOW)  # fmt: skip
    assert Stay.objects.get(case=case, entry=person.entry).left is None
    append(case, [("withdrawal", {"date": "2020-05-12", "supersedes": "back"})], by="a", now=NOW)
    assert Stay.objects.get(case=case, entry=person.entry).left is not None
