"""What there is to do for a reader: from findings, the queue, supplies, stays and accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawdown.finding import case as finding_case
from drawdown.finding.deadlines import deadlines
from drawdown.finding.finding import Finding
from drawdown.record.moments import end_of
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.glass import unread_glass
from drawdown.site.accounts.roles import May, Role
from drawdown.site.cases.answers import Answer, keep
from drawdown.site.cases.models import Row, Stay
from drawdown.site.pages.days import Days
from drawdown.site.pages.people.search import UNEXPLAINED
from drawdown.site.pages.review.queue import queue_of
from drawdown.site.pages.today.task import SOON, Task
from drawdown.supply.forecast import Forecast, forecast

OWN: dict[str, May] = {
    "custody_review": May.DECIDE,
    "transfer": May.RECORD_EVALUATIONS,
    "supply": May.LOG_SUPPLIES,
    "screening": May.RECORD_EVALUATIONS,
    "report": May.DECIDE,
    "population": May.DECIDE,
}
"""Whose a clause of each kind is to meet: who may do this."""


@dataclass(frozen=True)
class Asked:
    """What the page is asked for."""

    access: Access
    days: Days
    found: Answer

    @property
    def case(self) -> finding_case.Case:
        """The order and the record."""
        return self.found.case

    def address(self, name: str, *args: object, query: str = "") -> str:
        """The address of a page of this case."""
        return reverse(name, args=[self.access.case.slug, *args]) + query


def gather(asked: Asked) -> list[Task]:
    """Every task for the reader, in no order."""
    return [task for source in SOURCES for task in source(asked)]


def _findings(asked: Asked) -> Iterator[Task]:
    """What is not met, and what cannot be told for want of something."""
    names = asked.case.order.header.names()
    for one in asked.found.findings:
        if one.status not in ("not_met", "undetermined") or not asked.access.reaches(one.facility):
            continue
        where = names.get(one.facility or "", "")
        title = one.law.clause.title or one.law.text.id
        says = one.missing[0] if one.status == "undetermined" and one.missing else one.explanation
        yield Task(
            f"{title}: {where}" if where else title, says,
            asked.address("order-finding", one.law.text.id, one.facility or "all",
                          query=asked.days.query),
            one.due if one.status == "not_met" else None, one.status, english=True,
            own=_own(asked.access, one),
        )  # fmt: skip


def _own(access: Access, one: Finding) -> bool:
    needed = OWN.get(one.law.clause.kind)
    return needed is not None and needed in access.may


def _deadlines(asked: Asked) -> Iterator[Task]:
    """What the order asks for within a week."""
    on, known = asked.days.on, asked.days.known
    _, dates, _ = keep(
        asked.access.case, ("deadlines", on, known),
        lambda now: tuple(
            d for d in deadlines(now.case, on=on, known=known, until=on + timedelta(days=SOON))
            if d.date and d.standing == "in force" and on <= d.date <= on + timedelta(days=SOON)
        ), known,
    )  # fmt: skip
    clauses = asked.case.order.clauses
    for one in dates:
        if asked.access.facility and clauses[one.clause].first.kind == "report":
            continue
        yield Task(
            one.obligation, one.how,
            asked.address("order", query=f"{asked.days.query}#{one.clause}"),
            one.date, "not_due", english=True,
            own=OWN.get(one.kind, May.SEE_ORDER) in asked.access.may and one.kind in OWN,
        )  # fmt: skip


def _queue(asked: Asked) -> Iterator[Task]:
    """Reviews that wait, and proposals that wait for a second person."""
    if May.SEE_PEOPLE not in asked.access.may:
        return
    standing = queue_of(asked.access, asked.days.on, asked.days.known)
    rows, own = standing.rows, May.DECIDE in asked.access.may
    for due, states in groupby(standing.due, key=itemgetter(0)):
        some = list(states)
        n = sum(count for *_, count in some)
        yield Task(
            ngettext("%(n)d review waits for a decision", "%(n)d reviews wait for a decision", n)
            % {"n": n},
            ", ".join(f"{count} {_(state)}" for _due, state, count in some),
            asked.address("review", query=asked.days.query), due, own=own,
        )  # fmt: skip
    proposed = rows.filter(pl.col("proposal").is_not_null())
    if len(proposed) and May.CONFIRM in asked.access.may:
        n = len(proposed)
        yield Task(
            ngettext("%(n)d decision waits for a second person",
                     "%(n)d decisions wait for a second person", n) % {"n": n},
            _("Somebody other than the one who proposed it confirms or declines."),
            asked.address("review", query=asked.days.query), asked.days.on, own=True,
        )  # fmt: skip


def _supplies(asked: Asked) -> Iterator[Task]:
    """Shortages foreseen."""
    on, known = asked.days.on, asked.days.known
    _, foreseen, _ = keep(
        asked.access.case, ("forecast", on, known),
        lambda now: forecast(now.case, on, known), known,
    )  # fmt: skip
    for one in foreseen:
        if one.foreseen == "short" and asked.access.reaches(one.facility):
            yield _shortage(asked, one)


def _shortage(asked: Asked, one: Forecast) -> Task:
    return Task(
        _("%(item)s will run short") % {"item": one.item.capitalize()}, one.says,
        asked.address("supplies", query=asked.days.query), one.short_on, english=True,
        own=May.LOG_SUPPLIES in asked.access.may,
    )  # fmt: skip


def _unexplained(asked: Asked) -> Iterator[Task]:
    """People who left and of whom nothing says how."""
    if May.SEE_PEOPLE not in asked.access.may or not asked.days.is_now:
        return
    left = Stay.objects.filter(case=asked.access.case, how__in=UNEXPLAINED, left__lte=asked.days.on)
    if asked.access.facility:
        left = left.filter(facility=asked.access.facility)
    n = left.count()
    if n:
        yield Task(
            ngettext("%(n)d person left and nothing says how",
                     "%(n)d people left and nothing says how", n) % {"n": n},
            _("Someone who vanishes between two rosters is an exit to be explained."),
            asked.address("people", query="?left=unexplained"),
            own=May.LOAD_ROSTERS in asked.access.may,
        )  # fmt: skip


def _corrections(asked: Asked) -> Iterator[Task]:
    """Corrections of the last days, for those who check."""
    if May.SEE_RECORD not in asked.access.may or asked.access.facility:
        return
    since, zone = asked.days.on - timedelta(days=SOON), asked.case.order.header.zone
    rows = Row.objects.filter(
        case=asked.access.case, recorded__gt=end_of(since, zone),
        recorded__lte=end_of(asked.days.on, zone),
    )  # fmt: skip
    n = rows.exclude(supersedes="").count()
    if n:
        yield Task(
            ngettext("%(n)d correction to the record in the last week",
                     "%(n)d corrections to the record in the last week", n) % {"n": n},
            _("Each shows what stood there before and what stands there now."),
            asked.address("record", query=f"?corrections=1&since={since}"),
            own=asked.access.role in (Role.COURT, Role.PETITIONERS, Role.GOVERNMENT),
        )  # fmt: skip


def _glass(asked: Asked) -> Iterator[Task]:
    """What was opened in an emergency and nobody has read yet."""
    if May.SEE_ACCESS_LOG not in asked.access.may:
        return
    n = unread_glass(asked.access.case)
    if n:
        yield Task(
            ngettext("%(n)d emergency opening to read", "%(n)d emergency openings to read", n)
            % {"n": n},
            _("Somebody opened what their role does not show, and said why."),
            asked.address("looks"), asked.days.today, own=True,
        )  # fmt: skip


def _line(asked: Asked) -> Iterator[Task]:
    """What the check-in line waits for."""
    from drawdown.site.line.pages.due import line_tasks

    return line_tasks(asked)


SOURCES: tuple[Callable[[Asked], Iterator[Task]], ...] = (
    _findings, _deadlines, _queue, _supplies, _unexplained, _corrections, _glass, _line,
)  # fmt: skip
"""Where tasks come from; each leaves out what the reader's role does not show."""
