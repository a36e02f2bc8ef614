"""A plan in plain words that a judge would accept."""

from __future__ import annotations

from datetime import date

from drawdown.order.words import day, number, some
from drawdown.plan.caps import CapPlan
from drawdown.plan.flows import Flows
from drawdown.plan.met import MetOn, whole
from drawdown.plan.scenarios import AS_TODAY, BOTH, INTAKE_STOPS, REVIEWS_DOUBLE, WITHOUT_TRANSFERS
from drawdown.plan.statements import in_words

SCENARIO_WORDS = {
    AS_TODAY: "at today's pace",
    WITHOUT_TRANSFERS: "if nobody were moved in or out",
    INTAKE_STOPS: "if intake stops",
    REVIEWS_DOUBLE: "if reviews double",
    BOTH: "if intake stops and reviews double",
    "more_exits": "with more exits each day",
}


def says(cap: CapPlan, ahead: int) -> str:
    """What stands, what the date asks for, and what today's pace comes to.

    Args:
        cap: The plan of the cap.
        ahead: How many days ahead it looked.
    """
    if cap.count is None:
        return f"{cap.place.name}: how many people are held on {day(cap.on)} is not known."
    held = f"{cap.place.name} held {some(cap.count, 'person', 'people')} on {day(cap.on)}"
    if cap.limit is None or cap.due is None or cap.need is None:
        return f"{held}; against which limit is not settled."
    parts = [f"{held}; at most {number(whole(cap.limit))} may be held by {day(cap.due)}."]
    if not cap.need.excess:
        moved_only = " Had nobody been moved since the order bound, it would not be."
        parts.append(f"It is met.{moved_only if cap.met_by_moving else ''}")
    elif cap.need.overdue:
        parts.append(f"The date has come: {number(cap.need.excess)} fewer are asked for at once.")
    else:
        asked = f"{number(round(cap.need.net, 1))} fewer each day are needed"
        if cap.need.gross is not None:
            asked += f", which is {number(round(cap.need.gross, 1))} exits at today's arrivals"
        parts.append(f"{asked}.")
    if cap.pace is not None and cap.window is not None:
        parts.append(_pace(cap.pace, cap.window[1]))
    if cap.need.excess and cap.scenarios:
        parts.append(_when(cap, ahead))
    return " ".join(parts)


def under(cap: CapPlan, ahead: int) -> list[str]:
    """What the cap comes to under each choice of statements of capacity, one sentence or two each.

    Args:
        cap: The plan of the cap.
        ahead: How many days ahead it looked.
    """
    found = []
    for chosen, each in cap.under:
        limit = number(whole(each.limit)) if each.limit is not None else "?"
        said = f"If its capacity is {in_words(chosen)}, at most {limit} may be held"
        if each.need is None or not each.need.excess:
            found.append(f"{said}: met.")
            continue
        asked = (
            f"{number(each.need.excess)} fewer are asked for at once"
            if each.need.overdue
            else f"{number(round(each.need.net, 1))} fewer each day are needed"
        )
        met = each.met_on
        when = (
            f"; most likely met: {middle(met, ahead)} (80% range: "
            f"{range_of(met.p10, met.p90, ahead)}; 95%: {range_of(met.p025, met.p975, ahead)})"
            if each.scenarios
            else ""
        )
        found.append(f"{said}: {asked}{when}.")
    return found


def moved(seen: Flows) -> str:
    """How much of a change was people moved: "met by moving people" in one sentence."""
    left = (
        f"{number(seen.total('releases'))} released, {number(seen.total('removals'))} removed, "
        f"{number(seen.total('transfers_out'))} moved elsewhere"
    )
    if others := seen.total("deaths", "other", "unexplained"):
        left += f", {number(others)} left otherwise or without explanation"
    came = f"{number(seen.total('arrivals'))} came"
    came += f" and {number(seen.total('transfers_in'))} were moved in"
    change = abs(seen.fall)
    word = "fewer" if seen.fall >= 0 else "more"
    share = ""
    if seen.fall > 0 and seen.moved > 0:
        share = f"; {number(min(seen.moved, seen.fall))} of it by moving people"
    return (
        f"From {seen.start} to {seen.until}: {left}; {came}. In all {number(change)} {word}{share}."
    )


def range_of(first: date | None, last: date | None, ahead: int) -> str:
    """A range of days: `never` where even its first day lies beyond the days looked at."""
    if first is None:
        return f"not within {ahead} days"
    if last is None:
        return f"{first} to not within {ahead} days"
    return f"{first}" if first == last else f"{first} to {last}"


def middle(met: MetOn, ahead: int) -> str:
    """The day by which half of the paths have met it."""
    return f"{met.median}" if met.median else f"not within {ahead} days"


def _pace(pace: float, days: int) -> str:
    if abs(pace) < 0.05:
        return f"Over the last {days} days the number has not changed on the whole."
    word = "fallen" if pace > 0 else "risen"
    return f"Over the last {days} days it has {word} by {number(round(abs(pace), 1))} a day."


def _when(cap: CapPlan, ahead: int) -> str:
    met = cap.met_on
    straight = (
        f"If exactly that went on, it would be met on {day(cap.line)}."
        if cap.line
        else "If exactly that went on, it would never be met."
    )
    if met.median is None:
        found = f"Most likely it is not met within {ahead} days at this pace"
    else:
        found = f"Most likely it is met on {day(met.median)}"
    return (
        f"{straight} {found} (80% range: {range_of(met.p10, met.p90, ahead)}; "
        f"95%: {range_of(met.p025, met.p975, ahead)})."
    )
