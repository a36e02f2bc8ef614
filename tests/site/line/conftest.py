"""A person released on weekly check-ins, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Min
from django.utils import timezone

from drawdown.site.cases.append import append
from drawdown.site.cases.models import Case, Row
from drawdown.site.line import beats, outages
from drawdown.site.line.carriers import Taken, To
from drawdown.site.line.models import Due, Enrolment, Step, Telling, Upkeep
from drawdown.site.line.people import enrol
from drawdown.site.line.settings import LineSettings
from drawdown.site.line.working import Sender, Worker

PERSON = "A-RELEASED"
SETTINGS = LineSettings("305-555-0100", "console", "console", 0, works=False)


@dataclass
class Kept:
    """A carrier that keeps what it is given, and says what it is told to."""

    name: str = "kept"
    portion: int = 50
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    says: Callable[[str], Taken] = lambda key: Taken("sent")
    rings: Callable[[str], Taken] = lambda key: Taken("no_answer", "person", "it rang")

    def text(self, to: To, words: str, key: str) -> Taken:
        self.texts.append((to.telephone, words, key))
        return self.says(key)

    def call(self, to: To, key: str) -> Taken:
        self.calls.append(key)
        return self.rings(key)


@dataclass
class Days:
    """A case in which the test says what time it is, with a worker and a sender."""

    case: Case
    now: datetime
    carrier: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self.worker = Worker(now=lambda case: self.now)
        self.sender = Sender({"text": self.carrier, "call": self.carrier},
                             now=lambda case: self.now, settings=SETTINGS)  # fmt: skip

    def work(self) -> None:
        """Work until there is nothing to do."""
        while self.worker.turn() + self.sender.turn():
            pass

    def until(self, moment: datetime) -> Days:
        """Work on until a moment, each time that anything is due, and twice a day."""
        while self.now < moment:
            self.now = min(self._next(), self.now + timedelta(hours=12), moment)
            self.work()
        return self

    def _next(self) -> datetime:
        dues = Due.objects.filter(case=self.case, at__gt=self.now)
        steps = Step.objects.filter(case=self.case, claimed=None, over=None, after__gt=self.now)
        tellings = Telling.objects.filter(case=self.case, over=None, until__gt=self.now)
        found = [
            dues.aggregate(at=Min("at"))["at"], steps.aggregate(at=Min("after"))["at"],
            tellings.aggregate(at=Min("until"))["at"],
        ]  # fmt: skip
        return min((at for at in found if at), default=self.now + timedelta(days=1))

    def release(
        self, person: str = PERSON, telephone: str = "+13055550100", check_in: str = "7 days"
    ) -> Enrolment:
        """Release a person on check-ins, and let them call in."""
        self.enter("decision", date=self.now.date().isoformat(), person=person, outcome="released",
                   authority="parole", decider="A. Quintero", reason="it is time",
                   check_in=check_in)  # fmt: skip
        return enrol(self.case, person, by="a test", telephone=telephone)[0]

    def enter(self, kind: str, **cells: str) -> Row:
        """Add an entry."""
        return append(self.case, [(kind, cells)], by="a test", now=self.now).added[0]

    def check_in(self, person: str = PERSON, receipt: str = "572400005") -> Row:
        return self.enter("check_in", date=self.now.astimezone(UTC).isoformat(), person=person,
                          outcome="made", receipt=receipt)  # fmt: skip

    def steps(self, person: str = PERSON) -> list[tuple[str, str, str]]:
        """What was done to reach a person: what, the outcome, the side."""
        found = Step.objects.filter(case=self.case, person=person).order_by("made", "pk")
        return [(step.what, step.outcome, step.side) for step in found]


@pytest.fixture
def days(case: Case, monkeypatch: pytest.MonkeyPatch) -> Days:
    """The demonstration's case on a Monday, whose own released people are left alone."""
    Upkeep.objects.update_or_create(case=case, defaults={"position": case.position})
    for made in (Enrolment, Due, Step):  # the demonstration's own callers
        made.objects.filter(case=case).delete()
    monkeypatch.setattr(beats, "EVERY", 0.0)
    outages._outages.cache_clear()  # entries of other tests had the same numbers
    Case.objects.filter(pk=case.pk).update(made=timezone.now() - timedelta(days=400))
    case.refresh_from_db()
    return Days(case, datetime(2020, 6, 1, 12, tzinfo=UTC))
