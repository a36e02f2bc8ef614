"""In an emergency a role opens what it does not show: for a reason, for a while, on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drawdown.site.accounts.access import access_of
from drawdown.site.accounts.glass import unread_glass
from drawdown.site.accounts.models import BrokenGlass, Look, Membership
from drawdown.site.accounts.roles import BROKEN_GLASS, TABLE, May, Role
from drawdown.site.cases.models import Case

REASON = "A person in unit B has collapsed; the medic needs the facts."


@pytest.fixture
def address(case: Case) -> str:
    return reverse("glass", args=[case.slug])


def test_it_opens_and_is_recorded(
    case: Case, address: str, signed_in: Callable[[str], Client],
    member: Callable[[str], Membership],
) -> None:  # fmt: skip
    client = signed_in("government")
    assert May.SEE_HEALTH not in access_of(member("government")).may
    page = client.post(address, {"reason": REASON}, follow=True).content.decode()
    assert "Opened in an emergency until" in page
    assert access_of(member("government")).may == TABLE[Role.GOVERNMENT] | BROKEN_GLASS
    broken = BrokenGlass.objects.get(membership__case=case)
    assert broken.until - broken.at == timedelta(minutes=settings.BREAK_GLASS_MINUTES)
    assert Look.objects.get(case=case, what="break_glass").detail == REASON


def test_sent_twice_it_opens_once(
    case: Case, address: str, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("government")
    client.post(address, {"reason": REASON})
    client.post(address, {"reason": REASON})
    assert BrokenGlass.objects.filter(membership__case=case).count() == 1


@pytest.mark.parametrize("reason", ["", "too short", " " * 40])
def test_a_reason_is_needed(
    case: Case, address: str, reason: str, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("krome").post(address, {"reason": reason}).status_code == 400
    assert not BrokenGlass.objects.exists()


def test_it_closes_by_itself(case: Case, member: Callable[[str], Membership]) -> None:
    past = timezone.now() - timedelta(minutes=1)
    part = member("government")
    BrokenGlass.objects.create(membership=part, at=past, until=past, reason=REASON)
    assert access_of(part).may == TABLE[Role.GOVERNMENT]
    assert access_of(part).glass is None


def test_it_opens_no_other_facility(
    case: Case, address: str, signed_in: Callable[[str], Client],
    member: Callable[[str], Membership],
) -> None:  # fmt: skip
    signed_in("krome").post(address, {"reason": REASON})
    opened = access_of(member("krome"))
    assert May.SEE_HEALTH in opened.may
    assert opened.facility == "krome"
    assert not opened.reaches("glades")
    assert not opened.reaches(None)


def test_the_court_reads_the_reason_and_every_look_and_says_so(
    case: Case, address: str, signed_in: Callable[[str], Client],
    member: Callable[[str], Membership],
) -> None:  # fmt: skip
    signed_in("government").post(address, {"reason": REASON})
    access_of(member("government")).looked("person", person="P-UNDER-GLASS")
    assert unread_glass(case) == 1
    court, page = signed_in("monitor"), reverse("looks-glass", args=[case.slug])
    text = court.get(page).content.decode()
    assert REASON in text
    assert "P-UNDER-GLASS" in text
    broken = BrokenGlass.objects.get()
    court.post(reverse("looks-glass-read", args=[case.slug, broken.pk]))
    broken.refresh_from_db()
    assert broken.read_by == member("monitor").user
    assert unread_glass(case) == 0
    first = broken.read
    court.post(reverse("looks-glass-read", args=[case.slug, broken.pk]))
    broken.refresh_from_db()
    assert broken.read == first


@pytest.mark.parametrize("change", [{"reason": "other"}, {"until": timezone.now()}])
def test_the_database_refuses_to_change_why_it_was_opened(
    case: Case, change: dict[str, object], member: Callable[[str], Membership]
) -> None:
    now = timezone.now()
    broken = BrokenGlass.objects.create(membership=member("krome"), until=now, reason=REASON)
    with pytest.raises(DatabaseError), transaction.atomic():
        BrokenGlass.objects.filter(pk=broken.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        broken.delete()
