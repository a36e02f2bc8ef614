"""What was sent, held against the tables and against what the calendar asks for, week by week.

What was proven is not read again, so that a year costs no more memory than two weeks; that nothing
of it was sent once more is seen by the number of lines that the senders' files have of each day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.schedule.made_up import DAYS, ZONE, Calls, name
from drawdown.check_in.news import News

RUNGS = (("reminder", -39), ("second", -10), ("call_back", -4), ("human", 48))
"""Each rung's time in hours from when it is due: nine on the day before, and the usual ones."""
HOUR = timedelta(hours=1)
SETTLED = timedelta(days=1)
"""So long after a window closed everything about it is known, also what a killed sender left."""
Span = tuple[datetime, datetime]
Steps = Mapping[str, tuple[str, str, datetime]]
WENT = ("sent", "no_answer")


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


def asked(people: int, after: date, through: date) -> Iterator[Asked]:
    """Every window that is due after a day and by another."""
    calls, day = Calls(people), max(after, min(DAYS))
    while day < through:
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


@dataclass
class Ledgers:
    """The senders' files, each line read once.

    Attributes:
        folder: Where they are.
        through: The last due day that was proven.
        proven: How many lines there were of each day that was, when it was.
    """

    folder: Path
    through: str = ""
    proven: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    _read: dict[Path, int] = field(default_factory=dict)

    def read(self) -> None:
        """Read what was written since."""
        for file in self.folder.glob("sent-*.txt"):
            with file.open() as text:
                text.seek(self._read.get(file, 0))
                found = text.read().split()
                self._read[file] = text.tell()
            days = [key.split("/")[1] for key in found]
            self.lines.update(days)
            self.keys.update(
                key for key, day in zip(found, days, strict=True) if day > self.through
            )

    def close(self, through: date) -> None:
        """A day and those before it are proven: only how many lines they have is kept."""
        self.through = through.isoformat()
        self.keys = Counter({k: n for k, n in self.keys.items() if k.split("/")[1] > self.through})
        self.proven = Counter({d: n for d, n in self.lines.items() if d <= self.through})

    def again(self) -> list[str]:
        """Proven days of which more was sent since."""
        return [day for day, count in self.proven.items() if self.lines[day] != count]


@dataclass
class Proof:
    """What was proven so far; it can be written down and taken up again.

    Attributes:
        pk: The case.
        people: How many people there are.
        ledgers: What was sent.
        through: The last due day that was proven.
        marks: The last numbers of steps and entries at the last two proofs: what a proof reads came
            after the first of them.
        kinds: How many steps of each kind came to what.
        windows: How many windows were proven.
    """

    pk: int
    people: int
    ledgers: Ledgers
    through: date = DAYS[0]
    marks: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0), (0, 0)])
    kinds: Counter[str] = field(default_factory=Counter)
    windows: int = 0

    def prove(
        self, until: datetime, down: Span | None = None, *, last: bool = False
    ) -> dict[str, list[str]]:
        """What does not agree of the windows that closed since the last proof.

        Args:
            until: The simulated moment up to which was worked.
            down: When all was down for an hour.
            last: Whether this is the end: then of every window that opened, closed or not.
        """
        from django.db.models import Max

        from drawdown.site.cases.models import Case, Row
        from drawdown.site.line.models import Step

        day = until.astimezone(ZONE).date()
        through = day + timedelta(days=3) if last else (until - SETTLED).astimezone(ZONE).date()
        through = through if last else through - timedelta(days=1)
        days = {(self.through + timedelta(days=n)).isoformat()
                for n in range(1, (through - self.through).days + 1)}  # fmt: skip
        self.ledgers.read()
        sent = {key: n for key, n in self.ledgers.keys.items() if key.split("/")[1] in days}
        least, first = self.marks[0]
        rows = Step.objects.filter(case_id=self.pk, pk__gt=least)
        steps = {
            key: (what, outcome, made)
            for key, what, outcome, made in rows.values_list(
                "key", "what", "outcome", "made"
            ).iterator()
            if key.split("/")[1] in days
        }
        found = _sent(sent, steps)
        found["sent again after it was proven"] = self.ledgers.again()
        outages = _outages(self.pk, until)
        windows = list(asked(self.people, self.through, through))
        found |= _ladder(windows, steps, until, outages, down)
        entries = Row.objects.filter(case_id=self.pk, seq__gt=first)
        there = set(entries.filter(kind="check_in").values_list("name", flat=True).iterator())
        found["check-ins that were acknowledged and are not there"] = [
            each for window in windows if window.made is not None and window.made <= until
            and (each := f"{window.person}/{window.made.date()}/made") not in there
        ]  # fmt: skip
        names = entries.filter(kind="attempt", supersedes="").values_list("name", flat=True)
        found["entered twice"] = [key for key, n in Counter(names.iterator()).items() if n > 1]
        found["noted and not entered"] = _not_entered(self.pk, least, first)
        failures = entries.filter(kind="check_in", content__contains='"outcome":"failure"')
        found["a failure that nobody recorded"] = list(failures.values_list("name", flat=True))
        if down:
            found["the hour in which all was down is no outage"] = _no_outage(outages, down)
        self.kinds.update(f"{what} {outcome or 'asked'}" for what, outcome, _ in steps.values())
        self.windows += len(windows)
        top = Step.objects.filter(case_id=self.pk).aggregate(top=Max("pk"))["top"] or 0
        self.marks = [self.marks[1], (top, Case.objects.get(pk=self.pk).position)]
        if not last:
            self.through = through
            self.ledgers.close(through)
        return {what: keys for what, keys in found.items() if keys}


