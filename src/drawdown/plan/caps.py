"""The plan of one population cap: what its date asks for, and when it will be met."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from drawdown.order.clauses.population import Population
from drawdown.order.inquiry import Inquiry, Outcome, Place
from drawdown.order.law import InForce
from drawdown.plan.counts import Daily, daily_counts
from drawdown.plan.flows import ARRIVALS, EXITS, Flows, flows
from drawdown.plan.met import UNKNOWN, MetOn, first_days, met_on, straight, whole
from drawdown.plan.model import fit
from drawdown.plan.need import Need, need
from drawdown.plan.paths import PATHS, Paths, draw
from drawdown.plan.scenarios import SCENARIOS, changed, with_more
from drawdown.plan.statements import Chosen, outlooks
from drawdown.plan.streams import take_apart

LEAST_KNOWN, LEAST_SPAN = 8, 14
"""A forecast needs so many known days, over so many days."""
BAND = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True)
class Settings:
    """How a plan is made.

    Attributes:
        window: Over how many days the pace is taken.
        ahead: How many days ahead it looks.
        seed: Of all that is drawn.
        paths: How many paths are drawn.
        more: So many more exits each day, as a scenario of one's own.
    """

    window: int = 28
    ahead: int = 180
    seed: int = 1
    paths: int = PATHS
    more: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """What comes of a count if something changes.

    Attributes:
        name: Which scenario.
        met: When the limit is met.
        chance: The share of paths that meet it by its date and are at or below it then.
        band: The 2.5%, 10%, 50%, 90% and 97.5% points of people held, from today on; shape
            (5, days + 1).
    """

    name: str
    met: MetOn
    chance: float | None
    band: NDArray[np.float64] = field(compare=False)


@dataclass(frozen=True)
class CapPlan:
    """The plan of one cap at one place, for one date.

    Attributes:
        law: The clause as it read that day.
        place: Where.
        on: The day of the plan.
        count: People held; none where not known.
        limit: The limit as the finding has it; none where it cannot be computed.
        due: By when.
        need: What the date asks for; none where the count or the limit is not known.
        pace: How many fewer were held per day over the window; none where not known.
        window: The first day of the window (the count at the end of the day before it is the
            first of the pace), and how many days it has; none where there is no pace.
        seen: Who came and who left in the window; none where stays do not tell.
        since: The same since the clause began to bind.
        line: The day the limit is met if exactly today's pace goes on; none where it never is.
        scenarios: `as_today` first; without the others where stays do not tell.
        history: The counts that the forecast rests on.
        missing: What would have to be known.
        under: Where the limit depends on which statement of capacity governs: the same cap under
            each choice of statements.
    """

    law: InForce
    place: Place
    on: date
    count: int | None
    limit: float | None
    due: date | None
    need: Need | None = None
    pace: float | None = None
    window: tuple[date, int] | None = None
    seen: Flows | None = None
    since: Flows | None = None
    line: date | None = None
    scenarios: tuple[Scenario, ...] = ()
    history: Daily | None = None
    missing: tuple[str, ...] = ()
    under: tuple[tuple[Chosen, CapPlan], ...] = ()

    @property
    def met_on(self) -> MetOn:
        """When it is met at today's pace; nothing known where there is no forecast."""
        return self.scenarios[0].met if self.scenarios else UNKNOWN

    @property
    def met_by_moving(self) -> bool | None:
        """Whether it is met, and would not be had nobody been moved in or out since it bound.

        None where stays do not tell.
        """
        if self.count is None or self.limit is None or self.since is None:
            return None
        return self.count <= self.limit < self.count + self.since.moved

    @property
    def expected(self) -> str:
        """In one word: met, in_time, late, never (within the days looked at), undetermined."""
        if self.count is None or self.limit is None:
            return "undetermined"
        if self.count <= self.limit:
            return "met"
        if not self.scenarios or self.due is None:
            return "undetermined"
        median = self.met_on.median
        if median is None:
            return "never"
        return "in_time" if median <= self.due else "late"

    def scenario(self, name: str) -> Scenario | None:
        """The scenario of that name, where there is one."""
        return next((each for each in self.scenarios if each.name == name), None)


def plan_caps(
    clause: Population, law: InForce, ask: Inquiry, settings: Settings, facility: str | None = None
) -> list[CapPlan]:
    """The plans of a clause, for each place and each date that is ahead or was last reached."""
    found = []
    for place in clause.places(ask):
        if facility is None or place.facility == facility:
            outcomes = clause.outlook(ask, place)
            found += _at(clause, law, ask, place, outcomes, settings)
    return found


