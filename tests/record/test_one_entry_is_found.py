"""One entry is found by its id, and what took an entry's place is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drawdown.record.entries.decision import Decision
from drawdown.record.single import find

from .making import record_of

DECISIONS = """\
    id,date,recorded,person,outcome,decider,until,supersedes
    a,2020-05-04,2020-05-04T10:00-04:00,P1,deferred,A,2020-05-09T08:00,
    b,2020-05-04,2020-05-06T10:00-04:00,P1,released,A,,a
    c,2020-05-04,2020-05-08T10:00-04:00,P1,not_released,A,,b
"""


def test_an_entry_is_found_as_it_was_written(tmp_path: Path) -> None:
    view = record_of(tmp_path, decision=DECISIONS).as_known(date(2020, 5, 5))
    found = find(view, "decision", "a")
    assert isinstance(found, Decision)
    assert (found.person, found.outcome, found.day) == ("P1", "deferred", date(2020, 5, 4))
    assert str(found.until) == "2020-05-09 08:00:00-04:00"


def test_what_no_longer_stands_is_not_found_but_still_there(tmp_path: Path) -> None:
    view = record_of(tmp_path, decision=DECISIONS).as_known()
    assert find(view, "decision", "a") is None
    assert find(view, "stay", "a") is None
    assert view.every("decision")["id"].to_list() == ["a", "b", "c"]
    assert view.replaced_by(["a", "b", "c"]) == {"a": "b", "b": "c"}


def test_what_was_recorded_later_has_replaced_nothing_yet(tmp_path: Path) -> None:
    view = record_of(tmp_path, decision=DECISIONS).as_known(date(2020, 5, 6))
    assert view.replaced_by(["a", "b"]) == {"a": "b"}
    assert view.every("decision")["id"].to_list() == ["a", "b"]
