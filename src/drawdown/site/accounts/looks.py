"""The access log: who looked at whom, found by person, member, kind of look and days."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from drawdown.record.spreadsheet import harmless
from drawdown.site.accounts.models import Look
from drawdown.site.cases.models import Case
from drawdown.site.pages.limits import LONGEST

PAGE = 50
RECENT = 2000
"""The last looks among which a page finds the kinds that it offers to choose from."""

ACTS = {
    "break_glass": _("opened the glass"),
    "change_member": _("changed a member’s part"),
    "end_member": _("ended a member’s part"),
    "end_token": _("ended a token"),
    "enrolled": _("let a person call in, or changed how they are reached"),
    "export": _("took a file away"),
    "finding": _("a finding’s entries"),
    "invite": _("invited somebody"),
    "join": _("joined the case"),
    "line": _("check-ins"),
    "listened": _("listened to what was said on the line"),
    "looks": _("the access log"),
    "make_token": _("made a token"),
    "people": _("people"),
    "person": _("a person"),
    "reactivate": _("took a former member back"),
    "read_glass": _("read an opening of the glass"),
    "record": _("the record"),
    "review": _("the review queue"),
    "transfers": _("transfers"),
    "withdraw": _("withdrew an invitation"),
}
"""What is looked at or done, in the reader's words; a kind that is not here shows as it is."""


@dataclass(frozen=True)
class Chosen:
    """What of the log is asked for.

    Attributes:
        since: The first day; none: from the beginning.
        until: The last day; none: until now.
        before: Only looks before this one, for the next page.
        bad: What was asked for and cannot be read; it was left out.
    """

    person: str = ""
    member: int | None = None
    what: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    bad: str = ""

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        parts = {
            "person": self.person, "member": self.member, "what": self.what,
            "since": self.since, "until": self.until,
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in parts.items() if value})


def chosen(asked: QueryDict) -> Chosen:
    """Read the filters from an address; what cannot be read is left out and said."""
    bad: list[str] = []

    def day(name: str) -> date | None:
        text = asked.get(name, "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            bad.append(text)
            return None

    def whole(name: str) -> int | None:
        text = asked.get(name, "").strip()
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
        if text:
            bad.append(text)
        return None

    return Chosen(
        asked.get("person", "").strip()[:120].replace("\0", ""), whole("member"),
        asked.get("what", "").strip()[:24].replace("\0", ""), day("since"), day("until"),
        whole("before"), ", ".join(bad),
    )  # fmt: skip


def looks_of(case: Case, wanted: Chosen, zone: ZoneInfo) -> QuerySet[Look]:
    """The looks asked for, the last one first."""
    looks = Look.objects.select_related("user").filter(case=case)
    if wanted.person:
        looks = _at(looks, wanted.person)
    if wanted.member:
        looks = looks.filter(user_id=wanted.member)
    if wanted.what:
        looks = looks.filter(what=wanted.what)
    if wanted.since:
        looks = looks.filter(at__gte=datetime.combine(wanted.since, time(), zone))
    if wanted.until and wanted.until < date.max:
        day_after = wanted.until + timedelta(days=1)
        looks = looks.filter(at__lt=datetime.combine(day_after, time(), zone))
    if wanted.before:
        looks = looks.filter(pk__lt=wanted.before)
    return looks.order_by("-pk")


def _at(looks: QuerySet[Look], person: str) -> QuerySet[Look]:
    """The looks at a person: alone, or among the people that a page showed."""
    person = person[:LONGEST]
    plain, escaped = json.dumps(person, ensure_ascii=False), json.dumps(person)
    listed = looks.alias(listed=Cast("people", TextField()))
    return listed.filter(Q(person=person) | Q(listed__contains=plain) | Q(listed__contains=escaped))


def page_of(looks: QuerySet[Look]) -> tuple[list[Look], int | None]:
    """One page of looks, and before which one the next page goes on."""
    found = list(looks[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def kinds_in(case: Case) -> list[tuple[str, str]]:
    """The kinds of look to choose from: the known ones, and what was lately logged besides."""
    recent = Look.objects.filter(case=case).order_by("-pk").values("what")[:RECENT]
    seen = {row["what"] for row in recent}
    return sorted(
        ((what, str(ACTS.get(what, what))) for what in seen | set(ACTS)), key=lambda one: one[1]
    )


def csv_of(looks: QuerySet[Look], zone: ZoneInfo) -> Iterator[str]:
    """The log as CSV; no cell can be taken for a formula."""
    yield _row(["number", "at", "who", "address", "what", "person", "people", "detail", "way"])
    for look in looks.iterator(chunk_size=2000):
        at = look.at.astimezone(zone).isoformat(timespec="seconds")
        who, address = (str(look.user), look.user.email) if look.user else ("", "")
        cells = (at, who, address, look.what, look.person, " ".join(look.people), look.detail,
                 look.way)  # fmt: skip
        yield _row([str(look.pk), *map(harmless, cells)])


def _row(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
