"""How many people a facility held day by day, by whose account, and what limits held.

Every account that the record has is given: counts by source and rule, and the census made of stays
and exits. A finding takes counts before the census, and only those of the source or rule that the
order names, where it names one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl
from django.utils.safestring import SafeString

from drawdown.finding.case import Case
from drawdown.order.calendar import Computed
from drawdown.order.clauses.population import Population
from drawdown.order.due import Due
from drawdown.order.inquiry import Inquiry, Place
from drawdown.order.inquiry.limit import Basis, Limit, caps_of
from drawdown.order.law import InForce, law_on
from drawdown.site.pages.facility.asking import asking, place_of

SPAN = timedelta(days=120)
"""How far back is shown where nothing else is asked for."""
LONGEST = timedelta(days=370)
MOST_ACCOUNTS = 4
"""Up to so many pairs of source and rule are told apart; where there are more, rules only."""


@dataclass(frozen=True)
class Account:
    """One account of how many people were held.

    Attributes:
        kind: `count`, or `stays` for the census made of stays and exits.
        rule: How they were counted.
        source: Who says so; blank for the census.
        governs: Whether the order names this source or rule as the one that governs.
        people: How many, by day.
    """

    kind: str
    rule: str
    source: str
    governs: bool
    people: dict[date, int]


@dataclass(frozen=True)
class Level:
    """A limit in people, and from when it binds.

    Attributes:
        clause: The clause's id.
        title: Its title.
        people: The limit; none where no number follows from the statement.
        reason: What it is made of.
        said: From when the clause is law.
        binds: From when the limit is to be kept.
        until: The last day on which it holds; none while it goes on.
        goal: Whether it is a goal rather than a duty.
    """

    clause: str
    title: str
    people: float | None
    reason: str
    said: date
    binds: date
    until: date | None
    goal: bool


@dataclass(frozen=True)
class OverTime:
    """A facility's accounts and limits between two days.

    Attributes:
        since: The first day.
        until: The last day.
        accounts: Every account of how many people were held.
        levels: Every limit that held.
        tables: The table that a page shows of them, by language, once it was made.
    """

    since: date
    until: date
    accounts: tuple[Account, ...]
    levels: tuple[Level, ...]
    tables: dict[str, SafeString] = field(default_factory=dict, compare=False, repr=False)

    @property
    def days(self) -> list[date]:
        """Every day that any account has, the newest first."""
        return sorted({day for one in self.accounts for day in one.people}, reverse=True)

    def conflicting(self, day: date) -> bool:
        """Whether the accounts of a day disagree."""
        return len({one.people[day] for one in self.accounts if day in one.people}) > 1


def over_time(
    case: Case, facility: str, on: date, known: date | None, since: date | None = None
) -> OverTime:
    """A facility's counts and limits up to a day.

    Args:
        case: The order and the record.
        facility: Its id.
        on: The last day.
        known: As known at the end of this day; None: everything known now.
        since: The first day; at most a year before, and 120 days where it is missing.
    """
    ask = asking(case, on, known)
    place = place_of(case.order.header, facility)
    since = max(since or on - SPAN, on - LONGEST)
    law = [
        item for item in law_on(case.order, on, known)
        if isinstance(item.clause, Population) and item.standing in ("in force", "stayed")
        and facility in (item.clause.facilities or (facility,))
    ]  # fmt: skip
    accounts = [*_counted(ask, place, since, law), *_census(ask, place, since)]
    begins = min((min(one.people) for one in accounts if one.people), default=since)
    levels = [level for item in law for level in _levels(ask, place, item)]
    return OverTime(max(since, begins), on, tuple(accounts), tuple(levels))


def _counted(ask: Inquiry, place: Place, since: date, law: list[InForce]) -> list[Account]:
    counts = ask.entries("count", place, since=since).filter(
        (pl.col("unit") == "") & (pl.col("group") == "held")
    ).with_columns(pl.col("rule").cast(pl.String))  # fmt: skip
    if counts.is_empty():
        return []
    last = pl.col("date_at").max().over("date", "source", "rule")
    counts = counts.filter(last.is_null() | (pl.col("date_at") == last))
    key = ["source", "rule"]
    if counts.select(key).n_unique() > MOST_ACCOUNTS:
        counts = counts.with_columns(source=pl.lit(""))
    sources = {c.count_source for c in _populations(law) if c.count_source}
    rules = {c.counting_rule for c in _populations(law) if c.counting_rule}
    found = []
    for (source, rule), part in counts.group_by(key, maintain_order=True):
        by_day = part.group_by("date").agg(pl.col("count").max()).sort("date")
        governs = bool(sources or rules) and (
            (not sources or source in sources) and (not rules or rule in rules)
        )
        found.append(Account("count", str(rule), str(source), governs, dict(by_day.iter_rows())))
    return sorted(found, key=lambda one: (not one.governs, one.rule, one.source))


def _populations(law: list[InForce]) -> list[Population]:
    return [item.clause for item in law if isinstance(item.clause, Population)]


def _census(ask: Inquiry, place: Place, since: date) -> list[Account]:
    """Who was held at the end of each day, as `Inquiry.held` has it, for all days at once.

    It begins on the day on which the first stay was recorded: of the people who had left before,
    the record knows nothing, so that an earlier day would show too few.
    """
    facility = place.ids[0]
    stays = ask.view.entries("stay", facility)
    recorded = stays["recorded"].min()
    if isinstance(recorded, datetime):
        since = max(since, recorded.astimezone(ask.header.zone).date())
    stays = stays.select("person", "date", "book_out", "id")
    until = min(ask.on, ask.stays_reach(facility))
    if stays.is_empty() or until < since:
        return []
    exits = ask.view.entries("exit", facility).select("person", gone="date")
    first = (
        stays.select("id", "person", "date").join(exits, on="person")
        .filter(pl.col("gone") >= pl.col("date"))
        .group_by("id").agg(pl.col("gone").min())
    )  # fmt: skip
    spans = (
        stays.join(first, on="id", how="left")
        .select("person", start="date", end=pl.min_horizontal("book_out", "gone"))
        .with_columns(pl.col("end").fill_null(date.max))
        .filter(pl.col("end") > pl.col("start"))
        .sort("person", "start")
        .with_columns(before=pl.col("end").cum_max().shift(1).over("person"))
        .with_columns(
            island=(pl.col("before").is_null() | (pl.col("start") > pl.col("before"))).cum_sum()
        )
        .group_by("person", "island").agg(pl.col("start").min(), pl.col("end").max())
    )  # fmt: skip
    moves = pl.concat([
        spans.select(day="start", change=pl.lit(1)),
        spans.filter(pl.col("end") <= until).select(day="end", change=pl.lit(-1)),
    ]).group_by("day").agg(pl.col("change").sum()).sort("day")  # fmt: skip
    running = moves.with_columns(people=pl.col("change").cum_sum())
    first_day = spans["start"].min()
    start = max(since, first_day) if isinstance(first_day, date) else since
    days = pl.DataFrame({"day": pl.date_range(start, until, "1d", eager=True)})
    people = days.join_asof(running.select("day", "people"), on="day").fill_null(0)
    return [Account("stays", "interval", "", governs=False, people=dict(people.iter_rows()))]


def _levels(ask: Inquiry, place: Place, item: InForce) -> list[Level]:
    clause = item.clause
    if not isinstance(clause, Population) or clause.scope == "total":
        return []
    basis = Basis(
        clause.of, clause.governing, clause.max_age_days, clause.count_source, clause.counting_rule
    )
    dated = sorted(
        ((binds, limit) for limit, due in _steps(clause)
         if (binds := _binds(ask, due, item.since)) is not None),
        key=lambda step: step[0],
    )  # fmt: skip
    ends = [*[binds - timedelta(days=1) for binds, _ in dated[1:]], None]
    said = item.text.ruling.day
    return [
        Level(
            clause.id, clause.title or clause.id, _number(cap.people), cap.reason,
            said, binds, end, clause.aim == "goal",
        )
        for (binds, limit), end in zip(dated, ends, strict=True)
        for cap in caps_of(ask, place, limit, basis)
    ]  # fmt: skip


def _steps(clause: Population) -> list[tuple[Limit, Due | None]]:
    if clause.limit:
        return [(clause.limit, clause.due)]
    return [(step.limit, step.due) for step in clause.steps]


def _binds(ask: Inquiry, due: Due | None, since: date) -> date | None:
    if due is None:
        return since
    answer = ask.clock.compute_by(due, ask.on)
    return answer.date if isinstance(answer, Computed) else None


def _number(people: object) -> float | None:
    return None if people is None else float(people)  # type: ignore[arg-type]
