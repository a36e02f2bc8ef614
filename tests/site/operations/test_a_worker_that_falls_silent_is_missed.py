"""A worker that stops beating is missed on every page of those who answer for the site."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drawdown.site.cases.models import Case
from drawdown.site.intake.models import Upload
from drawdown.site.line.pages import overview
from drawdown.site.operations import heartbeats
from drawdown.site.operations.heartbeats import LIMIT, Heart, silent, standings
from drawdown.site.operations.models import Backup, Heartbeat

SOON = timedelta(seconds=1)
BANNER = "Part of this site is not running"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "_SHOUT", heartbeats._Shout())
    monkeypatch.setattr(heartbeats, "_HEARTS", [])
    monkeypatch.setattr(heartbeats, "_ENDING", threading.Event())
    monkeypatch.setattr(overview, "silent", list)  # the line's own beats have tests of their own


def later(part: str) -> list[str]:
    return [one for one in silent(timezone.now() + LIMIT + SOON) if one == part]


def test_silence_is_missed_and_a_stop_is_not() -> None:
    heart = Heart("rosters")
    heart.beat()
    assert later("rosters") == ["rosters"]
    assert silent() == []
    heart.stop()
    assert later("rosters") == []


def test_another_that_does_the_same_is_enough() -> None:
    Heart("rosters").beat()
    Heartbeat.objects.update(at=timezone.now() - LIMIT - SOON)
    assert silent() == ["rosters"]
    Heart("rosters").beat()
    assert silent() == []
    assert [one.works for one in standings()] == [True, False]


def test_what_is_long_gone_is_missed_no_more() -> None:
    Heart("an older part").beat()
    assert silent(timezone.now() + heartbeats.SHOWN + SOON) == []


def test_trouble_is_told() -> None:
    Heart("proof").beat("the signing key cannot be read")
    assert silent() == ["proof"]
    assert standings()[0].trouble == "the signing key cannot be read"


def test_beats_are_counted_now_and_then_only() -> None:
    heart = Heart("rosters")
    for _ in range(5):
        heart.beat()
    assert Heartbeat.objects.get().count == 0
    heart._told -= heartbeats.EVERY
    heart.beat()
    assert Heartbeat.objects.get().count == 1


def test_everything_in_this_process_is_stopped_together() -> None:
    for part in ("rosters", "warming"):
        Heart(part).beat()
    heartbeats.stop_all()
    Heart("rosters").beat()  # a thread that has not noticed yet
    assert not Heartbeat.objects.filter(stopped=None).exists()


def test_a_roster_that_nobody_takes_up_says_so_as_well(case: Case) -> None:
    Upload.objects.create(case=case, name="r.csv", sha256="0" * 64, size=1, sealed=b"",
                          received=timezone.now() - heartbeats.WAITS - SOON)  # fmt: skip
    assert silent() == ["rosters"]


def test_it_stands_on_every_page_of_those_who_answer_for_it(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    Heart("rosters").beat()
    Heartbeat.objects.update(at=timezone.now() - LIMIT - SOON)
    for name, told in (("agency", True), ("monitor", True), ("petitioners", False)):
        page = signed_in(name).get(reverse("order", args=[case.slug])).content.decode()
        assert (BANNER in page) is told, name
    page = signed_in("agency").get(reverse("workers", args=[case.slug])).content.decode()
    assert "reads rosters and enters them" in page
    assert "No backup of this site was ever made" in page


def test_the_page_says_when_the_last_backup_was(
    case: Case, signed_in: Callable[[str], Client]
) -> None:
    Backup.objects.create(at=timezone.now() - timedelta(hours=3), what="made", rows=12_345,
                          size=2**20, sha256="0" * 64)  # fmt: skip
    page = signed_in("monitor").get(reverse("workers", args=[case.slug])).content.decode()
    assert "12,345 rows" in page
    assert "Everything that should run does." in page
