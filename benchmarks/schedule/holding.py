"""What was sent, held against the tables and against what the calendar asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from benchmarks.schedule.made_up import DAYS, ZONE, Calls, name
from drawdown.check_in.news import News

RUNGS = (("reminder", -39), ("second", -10), ("call_back", -4), ("human", 48))
"""Each rung's time in hours from when it is due: nine on the day before, and the usual ones."""
HOUR = timedelta(hours=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Asked:
    """A window of one person.

    Attributes:
        person: Whose.
        day: Its due day.
        opens: When it opens, and `closes` when it does.
        rungs: The keys of the ladder with their times.
        made: When the person checked in; none where they did not.
    """

    person: str
    day: date
    opens: datetime
    closes: datetime
    rungs: tuple[tuple[str, str, datetime], ...]
    made: datetime | None


def asked(people: int, until: datetime) -> Iterator[Asked]:
    """Every window that opened by a moment."""
    calls, day = Calls(people), min(DAYS)
    while day <= until.date() + timedelta(days=3):
        day += timedelta(days=1)
        half = {1: 0, 3: 1}.get(day.weekday())
        if half is None or day <= DAYS[half]:
            continue
        made = dict(calls.of_day(day))
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)
        times = [(rung, (midnight + timedelta(hours=hours)).astimezone(UTC))
                 for rung, hours in RUNGS]  # fmt: skip
        opens = (midnight - timedelta(days=3)).astimezone(UTC)
        for number in range(half, people, 2):
            keys = tuple((f"{name(number)}/{day.isoformat()}/{r}", r, at) for r, at in times)
            yield Asked(name(number), day, opens, times[-1][1], keys, made.get(number))


def hold(
    pk: int, people: int, sent: Counter[str], until: datetime, down: Span | None
) -> int:  # fmt: skip
    """Print what does not agree; 0 where everything does.

    Args:
        pk: The case.
        people: How many people there are.
        sent: What was sent, by its key, written down outside the database.
        until: The simulated moment up to which was worked.
        down: When all was down for an hour.
    """
    from drawdown.site.cases.models import Case, Row
    from drawdown.site.line.models import Step
    from drawdown.site.line.outages import standing_outages

    rows = Step.objects.filter(case_id=pk).values_list("key", "what", "outcome")
    steps = {key: (what, outcome) for key, what, outcome in rows.iterator()}
    outages = [
        (outage.since, outage.until or until)
        for _, outage in standing_outages(Case.objects.get(pk=pk))
    ]
    went = ("sent", "no_answer")
    noted = {key for key, (_, outcome) in steps.items() if outcome in went}
    found = {
        "sent twice": [key for key, count in sent.items() if count > 1],
        "noted as sent and never sent": sorted(noted - set(sent)),
        "sent and in no table": [key for key in sent if key not in steps],
        "sent and noted otherwise": [
            key for key in sent if steps.get(key, ("", "sent"))[1] not in (*went, "uncertain")
        ],
    }
    found |= _ladder(people, steps, until, outages, down)
    found["check-ins that were acknowledged and are not there"] = _lost(pk, people, until)
    kinds = Counter(f"{what} {outcome or 'asked'}" for what, outcome in steps.values())
    print("steps: " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())))
    if down:
        found["the hour in which all was down is no outage"] = [] if any(
            abs(since - down[0]) < HOUR / 4 and abs(end - down[1]) < HOUR / 4
            for since, end in outages
        ) else [f"{since} to {end}" for since, end in outages] or ["none"]  # fmt: skip
    entries = Counter(
        Row.objects.filter(case_id=pk, kind="attempt", supersedes="").values_list("name", flat=True)
    )
    found["entered twice"] = [key for key, count in entries.items() if count > 1]
    for what, keys in found.items():
        print(f"{what}: {len(keys)}" + (f" ({', '.join(sorted(keys)[:4])})" if keys else ""))
    return int(any(found.values()))


def _ladder(
    people: int, steps: Mapping[str, tuple[str, str]], until: datetime, outages: list[Span],
    down: Span | None,
) -> dict[str, list[str]]:  # fmt: skip
    """Steps that the calendar asks for and that are not there, and the other way round.

    Where an outage touched a window what comes after its beginning may be there or not, since it
    depends on when it was noticed; but where a window closes soon after the hour in which all was
    down nothing may be, but the text that says so. Nor is a human asked where a step in doubt
    excused the window.
    """
    found: dict[str, list[str]] = {"steps missing": [], "steps that should not be": [],
                                   "excused and not told": []}  # fmt: skip
    for window in asked(people, until):
        touched = [s for s in outages if s[0] < window.closes and s[1] > window.opens]
        first = min((since for since, _ in touched), default=None)
        doubt = any(steps.get(key, ("", ""))[1] == "uncertain" for key, *_ in window.rungs)
        soon = down is not None and window.closes <= down[1] + News().soon
        hit = down and down[0] < window.closes and down[1] > window.opens
        for key, rung, at in window.rungs:
            wanted = at <= until and (window.made is None or at < window.made)
            if rung == "human" and doubt:
                wanted = False
            if first is not None and at >= first:
                if hit and soon and down and at > down[1] and key in steps:
                    found["steps that should not be"].append(key)
            elif wanted != (key in steps):
                found["steps missing" if wanted else "steps that should not be"].append(key)
        made = window.made is not None and down is not None and window.made <= down[0]
        told = f"{window.person}/{window.day.isoformat()}/excused"
        if hit and soon and not made and told not in steps:
            found["excused and not told"].append(told)
    return found


def _lost(pk: int, people: int, until: datetime) -> list[str]:
    from drawdown.site.cases.models import Row

    rows = Row.objects.filter(case_id=pk, kind="check_in").values_list("name", flat=True)
    there = set(rows.iterator())
    return [
        name
        for window in asked(people, until)
        if window.made is not None and window.made <= until
        and (name := f"{window.person}/{window.made.date()}/made") not in there
    ]  # fmt: skip
