"""A schedule and what happened are read from the record, and what happens is written to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from drawdown.check_in.dialogue import CallBackAsked, ChangeReported, ConditionReported
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Attempt
from drawdown.check_in.recorded import Usual, history_of, schedule_of
from drawdown.check_in.standing import State, standing
from drawdown.check_in.window import Window
from drawdown.check_in.written import entry_of, entry_of_attempt
from drawdown.record.columns import Terms
from drawdown.record.entry import Entry
from drawdown.record.folder import append_entries, read_folder
from drawdown.record.record import Record, View

EASTERN = ZoneInfo("America/New_York")
USUAL = Usual(EASTERN, 7, None, None, 2)
NOW = datetime(2020, 6, 1, 16, tzinfo=UTC)
DECIDED = (
    '{"entry": "decision", "date": "2020-05-06", "person": "A-1042", "outcome": "released", '
    '"decider": "director", "check_in": "7 days"}'
)


def view(folder: Path, *lines: str) -> View:
    (folder / "events").mkdir(exist_ok=True)
    (folder / "events" / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    batches = read_folder(folder, Terms(EASTERN, {"krome": "krome"}))
    assert not [row for batch in batches for row in batch.account.set_aside.iter_rows()]
    return Record.of(batches, EASTERN).as_known()


def due_days(view_: View, count: int = 4) -> list[date]:
    schedule = schedule_of(view_, "A-1042", USUAL)
    assert schedule
    return [w.day for w in islice(schedule.windows(datetime(2020, 5, 1, tzinfo=UTC)), count)]


def test_from_the_decision_that_released_them(tmp_path: Path) -> None:
    assert due_days(view(tmp_path, DECIDED), 2) == [date(2020, 5, 13), date(2020, 5, 20)]


def test_whom_nobody_released_has_none(tmp_path: Path) -> None:
    assert schedule_of(view(tmp_path, DECIDED), "A-9", USUAL) is None
    none = DECIDED.replace("7 days", "none")
    assert schedule_of(view(tmp_path, none), "A-1042", USUAL) is None


def test_where_the_decision_is_silent_the_order_says(tmp_path: Path) -> None:
    assert due_days(view(tmp_path, DECIDED.replace("7 days", "")), 1) == [date(2020, 5, 13)]
    assert due_days(view(tmp_path, DECIDED.replace("7 days", "2 weeks")), 1) == [date(2020, 5, 20)]


def test_a_later_decision_that_asks_for_none_ends_it(tmp_path: Path) -> None:
    none = DECIDED.replace("7 days", "none").replace("2020-05-06", "2020-05-22")
    found = view(tmp_path, DECIDED, none)
    assert due_days(found) == [date(2020, 5, 13), date(2020, 5, 20)]
    terms = (
        '{"entry": "check_in_terms", "date": "2020-06-01", "person": "A-1042", "every": "3", '
        '"decider": "director", "reason": "asked again"}'
    )
    again = view(tmp_path, DECIDED, none, terms)
    assert due_days(again, 3) == [date(2020, 5, 13), date(2020, 5, 20), date(2020, 6, 4)]
    earlier = DECIDED.replace("7 days", "none").replace("2020-05-06", "2020-05-01")
    assert due_days(view(tmp_path, earlier, DECIDED), 1) == [date(2020, 5, 13)]


def test_terms_hold_from_their_day_on(tmp_path: Path) -> None:
    changed = (
        '{"entry": "check_in_terms", "date": "2020-05-18", "person": "A-1042", '
        '"zone": "America/Chicago", "weekdays": "mon; thursday", "at": "17:00", "grace": "1", '
        '"decider": "director"}'
    )
    found = view(tmp_path, DECIDED, changed)
    assert due_days(found) == [
        date(2020, 5, 13), date(2020, 5, 21), date(2020, 5, 25), date(2020, 5, 28),
    ]  # fmt: skip
    schedule = schedule_of(found, "A-1042", USUAL)
    assert schedule
    window = next(schedule.windows(datetime(2020, 5, 20, tzinfo=UTC)))
    assert f"{window.local(window.due):%H:%M %Z}" == "17:00 CDT"


def test_terms_that_cannot_be_read_name_their_entry(tmp_path: Path) -> None:
    bad = ('{"entry": "check_in_terms", "id": "T1", "date": "2020-05-18", "person": "A-1042", '
           '"zone": "America/Nowhere", "decider": "director"}')  # fmt: skip
    with pytest.raises(CheckInError, match="check_in_terms T1"):
        schedule_of(view(tmp_path, DECIDED, bad), "A-1042", USUAL)


def test_what_happened(tmp_path: Path) -> None:
    found = view(
        tmp_path, DECIDED,
        '{"entry": "check_in", "date": "2020-05-12T10:00", "person": "A-1042", "outcome": "made", '
        '"receipt": "572400000"}',
        '{"entry": "check_in", "date": "2020-05-20T10:00", "person": "A-1042", '
        '"outcome": "not_reached", "side": "carrier"}',
        '{"entry": "outage", "date": "2020-05-27", "until": "2020-05-27"}',
        '{"entry": "pause", "date": "2020-06-02", "until": "2020-06-02", "person": "A-1042", '
        '"decider": "director", "reason": "unable to call"}',
        '{"entry": "redetention", "date": "2020-06-12", "person": "A-1042"}',
        DECIDED.replace("2020-05-06", "2020-07-01"),
    )  # fmt: skip
    schedule, history = schedule_of(found, "A-1042", USUAL), history_of(found, "A-1042")
    assert schedule
    later = datetime(2020, 8, 1, tzinfo=UTC)
    stands = {
        w.day.isoformat(): standing(w, history, later).state
        for w in islice(schedule.windows(datetime(2020, 5, 1, tzinfo=UTC)), 10)
    }
    assert stands == {
        "2020-05-13": State.MADE, "2020-05-20": State.EXCUSED, "2020-05-27": State.EXCUSED,
        "2020-06-03": State.PAUSED, "2020-06-10": State.PAUSED, "2020-06-17": State.PAUSED,
        "2020-06-24": State.PAUSED, "2020-07-08": State.PASSED_WITHOUT,
        "2020-07-15": State.PASSED_WITHOUT, "2020-07-22": State.PASSED_WITHOUT,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("effect", "kind", "says"),
    [
        (ChangeReported("k1", "c", "A-1042", "address", "sound-7", "572400000", "ht"), "task",
         {"what": "changed address", "message": "sound-7", "receipt": "572400000"}),
        (CallBackAsked("k2", "c", "", "+13055550100", "fr", "asked"), "task",
         {"what": "call back", "person": ""}),
        (ConditionReported("k3", "c", "krome", "soap", "", "", "572400000", "es"), "condition",
         {"topic": "soap", "kept": "no", "reporter": "held person", "note": "anonymous"}),
    ],
)  # fmt: skip
def test_what_a_call_leaves(tmp_path: Path, effect: object, kind: str, says: object) -> None:
    entry = entry_of(effect, "sip", NOW)  # type: ignore[arg-type]
    assert isinstance(entry, Entry)
    append_entries(tmp_path, [entry])
    kept = (tmp_path / "events" / "appended.jsonl").read_text(encoding="utf-8")
    assert "3055550100" not in kept
    batches = read_folder(tmp_path, Terms(EASTERN, {"krome": "krome"}))
    row = Record.of(batches, EASTERN).as_known().entries(kind).row(0, named=True)
    assert {name: row[name] for name in says} == says  # type: ignore[attr-defined]


def test_an_attempt_is_read_back_as_it_was(tmp_path: Path) -> None:
    window = Window(date(2020, 6, 3), NOW, NOW, NOW + timedelta(1), EASTERN)
    made = Attempt("A-1042/2020-06-03/second", "A-1042", "second", "text", NOW, "failed", "carrier",
                   "error 30006")  # fmt: skip
    append_entries(tmp_path, [entry_of_attempt(made, window)])
    batches = read_folder(tmp_path, Terms(EASTERN, {}))
    found = history_of(Record.of(batches, EASTERN).as_known(), "A-1042").attempts
    assert found == (made,)


def test_what_the_order_says_for_its_own_rhythm_gives_way_to_a_shorter_one(tmp_path: Path) -> None:
    terms = (
        '{"entry": "check_in_terms", "date": "2020-05-20", "person": "A-1042", "every": "2", '
        '"decider": "director", "reason": "closer"}'
    )
    schedule = schedule_of(view(tmp_path, DECIDED, terms), "A-1042", USUAL)
    assert schedule
    assert (schedule.terms[1].every, schedule.terms[1].grace) == (2, timedelta())
