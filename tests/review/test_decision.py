"""A decision has a decider, a reason and what its outcome asks for; a correction supersedes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawdown.order.clauses.custody_review import CustodyReview
from drawdown.record.record import Record
from drawdown.review.authorities import AUTHORITIES
from drawdown.review.decision import (
    OUTCOMES,
    Draft,
    correction,
    criteria_in_force,
    decision,
    decisions_on,
    draft_of,
    must_be_seconded,
    proposal,
    wrong_with,
    wrong_with_correction,
)

from ..order.clauses.build import case, order  # noqa: TID252

HEADER = """
[[criteria]]
id = "conditions"
starting = 2020-03-01
any_of = ["age_65"]
source = "CDC, March 2020"

[[criteria]]
id = "conditions"
starting = 2020-06-25
any_of = ["bmi_30"]
source = "CDC, June 2020"

[[criteria]]
id = "minors"
starting = 2020-01-01
any_of = ["minor"]
source = "made up"
"""
NAMED = 'id = "named"\nkind = "custody_review"\npeople = ["P1"]\nsecond_person = true'
BY_CRITERION = 'id = "by"\nkind = "custody_review"\ncriteria = "conditions"'
ORDER = order([NAMED, BY_CRITERION], header=HEADER)
TODAY, NOW = date(2020, 5, 12), datetime(2020, 5, 12, 15, tzinfo=UTC)

RELEASE = Draft(
    "P1", "released", "A. Officer (made up)", "an underlying condition", TODAY,
    authority="parole 212(d)(5)", conditions="lives with a sister", check_in="7 days",
)  # fmt: skip
REFUSAL = Draft("P1", "not_released", "A. Officer (made up)", "mandatory detention", TODAY)
DEFERRAL = Draft(
    "P1", "deferred", "A. Officer (made up)", "no records", TODAY, missing="medical records",
    until=date(2020, 5, 20),
)  # fmt: skip


def clause(id_: str) -> CustodyReview:
    found = ORDER.clauses[id_].first
    assert isinstance(found, CustodyReview)
    return found


@pytest.mark.parametrize("draft", [RELEASE, REFUSAL, DEFERRAL])
def test_what_is_complete_can_be_recorded(draft: Draft) -> None:
    assert wrong_with(draft, today=TODAY) == ()


@pytest.mark.parametrize(
    ("draft", "change", "said"),
    [
        (REFUSAL, {"decider": " "}, "Who decides is not said"),
        (REFUSAL, {"reason": ""}, "Why is not said"),
        (REFUSAL, {"person": ""}, "Whose custody"),
        (REFUSAL, {"outcome": "granted"}, "The outcome is 'granted'"),
        (REFUSAL, {"outcome": ""}, "The outcome is not said"),
        (REFUSAL, {"on": date(2020, 5, 13)}, "after today"),
        (REFUSAL, {"authority": "parole 212(d)(5)"}, "'authority' belongs to a release"),
        (REFUSAL, {"until": date(2020, 6, 1)}, "'until' belongs to a deferral"),
        (RELEASE, {"authority": ""}, "Under which authority is not said"),
        (RELEASE, {"authority": "Parole"}, "does not say which authority"),
        (RELEASE, {"conditions": ""}, "The conditions are not said"),
        (RELEASE, {"check_in": ""}, "How often the person reports in is not said"),
        (RELEASE, {"check_in": "often"}, "is not a length of time"),
        (RELEASE, {"check_in": "5 hours"}, "cannot recur here"),
        (DEFERRAL, {"missing": ""}, "What is missing is not said"),
        (DEFERRAL, {"until": None}, "Until when is not said"),
        (DEFERRAL, {"until": TODAY}, "which is not after 2020-05-12"),
        (RELEASE, {"second": "a. officer (made up) "}, "The second person is the decider"),
    ],
)
def test_what_is_lacking_is_said_in_one_line(
    draft: Draft, change: dict[str, object], said: str
) -> None:
    (found,) = wrong_with(replace(draft, **change), today=TODAY)  # type: ignore[arg-type]
    assert said in found
    assert "\n" not in found


def test_every_authority_of_the_form_and_any_other_text_is_taken() -> None:
    for authority in (*AUTHORITIES, "bail pending habeas corpus"):
        assert wrong_with(replace(RELEASE, authority=authority), today=TODAY) == ()
    assert wrong_with(replace(RELEASE, check_in="none", conditions="none"), today=TODAY) == ()


def test_a_second_person_where_the_order_or_the_office_asks() -> None:
    (by_order,) = wrong_with(REFUSAL, today=TODAY, clause=clause("named"))
    assert "as clause 'named' asks" in by_order
    (by_office,) = wrong_with(REFUSAL, today=TODAY, second_asked=True)
    assert "as the office asks" in by_office
    seconded = replace(REFUSAL, second="B. Officer (made up)")
    assert wrong_with(seconded, today=TODAY, clause=clause("named")) == ()
    assert wrong_with(REFUSAL, today=TODAY, clause=clause("named"), proposing=True) == ()
    assert wrong_with(seconded, today=TODAY, proposing=True)
    assert not must_be_seconded("deferred", clause("named"))
    assert wrong_with(DEFERRAL, today=TODAY, clause=clause("named")) == ()


def test_the_criteria_in_force_that_day_are_filled_in() -> None:
    header = ORDER.header
    assert criteria_in_force(header, TODAY) == (
        "conditions since 2020-03-01; minors since 2020-01-01"
    )
    assert (
        criteria_in_force(header, date(2020, 7, 1), clause("by")) == "conditions since 2020-06-25"
    )
    assert criteria_in_force(header, date(2019, 1, 1)) == ""
    made = decision(RELEASE, header, recorded=NOW, by="office", id_="d1", clause=clause("by"))
    assert (made.criteria, made.clause) == ("conditions since 2020-03-01", "by")
    assert (made.day, made.authority, made.check_in) == (TODAY, "parole 212(d)(5)", "7 days")


def test_a_proposal_says_the_same_and_decides_nothing() -> None:
    made = proposal(RELEASE, ORDER.header, recorded=NOW, by="office", id_="p1")
    assert made.kind == "proposal"
    assert draft_of(made) == RELEASE


def test_a_correction_supersedes_and_leaves_the_old_one() -> None:
    old = decision(RELEASE, ORDER.header, recorded=NOW, by="office", id_="d1")
    right = replace(RELEASE, authority="bond 236(a)", note="read from the wrong line")
    assert wrong_with_correction(old, right) == ()
    new = correction(old, right, ORDER.header, recorded=NOW, by="office", id_="d2")
    assert (new.supersedes, new.id, new.authority) == ("d1", "d2", "bond 236(a)")
    (no_reason,) = wrong_with_correction(old, RELEASE)
    assert "Why it is corrected" in no_reason
    (another,) = wrong_with_correction(old, replace(right, person="P2"))
    assert "does not correct it" in another
    rows = [entry.model_dump(mode="json", exclude_none=True) for entry in (old, new)]
    record: Record = case(ORDER, {"decision": rows}).record
    assert record.as_known().entries("decision")["id"].to_list() == ["d2"]
    assert len(record.frames["decision"]) == 2
    (standing,) = decisions_on(record.as_known(), "P1")
    assert draft_of(standing) == right
    assert decisions_on(record.as_known(), "P2") == ()


WORDS = st.sampled_from(["", " ", "A", "none", "7 days", "parole", "parole 212(d)(5)"])


@given(st.builds(
    Draft, person=WORDS, outcome=st.sampled_from([*OUTCOMES, "", "granted"]), decider=WORDS,
    reason=WORDS, on=st.dates(date(2020, 5, 1), date(2020, 5, 20)), authority=WORDS,
    conditions=WORDS, check_in=WORDS, missing=WORDS, second=WORDS,
    until=st.none() | st.dates(date(2020, 5, 1), date(2020, 6, 1)),
))  # fmt: skip
def test_whatever_nothing_is_wrong_with_becomes_an_entry_that_says_the_same(draft: Draft) -> None:
    found = wrong_with(draft, today=TODAY)
    assert len(set(found)) == len(found)
    if found:
        return
    made = decision(draft, ORDER.header, recorded=NOW, by="office")
    assert draft_of(made) == replace(
        draft, **{name: getattr(draft, name).strip() for name in ("second", "conditions", "missing",
                                                                  "check_in", "authority")},
    )  # fmt: skip
