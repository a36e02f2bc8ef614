"""Every link followed and every form sent, as every role: nothing fails or offers what is refused.

The pages begin at every address that the URLconf has (`walk.py`), and go on by the links and forms
of each page. `DRAWDOWN_CRAWL=N` reads N pages of each kind and sends N times as many forms.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import islice

import pytest
from django.core.cache import cache
from django.test import Client
from tests.site.accounts.test_the_table_holds_on_every_page import MEMBERS
from tests.site.accounts.walk import Samples, pages_of_a_case, public_pages_of_a_case
from tests.site.security.crawling import HOSTILE, Form, Walk, every_hostile, shape_of

from drawdown.site.accounts.models import Membership
from drawdown.site.accounts.roles import TABLE, Role
from drawdown.site.cases.models import Case

TIMES = int(os.environ.get("DRAWDOWN_CRAWL", "1"))
EVERYTHING = TIMES > 1
SENT: set[tuple[str, str, tuple[str, ...]]] = set()
"""The forms that one role sent already: another sends only those that it alone was shown."""
pytestmark = pytest.mark.xdist_group("every page")
OFFERED = {200, 206, 301, 302, 303, 304, 405}
"""What a link may be answered with; 405 is the address of a form, where it stands as a link."""


@pytest.fixture
def starts(case: Case, member: Callable[[str], Membership]) -> Callable[[Role], list[str]]:
    """Return a function that gives the addresses that a role may open."""
    samples = Samples(case, member)
    public = [page for page in public_pages_of_a_case() if not page.arguments]
    pages = [*pages_of_a_case(), *public]
    made = [(page, samples.address(page)) for page in pages]

    def of(role: Role) -> list[str]:
        mine = [where for page, where in made if set(page.needed or ()) <= TABLE[role]]
        return ["/", f"/{case.slug}/", "/accounts/me", *mine]

    return of


@pytest.mark.parametrize("role", Role)
def test_nothing_fails_and_nothing_is_offered_that_is_refused(
    role: Role, starts: Callable[[Role], list[str]], signed_in: Callable[[str], Client]
) -> None:
    cache.clear()
    walk = Walk(signed_in(MEMBERS[role]), each=TIMES)
    given = starts(role)
    walk.read_all(given)
    assert not walk.failed, "\n".join(walk.failed)
    assert len(walk.answers) > (20 if role == Role.READER else 40)
    refused = {
        address: status for address, status in walk.answers.items()
        if status not in OFFERED and address not in given
    }  # fmt: skip
    assert not refused
    for n, (shape, form) in enumerate(walk.forms.items()):
        if EVERYTHING or shape not in SENT:  # who may not send it at all is refused elsewhere
            SENT.add(shape)
            _send(walk, form, n)
    assert not walk.failed, "\n".join(walk.failed)


def _send(walk: Walk, form: Form, n: int) -> None:
    """Send a form in some hostile ways: others for each form, so that all are tried somewhere."""
    if EVERYTHING:
        ways = list(every_hostile(form))
    else:
        names = list(HOSTILE)
        ways = [(names[(n + m * 5) % len(names)], "") for m in range(2)]
        fields = [name for name, _ in form.fields if name not in ("token", "csrfmiddlewaretoken")]
        ways += [(names[(n + m) % len(names)], name) for m, name in enumerate(islice(fields, 3))]
    for what, only in ways:
        walk.send(form, what, only)


def test_whatever_stands_in_an_address_is_answered(
    case: Case, signed_in: Callable[[str], Client], member: Callable[[str], Membership]
) -> None:
    walk = Walk(signed_in("agency"))
    samples = Samples(case, member)
    names = ("on", "known", "from", "q", "kind", "facility", "person", "state", "page", "since")
    values = list(HOSTILE)
    for n, page in enumerate(pages_of_a_case()):
        form = Form(samples.address(page), "get", tuple((name, "") for name in names))
        for what in values if EVERYTHING else (values[n % len(values)],):
            walk.send(form, what)
    assert not walk.failed, "\n".join(walk.failed)


def test_forms_that_anybody_may_send_stand_whatever_is_in_them(case: Case) -> None:
    cache.clear()
    walk = Walk(Client())
    walk.read_all(["/", "/accounts/login/", "/accounts/password/reset/", "/health",
                   f"/{case.slug}/mine", f"/{case.slug}/telephone"])  # fmt: skip
    assert {shape_of(form.action) for form in walk.forms.values()} >= {"/accounts/login/"}
    for form in walk.forms.values():
        for what in HOSTILE:
            walk.send(form, what)
    assert not walk.failed, "\n".join(walk.failed)
