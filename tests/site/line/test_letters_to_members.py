"""Counsel and the agency are told that a call brought something, and nothing else."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from drawdown.site.accounts.models import User
from drawdown.site.line.models import Step

from .conftest import PERSON, Days


def letter(days: Days, text: str = "changed") -> None:
    Step.objects.create(case=days.case, key=f"c1/2/{text}/told", person=PERSON, what="told",
                        means="mail", text=text, made=days.now, after=days.now,
                        values={"entry": "c1/2/change"})  # fmt: skip


def test_who_may_listen_is_told_in_their_language_and_nobody_is_named(days: Days) -> None:
    User.objects.filter(email="petitioners@demo.example").update(language="es")
    days.enter("task", id="c1/2/change", person=PERSON, what="changed address",
               date="2020-06-01T12:00Z")  # fmt: skip
    letter(days)
    days.work()
    to = sorted(address for sent in mail.outbox for address in sent.to)
    assert to == ["agency@demo.example", "petitioners@demo.example", "second@demo.example"]
    for sent in mail.outbox:
        assert PERSON not in sent.subject + str(sent.body)
        assert "/gayle-v-meade/record/" in str(sent.body)
    spanish = next(sent for sent in mail.outbox if "petitioners" in sent.to[0])
    english = next(sent for sent in mail.outbox if "agency" in sent.to[0])
    assert spanish.body != english.body
    assert Step.objects.get(means="mail").outcome == "sent"
    days.work()
    assert len(mail.outbox) == 3


def test_mail_that_fails_is_ours_and_seen(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: EmailBackend, letters: object) -> int:
        raise OSError("no route")

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    letter(days, "condition")
    days.work()
    step = Step.objects.get(means="mail")
    assert (step.outcome, step.side) == ("failed", "ours")
