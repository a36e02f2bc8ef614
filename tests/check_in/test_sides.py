"""Whose side a call failed on is only said where the far end says it."""

from __future__ import annotations

import pytest

from drawdown.check_in.sides import side_of_sip


@pytest.mark.parametrize(
    ("code", "outcome", "side"),
    [(486, "busy", "person"), (480, "no_answer", "person"), (603, "refused", "person"),
     (404, "failed", "unknown"), (408, "no_answer", "unknown"), (403, "failed", "ours"),
     (500, "failed", "carrier"), (503, "failed", "carrier"), (608, "refused", "carrier"),
     (499, "failed", "ours"), (699, "failed", "unknown")],
)  # fmt: skip
def test_by_the_answer(code: int, outcome: str, side: str) -> None:
    assert side_of_sip(code) == (outcome, side, f"SIP {code} from the far end")


def test_few_answers_speak_for_the_person() -> None:
    theirs = {code for code in range(300, 700) if side_of_sip(code)[1] == "person"}
    assert theirs == {480, 486, 487, 600, 603}
