"""What a population means for infection, beside a finding on people held or on distance.

It is context: it changes no finding, and nothing in a finding rests on it. It asks what would
follow if one person in each facility were infected on the day, at as many as are held, at 75% of
those, at the order's limit and at as many as can keep the distance, where these are known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from drawdown.batches.beside import is_begun
from drawdown.finding.case import Case
from drawdown.outbreak import beside
from drawdown.outbreak.answer import spread
from drawdown.outbreak.case import centres_of
from drawdown.outbreak.errors import OutbreakError
from drawdown.outbreak.limits import LIMITS
from drawdown.outbreak.results import Ensemble
from drawdown.outbreak.setting import Centre

KINDS = ("population", "spacing")
"""The kinds of clause that it stands beside."""
REPLICATES, SEED, DAYS = 200, 1, 90
NUMBERS = ("infected", "hospital_peak", "deaths")
NOT_A_FINDING = "Context, and no part of the finding: no finding rests on it."
CALLED = {
    "1.0": "as many as on the day", "0.75": "75% of those", "capped": "at the order's limit",
    "distanced": "as many as can keep the distance",
}  # fmt: skip
"""What each population is called."""


@dataclass(frozen=True)
class Context:
    """What was worked out, and what was not to be had from the record."""

    ensembles: tuple[Ensemble, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The context as the command line's `--json` gives it; what it cannot say stands first."""
        return {
            "says": NOT_A_FINDING, "limits": list(LIMITS), "days": DAYS, "replicates": REPLICATES,
            "seed": SEED,
            "scenarios": [
                {"population": one.scenario.name, "people": one.scenario.people,
                 **{name: spread(one, name) for name in NUMBERS}}
                for one in self.ensembles
            ],
            "notes": list(self.notes),
        }  # fmt: skip

    def sentences(self) -> list[str]:
        """The context in words: a sentence for each population."""
        found = []
        for one in self.ensembles:
            infected, beds = spread(one, "infected"), spread(one, "hospital_peak")
            found.append(
                f"{CALLED[one.scenario.name].capitalize()}, {one.scenario.people:,} people: "
                f"{infected['p50']:,} infected in {DAYS} days (95% of runs: {infected['p025']:,} "
                f"to {infected['p975']:,}), {beds['p50']:,} hospital beds at most at once "
                f"({beds['p025']:,} to {beds['p975']:,})."
            )
        return found


def context_of(
    case: Case, on: date, known: date | None = None, facilities: Iterable[str] | None = None
) -> Context | None:
    """What a day's population means for infection; None where the record counts nobody.

    Args:
        case: The order and its record.
        on: The day.
        known: As known at the end of this day.
        facilities: Only these, by id.
    """
    try:
        centres, notes = centres_of(case, on, known, facilities)
    except OutbreakError:
        return None
    unknown = [centre.name for centre in centres if centre.cap is None]
    if unknown and len(unknown) < len(centres):
        notes.append(f"Not asked at the order's limit, which is no number of people for "
                     f"{', '.join(unknown)}")  # fmt: skip
    return Context(_run(tuple(centres), tuple(populations_of(centres))), tuple(notes))


def populations_of(centres: Sequence[Centre]) -> list[str]:
    """The day's population, 75% of it, the order's limit where lower, the distanced where known."""
    names = ["1.0", "0.75"]
    caps = [centre.cap for centre in centres]
    if None not in caps and any(sum(one.people) > (one.cap or 0) for one in centres):
        names.append("capped")
    if all(unit.apart is not None for one in centres for unit in one.units):
        names.append("distanced")
    return names


def foresee(case: Case, on: date, known: date | None = None) -> None:
    """Have the context of a day worked out beside, where that was begun: it will be asked for."""
    if not is_begun():
        return
    with contextlib.suppress(OutbreakError):
        centres, _notes = centres_of(case, on, known)
        beside.send(_runs(tuple(centres), tuple(populations_of(centres))))


@lru_cache(maxsize=16)
def _run(centres: tuple[Centre, ...], names: tuple[str, ...]) -> tuple[Ensemble, ...]:
    return beside.take(_runs(centres, names))


def _runs(centres: tuple[Centre, ...], names: tuple[str, ...]) -> beside.Runs:
    return beside.Runs(centres, names, DAYS, REPLICATES, SEED)
