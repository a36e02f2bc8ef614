"""The review queue: by the court's deadlines, in the numbers of the finding, current at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.site.cases import answers
from drawdown.site.cases.answers import answer
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case
from drawdown.site.pages.review import waiting

REVIEW = "/gayle-v-meade/review/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def test_its_numbers_are_those_of_the_finding(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("agency").get(REVIEW)
    (finding,) = [
        f for f in answer(case, date(2020, 5, 12)).findings if f.law.text.id == "petitioners-review"
    ]
    numbers = page.context["numbers"]
    assert finding.value == numbers["decided"]
    assert finding.limit == numbers["decided"] + numbers["overdue"] + numbers["deferred"]


def test_each_place_has_the_numbers_of_its_finding(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("agency").get(REVIEW)
    findings = {
        (f.law.text.id, f.facility): f for f in answer(case, date(2020, 5, 12)).findings
        if f.law.clause.kind == "custody_review"
    }  # fmt: skip
    assert {(each.clause, each.place) for each in page.context["places"]} == set(findings)
    for each in page.context["places"]:
        finding, states = findings[each.clause, each.place], each.states
        due = ("decided", "overdue", "deferred")
        assert finding.value == states["decided"]
        assert finding.limit == sum(states.get(state, 0) for state in due)
        assert f"/findings/{each.clause}/{each.place or 'all'}" in page.content.decode()


def test_who_is_bound_to_a_facility_sees_its_people_and_their_numbers_alone(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("krome").get(REVIEW)
    assert {line["facility"] for line in page.context["lines"]} == {"krome"}
    assert not any(each.whole for each in page.context["places"] if each.place is None)
    assert "/findings/petitioners-review/all" not in page.content.decode()
    for facility in ("glades", ""):
        other = signed_in("krome").get(f"{REVIEW}?facility={facility}").context["lines"]
        assert {line["facility"] for line in other} <= {"krome"}


def test_it_is_paged_without_gaps_and_keeps_days_and_filters(
    case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "A_PAGE", 3)
    client, found, query = signed_in("agency"), [], "on=2020-05-11&known=2020-05-11"
    while query:
        page = client.get(f"{REVIEW}?{query}")
        found += [line["person"] for line in page.context["lines"]]
        query = page.context["next"]
        assert not query or "on=2020-05-11&known=2020-05-11" in query
        assert 'name="who"' not in page.content.decode(), "another day is only looked at"
    assert len(found) == len(set(found)) == page.context["total"]


def test_its_order_is_that_of_the_deadlines(case: Case, signed_in: Callable[[str], Client]) -> None:
    lines = signed_in("agency").get(REVIEW).context["lines"]
    keys = [(line["due"], line["arrived"] or date.max, line["person"]) for line in lines]
    assert keys == sorted(keys)


def test_who_was_decided_on_waits_no_longer(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    person = client.get(REVIEW).context["lines"][0]["person"]
    decided = {"date": "2020-05-12", "person": person, "outcome": "not_released", "decider": "d",
               "reason": "r"}  # fmt: skip
    append(case, [("decision", decided)], by="d", now=NOW)
    assert person not in [line["person"] for line in client.get(REVIEW).context["lines"]]


@pytest.fixture
def stale(case: Case, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is not counted anew from here on, as in a large case while it is being counted."""
    signed_in("agency").get(REVIEW)
    monkeypatch.setattr(answers, "FRESH", 1e9)
    monkeypatch.setattr(answers, "QUICK", -1.0)
    monkeypatch.setattr(answers, "_count_later", lambda *_: None)


def made(case: Case, person: str, kind: str = "decision", **cells: str) -> str:
    said = {"date": "2020-05-12", "person": person, "decider": "d", "reason": "r", **cells}
    return append(case, [(kind, said)], by="d", now=NOW).added[0].name


def test_what_was_decided_after_it_was_counted_is_in_it_all_the_same(
    case: Case, signed_in: Callable[[str], Client], stale: None
) -> None:
    client = signed_in("monitor")
    first, second, third, fourth = [
        line["person"] for line in client.get(REVIEW).context["lines"]
        if line["state"] == "overdue" and not line["proposal"]
    ][:4]  # fmt: skip
    made(case, first, outcome="not_released")
    made(case, second, outcome="deferred", missing="records", until="2020-05-20")
    proposal = made(case, third, "proposal", outcome="released")
    undone = made(case, fourth, outcome="not_released")
    back = {"date": "2020-05-12", "supersedes": undone, "reason": "of somebody else"}
    append(case, [("withdrawal", back)], by="d", now=NOW)
    page = client.get(REVIEW)
    assert page.context["behind"] == 5
    assert page.context["since"] == 1
    lines = {line["person"]: line for line in page.context["lines"]}
    assert first not in lines
    assert (lines[second]["state"], lines[second]["missing"]) == ("deferred", ["records"])
    assert lines[second]["deferred_until"] == date(2020, 5, 20)
    assert (lines[third]["state"], lines[third]["proposal"]) == ("overdue", proposal)
    assert lines[fourth]["state"] == "overdue"


def test_of_what_was_corrected_after_it_was_counted_the_correction_counts(
    case: Case, signed_in: Callable[[str], Client], stale: None
) -> None:
    client = signed_in("monitor")
    person = next(
        line["person"] for line in client.get(REVIEW).context["lines"]
        if line["state"] == "overdue" and not line["proposal"]
    )  # fmt: skip
    wrong = made(case, person, outcome="not_released")
    made(case, person, outcome="deferred", missing="m", until="2020-05-20", supersedes=wrong)
    lines = {line["person"]: line for line in client.get(REVIEW).context["lines"]}
    assert lines[person]["state"] == "deferred"


def test_what_was_decided_today_takes_nobody_out_of_an_earlier_day(
    case: Case, signed_in: Callable[[str], Client], stale: None
) -> None:
    client = signed_in("monitor")
    before = [line["person"] for line in client.get(f"{REVIEW}?on=2020-05-11").context["lines"]]
    made(case, before[0], outcome="not_released")
    stay = {"date": "2020-05-12", "person": "somebody-new", "facility": "krome"}
    append(case, [("stay", stay)], by="d", now=NOW)  # so that the list is no longer quite right
    after = [line["person"] for line in client.get(f"{REVIEW}?on=2020-05-11").context["lines"]]
    assert before == after


def test_filters_choose(case: Case, signed_in: Callable[[str], Client]) -> None:
    lines = signed_in("agency").get(f"{REVIEW}?state=deferred").context["lines"]
    assert {line["state"] for line in lines} == {"deferred"}
    lines = signed_in("agency").get(f"{REVIEW}?clause=petitioners-review&facility=krome")
    assert {line["facility"] for line in lines.context["lines"]} == {"krome"}
    assert signed_in("agency").get(f"{REVIEW}?clause=nothing").context["lines"] == []


@pytest.mark.parametrize("name", ["government", "krome"])
def test_what_is_missing_is_not_shown_to_who_may_not_see_health(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    person = signed_in(name).get(REVIEW).context["lines"][0]["person"]
    made(case, person, outcome="deferred", missing="zebra-crossing-marker", until="2020-05-20")
    assert "zebra-crossing-marker" in signed_in("agency").get(REVIEW).content.decode()
    assert "zebra-crossing-marker" not in signed_in(name).get(REVIEW).content.decode()


def test_a_reader_is_refused(case: Case, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("reader").get(REVIEW).status_code == 403
