"""How far decisions have come where it is not known who is held: numbers against numbers.

Where fewer people were decided on than are held, somebody who is held waits for a decision; where
as many were, some of them may have left, and nobody can say.
"""

from __future__ import annotations

from datetime import date

from drawdown.order.inquiry.decision_pace import DecisionPace
from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.inquiry.outcome import Outcome, Status
from drawdown.order.inquiry.population import counted
from drawdown.order.inquiry.reviewed import decided_on
from drawdown.order.words import day, number, some


def by_numbers(
    ask: Inquiry,
    place: Place,
    *,
    due: date | None,
    rule: str,
    counts_all: bool,
    pace: DecisionPace | None = None,
    second: bool = False,
) -> Outcome:
    """The outcome by numbers alone.

    Args:
        ask: The inquiry.
        place: The place.
        due: When all reviews are due; none where a pace alone is asked for.
        rule: The rule, for the outcome.
        counts_all: Whether everyone held is to be decided on, all by one day.
        pace: The pace, where it alone is asked for.
        second: Whether a decision counts only where a second person confirmed it.
    """
    stays = f"the stays at {place.name}, without which it is not known who waits for a decision"
    decided = decided_on(ask, place, second=second)
    people = decided["person"].n_unique()
    counts = counted(ask, place) if counts_all else []
    held = min((count.people for count in counts), default=None)
    if pace:
        asked, units = pace.asked(ask.since, ask.on, ask.clock.holidays)
        sentence = f"{place.name}: the pace of {pace} asks for {number(asked)} over " + (
            f"{some(units, pace.per)}; {number(people)} {'was' if people == 1 else 'were'} made"
        )
    else:
        asked = held or 0
        sentence = f"{place.name}: " + (
            f"{some(people, 'person has', 'people have')} a decision since {day(ask.since)}"
        )
    if held is None:
        sentence += "; it is not known who is held, so nor who waits for one"
    else:
        sentence += f"; {some(held, 'person was', 'people were')} held on {day(ask.on)}"
    short = 0 if held is None else max(0, min(asked, held) - people)
    if short:
        sentence += f", so at least {some(short, 'of them waits', 'of them wait')}"
    logged = ask.complete("decision", place, since=ask.since, until=ask.on)
    status: Status = "undetermined"
    missing: tuple[str, ...] = (stays,)
    if due and due > ask.on:
        status, missing = "not_due", ()
        sentence = f"Not due until {day(due)}. {sentence}"
    elif pace and people >= asked:
        status, missing = "met", ()
    elif short:
        status, missing = ("not_met", ()) if logged else (
            "undetermined", (ask.log_missing("decision", place, ask.on),)
        )  # fmt: skip
    sources = [*sources_of(decided), *(source for count in counts for source in count.sources)]
    return Outcome(
        status, f"By numbers alone: {sentence}.", place.facility, float(people),
        None if held is None and not pace else float(asked), "people decided on", due, rule,
        missing, tuple(sources), lambda: decided,
    )  # fmt: skip
