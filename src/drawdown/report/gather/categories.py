"""Releases by category: whether each person released met a criterion of the order, and each fact.

A person who has several facts counts under each of them, so that categories do not add up. A blank
is never a no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.header import Criteria
from drawdown.order.inquiry.criteria import facts_known, meeting
from drawdown.report.asked import Asked
from drawdown.report.gather.movements import exits_in


@dataclass(frozen=True)
class Answers:
    """Of how many releases it is so, is not so, and is not known."""

    yes: int
    no: int
    unknown: int


@dataclass(frozen=True)
class Category:
    """One category of releases.

    Attributes:
        criterion: The id of the criterion; blank for a fact that no criterion of the order names.
        version: The first day on which its version governs; none where there is no criterion.
        fact: One fact, as `fact` entries name it; blank: the criterion as a whole.
        period: Releases in the period.
        cumulative: Releases since the first order.
    """

    criterion: str
    version: date | None
    fact: str
    period: Answers
    cumulative: Answers


def by_category(asked: Asked) -> list[Category]:
    """Releases by each criterion of the order, each of its facts, and each other fact recorded.

    A release falls under the version of a criterion that governed on its day. What is known of a
    person is what is recorded by the last day of the report.
    """
    out = exits_in(asked.ask, min(asked.start, asked.since), asked.on).filter(
        pl.col("how") == "release"
    )
    if out.is_empty():
        return []
    released = out.select("person", "date")
    facts = _facts(asked, released)
    found: list[Category] = []
    named = set[str]()
    for version, until in _versions(asked):
        named |= {name.lower() for name in version.any_of}
        under = released.filter(pl.col("date") >= version.starting)
        under = under if until is None else under.filter(pl.col("date") < until)
        if len(under):
            met = meeting(facts_known(asked.ask, version), version, under)
            found.append(_category(asked, met, version, ""))
            found += [
                _category(asked, _answered(under, facts, name.lower()), version, name)
                for name in version.any_of
            ]
    others = sorted(set(facts["name"].to_list()) - named)
    found += [_category(asked, _answered(released, facts, name), None, name) for name in others]
    return found


def _versions(asked: Asked) -> list[tuple[Criteria, date | None]]:
    """Each version of each criterion, with the first day on which a later one governs."""
    every = asked.case.order.header.criteria
    found = []
    for id_ in dict.fromkeys(one.id for one in every):
        versions = sorted((one for one in every if one.id == id_), key=lambda one: one.starting)
        ends = [*(one.starting for one in versions[1:]), None]
        found += list(zip(versions, ends, strict=True))
    return found


def _facts(asked: Asked, released: pl.DataFrame) -> pl.DataFrame:
    """What is known of each fact of the people released: person, name, meets.

    The latest day counts; of one day a yes before a no, as for a criterion.
    """
    facts = asked.ask.entries_anywhere("fact").join(released, on="person", how="semi")
    latest = facts.select(
        "person", "date", pl.col("value").cast(pl.String), name=pl.col("name").str.to_lowercase()
    ).filter(pl.col("date") == pl.col("date").max().over("person", "name"))
    yes, no = (pl.col("value") == "yes").any(), (pl.col("value") == "no").any()
    return latest.group_by("person", "name").agg(
        meets=pl.when(yes).then(pl.lit(value=True)).when(no).then(pl.lit(value=False))
    )


def _answered(released: pl.DataFrame, facts: pl.DataFrame, name: str) -> pl.DataFrame:
    one = facts.filter(pl.col("name") == name).drop("name")
    return released.join(one, on="person", how="left")


def _category(asked: Asked, met: pl.DataFrame, version: Criteria | None, fact: str) -> Category:
    return Category(
        version.id if version else "", version.starting if version else None, fact,
        _answers(met.filter(pl.col("date") >= asked.since)), _answers(met),
    )  # fmt: skip


def _answers(met: pl.DataFrame) -> Answers:
    meets = met["meets"]
    yes, unknown = int(meets.sum() or 0), meets.null_count()
    return Answers(yes, len(met) - yes - unknown, unknown)
