"""Plain days: a period ends where its count ends, whatever day that is."""

from __future__ import annotations

from drawdown.order.calendar.counting import Counting
from drawdown.order.calendar.course import Course
from drawdown.order.calendar.registry import register


@register
class PlainDays(Counting):
    """For an order that says its days are calendar days, or that no day is left out or moved."""

    name = "plain days"
    title = "plain days"
    citation = "plain calendar days as the order states"
    rolls = False

    def cite(self, course: Course) -> str:
        """The order's own words; only a span in business days looks at holidays."""
        if course.working:
            return "business days as the order states, Fed. R. Civ. P. 6(a)(6)"
        return self.citation
