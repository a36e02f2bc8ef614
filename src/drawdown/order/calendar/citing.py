"""The paragraphs of Rule 6(a) that moved a date."""

from __future__ import annotations

from drawdown.order.calendar.course import Course
from drawdown.order.calendar.holiday_list import HolidayList
from drawdown.order.calendar.words import listed

RULE = "Fed. R. Civ. P. "


def rule_6_paragraphs(course: Course, holidays: HolidayList) -> list[str]:
    """The paragraphs under which a course rolled or was extended; none where it did neither.

    Rolling is 6(a)(1)(C) for days and longer units and 6(a)(2)(C) for hours, with 6(a)(5) for a
    period counted back and 6(a)(6) for a legal holiday on a weekday; extension is 6(a)(3).
    """
    in_hours = course.expires is not None
    found = []
    if course.rolled != course.counted:
        found.append("6(a)(2)(C)" if in_hours else "6(a)(1)(C)")
        found += [] if course.forward else ["6(a)(5)"]
        holiday = holidays.holiday(course.counted, forward=course.forward)
        if holiday is not None and course.counted.weekday() < 5:
            found.append(f"6(a)(6){holiday.paragraph}")
    if course.final != course.rolled:
        found.append("6(a)(3)(B)" if in_hours else "6(a)(3)(A)")
    return found


def rule_6(course: Course, holidays: HolidayList) -> str:
    """Cite Rule 6(a) for a course, by paragraph.

    A period that ends where its count ends is cited to 6(a)(1) or 6(a)(2) alone.
    """
    plain = "6(a)(2)" if course.expires is not None else "6(a)(1)"
    found = rule_6_paragraphs(course, holidays)
    if course.final != course.counted and course.rolled == course.counted:
        found.insert(0, plain)
    return RULE + listed(found or [plain])
