"""A draft is asked for and made beside the pages: once, whole or not at all, with its progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from drawdown.errors import InputError
from drawdown.site.reports import worker
from drawdown.site.reports.making import Made, Tell
from drawdown.site.reports.models import Draft, Paper

LIST = "/gayle-v-meade/reports/"
SAID = {"since": "2020-05-09", "on": "2020-05-12", "level": "parties", "token": "ab" * 12}
HTMX = {"HX-Request": "true"}


def made(draft: Draft, tell: Tell) -> Made:
    tell("counting")
    tell("keeping")
    return Made("Status report", (("a.pdf", "Status report", b"%PDF", False),), 0)


@pytest.fixture(autouse=True)
def _made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "make", made)


def asked(client: Client, **more: str) -> Draft:
    answer = client.post(LIST, SAID | more)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Draft.objects.order_by("-pk")[0]


def held_elsewhere(draft: Draft, **fields: object) -> None:
    """Another worker has it."""
    until = timezone.now() + timedelta(minutes=1)
    Draft.objects.filter(pk=draft.pk).update(
        state="making", claim="another", claimed_until=until, paper=None, **fields
    )


def test_what_is_made_is_where_the_page_leads(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    draft = asked(client)
    assert draft.state == "made"
    answer = client.get(f"{LIST}drafts/{draft.pk}")
    assert answer.headers["Location"] == f"{LIST}{draft.paper_id}"
    answer = client.get(f"{LIST}drafts/{draft.pk}", headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"{LIST}{draft.paper_id}"


def test_a_form_sent_twice_asks_once(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("agency")
    assert asked(client).pk == asked(client).pk
    assert Draft.objects.count() == Paper.objects.count() == 1
    assert asked(client, on="2020-05-11").pk != Draft.objects.order_by("pk")[0].pk


def test_the_page_shows_how_far_it_is_and_says_so_again_after_a_reload(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("agency")
    draft = asked(client)
    held_elsewhere(draft, step="pdf", done=3, whole=6)
    for headers in (HTMX, {}):
        page = client.get(f"{LIST}drafts/{draft.pk}", headers=headers).content.decode()
        assert 'value="3" max="6"' in page
        assert "setting the PDF" in page
    assert f"{LIST}drafts/{draft.pk}" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RuntimeError("a secret"), "Something failed on our side"),
        (InputError("no such day"), "no such day"),
    ],
)
def test_what_fails_says_why_in_one_line_and_is_tried_again(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def fails(draft: Draft, tell: Tell) -> Made:
        tell("counting")
        raise error

    client = signed_in("agency")
    monkeypatch.setattr(worker, "make", fails)
    draft = asked(client)
    assert (draft.state, Paper.objects.count()) == ("failed", 0)
    for headers in (HTMX, {}):
        page = client.get(f"{LIST}drafts/{draft.pk}", headers=headers).content.decode()
        assert says in page
        assert "a secret" not in page
    assert says in client.get(LIST).content.decode()
    monkeypatch.setattr(worker, "make", made)
    assert client.post(f"{LIST}drafts/{draft.pk}/again").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.problem) == ("made", "")


def test_a_draft_waits_while_the_database_has_no_room(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(draft: Draft, tell: Tell) -> Made:
        raise OperationalError("could not extend file: No space left on device")

    monkeypatch.setattr(worker, "make", full)
    draft = asked(signed_in("agency"))
    for _ in range(worker.TRIES + 2):
        assert (draft.state, draft.problem) == ("making", "")
        Draft.objects.filter(pk=draft.pk).update(claimed_until=None)
        assert worker.do_one()
        draft.refresh_from_db()
    monkeypatch.setattr(worker, "make", made)
    Draft.objects.filter(pk=draft.pk).update(claimed_until=None)
    assert worker.do_one()
    draft.refresh_from_db()
    assert (draft.state, Paper.objects.count()) == ("made", 1)


def test_a_worker_that_was_thought_gone_keeps_nothing(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(draft: Draft, tell: Tell) -> Made:
        held_elsewhere(draft)
        return Made("Status report", (("a.pdf", "Status report", b"%PDF", False),), 0)

    monkeypatch.setattr(worker, "make", slow)
    draft = asked(signed_in("agency"))
    assert (draft.state, draft.claim, Paper.objects.count()) == ("making", "another", 0)


def test_one_whose_claim_ran_out_is_taken_up_and_one_that_ends_the_server_is_given_up(
    signed_in: Callable[[str], Client],
) -> None:
    draft = asked(signed_in("agency"))
    held_elsewhere(draft, tries=1)
    assert not worker.do_one()
    past = timezone.now() - timedelta(seconds=1)
    Draft.objects.filter(pk=draft.pk).update(claimed_until=past)
    assert worker.do_one()
    draft.refresh_from_db()
    assert draft.state == "made"
    held_elsewhere(draft, tries=worker.TRIES)
    Draft.objects.filter(pk=draft.pk).update(claimed_until=past)
    assert worker.do_one()
    draft.refresh_from_db()
    assert draft.state == "failed"
    assert "stopped several times" in draft.problem


def test_nobody_sees_what_the_other_side_is_making(signed_in: Callable[[str], Client]) -> None:
    draft = asked(signed_in("agency"))
    held_elsewhere(draft)
    address = f"{LIST}drafts/{draft.pk}"
    assert signed_in("second").get(address).status_code == 200
    for name in ("petitioners", "monitor"):
        assert signed_in(name).get(address).status_code == 404
        assert signed_in(name).post(f"{address}/again").status_code == 404
        assert address not in signed_in(name).get(LIST).content.decode()
    for name in ("krome", "reader"):
        assert signed_in(name).get(address).status_code in (403, 404)
    sealed = asked(signed_in("agency"), level="sealed")
    held_elsewhere(sealed)
    assert signed_in("government").get(f"{LIST}drafts/{sealed.pk}").status_code == 404
