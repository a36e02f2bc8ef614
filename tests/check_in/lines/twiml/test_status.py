"""What a provider tells afterwards, in any order, and on whose side an attempt failed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.lines.twiml.provider import Site, Telephone, hook
from tests.check_in.making import NUMBER, PIN

from drawdown.check_in.dialogue import CallEnded
from drawdown.check_in.errors import CheckInError
from drawdown.check_in.happened import Outcome, Side
from drawdown.check_in.lines.twiml import (
    Reached,
    later,
    reached_by_call,
    reached_by_text,
    reached_in_call,
    reached_unheard,
)

URL = "https://line.example.org/twiml/status?key=A-1042%2F2020-06-01%2Fcall_back"


@pytest.mark.parametrize(
    ("status", "sip", "error", "outcome", "side"),
    [
        ("busy", "", "", "busy", "person"),
        ("busy", "486", "", "busy", "person"),
        ("busy", "600", "", "busy", "person"),
        ("no-answer", "", "", "no_answer", "person"),
        ("no-answer", "487", "", "no_answer", "person"),
        ("no-answer", "480", "", "no_answer", "person"),
        ("no-answer", "408", "", "no_answer", "unknown"),
        ("failed", "", "", "failed", "unknown"),
        ("failed", "404", "", "failed", "unknown"),
        ("failed", "503", "", "failed", "carrier"),
        ("failed", "603", "", "refused", "person"),
        ("failed", "608", "", "refused", "carrier"),
        ("failed", "403", "", "failed", "ours"),
        ("failed", "404", "13227", "failed", "ours"),
        ("canceled", "487", "", "failed", "ours"),
    ],
)
def test_a_call_that_nobody_answered(
    status: str, sip: str, error: str, outcome: Outcome, side: Side
) -> None:
    told = reached_by_call(hook(URL, CallStatus=status, SipResponseCode=sip, ErrorCode=error))
    assert told is not None
    assert (told.outcome, told.side, told.is_final) == (outcome, side, True)
    assert told.how


def test_an_answer_is_no_last_word_and_a_machine_is_no_check_in() -> None:
    answered = reached_by_call(hook(URL, CallStatus="completed", AnsweredBy="machine_start"))
    assert answered is not None
    assert (answered.outcome, answered.is_final) == ("answered", False)
    assert "takes that for machine_start" in answered.how
    site = Site()
    Telephone(site).ring().hang_up()
    site.close()
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert reached_in_call(ended).outcome == "no_key"
    assert later(answered, reached_in_call(ended)) == reached_in_call(ended)


def test_a_key_makes_an_answer() -> None:
    site = Site()
    Telephone(site).ring().keys("1", "1", NUMBER, PIN).hang_up()
    site.close()
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert reached_in_call(ended).outcome == "answered"


def test_a_call_of_which_we_were_asked_nothing_is_ours() -> None:
    assert (reached_unheard().side, reached_unheard().is_final) == ("ours", True)


def test_a_carrier_that_breaks_an_answered_call_is_said_to_have() -> None:
    site = Site()
    Telephone(site).ring().keys("1", "1", NUMBER, PIN).hang_up("failed")
    site.close()
    (ended,) = site.effects(CallEnded)
    assert isinstance(ended, CallEnded)
    assert (ended.side, ended.invite_back) == ("carrier", True)


def test_a_status_while_the_call_goes_on_changes_nothing() -> None:
    site = Site()
    Telephone(site).ring()
    before = dict(site.kept)
    for status in ("initiated", "ringing", "in-progress", "answered"):
        site.status(hook(URL, CallStatus=status))
    assert site.kept == before


def test_a_status_of_an_unknown_shape_is_refused() -> None:
    with pytest.raises(CheckInError, match="CallStatus"):
        reached_by_call(hook(URL, CallStatus="completedCallSid"))


@pytest.mark.parametrize(
    ("status", "error", "outcome", "side", "opted_out"),
    [
        ("queued", "", "sent", "unknown", False),
        ("delivered", "", "sent", "unknown", False),
        ("undelivered", "30003", "failed", "unknown", False),
        ("undelivered", "30007", "failed", "carrier", False),
        ("undelivered", "30034", "failed", "ours", False),
        ("failed", "21610", "refused", "person", True),
        ("failed", "", "failed", "unknown", False),
        ("undelivered", "39999", "failed", "unknown", False),
        ("canceled", "", "failed", "ours", False),
    ],
)
def test_a_text(status: str, error: str, outcome: Outcome, side: Side, opted_out: bool) -> None:
    told = reached_by_text(hook(URL, MessageStatus=status, ErrorCode=error))
    assert told is not None
    assert (told.outcome, told.side, told.opted_out) == (outcome, side, opted_out)


def test_what_is_no_status_says_nothing() -> None:
    assert reached_by_text(hook(URL, MessageStatus="receiving?")) is None
    assert reached_by_call(hook(URL, CallStatus="")) is None


statuses = st.sampled_from(["queued", "initiated", "ringing", "in-progress", "completed"])
ends = st.sampled_from(["busy", "no-answer", "failed", "canceled", ""])


@given(st.lists(statuses, max_size=12), ends, st.randoms(use_true_random=False))
def test_the_order_of_callbacks_does_not_matter(
    before: list[str], end: str, random: object
) -> None:
    given_ = [*before, *([end] if end else [])]
    known: Reached | None = None
    for status in given_:
        known = later(known, reached_by_call(hook(URL, CallStatus=status)))
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again: Reached | None = None
    for status in shuffled * 2:
        again = later(again, reached_by_call(hook(URL, CallStatus=status)))
    assert (again is None) == (known is None)
    if known is not None and again is not None:
        assert (again.outcome, again.rank) == (known.outcome, known.rank)
        assert again.is_final == bool(end)
