"""What a reader asks of the model by moving the page's controls, and the answer, kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import QueryDict

import drawdown
from drawdown.outbreak.case import centres_of
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.parameters import defaults
from drawdown.outbreak.setting import MEASURES, Centre, During, Measure, Scenario, scenario
from drawdown.site.cases.answers import Counted, keep
from drawdown.site.cases.models import Case
from drawdown.site.pages.days import Days

if TYPE_CHECKING:
    from drawdown.outbreak.results import Ensemble

REPLICATES = 200
"""Runs of each scenario: the answer comes in under a second, and its ranges are rough."""
SEED = 1
LENGTHS = (30, 60, 90, 180)
LATEST = 60
"""The latest day from which measures can be said to hold."""
KEPT = 24 * 3600


@dataclass(frozen=True)
class Asked:
    """The controls of the page.

    Attributes:
        percent: The population asked about, of the people held, in steps of 5.
        length: Days.
        start: The day from which the measures hold.
        measures: What is done.
        facility: Of one facility only; blank for all.
    """

    percent: int = 75
    length: int = 90
    start: int = 0
    measures: tuple[Measure, ...] = ()
    facility: str = ""

    @property
    def query(self) -> str:
        """The controls as they stand in an address."""
        return urlencode(
            [("percent", self.percent), ("length", self.length), ("start", self.start),
             ("facility", self.facility), *(("do", one) for one in self.measures)]
        )  # fmt: skip


def asked_of(sent: QueryDict, facility: str) -> Asked:
    """Read the controls; whatever is none of their values is as if it were not sent."""

    def number(name: str, low: int, high: int, otherwise: int) -> int:
        text = sent.get(name, "")
        return int(text) if text.isdecimal() and low <= int(text) <= high else otherwise

    length = number("length", 1, 365, 90)
    done = sent.getlist("do")
    return Asked(
        round(number("percent", 10, 100, 75) / 5) * 5,
        length if length in LENGTHS else 90,
        number("start", 0, LATEST, 0),
        tuple(one for one in MEASURES if one in done),
        facility,
    )


def centres(case: Case, days: Days, facility: str) -> tuple[list[Centre], list[str]]:
    """The centres as the record has them on a day, and what is not in the record.

    Where the record counts nobody there are no centres.
    """

    def make(now: Counted) -> tuple[list[Centre], list[str]]:
        try:
            only = [facility] if facility else None
            return centres_of(now.case, days.on, days.known, only)
        except OutbreakError as error:
            return [], [str(error)]

    _position, found, _source = keep(
        case, ("outbreak", facility, days.on, days.known), make, days.known
    )
    return found


def answers_to(asked: Asked, found: list[Centre], more: tuple[int, ...] = ()) -> list[Ensemble]:
    """Today's population, the one asked about, and the distanced one where it is known.

    Args:
        asked: The controls.
        found: The centres.
        more: Further populations, in percent of today.
    """
    measures = [During(one, asked.start) for one in asked.measures]
    percents = sorted({100, asked.percent, *more}, reverse=True)
    names = [str(percent / 100) for percent in percents]
    if all(unit.apart is not None for one in found for unit in one.units):
        names.append("distanced")
    return _kept([scenario(found, name, days=asked.length, measures=measures) for name in names])


def beside_finding(found: list[Centre]) -> list[Ensemble]:
    """What stands beside a finding: the populations of `context.populations_of`, as kept."""
    from drawdown.outbreak.context import DAYS, populations_of

    return _kept([scenario(found, name, days=DAYS) for name in populations_of(found)])


def _kept(made: list[Scenario]) -> list[Ensemble]:
    """Ensembles that were worked out before, and now those that were not."""
    known = {one.name: cache.get(_key(one)) for one in made}
    missing = [one for one in made if known[one.name] is None and one.people]
    if missing:
        from drawdown.outbreak.ensemble import ensembles  # compiled; not at the site's start

        for one in ensembles(missing, defaults(), replicates=REPLICATES, seed=SEED):
            known[one.scenario.name] = one
            cache.set(_key(one.scenario), one, KEPT)
    return [known[one.name] for one in made if known[one.name] is not None]


def _key(one: Scenario) -> str:
    whole = f"{drawdown.__version__} {SEED} {REPLICATES} {one!r}"
    return f"outbreak:{hashlib.sha256(whole.encode()).hexdigest()}"
