"""The plan of the review queue: how many a day each deadline asks for, and when it is cleared.

Decisions of a day are Poisson with a Gamma mean (as spread as in the window), by weekday; so are
people new to the queue. How many are decided a day on average is known from a window only, so each
path has a rate of its own. Scenarios change the same paths: reviews that double are each day's
decisions twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from drawdown.finding.case import Case
from drawdown.order.inquiry.reviewed import DECIDED
from drawdown.plan.caps import Scenario, Settings, band_of
from drawdown.plan.met import first_days, met_on
from drawdown.plan.scenarios import AS_TODAY, BOTH, INTAKE_STOPS, REVIEWS_DOUBLE
from drawdown.record.record import View
from drawdown.review.queue import Queue, review_queue

DAY = timedelta(days=1)
WAITS = ("overdue", "due", "waiting", "deferred")
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Deadline:
    """A day by which reviews are due.

    Attributes:
        due: The day.
        reviews: How many open reviews are due by then, those overdue included.
        per_day: So many a day clear them by then; all of them where the day has come.
    """

    due: date
    reviews: int
    per_day: float


@dataclass(frozen=True)
class ReviewPlan:
    """The plan of a queue: of one clause, or of everybody who waits.

    Attributes:
        clause: The id of the clause; none for everybody, each person once.
        open: Reviews without a decision; none where nobody can list them.
        overdue: Of those, past their day.
        unclear: People of whom it is not known whether they are covered; not in `open`.
        deadlines: Each day on which some are due, soonest first.
        window: The first day of the window and how many days it has.
        decided: How many were decided in it.
        released: Of those, released by it.
        came: How many became part of the queue in it.
        scenarios: `as_today` first: `met` is when the queue is cleared.
        missing: What would have to be known.
    """

    clause: str | None
    open: int | None
    overdue: int = 0
    unclear: int = 0
    deadlines: tuple[Deadline, ...] = ()
    window: tuple[date, int] | None = None
    decided: int = 0
    released: int = 0
    came: int = 0
    scenarios: tuple[Scenario, ...] = field(default=(), compare=False)
    missing: tuple[str, ...] = ()

    @property
    def needed(self) -> float | None:
        """So many a day meet every deadline; none where nothing has one."""
        return max((deadline.per_day for deadline in self.deadlines), default=None)

    @property
    def days(self) -> int:
        """How many days the window has."""
        return self.window[1] if self.window else 1


def plan_reviews(
    case: Case, on: date, known: date | None, view: View, settings: Settings,
    facility: str | None = None, clauses: tuple[str, ...] | None = None,
) -> tuple[ReviewPlan, ...]:  # fmt: skip
    """The plans of the review queue: of everybody, then of each clause; nothing without a clause.

    Args:
        case: The order and the record.
        on: The day of the plan.
        known: As known at the end of this day.
        view: The record as known then.
        settings: How a plan is made.
        facility: Only people held at this facility.
        clauses: Only these.
    """
    queue = review_queue(case, on, known, clauses=clauses, view=view)
    asked = dict.fromkeys([*queue.rows["clause"].unique(maintain_order=True),
                           *(each.clause for each in queue.unanswered)])  # fmt: skip
    if not asked:
        return ()
    rows = queue.rows if facility is None else queue.rows.filter(pl.col("facility") == facility)
    made = _decisions(view, on)
    silent = (
        ()
        if len(made) or _log_complete(view, on)
        else (f"decisions, or a statement that the log of decisions is complete through {on}",)
    )
    since = {
        id_: case.order.clauses[id_].first.begins or case.order.clauses[id_].ruling.day
        for id_ in asked
    }
    waits = pl.col("state").cast(pl.String).is_in(WAITS)
    once = rows.sort(~waits, maintain_order=True).unique(
        "person", keep="first", maintain_order=True
    )
    why = (*_why(queue, None, facility), *silent)
    plans = [_plan(None, once, made, on, min(since.values()), settings, why)]
    if len(asked) > 1:
        for id_ in asked:
            of = rows.filter(pl.col("clause") == id_)
            why = (*_why(queue, id_, facility), *silent)
            plans.append(_plan(id_, of, made, on, since[id_], settings, why))
    return tuple(plans)


def _why(queue: Queue, clause: str | None, facility: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(
        each.why for each in queue.unanswered
        if clause in (None, each.clause) and facility in (None, each.facility)
    ))  # fmt: skip


def _log_complete(view: View, on: date) -> bool:
    """Whether somebody states that the log of decisions is complete up to the day, or beyond it."""
    logs = view.entries("log").filter(
        (pl.col("of").str.to_lowercase() == "decision") & (pl.col("date") >= on)
    )
    return not logs.is_empty()


def _decisions(view: View, on: date) -> pl.DataFrame:
    """The first deciding decision on each person: person, date, released."""
    made = view.entries("decision").filter(
        (pl.col("date") <= on) & pl.col("outcome").cast(pl.String).is_in(DECIDED)
    )
    return made.sort("date").unique("person", keep="first", maintain_order=True).select(
        "person", "date", released=pl.col("outcome").cast(pl.String) == "released"
    )  # fmt: skip


def _plan(
    clause: str | None, rows: pl.DataFrame, made: pl.DataFrame, on: date, since: date,
    settings: Settings, missing: tuple[str, ...],
) -> ReviewPlan:  # fmt: skip
    if missing and rows.is_empty():
        return ReviewPlan(clause, None, missing=missing)
    told = len(made) > 0 or not missing  # else none decided is not known to be none
    state = pl.col("state").cast(pl.String)
    waiting = rows.filter(state.is_in(WAITS))
    start = min(on, max(since, on - (settings.window - 1) * DAY))
    days = (on - start).days + 1
    decided = rows.filter(state == "decided").join(made, on="person").filter(
        pl.col("date") >= start
    )  # fmt: skip
    came = rows.filter((state != "unclear") & (pl.col("arrived") >= start))
    plan = ReviewPlan(
        clause, len(waiting), int((waiting["state"].cast(pl.String) == "overdue").sum()),
        int((rows["state"].cast(pl.String) == "unclear").sum()), _deadlines(waiting, on),
        (start, days), len(decided), int(decided["released"].sum()), len(came), (), missing,
    )  # fmt: skip
    scenarios = _scenarios(
        len(waiting), _by_day(decided["date"], start, days), _by_day(came["arrived"], start, days),
        on, settings, plan.deadlines[-1].due if plan.deadlines else None,
    ) if told else ()  # fmt: skip
    return ReviewPlan(**{**vars(plan), "scenarios": scenarios})


def _deadlines(waiting: pl.DataFrame, on: date) -> tuple[Deadline, ...]:
    """Each due day with the reviews due by then; those whose day has come on one line, of today."""
    dated = waiting.filter(pl.col("due").is_not_null()).with_columns(
        pl.max_horizontal("due", pl.lit(on))
    )
    by_day = dated.group_by("due").len().sort("due").with_columns(pl.col("len").cum_sum())
    return tuple(
        Deadline(due, reviews, reviews / max(1, (due - on).days))
        for due, reviews in by_day.iter_rows()
    )


def _by_day(days: pl.Series, start: date, number: int) -> NDArray[np.int64]:
    row = np.zeros(number, dtype=np.int64)
    for day in days:
        row[(day - start).days] += 1
    return row


def _scenarios(
    waiting: int, decided: NDArray[np.int64], came: NDArray[np.int64], on: date,
    settings: Settings, last: date | None,
) -> tuple[Scenario, ...]:  # fmt: skip
    weekdays = weekday_factors(decided, on)
    shape = (settings.ahead, settings.paths)
    out = daily_numbers(decided, weekdays, shape, np.random.default_rng([settings.seed, 3]))
    into = daily_numbers(came, np.ones(7), shape, np.random.default_rng([settings.seed, 4]))
    found = []
    for name, times, comes in (
        (AS_TODAY, 1, 1), (INTAKE_STOPS, 1, 0), (REVIEWS_DOUBLE, 2, 1), (BOTH, 2, 0)
    ):  # fmt: skip
        paths = queue_paths(waiting, times * out, comes * into)
        ahead = (last - on).days if last else 0
        chance = float((paths[ahead] <= 0).mean()) if 0 < ahead < len(paths) else None
        met = met_on(first_days(paths, 0), on)
        found.append(Scenario(name, met, chance, band_of(paths)))
    return tuple(found)


def queue_paths(waiting: int, decided: Array, came: Array) -> Array:
    """How many wait at the end of each day; shape (days + 1, paths).

    Nobody is decided on who is not there: a day's decisions are at most those who wait.
    """
    left = np.empty((len(decided) + 1, decided.shape[1]))
    left[0] = waiting
    for day in range(len(decided)):
        left[day + 1] = np.maximum(left[day] - decided[day], 0) + came[day]
    return left


def weekday_factors(daily: NDArray[np.int64], on: date) -> Array:
    """How many times the mean each of the seven days after `on` has, mixed with 1; mean 1.

    Args:
        daily: Numbers by day, the last of them of `on`.
        on: The last day.
    """
    mean = daily.mean() if len(daily) else 0.0
    if mean <= 0 or len(daily) < 14:
        return np.ones(7)
    of = np.arange(-len(daily), 0) % 7
    factors = np.array([
        (daily[of == day].sum() + mean) / (((of == day).sum() + 1) * mean) for day in range(7)
    ])  # fmt: skip
    return np.asarray(factors / factors.mean())


def daily_numbers(
    daily: NDArray[np.int64], weekdays: Array, shape: tuple[int, int], rng: np.random.Generator,
    *, certain: bool = False,
) -> Array:  # fmt: skip
    """Draw numbers of each day to come: Poisson with a Gamma mean, as spread as those seen.

    Args:
        daily: Numbers seen, by day.
        weekdays: Seven factors, the first for the first day to come.
        shape: (days, paths).
        rng: Where chance comes from.
        certain: Whether the mean is known and the spread that of Poisson; for checks.
    """
    total, mean = int(daily.sum()), float(daily.mean()) if len(daily) else 0.0
    if total == 0:
        return np.zeros(shape)
    factors = weekdays[np.arange(shape[0]) % 7][:, None]
    if certain:
        return rng.poisson(mean * factors, shape).astype(np.float64)
    expected = mean * weekdays[np.arange(-len(daily), 0) % 7]
    squares = (daily - expected) ** 2 / np.maximum(expected, 1e-9)
    spread = max(1.0, float(squares.sum() / max(1, len(daily) - 1)))
    size = total / spread
    rate = rng.standard_gamma(max(0.5, size), shape[1]) / max(0.5, size) * mean
    day = np.ones(shape)
    if spread > 1.01:
        k = mean / (spread - 1)
        day = rng.standard_gamma(k, shape) / k
    return rng.poisson(rate * factors * day).astype(np.float64)
