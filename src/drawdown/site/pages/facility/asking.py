"""Questions to the whole record about one day, as the findings ask them."""

from __future__ import annotations

from datetime import date

from drawdown.finding.case import Case
from drawdown.finding.check import clock_of
from drawdown.order.header import Header
from drawdown.order.inquiry import Inquiry, Place


def asking(case: Case, on: date, known: date | None) -> Inquiry:
    """The record on a day, as known on a day, for questions that belong to no clause."""
    view = case.record.as_known(known)
    return Inquiry(on, on, view, case.order.header, clock_of(case.order, view, on, known))


def place_of(header: Header, facility: str) -> Place:
    """One facility as a place."""
    return Place(facility, (facility,), header.facility(facility).name)
