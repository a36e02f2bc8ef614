"""What a report is asked about: a case, a period, a level; and the findings it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from drawdown.finding.case import Case
from drawdown.finding.check import check, inquiries
from drawdown.finding.finding import Finding
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.law import InForce
from drawdown.record.record import View
from drawdown.report.errors import ReportError
from drawdown.report.facts.numbers.periods import anchor
from drawdown.report.levels import Level, Shows, shows

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Drawn:
    """A floor plan as it was solved: of which facility, the picture, and the words for it."""

    facility: str
    title: str
    svg: str
    alt: str


@dataclass(frozen=True)
class Asked:
    """What a report is asked about.

    Attributes:
        case: The order and the record.
        since: The first day of the period.
        on: The last day of the period: what stood at its end.
        known: As known at the end of this day; none: everything known now.
        level: What it may show.
        authority: By whose authority that is so, as the filer names it.
        filer: The role of the party that files, such as `respondents`; blank where not said.
        plans: Floor plans, solved.
        checkpoint: The record's signed checkpoint as text; none: none was made.
    """

    case: Case
    since: date
    on: date
    known: date | None
    level: Level
    authority: str = ""
    filer: str = ""
    plans: tuple[Drawn, ...] = ()
    checkpoint: str | None = None

    def __post_init__(self) -> None:
        if self.since > self.on:
            raise ReportError(f"--since: {self.since} is after {self.on}; expected an earlier day")
        start = min(ruling.day for ruling in self.case.order.rulings)
        if self.on < start:
            raise ReportError(
                f"--on: nothing was ruled by {self.on}; expected {start} or a later day"
            )
        if not self.law:
            raise ReportError(f"--as-known: no ruling was known by {self.known}; expected a later "
                              "day")  # fmt: skip

    @cached_property
    def view(self) -> View:
        """The record as known then."""
        return self.case.record.as_known(self.known)

    @cached_property
    def law(self) -> list[tuple[InForce, Inquiry]]:
        """Every clause ruled by the day, with the question put to it."""
        return inquiries(self.case, self.on, self.known, view=self.view)

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings of the last day: the very ones that `drawdown check` gives."""
        return check(self.case, self.on, self.known, view=self.view)

    @property
    def start(self) -> date:
        """The day of the first ruling that orders anything: from when cumulative numbers count."""
        return anchor(self.case.order)

    @property
    def before(self) -> date:
        """The day before the period: what was reported last stood at its end."""
        return self.since - DAY

    @cached_property
    def ask(self) -> Inquiry:
        """A question about the whole case, from the first order on."""
        one = self.law[0][1]
        return Inquiry(self.on, self.start, one.view, one.header, one.clock, one.others)

    @property
    def names(self) -> dict[str, str]:
        """The names of the facilities by their ids."""
        return self.case.order.header.names()

    @property
    def places(self) -> list[Place]:
        """The facilities, each as a place."""
        return [Place(f.id, (f.id,), f.name) for f in self.case.order.header.facilities]

    def shows(self, what: Shows) -> bool:
        """Whether the level shows something."""
        return shows(self.level, what)

    def name(self, facility: str | None) -> str:
        """What a facility is called; none: all of them together."""
        return self.names.get(facility or "", "All together")


def last_report(case: Case, on: date, known: date | None = None) -> date | None:
    """The day on which a report was last filed before a day, as known then; none: there is none."""
    filed = case.record.as_known(known).entries("report").filter(pl.col("date") < on)
    last = filed["date"].max()
    return last if isinstance(last, date) else None


def period(case: Case, on: date, since: date | None, known: date | None = None) -> date:
    """The first day of the period: as asked, else after the last report, else the first order's."""
    if since is not None:
        return since
    last = last_report(case, on, known)
    start = min(anchor(case.order), on)
    return max(last + DAY, start) if last else start
