"""A number and PIN may be entered three times in a call; then a human helps."""

from __future__ import annotations

from tests.check_in.making import IDENTIFIED, NUMBER, PIN, Call

from drawdown.check_in.dialogue import Answered, At, CallBackAsked, NotIdentified, Timeout, begin

WRONG = (NUMBER, "111111")


def test_the_third_try_still_counts() -> None:
    call = Call().on(Answered(), "1", "1", *WRONG, *WRONG, NUMBER, PIN)
    assert call.state.person == "A-1042"
    assert call.kinds() == ["NotIdentified", "NotIdentified"]


def test_after_three_a_human() -> None:
    call = Call().on(Answered(), "1", "1", *WRONG, *WRONG, *WRONG)
    assert call.state.at is At.HUMAN
    assert call.said == ["tries_over", "transferring"]


def test_the_next_honest_call_is_not_locked_out() -> None:
    Call().on(Answered(), "1", "1", *WRONG, *WRONG, *WRONG)
    assert Call().on(*IDENTIFIED).state.at is At.MENU


def test_which_of_the_two_was_wrong_is_not_told_and_no_pin_is_kept() -> None:
    number = Call().on(Answered(), "1", "1", "9999", PIN)
    pin = Call().on(Answered(), "1", "1", *WRONG)
    assert number.said == pin.said
    tried = pin.effects[0]
    assert isinstance(tried, NotIdentified)
    assert "111111" not in repr(tried)
    assert "111111" not in pin.state.model_dump_json()


def test_where_nobody_is_free_a_human_calls_back() -> None:
    call = Call().on(Answered(), "1", "0", Timeout())
    asked = call.effects[0]
    assert isinstance(asked, CallBackAsked)
    assert (asked.telephone, asked.reason) == ("+13055550100", "nobody was free")
    assert call.state.at is At.ENDED


def test_a_hidden_number_is_asked_for() -> None:
    call = Call(state=begin("c")).on(Answered(), "1", "0", Timeout())
    assert call.said == ["nobody_free", "call_back_where"]
    asked = call.on("3055550199").effects[0]
    assert isinstance(asked, CallBackAsked)
    assert asked.telephone == "3055550199"


def test_zero_reaches_a_human_from_everywhere() -> None:
    for path in ((Answered(),), (Answered(), "1"), (Answered(), "1", "1"), IDENTIFIED,
                 (Answered(), "1", "2"), (*IDENTIFIED, "3"), (*IDENTIFIED, "4")):  # fmt: skip
        assert Call().on(*path, "0").state.at is At.HUMAN


def test_a_star_repeats() -> None:
    call = Call().on(*IDENTIFIED)
    said = call.said
    assert call.on("*").said == said
