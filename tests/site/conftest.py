"""The site under test: the demonstration's case and accounts, made once; each test undoes its own.

The database is SQLite, or PostgreSQL where `DRAWDOWN_DATABASE` names one (`make test` runs both).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from drawdown.site.accounts.access import Access, access_of
from drawdown.site.accounts.models import Membership, User
from drawdown.site.cases import answers
from drawdown.site.cases.models import Case
from drawdown.site.demo import ACCOUNTS, make_demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of the site may ask the database."""
    for item in items:
        if "site" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the demonstration once for all tests."""
    with django_db_blocker.unblock():
        make_demo()


@pytest.fixture(autouse=True)
def _as_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "testserver"])
    monkeypatch.setattr(answers, "FRESH", 0.0)  # tests look at once for what they entered
    monkeypatch.setattr(answers, "TIMES", 0)


@pytest.fixture(autouse=True)
def _nothing_kept_of_what_is_undone() -> Iterator[None]:
    """What a test entered is rolled back; what was kept of it in memory has to go, too."""
    yield
    answers.forget_beyond(DEMO_POSITION)


DEMO_POSITION: dict[int, int] = {}


@pytest.fixture
def case(db: None) -> Case:
    """The demonstration's case."""
    case = Case.objects.get(slug="gayle-v-meade")
    DEMO_POSITION.setdefault(case.pk, case.position)
    return case


@pytest.fixture
def member(case: Case) -> Callable[[str], Membership]:
    """Return a function that finds a member by the start of the address: `member("agency")`."""

    def find(name: str) -> Membership:
        return Membership.objects.select_related("user", "case").get(
            case=case, user__email=f"{name}@demo.example"
        )

    return find


@pytest.fixture
def access(member: Callable[[str], Membership]) -> Callable[[str], Access]:
    """Return a function that gives what a member may: `access("krome")`."""
    return lambda name: access_of(member(name))


@pytest.fixture
def signed_in(case: Case, second_factor: Callable[[User], None]) -> Callable[[str], Client]:
    """Return a function that gives a client signed in as a member, with a second factor."""

    def sign_in(name: str) -> Client:
        user = User.objects.get(email=f"{name}@demo.example")
        second_factor(user)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def second_factor(db: None) -> Callable[[User], None]:
    """Return a function that gives an account an authenticator app."""

    def give(user: User) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.totp.internal.auth import TOTP

        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    return give


NAMES = tuple(account.email.partition("@")[0] for account in ACCOUNTS)
"""The members of the demonstration's case."""
