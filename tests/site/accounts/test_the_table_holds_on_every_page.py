"""The one table of roles holds on every page of a case, whoever built the page.

Every address under a case is found in the URLconf, so a page that is added is walked as well. An
argument that is new needs a sample below, or these tests fail.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.site.accounts.walk import (
    OF_A_FACILITY,
    OF_THE_CASE,
    SIDE,
    Page,
    Samples,
    ask,
    pages_of_a_case,
    public_pages_of_a_case,
)

from drawdown.site.accounts.models import Membership, User
from drawdown.site.accounts.roles import SIDES, TABLE, May, Role
from drawdown.site.cases.models import Case

MEMBERS = {
    Role.COURT: "monitor",
    Role.PETITIONERS: "petitioners",
    Role.GOVERNMENT: "government",
    Role.AGENCY: "agency",
    Role.FACILITY: "krome",
    Role.READER: "reader",
}
PAGES = pages_of_a_case()
"""Pages answer a reader; those that only take a form say that a reader has to send one (405)."""
SHOWN = {200, 302, 405}


def named(page: Page) -> str:
    return page.name


def test_there_is_a_member_for_every_role_and_a_rule_for_every_page() -> None:
    assert set(MEMBERS) == set(Role) == set(TABLE)
    assert len(PAGES) > 15
    assert [page.name for page in PAGES if page.needed is None] == []
    assert all(isinstance(may, May) for page in PAGES for may in page.needed or ())


PUBLIC = {"how-to", "mine", "mine-proof", "telephone", "telephone-press", "telephone-sound"}
"""Pages of a case that ask for no account: each shows only what belongs to whoever opens it."""


def test_no_page_is_open_to_anybody_but_these() -> None:
    assert {page.name for page in public_pages_of_a_case()} == PUBLIC
    assert all(page.needed is None for page in public_pages_of_a_case())


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_each_role_is_shown_what_the_table_says_and_refused_the_rest(
    page: Page, samples: Samples, signed_in: Callable[[str], Client]
) -> None:
    address = samples.address(page)
    for role, member in MEMBERS.items():
        if set(page.needed or ()) <= TABLE[role]:
            answer = signed_in(member).get(address)
            others = "draft" in page.arguments and SIDES.get(role) != SIDE
            expected = {404, 405} if others else SHOWN
            assert answer.status_code in expected, (role, address, answer.status_code)
        else:
            refused = ask(signed_in(member), address)
            assert refused.status_code == 403, (role, address, refused.status_code)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_form_sent_by_a_role_that_may_not_is_refused(
    page: Page, samples: Samples, signed_in: Callable[[str], Client]
) -> None:
    address = samples.address(page)
    for role, member in MEMBERS.items():
        if not set(page.needed or ()) <= TABLE[role]:
            assert signed_in(member).post(address).status_code == 403, (role, address)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_who_is_not_signed_in_is_asked_to(page: Page, samples: Samples) -> None:
    address = samples.address(page)
    answer = ask(Client(), address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert Client().post(address).status_code == 302
    assert Client().post(address, headers={"HX-Request": "true"}).status_code == 204


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_who_has_no_part_in_the_case_is_told_of_no_such_page(page: Page, samples: Samples) -> None:
    stranger = User.objects.create_user("stranger@example.org", "a-long-pass-phrase")
    client = Client()
    client.force_login(stranger)
    assert ask(client, samples.address(page)).status_code == 404


def test_nor_is_who_had_one(case: Case, member: Callable[[str], Membership]) -> None:
    part = member("reader")
    client = Client()
    client.force_login(part.user)
    assert client.get(reverse("order", args=[case.slug])).status_code == 200
    Membership.objects.filter(pk=part.pk).update(ended=part.since)
    assert client.get(reverse("order", args=[case.slug])).status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_who_sees_people_is_led_to_a_second_factor_first(
    page: Page, samples: Samples, member: Callable[[str], Membership],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(settings, "DEMO", False)
    address = samples.address(page)
    for role, name in MEMBERS.items():
        client = Client()
        client.force_login(member(name).user)
        if May.SEE_PEOPLE in TABLE[role]:
            answer = ask(client, address)
            assert answer.status_code == 302, (role, address)
            assert answer.headers["Location"] == reverse("second_factor")
            assert client.post(address).headers["Location"] == reverse("second_factor")
        else:
            assert client.get(address).status_code in {*SHOWN, 403}


OF_KROME = [
    page for page in PAGES
    if OF_A_FACILITY & set(page.arguments) and page.name.split("-")[0] not in OF_THE_CASE
]  # fmt: skip


@pytest.mark.parametrize("page", OF_KROME, ids=named)
def test_a_member_bound_to_another_facility_finds_nothing_there(
    page: Page, samples: Samples, signed_in: Callable[[str], Client]
) -> None:
    address, client = samples.address(page), signed_in("glades")
    assert client.get(address).status_code in {403, 404, 405}
    assert client.post(address).status_code in {403, 404, 405}
