"""An invitation opens one part, once, for one address; a link that does not work tells nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from drawdown.site.accounts.invitations import invite
from drawdown.site.accounts.models import Invitation, Look, Membership, User
from drawdown.site.accounts.roles import INVITES, TABLE, May, Role
from drawdown.site.cases.models import Case

GOOD = "a-rather-long-pass-phrase"
NEW = {"name": "Nora Field", "password": GOOD, "again": GOOD, "language": "es"}


def path_of(link: str) -> str:
    return link.removeprefix(settings.ENVIRONMENT.origin)


@pytest.fixture
def link(case: Case) -> str:
    return path_of(invite(case, "Nora@Example.org", Role.READER, title="clerk")[1])


def test_it_makes_an_account_with_its_part_and_language(case: Case, link: str) -> None:
    client = Client()
    assert "Invitation to" in client.get(link).content.decode()
    answer = client.post(link, NEW)
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(email="nora@example.org")
    part = Membership.objects.get(user=user, ended=None)
    assert (part.role, part.title, user.name, user.language) == (
        "reader", "clerk", "Nora Field", "es",
    )  # fmt: skip
    assert client.get(answer.headers["Location"]).headers["Content-Language"] == "es"
    assert Look.objects.filter(case=case, user=user, what="join").exists()


def test_the_link_is_kept_nowhere(case: Case, link: str) -> None:
    token = link.rsplit("/", 1)[1]
    assert token not in str(list(Invitation.objects.values()))


def gone(link: str) -> str:
    client = Client()
    answers = [client.get(link), client.post(link, NEW)]
    assert [one.status_code for one in answers] == [404, 404]
    texts = [re.sub(r"[\w-]{43,64}", "", one.content.decode()) for one in answers]
    assert texts[0] == texts[1]
    return texts[0]


def test_used_expired_withdrawn_and_bad_links_are_answered_alike(case: Case, link: str) -> None:
    Client().post(link, NEW)
    made, old = invite(case, "old@example.org", Role.READER)
    Invitation.objects.filter(pk=made.pk).update(
        made=made.made - timedelta(days=settings.INVITATION_DAYS, seconds=1)
    )
    made, withdrawn = invite(case, "not@example.org", Role.READER)
    Invitation.objects.filter(pk=made.pk).update(withdrawn=made.made)
    bad = reverse("accept_invitation", args=["x" * 43])
    answers = {gone(one) for one in (link, path_of(old), path_of(withdrawn), bad)}
    assert len(answers) == 1
    assert User.objects.filter(email__in=["old@example.org", "not@example.org"]).count() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"again": "another-long-pass-phrase"}, "not the same"),
        ({"name": ""}, "required"),
        ({"password": "nora@example.org", "again": "nora@example.org"}, "too similar"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    case: Case, link: str, change: dict[str, str], says: str
) -> None:
    answer = Client().post(link, NEW | change)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not User.objects.filter(email="nora@example.org").exists()
    assert Client().post(link, NEW).status_code == 302


def test_an_account_that_is_signed_in_just_gets_the_part(case: Case, link: str) -> None:
    user = User.objects.create_user("nora@example.org", GOOD, name="Nora")
    client = Client()
    asked = client.get(link).content.decode()
    assert f"/accounts/login/?next={link}" in asked
    assert client.post(link, NEW).status_code == 200
    assert not Membership.objects.filter(user=user).exists()
    client.force_login(user)
    assert client.post(link).status_code == 302
    assert Membership.objects.get(user=user).role == "reader"
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_it_is_for_nobody_else(case: Case, link: str, member: Callable[[str], Membership]) -> None:
    client = Client()
    client.force_login(member("krome").user)
    assert "Sign out first" in client.get(link).content.decode()
    client.post(link, NEW)
    assert not User.objects.filter(email="nora@example.org").exists()
    assert Invitation.objects.get(email="nora@example.org").used is None


def test_the_link_is_mailed_and_shown_once(case: Case, signed_in: Callable[[str], Client]) -> None:
    client, address = signed_in("monitor"), reverse("members-invite", args=[case.slug])
    sent = {"email": "new@example.org", "role": "facility", "facility": "glades", "title": "clerk"}
    text = client.post(address, sent).content.decode()
    link = re.search(r"http[^\"]*/accounts/invitations/[\w-]+", text)
    assert link
    assert link[0] in mail.outbox[0].body
    assert mail.outbox[0].to == ["new@example.org"]
    assert link[0] not in client.get(reverse("members", args=[case.slug])).content.decode()
    assert Look.objects.filter(case=case, what="invite", detail__contains="new@example").exists()


def test_inviting_again_leaves_one_link_that_works(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    client, address = signed_in("monitor"), reverse("members-invite", args=[case.slug])
    for _ in range(2):
        client.post(address, {"email": "new@example.org", "role": "reader"})
    assert Invitation.objects.filter(email="new@example.org", withdrawn=None).count() == 1


def test_a_withdrawn_invitation_is_over(case: Case, signed_in: Callable[[str], Client]) -> None:
    made, link = invite(case, "new@example.org", Role.READER)
    signed_in("monitor").post(reverse("members-withdraw", args=[case.slug, made.pk]))
    gone(path_of(link))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("inviter", ["monitor", "agency"])
def test_who_may_invite_whom(
    case: Case, inviter: str, role: Role, signed_in: Callable[[str], Client],
    member: Callable[[str], Membership],
) -> None:  # fmt: skip
    facility = "krome" if role == Role.FACILITY else ""
    sent = {"email": "new@example.org", "role": role.value, "facility": facility}
    answer = signed_in(inviter).post(reverse("members-invite", args=[case.slug]), sent)
    allowed = role in INVITES[Role(member(inviter).role)]
    assert answer.status_code == (200 if allowed else 403)
    assert Invitation.objects.filter(email="new@example.org").exists() is allowed


def test_every_role_that_invites_has_a_line_in_the_table() -> None:
    assert set(INVITES) == {role for role in Role if May.INVITE in TABLE[role]}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"email": "no address", "role": "reader"}, "valid email"),
        ({"email": "a@b.example", "role": "facility"}, "say which"),
        ({"email": "a@b.example", "role": "court", "facility": "krome"}, "not bound to a facility"),
        ({"email": "krome@demo.example", "role": "reader"}, "has a part in the case already"),
        ({"email": "a@b.example", "role": "king"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    case: Case, sent: dict[str, str], says: str, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("monitor").post(reverse("members-invite", args=[case.slug]), sent)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert f'value="{sent["email"]}"' in answer.content.decode()


def test_an_inviter_bound_to_a_facility_invites_to_that_one(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    Membership.objects.filter(pk=member("agency").pk).update(facility="krome")
    client, address = signed_in("agency"), reverse("members-invite", args=[case.slug])
    for facility, status in (("glades", 400), ("", 400), ("krome", 200)):
        sent = {"email": f"x{facility}@b.example", "role": "facility", "facility": facility}
        assert client.post(address, sent).status_code == status, facility
