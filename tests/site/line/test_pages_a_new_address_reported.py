"""A caller reports a new address: the task, the sealed sound, who is told, and who listened."""

from __future__ import annotations

from collections.abc import Callable

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.site.line.test_pages_telephone import Phone

from drawdown.check_in.speech import Sound
from drawdown.demo.line import CALLERS
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.models import Look
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.letters import mail_some
from drawdown.site.line.models import Said, Step
from drawdown.site.line.pages.reached import now_of

SOUND = Sound(b"\1\2\3\4" * 8000).wav()


def reported(case: Case) -> Said:
    phone = Phone(case)
    phone.look()
    phone.send(do="call", token="a" * 24)
    phone.dial("2", "1", CALLERS[0].number, CALLERS[0].pin, "3", "1")
    phone.send(do="message", sound=SimpleUploadedFile("m.wav", SOUND, "audio/wav"))
    phone.send(do="hang_up")
    return Said.objects.get(case=case, kind="sound")


def test_the_whole_way_of_a_message(
    case: Case, signed_in: Callable[[str], Client], access: Callable[[str], Access]
) -> None:
    said = reported(case)
    (task,) = Row.objects.filter(case=case, kind="task", person=said.person, supersedes="")
    assert '"changed address"' in (task.content or "")
    assert SOUND[44:60] not in bytes(said.sealed), "encrypted at rest"

    assert Step.objects.filter(means="mail", text="changed", person=said.person).exists()
    mail_some(case, now_of(access("agency")))
    told = {to for letter in mail.outbox for to in letter.to}
    assert {"petitioners@demo.example", "agency@demo.example"} <= told
    assert "monitor@demo.example" not in told
    assert all(said.person not in letter.body for letter in mail.outbox)

    for name in ("petitioners", "agency"):
        today = signed_in(name).get(reverse("today", args=[case.slug])).content.decode()
        assert "1 released person reported a new address or telephone" in today

    counsel = signed_in("petitioners")
    shown = reverse("line-message", args=[case.slug, said.pk])
    assert shown in counsel.get(reverse("line-tasks", args=[case.slug])).content.decode()
    assert "Nobody yet." in counsel.get(shown).content.decode()
    heard = counsel.get(reverse("line-sound", args=[case.slug, said.pk]))
    assert heard.content == SOUND
    assert heard.headers["Content-Disposition"].startswith("inline")
    assert heard.headers["Cache-Control"] == "private, no-store"
    (look,) = Look.objects.filter(what="listened")
    assert (look.person, look.detail, str(look.user)) == (said.person, said.name, "Priya Raman")
    assert "Priya Raman" in signed_in("agency").get(shown).content.decode()
    log = signed_in("monitor").get(reverse("looks", args=[case.slug]) + "?what=listened")
    assert "Priya Raman" in log.content.decode()

    for name in ("monitor", "government", "krome", "reader"):
        for way in ("line-message", "line-sound"):
            assert signed_in(name).get(reverse(way, args=[case.slug, said.pk])).status_code == 403
    assert Look.objects.filter(what="listened").count() == 1


def test_a_number_to_call_back_is_opened_only_when_asked_for(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    phone = Phone(case)
    phone.look()
    phone.send(do="call", token="b" * 24)
    phone.dial("1", "1", CALLERS[0].number, CALLERS[0].pin, "4", "3055550123")
    said = Said.objects.get(case=case, kind="telephone")
    shown, client = reverse("line-message", args=[case.slug, said.pk]), signed_in("agency")
    assert "3055550123" not in client.get(shown).content.decode()
    assert not Look.objects.filter(what="listened").exists()
    assert "3055550123" in client.get(f"{shown}?read=1").content.decode()
    assert Look.objects.filter(what="listened", detail=said.name).count() == 1
    assert client.get(reverse("line-sound", args=[case.slug, said.pk])).status_code == 404
