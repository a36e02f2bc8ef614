"""Rule 6(a) of the Federal Rules of Civil Procedure, as in force since 1 December 2009.

Appellate Rule 26(a), Bankruptcy Rule 9006(a) and Criminal Rule 45(a) count in the same way.
"""

from __future__ import annotations

from drawdown.order.calendar.citing import RULE, rule_6, rule_6_paragraphs
from drawdown.order.calendar.counting import Counting
from drawdown.order.calendar.course import Course
from drawdown.order.calendar.registry import register
from drawdown.order.calendar.words import listed


@register
class Frcp6(Counting):
    """Every day is counted; a last day that is no working day runs to the next.

    A span that the order itself states in business days counts those alone; the rule knows no
    such unit, so the order's words are cited for the count.
    """

    name = "frcp6"
    title = "Rule 6(a)"
    citation = "Fed. R. Civ. P. 6(a)"
    rolls = True

    def cite(self, course: Course) -> str:
        """Rule 6(a), with the paragraphs that moved the date."""
        if not course.working:
            return rule_6(course, self.holidays)
        found = ["6(a)(6)", *rule_6_paragraphs(course, self.holidays)]
        return f"business days as the order states, {RULE}{listed(found)}"
