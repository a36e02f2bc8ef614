"""Business days: a span in days leaves out Saturdays, Sundays and legal holidays throughout."""

from __future__ import annotations

from drawdown.order.calendar.citing import RULE, rule_6_paragraphs
from drawdown.order.calendar.counting import Counting
from drawdown.order.calendar.course import Course
from drawdown.order.calendar.registry import register
from drawdown.order.calendar.span import Span, Unit
from drawdown.order.calendar.words import listed


@register
class BusinessDays(Counting):
    """For an order that says its days are business days.

    Hours pass as they pass, and weeks, months and years are those of the calendar; when their
    last day is no working day it runs to the next one, as under Rule 6(a).
    """

    name = "business days"
    title = "business days"
    citation = "business days as the order states; legal holidays of Fed. R. Civ. P. 6(a)(6)"
    rolls = True

    def in_working_days(self, span: Span) -> bool:
        """Days are business days here."""
        return span.unit in (Unit.DAYS, Unit.BUSINESS_DAYS)

    def cite(self, course: Course) -> str:
        """The order's own words, with the paragraphs of Rule 6(a) that moved the date."""
        found = ["6(a)(6)"] if course.working else []
        found += rule_6_paragraphs(course, self.holidays)
        said = "business days as the order states"
        return f"{said}, {RULE}{listed(found)}" if found else said
