"""A date on which every calendar agrees, or a refusal that lists what each gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from drawdown.order.calendar.computed import Computed
from drawdown.order.calendar.holiday_list import HolidayList
from drawdown.order.calendar.protocol import Calendar
from drawdown.order.calendar.registry import calendar, calendar_names
from drawdown.order.calendar.span import Span, Unit
from drawdown.order.calendar.words import day_in_words, moment_in_words


@dataclass(frozen=True)
class Refusal:
    """No date: the reason in one sentence, and what each calendar gives, by its name."""

    reason: str
    answers: Mapping[str, Computed] = field(default_factory=dict, hash=False)


def compute_all(
    start: date | datetime,
    span: Span,
    time_zone: str,
    holidays: HolidayList,
    *,
    among: Iterable[str] | None = None,
    filing: bool = True,
) -> dict[str, Computed]:
    """Compute the end of a period under each calendar, by the calendar's name.

    `among` names the calendars to ask; without it, all of them.
    """
    return {
        each.name: each.after(start, span, filing=filing)
        for each in _calendars(time_zone, holidays, among)
    }


def agreed(
    start: date | datetime,
    span: Span,
    time_zone: str,
    holidays: HolidayList,
    *,
    among: Iterable[str] | None = None,
    filing: bool = True,
) -> Computed | Refusal:
    """Answer for an order that does not say how it counts: only if no calendar disagrees.

    A period in hours from a day whose hour is not known is refused in the same way.
    """
    if span.unit is Unit.HOURS and not isinstance(start, datetime):
        return Refusal(
            f"the order gives {span} from {day_in_words(start)} but not the hour they run from"
        )
    asked = _calendars(time_zone, holidays, among)
    answers = {each.name: each.after(start, span, filing=filing) for each in asked}
    first = next(iter(answers.values()))
    if all((each.date, each.at) == (first.date, first.at) for each in answers.values()):
        same = "Every way of counting gives the same answer."
        return replace(first, how=f"{first.how} {same}") if len(answers) > 1 else first
    titles = {each.name: each.title for each in asked}
    said = [f"{titles[name]} {_said(answer)}" for name, answer in answers.items()]
    listing = ", ".join(said).replace(f"{asked[0].title} ", f"{asked[0].title} gives ", 1)
    return Refusal(
        f"the order does not say how days are counted, and the answers differ: {listing}", answers
    )


def _calendars(
    time_zone: str, holidays: HolidayList, among: Iterable[str] | None
) -> list[Calendar]:
    names = calendar_names() if among is None else tuple(among)
    return [calendar(name, time_zone=time_zone, holidays=holidays) for name in names]


def _said(answer: Computed) -> str:
    return moment_in_words(answer.at) if answer.at else day_in_words(answer.date)
