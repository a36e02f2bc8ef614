"""Every page of a case, found in the URLconf, and a sample for each of its arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from drawdown.site.accounts.models import BrokenGlass, Invitation, Membership, Token
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Case, Row, SourceFile, Stay
from drawdown.site.cases.sealing import seal
from drawdown.site.intake.models import Upload
from drawdown.site.line.models import Said
from drawdown.site.reports.models import Draft, Paper, PaperFile

FACILITY = "krome"
"""The facility of the samples; the walk's member of the facility staff works there."""
SIDE = "respondents"
"""The side of the case that the sample of a draft is made for; nobody else finds it."""
OF_A_FACILITY = frozenset({"number", "upload", "person", "facility", "place", "seq", "unit"})
"""Arguments whose samples are of that facility, but for the pages of members, looks and tokens."""
OF_THE_CASE = ("members", "looks", "tokens", "glass")


@dataclass(frozen=True)
class Page:
    """An address under a case: its name, what its view asks for, and its arguments."""

    name: str
    arguments: tuple[str, ...]
    needed: tuple[May, ...] | None = field(compare=False)
    public: bool = field(default=False, compare=False)


def pages_of_a_case() -> list[Page]:
    """Every address below `/<slug>/`, whoever added it."""
    return [page for page in _all() if not page.public]


def public_pages_of_a_case() -> list[Page]:
    """Every address below `/<slug>/` that anybody may open."""
    return [page for page in _all() if page.public]


def _all() -> list[Page]:
    for one in get_resolver().url_patterns:
        if isinstance(one, URLResolver) and str(one.pattern).startswith("<slug"):
            return sorted(_below(one), key=lambda page: page.name)
    raise LookupError("no address of the site begins with a case")


