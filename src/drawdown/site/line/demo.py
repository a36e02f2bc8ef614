"""Enrols the demonstration's made-up callers, and lets happen to them what there is to be seen."""

from __future__ import annotations

from datetime import datetime, time

from drawdown.check_in import pin as pins
from drawdown.demo.build import DAY
from drawdown.demo.line import CALLERS, DECIDER, Caller, terms
from drawdown.site.cases.append import Cells, append
from drawdown.site.cases.models import Case, Stay
from drawdown.site.cases.orders import order_of
from drawdown.site.line.models import Enrolment
from drawdown.site.line.people import set_telephone

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
        person = free.order_by("person").values_list("person", flat=True).first()
        if person is None:
            continue
        taken.add(person)
        made = Enrolment(
            case=case, person=person, number=caller.number, pin=pins.hashed(caller.pin),
            language=caller.language, court=caller.court, by=BY,
            since=datetime.combine(caller.released, time(12), zone),
        )  # fmt: skip
        set_telephone(made, caller.telephone)
        made.save()
        entries += _happened(person, caller)
    append(case, entries, by=BY, now=datetime.combine(DAY, time(0, 5), zone))


def _happened(person: str, caller: Caller) -> list[tuple[str, Cells]]:
    """The entries of one caller."""
    common = {"person": person, **MADE_UP}
    found: list[tuple[str, Cells]] = [("check_in_terms", {**common, **terms(caller)})]
    if caller.story == "paused":
        found.append(("pause", {**common, "date": "2020-05-09", "until": "2020-05-18",
                                "reason": "unable to call", "decider": DECIDER}))  # fmt: skip
    if caller.story in ("passed", "excused"):
        found += _tried(person, caller, common)
    return found


def _tried(person: str, caller: Caller, common: Cells) -> list[tuple[str, Cells]]:
    """What was done to reach somebody about the check-in due on 9 May."""
    due = "2020-05-09"
    steps = [
        ("reminder", "text", "2020-05-08T09:00", "sent", "unknown", ""),
        ("second", "text", "2020-05-09T14:00", "sent", "unknown", ""),
        ("call_back", "call", "2020-05-09T20:00", "no_answer", "person", "SIP 480"),
        ("human", "task", "2020-05-12T00:00", "claimed", "unknown", ""),
    ]  # fmt: skip
    if caller.story == "excused":
        steps = [steps[0], ("second", "text", "2020-05-09T14:00", "failed", "carrier",
                            "the carrier took it and did not deliver it")]  # fmt: skip
    found: list[tuple[str, Cells]] = [
        ("attempt", {**common, "id": f"{person}/{due}/{rung}", "date": at, "due": due,
                     "rung": rung, "means": means, "outcome": outcome, "side": side, "how": how})
        for rung, means, at, outcome, side, how in steps
    ]  # fmt: skip
    if caller.story == "passed":
        found.append(("task", {**common, "date": "2020-05-12T00:00", "what": "reach the person",
                               "to": DECIDER, "language": caller.language}))  # fmt: skip
    return found
