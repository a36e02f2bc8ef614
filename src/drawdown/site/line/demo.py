"""Enrols the demonstration's made-up callers, and lets happen to them what there is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from drawdown.check_in import pin as pins
from drawdown.demo.build import DAY
from drawdown.demo.line import CALLERS, PAUSE, Caller, attempts, decision, terms
from drawdown.site.cases.append import Cells, append
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.line.looking import look_at_some
from drawdown.site.line.models import Enrolment, Step
from drawdown.site.line.people import set_telephone
from drawdown.site.line.tasks import ask_humans
from drawdown.site.line.upkeep import keep_up

BY = "the demonstration"
MADE_UP = {"source": "made up for the demonstration"}


def enrol_callers(case: Case) -> None:
    """Let the made-up callers call in, where nobody can yet."""
    if Enrolment.objects.filter(case=case).exists():
        return
    zone = order_of(case).header.zone
    taken: set[str] = set()
    entries: list[tuple[str, Cells]] = []
    for caller in CALLERS:
        left = Stay.objects.filter(case=case, how="release", left=caller.released)
        free = left.exclude(person__in=taken).exclude(person__startswith="petitioner")
        stay = free.order_by("person").first()
        if stay is None:
            continue
        person = stay.person
        taken.add(person)
        made = Enrolment(
            case=case, person=person, number=caller.number, pin=pins.hashed(caller.pin),
            language=caller.language, court=caller.court, by=BY,
            since=datetime.combine(caller.released, time(12), zone),
        )  # fmt: skip
        set_telephone(made, caller.telephone)
        made.save()
        entries += _happened(person, caller, stay.facility)
    zone_now = now_in(case, zone)
    append(case, entries, by=BY, now=min(datetime.combine(DAY, time(0, 5), zone), zone_now))
    Step.objects.bulk_create(_steps(case, entries, zone))
    while keep_up(case, zone_now, asks=False):
        pass
    look_at_some(case, zone_now)
    ask_humans(case, zone_now)


def _happened(person: str, caller: Caller, facility: str) -> list[tuple[str, Cells]]:
    """The entries of one caller."""
    common = {"person": person, **MADE_UP}
    found: list[tuple[str, Cells]] = [
        ("decision", {**common, **decision(caller), "facility": facility})
    ]
    if own := terms(caller):
        found.append(("check_in_terms", {**common, **own}))
    if caller.story == "paused":
        found.append(("pause", {**common, **PAUSE}))
    for each in attempts(caller):
        name = f"{person}/{each['due']}/{each['rung']}"
        found.append(("attempt", {**common, **each, "id": name}))
    return found


def _steps(case: Case, entries: Sequence[tuple[str, Cells]], zone: ZoneInfo) -> Iterator[Step]:
    """The steps of which the attempts tell: taken, and over."""
    for kind, cells in entries:
        if kind == "attempt":
            at = datetime.fromisoformat(cells["date"]).replace(tzinfo=zone)
            yield Step(
                case=case, key=cells["id"], person=cells["person"], what=cells["rung"],
                means=cells["means"], day=date.fromisoformat(cells["due"]), made=at, after=at,
                claim="made up", claimed=at, sent=at, over=at, outcome=cells["outcome"],
                side=cells["side"], how=cells["how"], entry=cells["id"],
            )  # fmt: skip