def _below(resolver: URLResolver, arguments: tuple[str, ...] = ()) -> Iterator[Page]:
    for one in resolver.url_patterns:
        names = (*arguments, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _below(one, names)
        elif isinstance(one, URLPattern):
            assert one.name, f"the address {one.pattern} has no name"
            view = one.callback
            yield Page(
                one.name, names, getattr(view, "needed", None), getattr(view, "public", False)
            )


def ask(client: Client, address: str) -> HttpResponse:
    """Ask for a page; where it only takes a form, send an empty one."""
    answer = cast("HttpResponse", client.get(address))
    if answer.status_code == 405:
        answer = cast("HttpResponse", client.post(address))
    return answer


class Samples:
    """Samples of the demonstration for the arguments of addresses: a person and things at Krome."""

    def __init__(self, case: Case, member: Callable[[str], Membership]) -> None:
        self.case, self.member = case, member
        held = Stay.objects.filter(case=case, facility=FACILITY, left=None)
        unnamed = held.exclude(person__startswith="petitioner")  # the order itself names those
        self.person = unnamed.order_by("person").values_list("person", flat=True)[0]
        self.by_page: dict[str, Callable[[], dict[str, object]]] = {
            "members-end": lambda: {"number": member("second").pk},
            "members-change": lambda: {"number": member("second").pk},
            "members-take-back": lambda: {"number": member("second").pk},
            "members-withdraw": lambda: {"number": self._invitation().pk},
            "looks-glass-read": lambda: {"number": self._broken().pk},
            "tokens-end": lambda: {"number": Token.make(member("krome"), "x")[0].pk},
            "record-export": lambda: {"form": "csv"},
            "facilities-plan": lambda: {"number": self._plan()},
            "facilities-picture": lambda: {"number": self._plan()},
            "review-decide": lambda: {"clause": "petitioners-review"},
            "record-proof-checkpoint": lambda: {"checkpoint": self._checkpoint()},
            "record-proof-entry": self._signed,
            "record-proof-growth": lambda: {"earlier": self._checkpoint(), "later": 1},
            "line-card": lambda: {"name": "es"},
            "line-failure": lambda: {"day": "2020-05-09"},
            "plan-chart": lambda: {"clause": "population", "place": FACILITY},
            "order-finding": lambda: {"clause": "masks", "place": FACILITY},
        }
        self.by_argument: dict[str, Callable[[], object]] = {
            "upload": lambda: self._upload().pk,
            "number": lambda: self.person,
            "person": lambda: self.person,
            "facility": lambda: FACILITY,
            "place": lambda: FACILITY,
            "clause": lambda: "masks",
            "report": lambda: self._paper().pk,
            "draft": lambda: self._draft().pk,
            "file": lambda: self._paper().files.get().pk,
            "proposal": lambda: Row.objects.filter(case=case, kind="proposal")
            .order_by("-seq").values_list("name", flat=True)[0],
            "task": lambda: self._last("task"),
            "outage": lambda: self._last("stay"),
            "message": lambda: self._said().pk,
            "seq": lambda: Row.objects.filter(case=case, facility=FACILITY, kind="stay")
            .order_by("-seq").values_list("seq", flat=True)[0],
        }  # fmt: skip

    def address(self, page: Page) -> str:
        """An address of a page; the test fails where there is no sample for an argument."""
        given = self.by_page.get(page.name, dict)()
        for name in page.arguments:
            if name not in given:
                assert name in self.by_argument, (
                    f"no sample for the argument '{name}' of the page '{page.name}': add one to "
                    "tests/site/accounts/walk.py"
                )
                given[name] = self.by_argument[name]()
        return reverse(page.name, kwargs={"slug": self.case.slug, **given})

    def _checkpoint(self) -> int:
        """A checkpoint, the first one."""
        from drawdown.site.proof.making import make_checkpoint

        return int(make_checkpoint(self.case) is not None)

    def _signed(self) -> dict[str, object]:
        """No argument of its own; the record is signed."""
        self._checkpoint()
        return {}

    def _invitation(self) -> Invitation:
        fields = {"case": self.case, "email": "new@example.org", "role": "reader"}
        return Invitation.make(**fields)[0]

    def _last(self, kind: str) -> int:
        rows = Row.objects.filter(case=self.case, kind=kind).order_by("-seq")
        return rows.values_list("seq", flat=True)[0]

    def _said(self) -> Said:
        fields = {"kind": "sound", "person": self.person, "at": timezone.now(), "seconds": 1}
        said, _ = Said.objects.get_or_create(
            case=self.case, name="a/message/1",
            defaults={**fields, "sealed": seal(self.case, b"RIFF", "said a/message/1")},
        )  # fmt: skip
        return said

    def _plan(self) -> int:
        plans = SourceFile.objects.filter(case=self.case, path__startswith=f"plans/{FACILITY}")
        return plans.order_by("path").values_list("pk", flat=True)[0]

    def _upload(self) -> Upload:
        said = {"case": self.case, "by": "a", "facility": FACILITY, "name": "roster.csv",
                "size": 1, "sealed": b"", "state": "accepted",
                "result": {"file": "rosters/none.jsonl", "added": 0}}  # fmt: skip
        return Upload.objects.get_or_create(case=self.case, sha256="0" * 64, defaults=said)[0]

    def _draft(self) -> Draft:
        """A public draft of `SIDE`, which could not be made."""
        day = self.case.demo_day
        said = {"since": day, "on": day, "level": "public", "side": SIDE, "state": "failed",
                "maker": self.member("agency").user, "by": "a", "problem": "x"}  # fmt: skip
        return Draft.objects.get_or_create(case=self.case, token="walk", defaults=said)[0]  # noqa: S106

    def _paper(self) -> Paper:
        """A public report that was filed, which every role may read."""
        day = self.case.demo_day
        said = {"since": day, "on": day, "level": "public", "title": "Status report",
                "maker": self.member("agency").user, "position": self.case.position,
                "filed_on": day, "docket": "ECF 1"}  # fmt: skip
        paper, new = Paper.objects.get_or_create(
            case=self.case, state="filed", side="respondents", digest="0" * 64, defaults=said
        )
        if new:
            PaperFile.objects.create(
                paper=paper,
                name="report.csv",
                holds="",
                sha256="0" * 64,
                size=1,
                sealed=PaperFile.closed(paper, "report.csv", b"x"),
            )
        return paper

    def _broken(self) -> BrokenGlass:
        part = self.member("government")
        return BrokenGlass.objects.create(membership=part, until=part.since, reason="x" * 20)
