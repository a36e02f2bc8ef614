"""How a date was computed, in a sentence or two."""

from __future__ import annotations

from datetime import date, timedelta

from drawdown.order.calendar.course import Course
from drawdown.order.calendar.holiday_list import HolidayList
from drawdown.order.calendar.span import Unit
from drawdown.order.calendar.words import day_in_words, listed, moment_in_words

_DAY = timedelta(days=1)


def explained(course: Course, rule: str, holidays: HolidayList) -> str:
    """Say how a course ran and by which rule, for a reader who will check it."""
    parts = [_counted(course)]
    if course.rolled != course.counted:
        parts.append(_rolled(course, holidays))
    if course.final != course.rolled:
        parts.append(_extended(course))
    return f"{'; '.join(parts)} ({rule}).{_clocks(course)}"


def _counted(course: Course) -> str:
    side = "after" if course.forward else "before"
    if course.begins is not None and course.expires is not None:
        starts, ends = moment_in_words(course.begins), moment_in_words(course.expires)
        return f"{course.span} {side} {starts} ends at {ends}"
    said = f"{course.span} {side} {day_in_words(course.day)} ends on {day_in_words(course.counted)}"
    if course.working:
        return f"{said}, Saturdays, Sundays and legal holidays not counted"
    if course.span.unit in (Unit.MONTHS, Unit.YEARS) and course.counted.day != course.day.day:
        return f"{said}, the last day of a month that has no day {course.day.day}"
    return said


def _rolled(course: Course, holidays: HolidayList) -> str:
    reasons = [_why(course.counted, course, holidays)]
    step = _DAY if course.forward else -_DAY
    passed = course.counted + step
    while passed != course.rolled:
        holiday = holidays.holiday(passed, forward=course.forward)
        if holiday is not None and passed.weekday() < 5:
            reasons.append(f"{day_in_words(passed)} is {holiday.name}")
        passed += step
    to = "to" if course.forward else "back to"
    same = "the same time on " if course.ends is not None else ""
    return f"{listed(reasons)}, so it runs {to} {same}{day_in_words(course.rolled)}"


def _why(day: date, course: Course, holidays: HolidayList) -> str:
    holiday = holidays.holiday(day, forward=course.forward)
    if day.weekday() >= 5:
        return "a Saturday" if day.weekday() == 5 else "a Sunday"
    return f"{holiday.name}, a legal holiday" if holiday else "no working day"


def _extended(course: Course) -> str:
    same = "the same time on " if course.ends is not None else ""
    when = "in its last hour" if course.ends is not None else "that day"
    return (
        f"the clerk's office is inaccessible {when}, so the time for filing is extended to {same}"
        f"{day_in_words(course.final)}"
    )


def _clocks(course: Course) -> str:
    if course.begins is None or course.expires is None:
        return ""
    if course.begins.utcoffset() == course.expires.utcoffset():
        return ""
    return " The clocks change in between, and every hour that passes is counted."
