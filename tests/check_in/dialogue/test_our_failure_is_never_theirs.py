"""What we cannot save or look up is said to be our failure, and a human takes over."""

from __future__ import annotations

from dataclasses import replace

from tests.check_in.making import IDENTIFIED, NUMBER, PIN, Call, a_desk

from drawdown.check_in.dialogue import (
    Answered,
    At,
    CallEnded,
    Caller,
    Do,
    HangUp,
    HungUp,
    NotSaved,
    Timeout,
    UnavailableError,
)


def test_a_check_in_that_is_not_saved_is_not_called_made() -> None:
    call = Call().on(*IDENTIFIED, "1")
    kept = call.actions[0]
    assert isinstance(kept, Do)
    call.on(NotSaved(kept.effect, "the disk is full"))
    assert call.said == ["our_failure", "transferring"]
    assert call.state.receipt == ""
    end = call.on(HungUp("person")).effects[-1]
    assert isinstance(end, CallEnded)
    assert (end.side, end.how, end.done) == ("ours", "the disk is full", ())
    assert end.invite_back


def test_a_store_that_is_down_counts_no_try() -> None:
    def down(number: str, pin: str) -> Caller | None:
        raise UnavailableError("the store does not answer")

    call = Call(replace(a_desk(), identify=down)).on(Answered(), "1", "1", NUMBER, PIN)
    assert call.state.at is At.HUMAN
    assert call.state.tries == 0
    assert call.said[0] == "our_failure"
    assert call.effects == []


def test_a_call_back_that_is_not_saved_ends_the_call_on_our_side() -> None:
    call = Call().on(Answered(), "1", "0", Timeout())
    asked = call.effects[0]
    call.on(NotSaved(asked, "no store"))
    end = call.effects[-1]
    assert isinstance(end, CallEnded)
    assert (end.side, end.done) == ("ours", ())
    assert isinstance(call.actions[-1], HangUp)
    assert call.on(NotSaved(end)).actions == (HangUp(),)
