"""How everybody stands now, for pages: found by what is kept beside each person, told anew.

The rows of `Due` have how a window stood when the person was last looked at, with its moments, so
that whoever is asked for is found by an index; what is then shown of the few people of a page is
derived from their schedule and what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from drawdown.check_in.happened import Attempt, CheckIn
from drawdown.check_in.standing import Standing, standing
from drawdown.check_in.window import Window
from drawdown.site.cases.models import Case, Stay
from drawdown.site.line.looking import (
    LATELY,
    Around,
    around,
    attempts_of,
    history_from,
    schedule_from,
)
from drawdown.site.line.models import Due, Enrolment, Step
from drawdown.site.pages.limits import LONGEST

GROUPS = ("checked_in", "open", "in_grace", "paused", "excused", "to_reach")
"""What a page asks for; `to_reach`: a human was asked to reach them, and has not said they did."""


@dataclass(frozen=True)
class Stand:
    """How one person stands.

    Attributes:
        person: The person's number.
        now: How the window stands that is open, or comes next; none where nothing is asked.
        last: How the window before it stands; none where there was none.
        check_ins: The check-ins of late, the last first.
        tried: What was done to reach them about these two windows, the last first.
        again: When the line looks at them next.
        enrolled: Whether they may call in; `reachable` whether a telephone is known.
        language: The language they speak; blank where that is not known.
    """

    person: str
    now: Standing | None
    last: Standing | None
    check_ins: tuple[CheckIn, ...]
    tried: tuple[Attempt, ...]
    again: datetime | None
    enrolled: bool
    reachable: bool
    language: str


def counts(case: Case, now: datetime, facility: str = "") -> dict[str, int]:
    """How many people are in each of `GROUPS`, and under `all` how many check in: one query.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        facility: Only people who were held at this one; blank: everybody.
    """
    every = _within(_checking_in(case), facility)
    return every.aggregate(
        all=Count("pk"),
        **{group: Count("pk", filter=_where(case, group, now)) for group in GROUPS},
    )


def _within(dues: QuerySet[Due], facility: str) -> QuerySet[Due]:
    if not facility:
        return dues
    stays = Stay.objects.filter(case=OuterRef("case"), person=OuterRef("person"), facility=facility)
    return dues.filter(Exists(stays))


def people(
    case: Case, now: datetime, *, group: str = "", search: str = "", most: int = 50, skip: int = 0,
    facility: str = "",
) -> list[Stand]:  # fmt: skip
    """People by how they stand, those whose window closes first before others.

    Args:
        case: The case.
        now: The moment, as the case has the time.
        group: One of `GROUPS`; blank: everybody who checks in.
        search: The beginning of a person's number.
        most: How many at most.
        skip: How many are passed over, for a further page.
        facility: Only people who were held at this one; blank: everybody.
    """
    found = _within(_checking_in(case), facility)
    found = found.filter(_where(case, group, now)) if group else found
    found = found.filter(person__startswith=search[:LONGEST]) if search else found
    order = ("due", "pk") if group in ("open", "in_grace", "to_reach") else ("person",)
    return stands(case, list(found.order_by(*order)[skip : skip + most]), now)


def stand_of(case: Case, person: str, now: datetime) -> Stand | None:
    """How one person stands; none where they do not check in."""
    found = stands(case, list(Due.objects.filter(case=case, person=person)), now)
    return found[0] if found else None


def stands(case: Case, dues: Sequence[Due], now: datetime) -> list[Stand]:
    """How the people of some rows stand, derived anew."""
    seen, people = around(case, now), [due.person for due in dues]
    attempts = attempts_of(case, people, now - LATELY)
    enrolled = {
        each.person: each
        for each in Enrolment.objects.filter(case=case, person__in=people, ended=None)
    }
    return [
        _stand(due, attempts.get(due.person, ()), enrolled.get(due.person), now, seen)
        for due in dues
    ]


def _stand(
    due: Due, attempts: Sequence[Attempt], enrolled: Enrolment | None, now: datetime, seen: Around
) -> Stand:
    schedule = schedule_from(due.person, due.schedule, seen.calendar)
    lately, history = history_from(due.person, due.happened, attempts, seen.outages)
    last, ahead = None, None
    if schedule is not None:
        for window in schedule.windows(now - LATELY):
            if window.closes > now:
                ahead = window
                break
            last = window
    about = {f"{due.person}/{each.day.isoformat()}/" for each in (last, ahead) if each}
    tried = [a for a in history.attempts if any(a.key.startswith(mark) for mark in about)]
    check_ins = sorted(lately.check_ins, key=lambda each: each.at, reverse=True)

    def judged(window: Window | None) -> Standing | None:
        return standing(window, history, now) if window else None

    return Stand(
        due.person, judged(ahead), judged(last), tuple(check_ins),
        tuple(sorted(tried, key=lambda each: each.at, reverse=True)), due.at,
        enrolled is not None, bool(enrolled and enrolled.telephone),
        enrolled.language if enrolled else "",
    )  # fmt: skip


def _checking_in(case: Case) -> QuerySet[Due]:
    """The rows of everybody who checks in."""
    return Due.objects.filter(case=case).exclude(schedule="")


def _where(case: Case, group: str, now: datetime) -> Q:
    """Which rows are in a group, as of the last look at each and the clock."""
    asks = Q(stands="asks") | Q(stands="")
    match group:
        case "open":
            return asks & Q(opens__lte=now, due__gt=now)
        case "in_grace":
            return asks & Q(due__lte=now, closes__gt=now)
        case "to_reach":
            asked = Step.objects.filter(case=case, means="task", over=None, sent__isnull=False)
            return Q(person__in=asked.values("person"))  # read once, also where rows are counted
    stands = "made" if group == "checked_in" else group
    return Q(stands=stands, closes__gt=now)


@dataclass(frozen=True)
class OutageNow:
    """An outage, for a page.

    Attributes:
        entry: The name of its entry that stands.
        since: From when.
        until: Until when; none while it lasts.
        side: Whose.
        how: What failed.
        told: How many people it excused are told, or are to be; once it is over.
        touched: While it lasts: how many are waiting in a window that it touches.
    """

    entry: str
    since: datetime
    until: datetime | None
    side: str
    how: str
    told: int
    touched: int


def outages(case: Case, now: datetime, most: int = 50) -> list[OutageNow]:
    """The outages that stand in the record, the last first."""
    from drawdown.site.line.outages import standing_outages

    found = []
    every = sorted(standing_outages(case), key=lambda each: each[1].since, reverse=True)
    for name, outage in every[:most]:
        lasts = outage.until is None
        touched = (
            Due.objects.filter(case=case, opens__lte=now, closes__gt=outage.since)
            .exclude(stands__in=("made", "paused"))
            .count()
            if lasts
            else 0
        )
        told = 0 if lasts else Step.objects.filter(case=case, what="excused", entry=name).count()
        found.append(
            OutageNow(name, outage.since, outage.until, outage.side, outage.how, told, touched)
        )
    return found


def excused_by(case: Case, entry: str, *, most: int = 50, skip: int = 0) -> list[Step]:
    """Whom an outage that is over excused: the texts that tell them, one for each window."""
    found = Step.objects.filter(case=case, what="excused", entry=entry).order_by("person", "day")
    return list(found[skip : skip + most])


def uncertain(case: Case, most: int = 50) -> list[Step]:
    """Steps of which nobody knows whether they were sent, for somebody to look at; last first."""
    found = Step.objects.filter(case=case, outcome="uncertain").order_by("-made")
    return list(found[:most])