def _at(
    clause: Population, law: InForce, ask: Inquiry, place: Place, outcomes: list[Outcome],
    settings: Settings,
) -> list[CapPlan]:  # fmt: skip
    first = next((o for o in outcomes if o.value is not None), None)
    if first is None or first.value is None:
        return [_bare(law, ask, place, outcome) for outcome in outcomes]
    count = int(first.value)
    history = daily_counts(ask, place, clause.basis())
    history = history.ending_with(float(count))
    seen = flows(ask, place, ask.on - timedelta(days=settings.window - 1))
    since = flows(ask, place, ask.since + timedelta(days=1)) if ask.since < ask.on else None
    pace, window = _pace(history, settings.window)
    missing = _missing(place, history, seen)
    settled = all(outcome.limit is not None for outcome in outcomes)
    choices = [] if settled else list(outlooks(clause, ask, place))
    settled = any(one.limit is not None for one in outcomes) or bool(choices)
    drawn = _draw(place, history, seen, settings) if settled else {}
    plans = []
    for step, outcome in enumerate(outcomes):
        bare = replace(
            _bare(law, ask, place, outcome), pace=pace, window=window, seen=seen, since=since,
            history=history, missing=(*outcome.missing, *missing),
        )  # fmt: skip
        under = [
            (chosen, _forecast(replace(bare, limit=each[step].limit, missing=missing), drawn))
            for chosen, each in choices if outcome.limit is None and each[step].limit is not None
        ]  # fmt: skip
        plans.append(replace(_forecast(bare, drawn), under=tuple(under)))
    return plans


def _bare(law: InForce, ask: Inquiry, place: Place, outcome: Outcome) -> CapPlan:
    count = None if outcome.value is None else int(outcome.value)
    return CapPlan(
        law, place, ask.on, count, outcome.limit, outcome.due, missing=outcome.missing
    )  # fmt: skip


def _forecast(bare: CapPlan, drawn: dict[str, Paths]) -> CapPlan:
    if bare.count is None or bare.limit is None or bare.due is None:
        return bare
    seen, limit = bare.seen, whole(bare.limit)
    asked = need(
        bare.count, limit, bare.due, bare.on,
        seen.per_day("arrivals") if seen else None, seen.per_day("transfers_in") if seen else None,
    )  # fmt: skip
    line = straight(bare.count - limit, bare.pace, bare.on) if bare.pace is not None else None
    ahead = (bare.due - bare.on).days
    scenarios = []
    for name, paths in drawn.items():
        when = first_days(paths, limit)
        chance = float((paths[ahead] <= limit).mean()) if 0 < ahead < len(paths) else None
        scenarios.append(Scenario(name, met_on(when, bare.on), chance, band_of(paths)))
    return replace(bare, need=asked, line=line, scenarios=tuple(scenarios))


def band_of(paths: Paths) -> NDArray[np.float64]:
    """The points of `BAND` on each day; shape (5, days + 1)."""
    ordered = np.sort(paths.astype(np.int32), axis=1)  # people are whole, which sorts far faster
    at = [max(0, ceil(level * paths.shape[1]) - 1) for level in BAND]
    return ordered[:, at].T.astype(np.float64)


def _draw(place: Place, history: Daily, seen: Flows | None, settings: Settings) -> dict[str, Paths]:
    """The paths of each scenario; nothing where too few counts are known."""
    if history.known < LEAST_KNOWN or history.span < LEAST_SPAN:
        return {}
    key = list(
        "/".join(place.ids).encode()
    )  # each place has chance of its own, whoever is beside it
    to_paths, to_parts = (np.random.default_rng([settings.seed, part, *key]) for part in (1, 2))
    paths = draw(
        fit(history.people[-history.span :]), settings.ahead, to_paths, settings.paths
    )  # fmt: skip
    drawn = {"as_today": paths}
    if seen is not None and seen.total(*ARRIVALS, *EXITS):
        streams = take_apart(paths, seen, to_parts)
        drawn |= {name: changed(paths, streams, name) for name in SCENARIOS}
    if settings.more:
        drawn["more_exits"] = with_more(paths, settings.more)
    return drawn


def _pace(history: Daily, window: int) -> tuple[float | None, tuple[date, int] | None]:
    """The fall per day from the first known count of the window to today's."""
    row = history.people[-window - 1 :]
    known = np.flatnonzero(np.isfinite(row))
    days = len(row) - 1 - int(known[0]) if len(known) else 0
    if days < 7:
        return None, None
    fall = float(row[known[0]] - row[-1])
    return fall / days, (history.until - timedelta(days=days - 1), days)


def _missing(place: Place, history: Daily, seen: Flows | None) -> tuple[str, ...]:
    missing = []
    if history.known < LEAST_KNOWN or history.span < LEAST_SPAN:
        missing.append(
            f"counts of {place.name} on at least {LEAST_KNOWN} days of the last "
            f"{LEAST_SPAN} or more, for a forecast (known: {history.known})"
        )
    if seen is None:
        missing.append(
            f"stays at {place.name} up to {history.until}, which tell arrivals, releases, removals "
            "and transfers apart"
        )
    return tuple(missing)
