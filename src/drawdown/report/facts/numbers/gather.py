"""All numbers of a page, from a case, on a day, as known then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from drawdown.finding.case import Case
from drawdown.finding.check import inquiries
from drawdown.order.inquiry import Inquiry
from drawdown.report.facts.numbers.flows import add_flows
from drawdown.report.facts.numbers.held import add_held
from drawdown.report.facts.numbers.periods import anchor, week_ends
from drawdown.report.facts.numbers.reviews import add_calls, add_reviews
from drawdown.report.facts.numbers.sheet import Sheet
from drawdown.report.facts.suppression.system import FactsError


def cuts_of(case: Case, on: date) -> list[date]:
    """The days at which a page cuts time: the ends of its weeks, and its own day."""
    return sorted({*week_ends(anchor(case.order), on), on})


def gather(
    case: Case, on: date, known: datetime | None = None, also_cut: Iterable[date] = ()
) -> Sheet:
    """The numbers of a page.

    Args:
        case: The order and the record.
        on: The day of the page: what stood at its end.
        known: As known at this time; none: everything known now.
        also_cut: Days at which other pages cut time.

    Raises:
        FactsError: The order had not been entered by then.
    """
    start = anchor(case.order)
    if on < start:
        raise FactsError(f"--on: nothing was ordered by {on}; expected {start} or a later day")
    view = case.record.as_known(known)
    last = known.astimezone(case.order.header.zone).date() if known else None
    asked = inquiries(case, on, last, view=view)
    if not asked:
        raise FactsError(f"--as-known: no ruling was known by {last}; expected a later day")
    ask = asked[0][1]
    ask = Inquiry(on, start, ask.view, ask.header, ask.clock, ask.others)
    sheet = Sheet(on)
    weeks = week_ends(start, on)
    cuts = sorted({*weeks, on, *(day for day in also_cut if start <= day <= on)})
    add_held(sheet, ask, sorted({*weeks, on}))
    add_flows(sheet, ask, weeks, cuts)
    add_reviews(sheet, asked)
    add_calls(sheet, asked)
    return sheet
