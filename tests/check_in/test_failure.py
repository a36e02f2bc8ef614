"""Only a named person records a failure, with a reason, after the ladder has run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.failure import Lack, lacking, record_failure, said
from drawdown.check_in.happened import Attempt, CheckIn, History, Outage, Pause
from drawdown.check_in.languages import language, languages

from .test_ladder import LADDER, WINDOW, at

TRIED = tuple(
    Attempt(f"A-1/2020-05-13/{name}", "A-1", name, means, when, outcome)  # type: ignore[arg-type]
    for name, means, when, outcome in (
        ("reminder", "text", at(12, 9), "sent"),
        ("second", "text", at(13, 14), "sent"),
        ("call_back", "call", at(13, 20), "no_answer"),
        ("human", "task", at(16, 0), "done"),
    )
)


def lacks(
    history: History, decider: str = "Officer Reyes", reason: str = "moved away"
) -> list[str]:
    found = lacking("A-1", WINDOW, history, at(17), LADDER, decider=decider, reason=reason)
    return list(said(found))


def test_nothing_is_lacking_once_everything_was_tried() -> None:
    assert lacks(History(attempts=TRIED)) == []
    failure = record_failure(
        "A-1", WINDOW, History(attempts=TRIED), at(17), LADDER, decider="Officer Reyes",
        reason="moved away",
    )  # fmt: skip
    assert failure.decider == "Officer Reyes"


def test_a_name_and_a_reason() -> None:
    said = lacks(History(attempts=TRIED), decider=" ", reason="")
    assert [line.split(" is not said")[0] for line in said] == ["Who decides", "Why"]


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (
            History(attempts=TRIED, check_ins=(CheckIn("A-1", at(12), "1"),)),
            "The person checked in for",
        ),
        (
            History(attempts=TRIED, outages=(Outage(at(12), at(13)),)),
            "The window of Wednesday, May 13th is excused",
        ),
        (History(), "'reminder' was never tried."),
        (History(attempts=TRIED[:3]), "'human': Officer Reyes has not done the task."),
        (History(attempts=(TRIED[3],)), "Nothing that was tried is known to have reached"),
    ],
)
def test_what_is_lacking_is_said(history: History, said: str) -> None:
    assert any(line.startswith(said) for line in lacks(history)), lacks(history)
    with pytest.raises(CheckInError):
        record_failure("A-1", WINDOW, history, at(17), LADDER, decider="R", reason="x")


def test_what_was_skipped_is_made_up_for_by_a_later_rung() -> None:
    assert lacks(History(attempts=TRIED[2:])) == [
        "Nothing that was tried is known to have reached the person's side."
    ]
    rang = replace(TRIED[2], side="person")
    assert lacks(History(attempts=(rang, TRIED[3]))) == []


def test_not_while_the_person_can_still_check_in() -> None:
    found = lacking("A-1", WINDOW, History(attempts=TRIED), at(15), LADDER, decider="R", reason="x")
    assert said(found) == (
        "The window of Wednesday, May 13th has not closed: the person can still check in.",
    )


@pytest.mark.parametrize("tongue", languages())
def test_it_is_said_in_every_language(tongue: str) -> None:
    histories = (
        History(attempts=TRIED, check_ins=(CheckIn("A-1", at(12), "1"),)),
        History(attempts=TRIED, outages=(Outage(at(12), at(13)),)),
        History(pauses=(Pause(at(12), at(14), "hospital"),)), History(),
    )  # fmt: skip
    lacks = [
        lack
        for history in histories
        for lack in lacking("A-1", WINDOW, history, at(17), LADDER, decider="", reason="")
    ]
    lacks.append(Lack("no_window", (("person", "A-1"), ("due", WINDOW.day))))
    kinds = {lack.what for lack in lacks} | {"waiting"}
    assert {f"lack_{kind}" for kind in kinds} == {
        key for key in language(tongue).papers if key.startswith("lack_")
    }
    for sentence, model in zip(said(lacks, tongue), said(lacks), strict=True):
        assert "{" not in sentence
        assert tongue == "en" or sentence != model
