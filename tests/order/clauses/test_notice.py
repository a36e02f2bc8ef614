"""Notices: each topic in each language at each place, posted and not taken down."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .build import case, finding, order, problems

CLAUSE = """id = "posters"
kind = "notice"
topics = ["hygiene", "rights"]
languages = ["English", "Spanish"]
at = ["dormitory"]
due = { within = "7 days" }
"""
WEEKLY = 'id = "education"\nkind = "notice"\ntopics = ["hygiene"]\nevery = "7 days"\n'
ON = "2020-05-14"


def poster(topic: str, language: str, **more: Any) -> dict[str, Any]:
    return {"facility": "krome", "topic": topic, "language": language, "place": "Dormitory",
            "date": "2020-05-05", **more}  # fmt: skip


ALL = [poster(topic, language) for topic in ("Hygiene", "rights")
       for language in ("english", "Spanish")]  # fmt: skip
LOG = [{"of": "notice", "date": "2020-06-30"}]


def test_it_is_met_when_every_topic_hangs_in_every_language() -> None:
    found = finding(case(order(CLAUSE), {"notice": ALL}), ON)
    assert (found.status, found.value, found.limit) == ("met", 4, 4)


def test_a_missing_language_fails_it_only_where_the_log_is_complete() -> None:
    unknown = finding(case(order(CLAUSE), {"notice": ALL[:3]}), ON)
    assert unknown.status == "undetermined"
    assert unknown.missing == (
        "a statement that the notice log for Krome is complete through 2020-05-14",
    )
    failed = finding(case(order(CLAUSE), {"notice": ALL[:3], "log": LOG}), ON)
    assert (failed.status, failed.value) == ("not_met", 3)
    assert "'rights' in Spanish at dormitory" in failed.explanation


def test_it_is_not_due_before_its_date() -> None:
    assert finding(case(order(CLAUSE), {"log": LOG}), "2020-05-06").status == "not_due"


def test_a_poster_that_was_taken_down_no_longer_hangs() -> None:
    down = [*ALL[:3], {**ALL[3], "removed": "2020-05-12"}]
    of = case(order(CLAUSE), {"notice": down})
    assert finding(of, "2020-05-11").status == "met"
    found = finding(of, "2020-05-12")
    assert found.status == "not_met"
    assert "1 had been taken down" in found.explanation
    again = case(order(CLAUSE), {"notice": [*down, {**ALL[3], "date": "2020-05-13"}]})
    assert finding(again, ON).status == "met"


def test_education_is_given_again_and_again() -> None:
    lesson = {"facility": "krome", "topic": "hygiene", "date": "2020-05-08"}
    of = case(order(WEEKLY), {"notice": [lesson], "log": LOG})
    assert finding(of, "2020-05-14").status == "met"
    found = finding(of, "2020-05-15")
    assert found.status == "not_met"
    assert "recorded in 0 of the 3 periods" not in found.explanation


def test_a_notice_to_one_person_is_not_a_poster() -> None:
    only = order('id = "x"\nkind = "notice"\ntopics = ["rights"]')
    entries = {"notice": [poster("rights", "", person="P1")], "log": LOG}
    assert finding(case(only, entries), ON).status == "not_met"


def test_what_people_held_say_stands_beside_what_was_recorded() -> None:
    no = [{"facility": "krome", "topic": "notice", "kept": "no", "reporter": "held person",
           "date": "2020-05-12"}]  # fmt: skip
    assert finding(case(order(CLAUSE), {"notice": ALL, "condition": no}), ON).status == (
        "undetermined"
    )
    assert finding(case(order(CLAUSE), {"condition": no}), ON).status == "not_met"
    governed = order(CLAUSE + 'governs = "log"')
    assert finding(case(governed, {"notice": ALL, "condition": no}), ON).status == "met"


def test_a_correction_changes_the_past_but_not_what_was_known() -> None:
    entries = {
        "notice": [*ALL[:3], {**ALL[3], "id": "n4", "recorded": "2020-05-05"}],
        "withdrawal": [{"supersedes": "n4", "date": "2020-05-20"}],
        "log": [{**LOG[0], "recorded": "2020-05-05"}],
    }
    of = case(order(CLAUSE), entries)
    assert finding(of, ON, known="2020-05-19").status == "met"
    assert finding(of, ON).status == "not_met"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (CLAUSE.replace('["hygiene", "rights"]', "[]"), "'topics' is empty"),
        (CLAUSE.replace('"Spanish"', '"english"'), "'languages' has 'english' twice"),
        (CLAUSE + 'every = "3 hours"', "cannot recur here"),
    ],
)
def test_bad_parameters_are_one_clear_line(clause: str, message: str) -> None:
    found = problems(clause)
    assert len(found) == 1
    assert message in found[0]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=6), st.sampled_from(ALL))
def test_another_notice_never_makes_it_worse(hanging: list[Any], another: Any) -> None:
    of = order(CLAUSE)
    before = finding(case(of, {"notice": hanging, "log": LOG}), ON)
    after = finding(case(of, {"notice": [*hanging, another], "log": LOG}), ON)
    assert before.value is not None
    assert after.value is not None
    assert before.value <= after.value <= 4
    assert (after.status == "met") == (after.value == 4)
