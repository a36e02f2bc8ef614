"""The charts of people held, day by day, against each limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from drawdown.charts.over_time import Counts, LimitLine, count_against_limits
from drawdown.charts.picture import as_svg
from drawdown.order.clauses.population import Population
from drawdown.order.inquiry import Place
from drawdown.order.words import day, number
from drawdown.report.asked import Asked
from drawdown.report.document.model import Block, Figure
from drawdown.report.gather.movements import daily
from drawdown.report.sections.said import key_of, short

BEFORE = timedelta(days=14)
LONGEST = timedelta(days=120)
"""How far back a chart reaches: two weeks before the first order, and at most so long."""


def held_charts(asked: Asked) -> Iterator[Block]:
    """One chart for each facility that was counted on two days at least."""
    first = max(min(asked.start - BEFORE, asked.since), asked.on - LONGEST)
    for place in asked.places:
        people = daily(asked.ask, place, first, asked.on)
        if len(people) > 1:
            yield _chart(asked, place, people)


def _chart(asked: Asked, place: Place, people: dict[date, int]) -> Figure:
    limits = list(_limits(asked, place, min(people)))
    spec = count_against_limits(
        [Counts("People held at the end of the day", people)], limits, people="People held",
        width=640,
    )  # fmt: skip
    first, last = min(people), max(people)
    title = f"People held at {place.name}, {short(first)} to {short(last)}"
    lines = "; ".join(f"{limit.name}, due {day(limit.binds)}" for limit in limits)
    alt = (
        f"{title}: {people[first]:,} on {day(first)}, {people[last]:,} on {day(last)}; at most "
        f"{max(people.values()):,}, at least {min(people.values()):,}."
        f"{f' {lines}.' if lines else ' No limit in people follows from the order.'}"
    )
    return Figure(key_of("figure-held", place.facility), as_svg(spec, title, alt), alt, title, 0.92)


def _limits(asked: Asked, place: Place, first: date) -> Iterator[LimitLine]:
    for finding in asked.findings:
        if not isinstance(finding.law.clause, Population) or finding.facility != place.facility:
            continue
        if finding.limit is None or finding.law.standing not in ("in force", "stayed"):
            continue
        kind = "Goal" if finding.law.clause.aim == "goal" else "Limit"
        binds = finding.due or finding.law.since
        yield LimitLine(
            f"{kind} {number(finding.limit)} from {short(binds)}", finding.limit,
            max(finding.law.since, first), max(binds, first), max(asked.on, binds),
        )  # fmt: skip
