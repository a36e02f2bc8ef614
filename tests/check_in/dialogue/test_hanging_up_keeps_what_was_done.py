"""Whoever hangs up, or is cut off, keeps what they did."""

from __future__ import annotations

import pytest
from tests.check_in.making import IDENTIFIED, Call

from drawdown.check_in.dialogue import (
    Answered,
    CallEnded,
    ConditionReported,
    Event,
    HungUp,
    LineFailed,
    RecordingDone,
)

PATHS: list[tuple[Event | str, ...]] = [
    (*IDENTIFIED, "1", "3", "1", RecordingDone("r1", 8.0), "4", "3055550123", "2", "9"),
    (Answered(), "3", "2", "1", "1", "1", "1", "5", RecordingDone("r1", 4.0), "2", "1042", "9"),
    (Answered(), "1", "1", "1", "1", "1", "1", "1", "1"),
    (Answered(), "1", "0"),
]
CUTS = [(path, n) for path in PATHS for n in range(1, len(path))]


@pytest.mark.parametrize(("path", "length"), CUTS)
@pytest.mark.parametrize("end", [HungUp(), HungUp("person", "BYE"), LineFailed("carrier", "dead")])
def test_at_every_prompt(path: tuple[Event | str, ...], length: int, end: Event) -> None:
    before = Call().on(*path[:length])
    done = list(before.effects)
    call = before.on(end)
    assert call.effects[: len(done)] == done
    ended = call.effects[-1]
    assert isinstance(ended, CallEnded)
    kinds = {kind.lower().replace("_", "") for kind in ended.done}
    assert {kind.lower() for kind in call.kinds()} - {"callended"} == kinds


def test_a_call_dropped_after_the_key_is_a_check_in() -> None:
    call = Call().on(*IDENTIFIED, "1", LineFailed("carrier", "no packet for 10 seconds"))
    end = call.effects[-1]
    assert isinstance(end, CallEnded)
    assert (end.done, end.side, end.how, end.invite_back) == (
        ("checked_in",), "carrier", "no packet for 10 seconds", False,
    )  # fmt: skip


def test_a_call_dropped_before_it_invites_back() -> None:
    end = Call().on(*IDENTIFIED, HungUp()).effects[-1]
    assert isinstance(end, CallEnded)
    assert end.invite_back
    assert end.person == "A-1042"
    assert end.side == "unknown"


def test_a_call_dropped_before_anyone_was_identified_invites_nobody() -> None:
    end = Call().on(Answered(), "1", "1", "1042", HungUp()).effects[-1]
    assert isinstance(end, CallEnded)
    assert not end.invite_back
    assert end.person == ""


def test_a_report_that_lacks_only_its_signature_stands_anonymous() -> None:
    call = Call().on(Answered(), "1", "2", "1", "1", HungUp())
    report = call.effects[0]
    assert isinstance(report, ConditionReported)
    assert (report.facility, report.topic, report.person) == ("krome", "soap", "")


def test_an_answering_machine_presses_no_key() -> None:
    from drawdown.check_in.dialogue import Timeout

    call = Call().on(Answered(), Timeout(), Timeout(), Timeout())
    end = call.effects[-1]
    assert isinstance(end, CallEnded)
    assert (end.pressed, end.done) == (False, ())
    assert call.kinds() == ["CallEnded"]
