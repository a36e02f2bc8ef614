"""A part is never changed: it ends at once, another begins, and both stay to be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from drawdown.site.accounts.models import Look, Membership, Token
from drawdown.site.cases.models import Case


@pytest.fixture
def monitor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("monitor")


def post(client: Client, case: Case, name: str, part: Membership, **sent: str) -> int:
    return client.post(reverse(name, args=[case.slug, part.pk]), sent).status_code


def test_the_page_says_who_as_what_and_how_well_guarded(
    case: Case, monitor: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        text = monitor.get(reverse("members", args=[case.slug])).content.decode()
    for says in ("Kim Dorsey", "krome@demo.example", "Facility staff", "Krome", "never"):
        assert says in text


def test_deactivation_ends_part_sessions_and_tokens_at_once(
    case: Case, monitor: Client, member: Callable[[str], Membership],
    signed_in: Callable[[str], Client],
) -> None:  # fmt: skip
    part, theirs = member("krome"), signed_in("krome")
    token, _ = Token.make(part, "nightly")
    assert theirs.get(f"/{case.slug}/").status_code == 200
    assert post(monitor, case, "members-end", part) == 302
    assert theirs.get(f"/{case.slug}/").headers["Location"].startswith("/accounts/login/")
    part.refresh_from_db()
    token.refresh_from_db()
    assert part.ended
    assert token.ended
    assert Look.objects.filter(case=case, what="end_member", detail__contains="krome@").exists()
    assert post(monitor, case, "members-end", part) == 302, "a second time changes nothing"
    assert Look.objects.filter(case=case, what="end_member").count() == 1


def test_another_role_is_another_part(
    case: Case, monitor: Client, member: Callable[[str], Membership]
) -> None:
    old = member("second")
    sent = {"role": "facility", "facility": "glades", "title": "warden"}
    assert post(monitor, case, "members-change", old, **sent) == 302
    old.refresh_from_db()
    assert (old.role, old.facility) == ("agency", "")
    new = member_now(case, "second")
    assert (new.role, new.facility, new.title) == ("facility", "glades", "warden")
    assert old.ended == new.since
    assert Look.objects.filter(case=case, what="change_member").exists()


def member_now(case: Case, name: str) -> Membership:
    return Membership.objects.get(case=case, user__email=f"{name}@demo.example", ended=None)


def test_a_former_member_is_taken_back_into_the_same_part(
    case: Case, monitor: Client, member: Callable[[str], Membership]
) -> None:
    part = member("krome")
    post(monitor, case, "members-end", part)
    assert "Take back" in monitor.get(reverse("members", args=[case.slug])).content.decode()
    assert post(monitor, case, "members-take-back", part) == 302
    assert post(monitor, case, "members-take-back", part) == 302
    again = member_now(case, "krome")
    assert (again.role, again.facility) == (part.role, part.facility)
    assert again.pk != part.pk
    assert Look.objects.filter(case=case, what="reactivate").count() == 1


def test_there_is_one_part_at_a_time(case: Case, member: Callable[[str], Membership]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(case=case, user=member("krome").user, role="reader")


@pytest.mark.parametrize("name", ["monitor", "petitioners", "government", "reader"])
def test_the_agency_does_not_touch_the_other_side(
    case: Case, name: str, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    agency, part = signed_in("agency"), member(name)
    assert post(agency, case, "members-end", part) == 403
    assert post(agency, case, "members-take-back", part) == 403
    assert post(agency, case, "members-change", part, role="facility", facility="krome") == 403
    text = agency.get(reverse("members", args=[case.slug])).content.decode()
    assert reverse("members-change", args=[case.slug, part.pk]) not in text


def test_nor_raises_its_own_into_it(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    assert post(signed_in("agency"), case, "members-change", member("second"), role="court") == 403
    assert member_now(case, "second").role == "agency"


def test_nobody_ends_their_own_part(
    case: Case, monitor: Client, member: Callable[[str], Membership]
) -> None:
    assert post(monitor, case, "members-end", member("monitor")) == 403
    assert post(monitor, case, "members-change", member("monitor"), role="reader") == 403


def test_a_part_of_another_case_is_not_found(
    case: Case, monitor: Client, member: Callable[[str], Membership]
) -> None:
    other = Case.objects.create(slug="other", title="Other")
    part = Membership.objects.create(case=other, user=member("krome").user, role="reader")
    assert post(monitor, case, "members-end", part) == 404
