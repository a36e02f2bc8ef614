"""What staff see of the line and do for it: each by whom the table lets, each as an entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.site.line.test_pages_telephone import Phone

from drawdown.demo.line import CALLERS
from drawdown.site.accounts.models import Look, Membership
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.line.models import Beat, Enrolment, WrongTry
from drawdown.site.line.people import identified, telephone_of
from drawdown.site.line.tasks import open_tasks

BY_STORY = {one.story: one for one in reversed(CALLERS)}


def person(case: Case, story: str) -> str:
    return Enrolment.objects.get(case=case, number=BY_STORY[story].number).person


def page(client: Client, case: Case, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=[case.slug, *args]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, case: Case, name: str, /, *args: object, **sent: object) -> HttpResponse:
    return client.post(reverse(name, args=[case.slug, *args]), sent)


def section(text: str, title: str) -> str:
    return text.partition(f"<h2>{title}</h2>")[2].partition("<h2>")[0]


def test_the_morning_page_says_who_is_waited_for_and_what_there_is_to_do(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    text = page(signed_in("agency"), case, "line")
    assert person(case, "in grace") in section(text, "In grace")
    reach = section(text, "Whom to reach")
    assert person(case, "passed") in reach
    assert "no answer, on the person’s side" in reach
    assert person(case, "excused") not in reach
    assert "Reach the person" in section(text, "Tasks")
    assert "Released people report by telephone" in section(text, "What the order asks")
    assert person(case, "passed") in Look.objects.filter(what="line").latest("pk").people


def test_a_check_in_is_there_at_once(case: Case, signed_in: Callable[[str], Client]) -> None:
    phone = Phone(case)
    phone.look()
    phone.send(do="call", token="a" * 24)
    phone.dial("2", "1", CALLERS[0].number, CALLERS[0].pin, "1")
    (row,) = Row.objects.filter(kind="check_in", name__startswith="telephone-")
    receipt = (row.content or "").partition('"receipt":"')[2][:9]
    text = page(signed_in("petitioners"), case, "line-person", row.person)
    assert " ".join(re.findall("...", receipt)) in section(text, "Check-ins made")
    assert f"receipt {receipt}" in section(text, "Each window")


def test_what_does_not_run_shouts_here_and_on_today(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    shout = "The check-in line does not run as it should."
    assert shout in page(client, case, "line")
    assert shout in page(client, case, "today")
    for kind, line in (("worker", ""), ("sender", ""), ("line", "console")):
        Beat.objects.create(name=kind, kind=kind, line=line, at=timezone.now(), count=5)
    assert shout not in page(client, case, "line")
    assert shout not in page(client, case, "today")
    Beat.objects.filter(kind="sender").update(at=timezone.now() - timedelta(minutes=5))
    text = page(client, case, "line")
    assert shout in text
    assert "what sends texts and letters" in text


def test_a_person_is_let_in_with_a_number_and_a_pin_that_are_shown_once(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    who = Stay.objects.filter(case=case, how="release").exclude(
        person__in=Enrolment.objects.values("person")
    )
    name = who.order_by("person")[0].person
    wrong = post(client, case, "line-enrol", name, telephone="12", language="ht")
    assert wrong.status_code == 422
    assert "This is no telephone number" in wrong.content.decode()
    shown = post(client, case, "line-enrol", name, telephone="(305) 555-0142", language="ht",
                 court="2020-07-01T09:00")  # fmt: skip
    text = shown.content.decode()
    pin = re.search(r'id="pin">(\d{6})<', text)
    made = Enrolment.objects.get(person=name, ended=None)
    assert pin
    assert identified(case, made.number, pin[1])
    assert (telephone_of(made), made.language) == ("+13055550142", "ht")
    assert pin[1] not in page(client, case, "line-person", name)
    assert "+13055550142" not in page(signed_in("monitor"), case, "line-person", name)
    card = client.get(reverse("line-card", args=[case.slug, name, "ht"]))
    assert card.content.startswith(b"%PDF")
    again = post(client, case, "line-enrol", name)
    assert again.status_code == 302
    other = post(client, case, "line-pin", name).content.decode()
    fresh = re.search(r'id="pin">(\d{6})<', other)
    assert fresh
    assert identified(case, made.number, pin[1]) is None
    assert identified(case, made.number, fresh[1])
    post(client, case, "line-no-more", name)
    assert identified(case, made.number, fresh[1]) is None
    kinds = Look.objects.filter(what="enrolled", person=name).count()
    assert kinds == 3


def test_terms_and_pauses_are_entries_that_are_checked_first(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, name = signed_in("agency"), person(case, "in grace")
    for sent, says in (
        ({"date": "tomorrow", "decider": "A"}, "This is not a day"),
        ({"date": "2020-05-20"}, "Say who decided so."),
        ({"date": "2020-05-20", "decider": "A", "weekdays": ["mon", "tue"], "grace": "3"},
         "overlap"),
        ({"date": "2020-05-20", "decider": "A", "zone": "Mars/Base"}, "Mars"),
        ({"date": "2020-05-20", "decider": "A", "at": "noon"}, "noon"),
    ):  # fmt: skip
        answer = post(client, case, "line-terms", name, **sent)
        text = answer.content.decode()
        assert (answer.status_code, says in text) == (422, True), (says, text)
    token = "ab" * 12
    for _ in range(2):
        done = post(client, case, "line-terms", name, date="2020-05-20", decider="A. Quintero",
                    weekdays="fri", opens="1", grace="1", zone="America/Chicago",
                    token=token)  # fmt: skip
        assert done.status_code == 302
    assert Row.objects.filter(person=name, kind="check_in_terms").count() == 2
    assert "America/Chicago" in page(client, case, "line-person", name)
    done = post(client, case, "line-pause", name, date="2020-05-12", until="2020-05-15",
                reason="unable to call", decider="A. Quintero")  # fmt: skip
    assert done.status_code == 302
    assert "paused" in section(page(client, case, "line-person", name), "Each window")


def test_a_task_is_taken_up_and_then_done(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, name = signed_in("agency"), person(case, "passed")
    (one,) = open_tasks(case, person=name)
    assert post(client, case, "line-task", one.seq, do="take").status_code == 302
    (mine,) = open_tasks(case, person=name)
    assert "Ada Quintero" in mine.to
    assert post(client, case, "line-task", one.seq, do="take").status_code == 302
    assert len(open_tasks(case, person=name)) == 1, "who is late takes nothing"
    post(client, case, "line-task", mine.seq, do="done", note="spoke to their sister")
    assert open_tasks(case, person=name) == []
    assert Row.objects.filter(name=f"{name}/2020-05-09/human", kind="attempt").exists()


def test_a_failure_cannot_be_recorded_while_anything_is_lacking(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, name = signed_in("agency"), person(case, "passed")
    address = reverse("line-failure", args=[case.slug, name, "2020-05-09"])
    text = client.get(address).content.decode()
    assert "has not done the task" in text
    assert "<textarea" not in text
    refused = client.post(address, {"decider": "A. Quintero", "reason": "no word"})
    assert refused.status_code == 422
    assert "no word" in refused.content.decode()
    failures = Row.objects.filter(kind="check_in", person=name, content__contains='"failure"')
    assert not failures.exists()
    (one,) = open_tasks(case, person=name)
    post(client, case, "line-task", one.seq, do="done", note="nobody opened")
    assert "<textarea" in client.get(address).content.decode()
    assert client.post(address, {"decider": "A. Quintero", "reason": ""}).status_code == 422
    assert client.post(address, {"decider": "A. Quintero", "reason": "no word"}).status_code == 302
    assert failures.count() == 1
    excused = reverse("line-failure", args=[case.slug, person(case, "excused"), "2020-05-09"])
    assert "nothing is held against the person" in client.get(excused).content.decode()


def test_an_outage_entered_by_hand_excuses_whom_it_touched(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, name = signed_in("agency"), person(case, "passed")
    bad = post(client, case, "line-outages", since="2030-01-01T00:00", reason="")
    assert bad.status_code == 422
    for says in ("still to come", "Say what failed."):
        assert says in bad.content.decode()
    post(client, case, "line-outages", since="2020-05-08T09:00", until="2020-05-08T12:00",
         side="carrier", reason="trunk down")  # fmt: skip
    assert "trunk down" in page(client, case, "line-outages")
    windows = section(page(client, case, "line-person", name), "Each window")
    assert "excused" in windows
    assert "passed" not in windows


def test_another_ladder_is_set_with_a_reason(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("agency")
    rungs = {"name": ["second", "human"], "means": ["text", "task"], "anchor": ["due", "closes"],
             "days": ["-1", "0"], "hours": ["-2.5", "0"], "quiet_from": "20:00",
             "quiet_to": "09:00", "most": "2", "within": "24", "apart": "60",
             "human": "duty officer"}  # fmt: skip
    for change, says in (
        ({"reason": ""}, "Say why it changes."),
        ({"reason": "x", "human": ""}, "expected a name or an office"),
        ({"reason": "x", "days": ["soon", "0"]}, "is not a number"),
        ({"reason": "x", "name": ["human", "human"]}, "each name once"),
    ):
        answer = post(client, case, "line-ladder", **{**rungs, **change})
        assert (answer.status_code, says in answer.content.decode()) == (422, True), says
    assert post(client, case, "line-ladder", **rungs, reason="too many texts").status_code == 302
    text = page(client, case, "line-ladder")
    assert "26.5 hours before" in text
    assert "too many texts" in text


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "krome"])
def test_who_does_not_run_the_line_is_shown_no_form_and_refused_it(
    case: Case, signed_in: Callable[[str], Client], name: str
) -> None:
    client = signed_in(name)
    assert "<form" not in page(client, case, "line-outages").partition("<main")[2]
    assert "<textarea" not in page(client, case, "line-ladder")
    assert post(client, case, "line-outages", since="2020-05-08T09:00").status_code == 403
    assert post(client, case, "line-ladder", reason="x").status_code == 403
    assert "It is done" not in page(client, case, "line-tasks")


def test_a_bound_member_sees_only_their_facility_s_people(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    member("second")
    Membership.objects.filter(user__email="second@demo.example").update(facility="krome")
    client = signed_in("second")
    held = set(Stay.objects.filter(case=case, facility="krome").values_list("person", flat=True))
    callers = set(Enrolment.objects.filter(case=case).values_list("person", flat=True))
    texts = [page(client, case, name) for name in ("line", "line-people", "line-tasks", "today")]
    for one in callers - held:
        assert not any(one in text for text in texts)
        assert client.get(reverse("line-person", args=[case.slug, one])).status_code == 403
        for task in open_tasks(case, person=one):
            assert post(client, case, "line-task", task.seq, do="done").status_code == 403
    assert all(one in texts[1] for one in callers & held)


def test_wrong_tries_are_shown_with_whose_number_it_is(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    WrongTry.objects.create(case=case, key="k", call="", number=CALLERS[0].number,
                            at=timezone.now())  # fmt: skip
    text = page(signed_in("agency"), case, "line")
    assert CALLERS[0].number in text
    assert CALLERS[0].number not in page(signed_in("monitor"), case, "line")


def test_few_questions_are_asked_of_the_database(
    case: Case, signed_in: Callable[[str], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    client = signed_in("agency")
    page(client, case, "line")
    for name, args, most in (("line", (), 60), ("line-people", (), 25), ("line-tasks", (), 20),
                             ("line-person", (person(case, "passed"),), 60)):  # fmt: skip
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            page(client, case, name, *args)
