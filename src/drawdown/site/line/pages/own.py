"""What the record has of one person's check-ins, in plain words of their language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from drawdown.check_in.caller import caller_of
from drawdown.check_in.dialogue.prompt import Value, prompt
from drawdown.check_in.happened import Failure, History
from drawdown.check_in.languages import Language, language
from drawdown.check_in.languages.dates import moment
from drawdown.check_in.papers import Made
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.standing import Standing, State, standing, standings
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.line.models import Enrolment
from drawdown.site.line.reading import history_in, schedule_in, view_of
from drawdown.site.line.store import court_of

BACK = timedelta(days=400)
"""How far back windows are shown; check-ins are shown all."""
MOST = 500


@dataclass(frozen=True)
class Own:
    """The check-ins of one person.

    Attributes:
        enrolment: Who may call in.
        schedule: When they check in; none where they do not.
        history: What happened.
        now: The moment.
        zone: Where they live.
    """

    enrolment: Enrolment
    schedule: Schedule | None
    history: History
    now: datetime
    zone: ZoneInfo

    @property
    def made(self) -> list[Made]:
        """Every check-in that was made, the newest first."""
        found = []
        for each in sorted(self.history.check_ins, key=lambda one: one.at, reverse=True)[:MOST]:
            if each.at <= self.now:
                found.append(Made(each.at.astimezone(self.zone), self._due(each.at), each.receipt))
        return found

    def _due(self, at: datetime) -> date | None:
        if self.schedule is None:
            return None
        window = self.schedule.window(at)
        return window.day if window else None

    @property
    def standings(self) -> list[Standing]:
        """How each window stood or stands, the newest first."""
        if self.schedule is None:
            return []
        return list(reversed(standings(self.schedule, self.history, self.now - BACK, self.now)))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What a named person decided."""
        return self.history.failures

    def next_words(self, spoken: Language) -> Iterator[str]:
        """What is due next, sentence by sentence."""
        caller = caller_of(
            self.enrolment.person, self.schedule, self.now, court=court_of(self.enrolment)
        )
        window = self.schedule.window(self.now) if self.schedule else None
        stands = standing(window, self.history, self.now) if window else None
        if window and stands:
            if stands.state is State.MADE:
                yield _said(spoken, "checked_in", due=window.day)
            elif stands.is_waiting:
                yield _said(spoken, "due_now", due=window.day)
                yield spoken.paper("mine_from", opens=window.opening, closes=window.closing)
            else:
                yield spoken.paper(f"stands_{stands.state}")
        if caller.following:
            yield _said(spoken, "next_check_in", due=caller.following)
        elif not window:
            yield _said(spoken, "no_check_in")
        if caller.court:
            yield _said(spoken, "court_date", when=caller.court)
        else:
            yield _said(spoken, "no_court_date")


def own_of(case: Case, enrolment: Enrolment, now: datetime) -> Own:
    """What the record has of a person's check-ins."""
    person = enrolment.person
    view = view_of(case, person)
    schedule = schedule_in(case, person, view)
    zone = schedule.terms[-1].zone if schedule else order_of(case).header.zone
    return Own(enrolment, schedule, history_in(case, person, view), now, zone)


def when(spoken: Language, at: object) -> str:
    """A day or a moment in words."""
    return moment(spoken.dates, spoken.times, at, year=True)  # type: ignore[arg-type]


def _said(spoken: Language, name: str, **values: Value) -> str:
    return spoken.words(prompt(name, spoken.id, **values))


def language_or_first(name: str) -> Language:
    """A language of the line; the first where there is none of that name."""
    from drawdown.check_in.languages import languages

    return language(name if name in languages() else languages()[0])
