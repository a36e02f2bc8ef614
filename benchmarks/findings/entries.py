"""A large made-up case: entries of every kind, as frames, from a seed."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import polars as pl

from drawdown.record.entry import KINDS
from drawdown.record.form import schema
from drawdown.record.record import Record

ON = date(2020, 6, 10)
FIRST = date(2020, 4, 30)
FACILITIES = [f"centre-{number}" for number in range(10)]


def make_record(people: int, seed: int = 1) -> Record:
    """A record of about ten entries a person, all kinds that a clause reads among them."""
    from zoneinfo import ZoneInfo

    random = np.random.default_rng(seed)
    person = pl.Series("person", [f"P{number:07d}" for number in range(people)])
    facility = pl.Series(FACILITIES, dtype=pl.String)
    where = pl.Series("facility", facility.gather(random.integers(0, len(FACILITIES), people)))
    arrived = _days(random, people, -200, 35)
    base = pl.DataFrame({"person": person, "facility": where, "date": arrived})

    def some(share: float, low: int = 0, high: int = 41) -> pl.DataFrame:
        """A random part of the people, each on a random day after the order."""
        chosen = base.filter(pl.Series(random.random(people) < share)).drop("date")
        return chosen.with_columns(date=_days(random, len(chosen), low, high))

    def pick(words: list[str], length: int) -> pl.Series:
        return pl.Series(words).gather(random.integers(0, len(words), length))

    gone = some(0.1)
    weeks = [some(0.99, 7 * week, 7 * week + 6) for week in range(6)]
    tests, decisions, cohort, facts = some(0.9), some(0.5), some(0.6), some(1.0)
    frames = {
        "stay": base.with_columns(unit=pl.lit("A")),
        "exit": gone.with_columns(how=pick(["release", "transfer", "removal"], len(gone))),
        "handout": pl.concat(weeks).with_columns(item=pl.lit("mask")),
        "screening": some(0.95),
        "evaluation": some(0.3, 0, 20),
        "test": tests,
        "decision": decisions.with_columns(
            outcome=pick(["released", "not_released", "deferred"], len(decisions)),
            decider=pl.lit("a decider"),
        ),
        "cohort": cohort.with_columns(
            unit=pick([f"unit {n}" for n in range(50)], len(cohort)),
            status=pick(["other", "other", "quarantined"], len(cohort)),
        ),
        "fact": facts.with_columns(
            name=pl.lit("diabetes"), value=pick(["yes", "no", "no", "unknown"], len(facts))
        ),
        "transfer": some(0.05, 20, 40).with_columns(to=pl.lit("elsewhere")),
        "check_in": pl.concat([some(0.05), some(0.05)]).with_columns(outcome=pl.lit("made")),
        "redetention": some(0.002).with_columns(ground=pl.lit("violation of conditions")),
        "condition": some(0.02).with_columns(
            topic=pl.lit("distance"), kept=pl.lit("yes"), reporter=pl.lit("staff")
        ),
        "admission": some(0.01),
        "notice": some(0.001).with_columns(topic=pl.lit("hygiene"), language=pl.lit("Spanish")),
        "inspection": some(0.0005).with_columns(inspector=pl.lit("monitor")),
    }
    days = pl.DataFrame({"date": pl.date_range(date(2020, 1, 1), date(2020, 12, 31), eager=True)})
    counts = days.join(pl.DataFrame({"facility": FACILITIES}), how="cross")
    frames["count"] = counts.with_columns(count=pl.lit(people // 10, dtype=pl.Int64))
    frames["report"] = days.with_columns(clause=pl.lit("reports"))
    frames["disclosure"] = days.with_columns(clause=pl.lit("disclosure"), to=pl.lit("counsel"))
    frames["log"] = pl.DataFrame({"of": list(KINDS)}).with_columns(date=pl.lit(date(2020, 12, 31)))
    return Record(
        {kind: _whole(kind, frame) for kind, frame in frames.items()}, ZoneInfo("America/New_York")
    )


def _days(random: np.random.Generator, length: int, low: int, high: int) -> pl.Series:
    offsets = pl.Series(random.integers(low, high, length), dtype=pl.Int32)
    return (pl.Series([FIRST], dtype=pl.Date).cast(pl.Int32)[0] + offsets).cast(pl.Date)


def _whole(kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Fill the columns that the kind has and the frame lacks."""
    from drawdown.record.form import forms

    wanted = schema(KINDS[kind])
    defaults = {
        form.name: form.default
        for form in forms(KINDS[kind]).values()
        if form.name in wanted and form.form not in ("moment", "terms")
    }
    added = {
        name: pl.lit(defaults.get(name), dtype=dtype)
        for name, dtype in wanted.items()
        if name not in frame.columns and not isinstance(dtype, pl.List)
    }
    added |= {
        name: pl.lit([], dtype=dtype)
        for name, dtype in wanted.items()
        if name not in frame.columns and isinstance(dtype, pl.List)
    }
    midnight = datetime.min.time()
    return (
        frame.with_columns(**added)
        .with_row_index("n", offset=2)
        .with_columns(
            file=pl.lit(f"{kind}.csv"),
            source=pl.lit(f"{kind}.csv"),
            row=pl.col("n"),
            id=pl.format("{}.csv#{}", pl.lit(kind), "n"),
            recorded=pl.col("date").dt.combine(midnight).dt.replace_time_zone("UTC"),
        )
        .select([pl.col(name).cast(dtype) for name, dtype in wanted.items()])
    )
