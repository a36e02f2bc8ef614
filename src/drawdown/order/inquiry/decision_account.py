"""What to say of decisions that were made and of people who wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from drawdown.order.inquiry.decision_pace import DecisionPace
from drawdown.order.inquiry.inquiry import Inquiry, Place, sources_of
from drawdown.order.inquiry.outcome import Outcome, Status
from drawdown.order.inquiry.reviewed import Reviewed, decided_on, decisions_at
from drawdown.order.words import day, listed, number, some

UNIT = "people decided on"


def by_people(
    ask: Inquiry,
    place: Place,
    found: Reviewed,
    *,
    due: date | None,
    rule: str,
    pace: DecisionPace | None,
    facts: str,
    authority: tuple[str, ...],
    whole: bool,
    second: bool = False,
) -> Outcome:
    """The outcome where it is known who the people are.

    Args:
        ask: The inquiry.
        place: The place.
        found: The numbers.
        due: The day on which all are due; none where each person has a day of their own.
        rule: The rule, for the outcome.
        pace: The pace that is asked for as well.
        facts: The facts that tell who is covered, where any do.
        authority: Under which releases are to be made, where the order says.
        whole: Whether the people are named, so that the place goes without saying.
        second: Whether a decision counts only where a second person confirmed it.
    """
    logged = ask.complete("decision", place, since=ask.since, until=ask.on)
    slow = _slow(ask, place, found, pace, second=second) if pace else None
    alone = due is None and slow is not None and not found.next_due and not found.due
    status = _status(found, slow, logged=logged)
    missing = _missing(ask, place, found, facts, logged=logged, slow=slow)
    parts = [
        "" if alone else _decided(ask, place, found, due, whole=whole),
        _waiting(found),
        _unclear(found),
        slow.said if slow else "",
        _authority(ask, place, authority) if authority else "",
    ]
    sentence = " ".join(filter(None, [f"{place.name}:" if alone else "", *parts]))
    made, asked = (slow.made, slow.asked) if alone and slow else (found.decided, found.due)
    return Outcome(
        status, sentence, place.facility, float(made), float(asked), UNIT,
        due or found.next_due if status == "not_due" else due, rule,
        missing if status == "undetermined" else (), _sources(ask, place), lambda: found.rows,
    )  # fmt: skip


@dataclass(frozen=True)
class _Slow:
    """Whether decisions keep the pace, and how to say it."""

    behind: bool
    said: str
    made: int
    asked: int


def _slow(
    ask: Inquiry, place: Place, found: Reviewed, pace: DecisionPace, *, second: bool
) -> _Slow:
    whole, units = pace.asked(ask.since, ask.on, ask.clock.holidays)
    made = decided_on(ask, place, second=second)["person"].n_unique()
    asked = min(whole, made + found.waiting + found.later)
    there = f"there {'was' if asked == 1 else 'were'} only {some(asked, 'person', 'people')}"
    fewer = f" (and {there})" if asked < whole else ""
    said = (
        f"The pace of {pace} asks for {number(whole)} over {some(units, pace.per)}{fewer}; "
        f"{number(made)} {'was' if made == 1 else 'were'} made."
    )
    return _Slow(made < asked, said, made, asked)


def _status(found: Reviewed, slow: _Slow | None, *, logged: bool) -> Status:
    if found.waiting or (slow and slow.behind):
        return "not_met" if logged else "undetermined"
    if found.unclear_open or found.undated:
        return "undetermined"
    if not found.due and found.later and slow is None:
        return "not_due"
    return "met"


def _missing(
    ask: Inquiry, place: Place, found: Reviewed, facts: str, *, logged: bool, slow: _Slow | None
) -> tuple[str, ...]:
    missing = []
    if (found.waiting or (slow and slow.behind)) and not logged:
        missing.append(ask.log_missing("decision", place, ask.on))
    if found.unclear_open:
        one = f"; for {found.one_fact} of them a single fact settles it" if found.one_fact else ""
        missing.append(
            f"facts of {some(found.unclear_open, 'person', 'people')} without a decision: "
            f"{facts}{one}"
        )
    if found.undated:
        missing.append(f"when the reviews of {some(found.undated, 'person', 'people')} are due")
    return tuple(missing)


def _decided(
    ask: Inquiry, place: Place, found: Reviewed, due: date | None, *, whole: bool
) -> str:  # fmt: skip
    where = "" if whole else f"{place.name}: "
    if not found.due:
        when = f" Not due until {day(found.next_due)}." if found.next_due else ""
        nobody = f"{where}nobody's review was due by {day(ask.on)}."
        return f"{nobody[0].upper()}{nobody[1:]}{when}"
    by = f"due on {day(due)}" if due else f"due by {day(ask.on)}, each from their own day"
    share = f" ({100 * found.decided // found.due}%)"
    said = (
        f"{where}of {some(found.due, 'person', 'people')} whose review was {by}, "
        f"{number(found.decided)}{share} {'has' if found.decided == 1 else 'have'} a decision by "
        f"{day(ask.on)}"
    )
    if found.decided:
        said += f": {number(found.released)} released, {number(found.decided - found.released)} not"
    return f"{said[0].upper()}{said[1:]}."


def _waiting(found: Reviewed) -> str:
    parts = []
    if found.waiting:
        put_off = f", {number(found.deferred)} of them deferred" if found.deferred else ""
        if found.unconfirmed:
            has = "has" if found.unconfirmed == 1 else "have"
            put_off += (
                f", {number(found.unconfirmed)} of them {has} a decision that no second person "
                "confirmed"
            )
        parts.append(f"{some(found.waiting, 'person waits', 'people wait')}{put_off}")
    if found.later and found.due:
        next_ = f", the next on {day(found.next_due)}" if found.next_due else ""
        parts.append(f"{number(found.later)} more are due later{next_}")
    elif found.later:
        parts.append(f"{some(found.later, 'person waits', 'people wait')}")
    if found.gone:
        parts.append(f"{number(found.gone)} left custody without one")
    return f"{_capital('; '.join(parts))}." if parts else ""


def _unclear(found: Reviewed) -> str:
    if not found.unclear:
        return ""
    incomplete = some(found.unclear, "person's facts are", "people's facts are")
    if found.unclear_open == 0:
        return f"{incomplete} incomplete; all of them have a decision or are not due."
    open_ = f"{number(found.unclear_open)} of them {'is' if found.unclear_open == 1 else 'are'}"
    return f"{incomplete} incomplete; at most {open_} unreviewed."


def _authority(ask: Inquiry, place: Place, authority: tuple[str, ...]) -> str:
    released = decisions_at(ask, place).filter(pl.col("outcome") == "released")
    if released.is_empty():
        return ""
    wanted = [name.lower() for name in authority]
    named = released.filter(pl.col("authority").str.to_lowercase().is_in(wanted)).height
    blank = released.filter(pl.col("authority") == "").height
    other = len(released) - named - blank
    parts = [f"{number(named)} under {listed(authority, 'or')}"]
    parts += [f"{number(other)} under another authority"] if other else []
    parts += [f"{number(blank)} without an authority stated"] if blank else []
    return f"Of the releases decided, {listed(parts)}."


def _sources(ask: Inquiry, place: Place) -> tuple[str, ...]:
    return sources_of(decisions_at(ask, place))


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
