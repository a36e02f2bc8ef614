"""Before a person is moved: what the order requires, done or to do, and what happened anyway."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from drawdown.order.reading import read_order_text
from drawdown.record.record import Record
from drawdown.site.accounts.access import Access
from drawdown.site.cases import answers
from drawdown.site.cases.answers import counted
from drawdown.site.cases.models import Case, Row, Stay
from drawdown.site.demo import ACCOUNTS
from drawdown.site.pages.transfers.checklist import checklist
from drawdown.site.pages.transfers.moved import read_moved

SignIn = Callable[[str], Client]
ROOM = "/gayle-v-meade/transfers/plan/"


@pytest.fixture
def person(case: Case) -> str:
    """Somebody held at Krome whose release was not evaluated."""
    evaluated = Row.objects.filter(case=case, kind="evaluation").values("person")
    stay = Stay.objects.filter(case=case, facility="krome", left=None).exclude(
        person__in=evaluated
    )  # fmt: skip
    return str(stay.order_by("person").values_list("person", flat=True)[0])


def test_what_is_lacking_is_to_do_and_the_order_forbids_it(
    signed_in: SignIn, person: str
) -> None:  # fmt: skip
    text = signed_in("krome").get(f"{ROOM}{person}").content.decode()
    assert "the order forbids this transfer" in text
    assert "an evaluation" in text
    assert "to do" in text


def test_a_button_records_it_with_its_hour_and_it_is_done(
    case: Case, signed_in: SignIn, person: str
) -> None:
    client = signed_in("krome")
    sent = {"kind": "evaluation", "outcome": "not_eligible", "reason": "a final order",
            "at": "2020-05-12T00:00"}  # fmt: skip
    text = client.post(f"{ROOM}{person}", sent, follow=True).content.decode()
    assert "Everything that the order requires first is in the record." in text
    row = Row.objects.get(case=case, seq__gt=case.position)
    assert (row.kind, row.person, row.facility, row.content) == (
        "evaluation", person, "krome", None,
    )  # fmt: skip
    assert "a final order" not in text  # facility staff do not see reasons that may tell of health
    assert "a final order" in signed_in("monitor").get(f"{ROOM}{person}").content.decode()


def test_with_everything_there_the_transfer_ends_the_stay_and_counts_as_fine(
    case: Case, signed_in: SignIn, person: str
) -> None:
    client = signed_in("krome")
    client.post(f"{ROOM}{person}", {"kind": "evaluation", "outcome": "unknown",
                                    "at": "2020-05-12T00:00"})  # fmt: skip
    client.post(f"{ROOM}{person}", {"kind": "transfer", "to": "Glades", "at": "2020-05-12T00:01"})
    kinds = Row.objects.filter(case=case, seq__gt=case.position).order_by("seq")
    assert [row.kind for row in kinds] == ["evaluation", "transfer", "exit"]
    stay = Stay.objects.get(case=case, person=person)
    assert (stay.left, stay.how) == (date(2020, 5, 12), "transfer")
    answers.forget()
    moved = read_moved(counted(Case.objects.get(pk=case.pk)).case, date(2020, 5, 12), None).rows
    assert moved.filter(moved["person"] == person)["state"].to_list() == ["fine"]


def test_what_happened_without_it_is_recorded_with_its_reason_and_counts(
    case: Case, signed_in: SignIn, person: str
) -> None:
    client, address = signed_in("krome"), f"{ROOM}{person}"
    refused = client.post(address, {"kind": "transfer", "to": "Glades"})
    assert refused.status_code == 422
    assert "say why" in refused.content.decode()
    assert not Row.objects.filter(case=case, seq__gt=case.position).exists()
    sent = {"kind": "transfer", "to": "Glades", "reason": "moved at night", "happened": "yes"}
    assert client.post(address, sent).status_code == 302
    row = Row.objects.get(case=case, kind="transfer", seq__gt=case.position)
    assert json.loads(row.content or "")["note"] == "moved at night"
    answers.forget()
    moved = read_moved(counted(Case.objects.get(pk=case.pk)).case, date(2020, 5, 12), None).rows
    assert moved.filter(moved["person"] == person)["state"].to_list() == ["without"]


def test_sent_twice_a_transfer_is_recorded_once(case: Case, signed_in: SignIn, person: str) -> None:
    sent = {"kind": "transfer", "to": "Glades", "reason": "r", "happened": "yes",
            "token": "0123456789abcdef01234567"}  # fmt: skip
    client = signed_in("krome")
    client.post(f"{ROOM}{person}", sent)
    client.post(f"{ROOM}{person}", sent)
    assert Row.objects.filter(case=case, kind="transfer", seq__gt=case.position).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "evaluation"}, "Choose what the evaluation came to."),
        ({"kind": "evaluation", "outcome": "eligible", "at": "2030-01-01T00:00"}, "still to come"),
        ({"kind": "evaluation", "outcome": "eligible", "at": "noon"}, "is not a day and time"),
        ({"kind": "count"}, "Choose what to record."),
    ],
)
def test_what_is_wrong_is_said(
    signed_in: SignIn, person: str, wrong: dict[str, str], says: str
) -> None:
    answer = signed_in("krome").post(f"{ROOM}{person}", wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize("name", [account.email.partition("@")[0] for account in ACCOUNTS])
def test_who_sees_people_reads_and_only_who_may_records(
    case: Case, signed_in: SignIn, access: Callable[[str], Access], person: str, name: str
) -> None:
    may, client = {m.name for m in access(name).may}, signed_in(name)
    reaches = name != "glades"
    page = client.get(f"{ROOM}{person}")
    expected = 403 if "SEE_PEOPLE" not in may else 200 if reaches else 404
    assert page.status_code == expected
    records = "RECORD_EVALUATIONS" in may and reaches
    assert (b'name="outcome"' in page.content) is records
    sent = {"kind": "evaluation", "outcome": "eligible"}
    answer = client.post(f"{ROOM}{person}", sent)
    assert answer.status_code == (302 if records else expected if expected != 200 else 403)
    assert Row.objects.filter(case=case, seq__gt=case.position).exists() is records


def test_a_search_finds_within_the_reader_s_part_only(
    signed_in: SignIn, person: str
) -> None:  # fmt: skip
    assert signed_in("krome").get(f"{ROOM[:-1]}?person={person}").status_code == 302
    text = signed_in("glades").get(f"{ROOM[:-1]}?person={person}").content.decode()
    assert "Nobody held now has a number that begins so." in text


def test_nobody_of_that_number_is_no_page(signed_in: SignIn) -> None:
    assert signed_in("agency").get(f"{ROOM}nobody-at-all").status_code == 404


ORDER = """+++
id = "an-order"
caption = "A v. B"
court = "A court"
docket = "1"
time_zone = "America/New_York"
calendar = "frcp6"
notice = "Made up."
[[facilities]]
id = "f"
name = "F"
+++
# The order
```ruling
id = "first"
entered = 2020-05-01
judge = "J"
```
> Words.
```clause
id = "before"
kind = "transfer"
requires = ["evaluation", "screening", "notice", "mask"]
at_most_before = { screening = "24 hours" }
screenings = ["verbal", "temperature"]
topic = "transfer"
exceptions = ["a medical emergency"]
obligations_follow = true
```
```clause
id = "towels"
kind = "supply"
items = ["towel"]
to = "transferred"
```
"""


def test_every_requirement_is_an_item_with_its_window() -> None:
    order = read_order_text(ORDER, "order.md")
    zone = order.header.zone
    at = datetime(2020, 5, 10, 12, tzinfo=zone)

    def record(*rows: tuple[str, dict[str, str]]) -> Record:
        from drawdown.record.columns import Terms
        from drawdown.site.cases.lines import line_of, typed

        frames = {}
        for kind in {kind for kind, _cells in rows}:
            of = [
                line_of(kind, {"facility": "f", "person": "p", "id": f"{kind}-{n}",
                               "recorded": "2020-05-10", **cells})
                for n, (k, cells) in enumerate(rows) if k == kind
            ]  # fmt: skip
            terms = Terms(zone, order.header.facility_names())
            frames[kind] = typed(kind, of, ["a"] * len(of), list(range(len(of))), terms)
        return Record(frames, zone)

    empty = checklist(order, record(), "p", "f", at, None)
    assert [item.kind for item in empty.items] == [
        "evaluation", "screening", "screening", "notice", "handout", "handout",
    ]  # fmt: skip
    assert empty.forbidden
    assert empty.follow
    assert empty.exceptions == ("a medical emergency",)
    full = checklist(
        order,
        record(
            ("evaluation", {"date": "2020-05-08"}),
            ("screening", {"date": "2020-05-10T08:00", "what": "verbal"}),
            ("screening", {"date": "2020-05-08T08:00", "what": "temperature"}),
            ("notice", {"date": "2020-05-09", "topic": "Transfer"}),
            ("handout", {"date": "2020-05-10T09:00", "item": "masks", "to": "transferred"}),
            ("handout", {"date": "2020-05-10", "item": "towels", "to": "transferred"}),
        ),
        "p", "f", at, None,
    )  # fmt: skip
    assert [item.answer for item in full.items] == ["done", "done", "to do", "done", "done", "done"]
    assert full.items[2].late  # temperature, longer than 24 hours ago
    unclear = checklist(
        order, record(("evaluation", {"date": "2020-05-10"})), "p", "f", at, None
    )  # fmt: skip
    assert unclear.items[0].answer == "unclear"  # on the same day, without its hour
