"""What the people held mean for infection, as ranges: context for the court, and no finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drawdown.order.words import day, some
from drawdown.report.asked import Asked
from drawdown.report.document.model import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    Ref,
    table,
)

if TYPE_CHECKING:
    from drawdown.outbreak.context import Context
    from drawdown.outbreak.results import Ensemble


def infection(asked: Asked) -> Iterator[Block]:
    """The part; nothing where no clause is about people or distance, or nobody is counted."""
    from drawdown.outbreak.context import KINDS, context_of

    if not any(finding.law.clause.kind in KINDS for finding in asked.findings):
        return
    found = context_of(asked.case, asked.on, asked.known)
    if found is None or not found.ensembles:
        return
    yield from _said(asked, found)


def _said(asked: Asked, found: Context) -> Iterator[Block]:
    from drawdown.charts.picture import as_svg
    from drawdown.outbreak.context import DAYS, REPLICATES, SEED
    from drawdown.outbreak.drawn import dose_chart, fan_chart
    from drawdown.outbreak.limits import LIMITS

    yield Heading("What the population means for infection", key="infection")
    yield Paragraph(
        "This part is context. No finding rests on it. It says what a stated model makes of the "
        f"people held on {day(asked.on)}, if one person in each centre were infected that day and "
        "nothing were done against it. What it cannot say comes first:",
        key="infection-context",
    )
    yield Bullets(LIMITS)
    yield Paragraph((
        f"Over {REPLICATES:,} runs of {DAYS} days (seed {SEED}), each of which draws anew what is "
        "not known, ", Ref("table-infection"), " gives the middle run and the range of 95% of runs "
        "for each population, and ", Ref("figure-infection-dose"), " and ",
        Ref("figure-infection-days"), " draw them.",
    ))  # fmt: skip
    yield table(
        "table-infection", f"Infection within {DAYS} days, at each population",
        [Column("Population", width=2.2), Column("People", "right"),
         Column("Infected", "right", 1.7), Column("Hospital beds", "right", 1.4),
         Column("Intensive care", "right", 1.4), Column("Deaths", "right", 1.2)],
        [_row(one) for one in found.ensembles],
        notes=["Hospital beds and intensive care: the most at once. In brackets the range of 95% "
               "of runs.", *found.notes],
    )  # fmt: skip
    words = " ".join(found.sentences())
    shown = list(found.ensembles)
    for key, title, spec in (
        ("figure-infection-dose", f"People infected within {DAYS} days, against people held",
         dose_chart(shown, "people held", "infected by the last day", _called)),
        ("figure-infection-days", "People infected so far, by day: middle, 50% and 95% of runs",
         fan_chart(shown, "infected", "day", "people infected so far", _called)),
    ):  # fmt: skip
        alt = f"{title}. {words}"
        yield Figure(key, as_svg(spec, title, alt), alt, title, 0.92)
    yield Paragraph(
        f"The model, what it assumes with each source and range, and {some(len(LIMITS), 'limit')} "
        "of it are documented with the program; its command “drawdown outbreak” repeats these "
        "numbers from the same record and seed."
    )


def _row(one: Ensemble) -> tuple[str, ...]:
    from drawdown.outbreak.answer import spread

    cells = []
    for name in ("infected", "hospital_peak", "intensive_peak", "deaths"):
        value = spread(one, name)
        cells.append(f"{value['p50']:,} ({value['p025']:,} to {value['p975']:,})")
    return (_name(one), f"{one.scenario.people:,}", *cells)


def _name(one: Ensemble) -> str:
    from drawdown.outbreak.context import CALLED

    return CALLED[one.scenario.name].capitalize()


def _called(one: Ensemble) -> str:
    return f"{_name(one)}: {one.scenario.people:,}"
