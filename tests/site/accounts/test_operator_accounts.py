"""What the operator does at the command line: add, close and list accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from drawdown.site.accounts.invitations import InvitationError
from drawdown.site.accounts.members import MemberError, add_user, deactivate_user, list_users
from drawdown.site.accounts.models import Membership, Token, User
from drawdown.site.cases.models import Case

GOOD = "a-rather-long-pass-phrase"


def test_a_link_sets_the_password_and_gives_the_part(case: Case) -> None:
    user, link = add_user("Nora@example.org", "Nora Field", case.slug, "facility", "krome", "clerk")
    assert not user.has_usable_password()
    path = link.removeprefix(settings.ENVIRONMENT.origin)
    client = Client()
    assert 'value="Nora Field"' in client.get(path).content.decode()
    sent = {"name": "Nora Field", "password": GOOD, "again": GOOD, "language": "en"}
    assert client.post(path, sent).status_code == 302
    part = Membership.objects.get(user=user)
    assert (part.role, part.facility, part.title) == ("facility", "krome", "clerk")
    assert User.objects.get(pk=user.pk).check_password(GOOD)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("no address", "N", "gayle-v-meade", "reader"), "expected one such as ada@example.org"),
        (("n@example.org", "N", "no-case", "reader"), "no case is 'no-case'"),
        (("n@example.org", "N", "gayle-v-meade", "king"), "no role is 'king'"),
        (("n@example.org", "N", "gayle-v-meade", "facility"), "say which"),
        (("n@example.org", "N", "gayle-v-meade", "facility", "mars"), "'mars' is none of this"),
        (("n@example.org", "N", "gayle-v-meade", "court", "krome"), "not bound to a facility"),
    ],
)
def test_what_cannot_be_is_one_line(case: Case, given: tuple[str, ...], says: str) -> None:
    with pytest.raises(MemberError, match=says):
        add_user(*given)
    assert not User.objects.filter(email="n@example.org").exists()


def test_who_has_a_part_is_not_added(case: Case) -> None:
    with pytest.raises(InvitationError, match="already"):
        add_user("krome@demo.example", "Kim", case.slug, "reader")


def test_a_closed_account_opens_nothing_until_the_operator_opens_it(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    client = signed_in("krome")
    Token.make(member("krome"), "nightly")
    deactivate_user("KROME@demo.example")
    assert client.get(f"/{case.slug}/").status_code == 302
    assert not Membership.objects.filter(user__email="krome@demo.example", ended=None).exists()
    assert not Token.objects.filter(ended=None).exists()
    from drawdown.site.demo import PASSWORD

    sent = {"login": "krome@demo.example", "password": PASSWORD}
    assert "closed" in Client().post("/accounts/login/", sent, follow=True).content.decode()
    user, _ = add_user("krome@demo.example", "Kim Dorsey", case.slug, "facility", "krome")
    assert user.is_active
    assert not user.has_usable_password(), "what opened it before opens it no longer"
    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(MemberError, match="no account"):
        deactivate_user("nobody@example.org")


def test_the_list_says_who_as_what(case: Case, second_factor: Callable[[User], None]) -> None:
    second_factor(User.objects.get(email="krome@demo.example"))
    found = {one.email: one for one in list_users()}
    krome = found["krome@demo.example"]
    assert krome.parts == ((case.slug, "facility", "krome"),)
    assert krome.second_factor
    assert krome.active
    assert not found["reader@demo.example"].second_factor