def _outages(pk: int, until: datetime) -> list[Span]:
    from drawdown.site.cases.models import Case
    from drawdown.site.line.outages import standing_outages

    standing = standing_outages(Case.objects.get(pk=pk))
    return [(outage.since, outage.until or until) for _, outage in standing]


def _not_entered(pk: int, least: int, first: int) -> list[str]:
    """Later steps of the ladder that are over, and whose entry is not among the later ones."""
    from django.db.models import Exists, OuterRef

    from drawdown.site.cases.models import Row
    from drawdown.site.line.models import Step

    entry = Row.objects.filter(case_id=pk, seq__gt=first, name=OuterRef("entry"))
    rows = Step.objects.filter(case_id=pk, pk__gt=least, day__isnull=False, over__isnull=False)
    return list(
        rows.exclude(outcome="needless").filter(~Exists(entry)).values_list("key", flat=True)
    )


def _no_outage(outages: list[Span], down: Span) -> list[str]:
    if any(abs(a - down[0]) < HOUR / 4 and abs(b - down[1]) < HOUR / 4 for a, b in outages):
        return []
    return [f"{since} to {end}" for since, end in outages] or ["none"]


def _sent(sent: Mapping[str, int], steps: Steps) -> dict[str, list[str]]:
    """What was sent against what was noted."""
    noted = {key for key, (_, outcome, _) in steps.items() if outcome in WENT}
    return {
        "sent twice": [key for key, count in sent.items() if count > 1],
        "noted as sent and never sent": sorted(noted - set(sent)),
        "sent and in no table": [key for key in sent if key not in steps],
        "sent and noted otherwise": [
            key for key in sent if key in steps and steps[key][1] not in (*WENT, "uncertain")
        ],
    }


def _ladder(
    windows: list[Asked], steps: Steps, until: datetime, outages: list[Span], down: Span | None
) -> dict[str, list[str]]:
    """Steps that the calendar asks for and that are not there, and the other way round.

    Where an outage touched a window what comes after its beginning may be there or not, since it
    depends on when it was noticed; but where a window closes soon after the hour in which all was
    down nothing may be, but the text that says so. Nor is a human asked where a step in doubt
    excused the window.
    """
    found: dict[str, list[str]] = {"steps missing": [], "steps that should not be": [],
                                   "excused and not told": [],
                                   "a human asked within a window": []}  # fmt: skip
    for window in windows:
        touched = [s for s in outages if s[0] < window.closes and s[1] > window.opens]
        first = min((since for since, _ in touched), default=None)
        doubt = any(key in steps and steps[key][1] == "uncertain" for key, *_ in window.rungs)
        soon = down is not None and window.closes <= down[1] + News().soon
        hit = down and down[0] < window.closes and down[1] > window.opens
        for key, rung, at in window.rungs:
            if rung == "human" and key in steps and steps[key][2] < window.closes:
                found["a human asked within a window"].append(key)
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
