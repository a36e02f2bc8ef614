"""Made-up people of the demonstration who check in by telephone, each in another situation.

Their numbers and PINs are printed, so that a newcomer can be any of them. Nothing else about them
is known but what the demonstration made up of everyone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DECIDER = "deputy field office director"


@dataclass(frozen=True)
class Caller:
    """Somebody to be on the telephone.

    Attributes:
        number: The person number that they enter.
        pin: Their PIN.
        language: The language they chose.
        released: The day of their release, by which one of the demonstration is found.
        telephone: A number that is nobody's (the ones kept for fiction, 555-0100 to 555-0199).
        weekday: The day of the week on which their check-in is due; blank: as the order has it.
        from_day: From when those terms hold.
        court: The next court date; blank where none is known.
        story: What is to be seen of them.
    """

    number: str
    pin: str
    language: str
    released: date
    telephone: str
    story: str
    weekday: str = ""
    from_day: date | None = None
    court: str = ""


CALLERS = (
    Caller("204816", "739154", "es", date(2020, 5, 6), "+13055550101", "open",
           court="2020-06-23T09:30"),
    Caller("318275", "460938", "ht", date(2020, 5, 6), "+13055550102", "open"),
    Caller("427391", "815627", "fr", date(2020, 5, 7), "+13055550103", "open"),
    Caller("536108", "291746", "pt", date(2020, 5, 7), "+13055550104", "open"),
    Caller("640957", "583016", "en", date(2020, 5, 7), "+13055550105", "in grace", "mon",
           date(2020, 5, 8), court="2020-07-07"),
    Caller("759264", "104873", "en", date(2020, 5, 5), "+13055550106", "passed", "sat",
           date(2020, 5, 5)),
    Caller("861530", "672491", "es", date(2020, 5, 6), "+13055550107", "excused", "sat",
           date(2020, 5, 6)),
    Caller("972043", "357280", "ht", date(2020, 5, 6), "+13055550108", "paused", "mon",
           date(2020, 5, 8)),
)  # fmt: skip
"""The first is the one that the telephone's page offers first."""


def decision(caller: Caller) -> dict[str, str]:
    """The decision that released somebody, as cells, but for whose it is."""
    return {
        "date": str(caller.released), "outcome": "released", "decider": DECIDER,
        "authority": "parole 212(d)(5)", "reason": "suited to reporting by telephone",
        "check_in": "7 days",
    }  # fmt: skip


def terms(caller: Caller) -> dict[str, str]:
    """How somebody checks in where not as the order has it, as cells; none where so."""
    if not caller.weekday:
        return {}
    since = caller.from_day or caller.released
    return {
        "date": str(since), "weekdays": caller.weekday, "opens": "2", "grace": "2",
        "decider": DECIDER, "reason": "asked for a day that fits their work",
    }  # fmt: skip


def attempts(caller: Caller) -> list[dict[str, str]]:
    """What was done to reach somebody about the check-in due on 9 May, as cells."""
    tried = [
        ("reminder", "text", "2020-05-08T09:00", "sent", "unknown", ""),
        ("second", "text", "2020-05-09T14:00", "sent", "unknown", ""),
        ("call_back", "call", "2020-05-09T20:00", "no_answer", "person", "SIP 480"),
    ]
    if caller.story == "excused":
        failed = "the carrier took it and did not deliver it"
        tried = [tried[0], ("second", "text", "2020-05-09T14:00", "failed", "carrier", failed)]
    names = ("rung", "means", "date", "outcome", "side", "how")
    return [
        {**dict(zip(names, each, strict=True)), "due": "2020-05-09"}
        for each in tried if caller.story in ("passed", "excused")
    ]  # fmt: skip


PAUSE = {"date": "2020-05-09", "until": "2020-05-18", "reason": "unable to call",
         "decider": DECIDER}  # fmt: skip
"""The time in which nothing is asked of whose story is `paused`, as cells."""
