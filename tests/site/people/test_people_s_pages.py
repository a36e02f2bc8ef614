"""People: found by number and place; a page with criteria, timeline and looks, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from drawdown.roster.identity.pseudonym import pseudonym
from drawdown.site.accounts.models import Look
from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Identity, Row, Stay
from drawdown.site.cases.sealing import seal, wrap

PEOPLE = "/gayle-v-meade/people/"
NOW = datetime(2020, 5, 12, 10, 0, tzinfo=ZoneInfo("America/New_York"))
MARKER = "zebra-crossing-marker"


def held_at(case: Case, facility: str) -> str:
    stay = Stay.objects.filter(case=case, facility=facility, left=None).order_by("person").first()
    assert stay is not None
    return str(stay.person)


def test_the_list_is_paged_without_gaps(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, found, query = signed_in("agency"), [], "left=held&facility=krome"
    while query:
        page = client.get(f"{PEOPLE}?{query}")
        found += [line.number for line in page.context["lines"]]
        query = page.context["next"]
    held = Stay.objects.filter(case=case, facility="krome", book_in__lte="2020-05-12")
    expected = {s.person for s in held if s.left is None or str(s.left) > "2020-05-12"}
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_a_number_finds_by_how_it_begins(case: Case, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("monitor").get(f"{PEOPLE}?q=petitioner-0")
    numbers = [line.number for line in page.context["lines"]]
    assert numbers
    assert all(number.startswith("petitioner-0") for number in numbers)


def test_the_agency_s_own_number_leads_to_the_person_for_those_who_may_see_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    key, own = b"k" * 32, "A012345678"
    number = pseudonym(key, own)
    case.pseudonym_key = wrap(key, f"case {case.pk} pseudonyms")
    case.save(update_fields=["pseudonym_key"])
    stay = {"date": "2020-05-10", "person": number, "facility": "krome"}
    append(case, [("stay", stay)], by="a", now=NOW)
    Identity.objects.create(
        case=case, person=number, sealed=seal(case, own.encode(), f"identity {number}")
    )
    assert signed_in("agency").get(f"{PEOPLE}?q={own}").headers["Location"].endswith(number)
    assert own in signed_in("agency").get(f"{PEOPLE}{number}").content.decode()
    assert signed_in("petitioners").get(f"{PEOPLE}?q={own}").context["lines"] == []
    assert own not in signed_in("petitioners").get(f"{PEOPLE}{number}").content.decode()


def test_a_look_at_a_person_is_logged(case: Case, signed_in: Callable[[str], Client]) -> None:
    number = held_at(case, "krome")
    signed_in("petitioners").get(f"{PEOPLE}{number}")
    look = Look.objects.latest("at")
    assert (look.what, look.person, look.user.email if look.user else "") == (
        "person", number, "petitioners@demo.example",
    )  # fmt: skip
    assert number in signed_in("monitor").get(f"{PEOPLE}{number}").content.decode()


def test_another_facility_s_people_are_refused_whatever_is_typed(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("glades")
    number = held_at(case, "krome")
    assert client.get(f"{PEOPLE}{number}").status_code == 403
    assert client.get(f"{PEOPLE}{number}/fact").status_code == 403
    page = client.get(f"{PEOPLE}?facility=krome")
    assert {line.stay.facility for line in page.context["lines"]} == {"glades"}
    assert client.get(f"{PEOPLE}nobody-at-all").status_code == 404


def test_health_shows_to_who_may_see_it_and_to_nobody_else(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    number = held_at(case, "krome")
    append(
        case,
        [
            ("fact", {"date": "2020-05-12", "person": number, "name": "diabetes", "value": "yes",
                      "note": MARKER}),
            ("decision", {"date": "2020-05-12", "person": number, "outcome": "not_released",
                          "decider": "d", "reason": MARKER, "facility": "krome"}),
            ("screening", {"date": "2020-05-12", "person": number, "facility": "krome",
                           "note": MARKER}),
        ],
        by="a", now=NOW,
    )  # fmt: skip
    for name in ("agency", "petitioners", "monitor"):
        assert MARKER in signed_in(name).get(f"{PEOPLE}{number}").content.decode()
    for name in ("government", "krome"):
        text = signed_in(name).get(f"{PEOPLE}{number}").content.decode()
        assert MARKER not in text
        assert "diabetes" not in text
        assert "your role does not show" in text
        assert "Your role does not show what it says" in text


def test_criteria_say_yes_no_or_unknown_and_what_would_settle_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    row = Row.objects.filter(case=case, kind="fact").order_by("seq").first()
    assert row is not None
    text = signed_in("agency").get(f"{PEOPLE}{row.person}").content.decode()
    assert "governs this day" in text
    assert "underlying-conditions" in text


def test_each_fact_says_where_it_is_known_from_and_one_missing_leads_to_recording_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    number = held_at(case, "krome")
    fact = {"date": "2020-05-12", "person": number, "name": "diabetes", "value": "no",
            "source": "clinic, page 7"}  # fmt: skip
    append(case, [("fact", fact)], by="nurse A", now=NOW)
    page = signed_in("agency").get(f"{PEOPLE}{number}")
    known = [f for v in page.context["criteria"] for f in v.facts if f.name == "diabetes"]
    assert {(f.source, f.by, str(f.date)) for f in known} == {
        ("clinic, page 7", "nurse A", "2020-05-12")
    }
    text = page.content.decode()
    criteria = text[text.index("Criteria of the order") : text.index("Timeline")]
    assert "clinic, page 7" in criteria
    assert "nurse A" in criteria
    lacking = {n for v in page.context["criteria"] for n in v.lacking}
    for name in lacking:
        assert f"/fact?name={name}" in criteria
    assert "/fact" not in signed_in("monitor").get(f"{PEOPLE}{number}").content.decode()


def test_a_fact_of_a_day_to_come_or_of_no_day_is_not_taken(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, number = signed_in("agency"), held_at(case, "krome")
    sent = {"name": "diabetes", "value": "yes", "source": "clinic"}
    for day in ("2020-05-13", "31/12"):
        answer = client.post(f"{PEOPLE}{number}/fact", {**sent, "date": day})
        assert answer.status_code == 422
        assert list(answer.context["problems"]) == ["date"]
        assert 'value="clinic"' in answer.content.decode()


def test_the_timeline_honours_both_days(case: Case, signed_in: Callable[[str], Client]) -> None:
    number = held_at(case, "krome")
    append(case, [("exit", {"date": "2020-05-11", "person": number, "facility": "krome",
                            "how": "removal"})], by="a", now=NOW)  # fmt: skip
    client = signed_in("monitor")
    kinds = lambda query: [  # noqa: E731
        event.kind for event in client.get(f"{PEOPLE}{number}?{query}").context["events"]
    ]
    assert "exit" in kinds("on=2020-05-12")
    assert "exit" not in kinds("on=2020-05-10")
    assert "exit" not in kinds("on=2020-05-12&known=2020-05-11")


def test_a_fact_is_recorded_once_with_its_source(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, number = signed_in("agency"), held_at(case, "krome")
    assert client.post(f"{PEOPLE}{number}/fact", {"name": "diabetes"}).status_code == 422
    token = client.get(f"{PEOPLE}{number}/fact").context["given"]["token"]
    sent = {"name": "diabetes", "value": "yes", "source": "clinic, page 3", "token": token}
    before = Row.objects.filter(case=case, kind="fact").count()
    for _ in range(2):
        assert client.post(f"{PEOPLE}{number}/fact", sent).status_code == 302
    assert Row.objects.filter(case=case, kind="fact").count() == before + 1
    assert "clinic, page 3" in client.get(f"{PEOPLE}{number}").content.decode()


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "krome", "reader"])
def test_who_may_not_record_a_fact_is_refused(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    number = held_at(case, "krome")
    client = signed_in(name)
    assert client.get(f"{PEOPLE}{number}/fact").status_code == 403
    assert client.post(f"{PEOPLE}{number}/fact", {"name": "diabetes"}).status_code == 403


def test_a_reader_sees_no_people(case: Case, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("reader")
    assert client.get(PEOPLE).status_code == 403
    assert client.get(f"{PEOPLE}{held_at(case, 'krome')}").status_code == 403


def test_few_questions_are_put_to_the_database(
    case: Case, signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    client, number = signed_in("agency"), held_at(case, "krome")
    with django_assert_max_num_queries(16):
        client.get(f"{PEOPLE}{number}")
    with django_assert_max_num_queries(10):
        client.get(PEOPLE)
