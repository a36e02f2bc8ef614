"""Whatever a call brings about is kept once, in the record, before the line says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, InterfaceError

from drawdown.check_in.dialogue import (
    Answered,
    Digits,
    Do,
    HungUp,
    RecordingDone,
    State,
    UnavailableError,
    begin,
    step,
)
from drawdown.check_in.lines.console import Console
from drawdown.check_in.receipt import is_receipt
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.cases.sealing import open_sealed
from drawdown.site.line import store as stores
from drawdown.site.line.models import Call, Enrolment, Receipt, Said, Step, WrongTry
from drawdown.site.line.people import EnrolmentError, end, enrol, new_pin, telephone_of
from drawdown.site.line.reading import history_in, schedule_in
from drawdown.site.line.store import CaseStore, NotKeptError

PERSON = "A-RELEASED"


@pytest.fixture
def store(case: Case) -> CaseStore:
    """The line of a case in which one person was released a week ago, on weekly check-ins."""
    line = CaseStore(case, "console")
    day = line.now().date() - timedelta(days=6)
    append(
        case,
        [("decision", {"date": day.isoformat(), "person": PERSON, "outcome": "released",
                       "authority": "parole", "decider": "A. Quintero", "reason": "it is time",
                       "check_in": "7 days"})],
        by="a test", now=line.now() - timedelta(days=6),
    )  # fmt: skip
    return line


def call(store: CaseStore, name: str, *keys: str) -> State:
    """A whole call from typed keys, then hang up."""
    typed: Iterator[str] = iter(keys)
    store.begun(name, store.now(), telephone="+13055550100")
    line = Console(store, lambda asking: next(typed, None), lambda text: None, store.now)
    return line.call(begin(name, telephone="+13055550100"))


def test_a_check_in_is_an_entry_with_the_receipt_that_was_read(store: CaseStore) -> None:
    who, pin = enrol(store.case, PERSON, by="a test", telephone="+13055550100")
    state = call(store, "c1", "2", "1", f"{who.number}#", f"{pin}#", "1")
    assert is_receipt(state.receipt)
    (row,) = Row.objects.filter(case=store.case, kind="check_in", person=PERSON)
    assert f'"receipt":"{state.receipt}"' in (row.content or "").replace(" ", "")
    assert Receipt.objects.get(number=state.receipt).entry == row.name
    (made,) = history_in(store.case, PERSON).check_ins
    assert (made.receipt, made.language, made.line) == (state.receipt, "es", "console")
    told = Step.objects.get(what="receipt")
    assert (told.person, told.means, told.claimed) == (PERSON, "text", None)
    ended = Call.objects.get(name="c1")
    assert (ended.person, ended.language, "checked_in" in ended.done) == (PERSON, "es", True)
    assert Enrolment.objects.get(pk=who.pk).language == "es"


def test_the_same_effect_again_adds_nothing(store: CaseStore) -> None:
    who, pin = enrol(store.case, PERSON, by="a test")
    state, now = begin("c1"), store.now()
    for event in (Answered(), Digits("1"), Digits("1"), Digits(who.number), Digits(pin)):
        state = step(state, event, store.desk(now)).state
    (done, *_) = step(state, Digits("1"), store.desk(now)).actions
    assert isinstance(done, Do)
    for _ in range(3):
        store.save(done.effect, now)
    assert Row.objects.filter(case=store.case, kind="check_in", person=PERSON).count() == 1
    assert Receipt.objects.count() == Step.objects.filter(person=PERSON).count() == 1


def test_a_wrong_pin_is_counted_and_locks_nobody_out(store: CaseStore) -> None:
    who, pin = enrol(store.case, PERSON, by="a test")
    wrong = "999888" if pin != "999888" else "888999"
    for number in range(5):
        call(store, f"w{number}", "1", "1", *[f"{who.number}#", f"{wrong}#"] * 3)
    assert WrongTry.objects.filter(number=who.number).count() == 15
    assert call(store, "c1", "1", "1", f"{who.number}#", f"{pin}#", "1").receipt


def test_a_new_pin_ends_the_one_before_and_an_end_ends_both(store: CaseStore) -> None:
    who, old = enrol(store.case, PERSON, by="a test")
    with pytest.raises(EnrolmentError, match="already"):
        enrol(store.case, PERSON, by="a test")
    pin = new_pin(who)
    identify = store.desk(store.now()).identify
    assert identify(who.number, old) is None
    assert identify(who.number, pin)
    end(who, store.now())
    assert identify(who.number, pin) is None
    again, _ = enrol(store.case, PERSON, by="a test")
    assert again.pk != who.pk


def test_a_message_and_a_number_to_call_back_are_sealed(store: CaseStore) -> None:
    who, pin = enrol(store.case, PERSON, by="a test", telephone="+13055550199")
    now = store.now()
    state = begin("c1")
    name = store.keep_sound("c1", b"RIFF of a message", 4.0, now)
    events = (Answered(), Digits("1"), Digits("1"), Digits(who.number), Digits(pin), Digits("3"),
              Digits("1"), RecordingDone(name, 4.0), Digits("4"), Digits("3055550123"),
              HungUp())  # fmt: skip
    for event in events:
        taken = step(state, event, store.desk(now))
        state = taken.state
        for action in taken.actions:
            if isinstance(action, Do):
                store.save(action.effect, now)
    sound = Said.objects.get(kind="sound")
    assert (sound.person, sound.seconds) == (PERSON, 4.0)
    opened = open_sealed(store.case.pk, bytes(sound.sealed), f"said {sound.name}")
    assert opened == b"RIFF of a message"
    back = Said.objects.get(kind="telephone")
    assert b"3055550123" not in bytes(back.sealed)
    tasks = Row.objects.filter(case=store.case, kind="task", person=PERSON)
    assert sorted(row.name for row in tasks)[0].startswith("c1/")
    assert all("3055550123" not in (row.content or "") for row in tasks)
    assert Step.objects.filter(means="mail").count() == 2
    assert b"0199" not in bytes(who.telephone or b"")
    assert telephone_of(who) == "+13055550199"


def test_a_report_of_conditions_names_nobody(store: CaseStore) -> None:
    call(store, "c1", "1", "2", "1", "1", "1")
    (row,) = Row.objects.filter(case=store.case, kind="condition", by="the line")
    assert row.person == ""
    assert "anonymous" in (row.content or "")


@pytest.mark.parametrize("error", [DatabaseError("gone"), InterfaceError("closed")])
def test_where_the_database_fails_the_line_says_that_it_is_ours(
    error: Exception, store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, pin = enrol(store.case, PERSON, by="a test")

    def broken(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(stores, "append", broken)
    state = call(store, "c1", "1", "1", f"{who.number}#", f"{pin}#", "1")
    assert state.receipt == ""
    assert state.failure
    assert not Row.objects.filter(case=store.case, kind="check_in", person=PERSON).exists()
    monkeypatch.setattr(stores, "identified", broken)
    with pytest.raises(UnavailableError):
        store.desk(store.now()).identify(who.number, pin)
    monkeypatch.setattr(Said.objects, "filter", broken)
    with pytest.raises(NotKeptError):
        store.keep_sound("c1", b"", 0, store.now())


def test_the_language_of_the_last_call_is_offered_first(store: CaseStore) -> None:
    call(store, "c1", "3", "9")
    assert store.desk(store.now()).hint("+1 (305) 555-0100") == "ht"
    assert store.desk(store.now()).hint("") == ""


def test_the_schedule_comes_from_the_record(store: CaseStore) -> None:
    schedule = schedule_in(store.case, PERSON)
    assert schedule
    following: datetime = next(schedule.windows(store.now())).due
    assert following.date() >= store.now().date()
    assert schedule_in(store.case, "nobody") is None


def test_terms_that_contradict_each_other_keep_nobody_from_checking_in(store: CaseStore) -> None:
    day = store.now().date().isoformat()
    cells = {"date": day, "person": PERSON, "every": "3", "opens": "2", "grace": "2",
             "decider": "A. Quintero"}  # fmt: skip
    append(store.case, [("check_in_terms", cells)], by="a test", now=store.now())
    assert schedule_in(store.case, PERSON) is None
    who, pin = enrol(store.case, PERSON, by="a test")
    assert is_receipt(call(store, "c1", "1", "1", f"{who.number}#", f"{pin}#", "1").receipt)


def test_a_check_in_taken_back_by_its_file_and_row_is_not_counted(store: CaseStore) -> None:
    who, pin = enrol(store.case, PERSON, by="a test")
    call(store, "c1", "1", "1", f"{who.number}#", f"{pin}#", "1")
    row = Row.objects.get(case=store.case, kind="check_in", person=PERSON)
    cells = {"date": row.date.isoformat(), "supersedes": f"{row.file}#{row.line}", "reason": "x"}
    append(store.case, [("withdrawal", cells)], by="a test", now=store.now())
    assert history_in(store.case, PERSON).check_ins == ()
