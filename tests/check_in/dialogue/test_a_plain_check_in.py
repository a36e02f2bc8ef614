"""A plain check-in, prompt by prompt, as written down by hand."""

from __future__ import annotations

from datetime import date

from tests.check_in.making import CALLER, IDENTIFIED, NOW, Call, a_desk

from drawdown.check_in.dialogue import Answered, CallEnded, CheckedIn, Collect, Do, HangUp
from drawdown.check_in.languages import words


def test_each_language_is_named_in_itself() -> None:
    call = Call().on(Answered())
    assert [each.language for each in call.actions[0].prompts] == ["en", "es", "ht", "fr", "pt"]  # type: ignore[union-attr]


def test_language_number_pin_and_the_key() -> None:
    call = Call().on(Answered())
    assert call.said == ["language"] * 5
    assert call.on("2").said == ["start_check_in", "start_report", "reach_human"]
    assert call.on("1").said == ["number"]
    assert call.on("1042").said == ["pin"]
    assert call.on("2468").said[0] == "menu_check_in"
    assert call.effects == []
    call.on("1")
    made = CheckedIn(
        "c1/1/checked_in", "c1", "A-1042", NOW, "100000000", "es", date(2020, 6, 3)
    )  # fmt: skip
    assert call.actions[0] == Do(made)
    assert call.said[:5] == [
        "checked_in", "receipt", "receipt_again", "next_check_in", "court_date",
    ]  # fmt: skip
    assert isinstance(call.actions[-1], Collect)
    call.on("9")
    assert isinstance(call.actions[-1], HangUp)
    end = call.effects[-1]
    assert isinstance(end, CallEnded)
    assert (end.done, end.invite_back, end.reached) == (("checked_in",), False, "menu")


def test_what_is_said_in_spanish() -> None:
    call = Call().on(Answered(), "2", "1", "1042", "2468", "1")
    said = [words(p) for each in call.actions[1:4] for p in each.prompts]  # type: ignore[union-attr]
    assert said == [
        "Usted se ha reportado. Cuenta para el miércoles 3 de junio.",
        "Su número de recibo es 1 0 0, 0 0 0, 0 0 0.",
        "Una vez más: 1 0 0, 0 0 0, 0 0 0.",
    ]


def test_the_receipt_comes_after_it_is_kept() -> None:
    call = Call().on(*IDENTIFIED, "1")
    assert isinstance(call.actions[0], Do)


def test_pressing_the_key_again_gives_the_same_receipt() -> None:
    call = Call().on(*IDENTIFIED, "1", "1", "1")
    assert call.kinds() == ["CheckedIn"]
    assert call.said[:2] == ["receipt", "receipt_again"]


def test_a_call_outside_any_window_is_kept_and_told_when_to_call() -> None:
    early = CALLER.model_copy(update={"due": None})
    call = Call(a_desk(early)).on(*IDENTIFIED, "1")
    assert call.kinds() == ["CheckedIn"]
    assert call.said[0] == "checked_in_early"


def test_a_language_of_a_known_number_is_only_put_first() -> None:
    desk = a_desk()
    hinted = type(desk)(
        desk.now, desk.identify, desk.receipt, places=desk.places, hint=lambda number: "ht"
    )
    call = Call(hinted).on(Answered())
    assert [(p.language, p.values[0][1].key) for p in call.actions[0].prompts][:2] == [  # type: ignore[union-attr]
        ("ht", 3), ("en", 1),
    ]  # fmt: skip
    assert call.on("3").state.caller is None


def test_whom_we_call_still_has_to_enter_a_pin() -> None:
    from drawdown.check_in.dialogue import begin

    call = Call(state=begin("c2", telephone="+1305", expected="1042", language="fr"))
    assert call.on(Answered()).said[0] == "welcome"
    assert call.on("1").said == ["pin"]
    assert call.on("2468").state.person == "A-1042"
