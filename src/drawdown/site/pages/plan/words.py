"""The words of the plan in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawdown.plan.caps import CapPlan
from drawdown.plan.met import MetOn, whole
from drawdown.plan.scenarios import AS_TODAY, BOTH, INTAKE_STOPS, REVIEWS_DOUBLE, WITHOUT_TRANSFERS
from drawdown.plan.statements import in_words as in_statements

SCENARIOS = {
    AS_TODAY: gettext_lazy("At today’s pace"),
    WITHOUT_TRANSFERS: gettext_lazy("If nobody is moved in or out"),
    INTAKE_STOPS: gettext_lazy("If intake stops"),
    REVIEWS_DOUBLE: gettext_lazy("If reviews double"),
    BOTH: gettext_lazy("If intake stops and reviews double"),
}
WAYS = {
    "released": gettext_lazy("released"),
    "removed": gettext_lazy("removed"),
    "died, otherwise or not explained": gettext_lazy("died, otherwise or not explained"),
    "moved elsewhere": gettext_lazy("moved elsewhere"),
}
STATUS = {
    "met": "met", "in_time": "met", "late": "not_met", "never": "not_met",
    "undetermined": "undetermined",
}  # fmt: skip
"""The look of each answer: as that of the finding which it would come to."""


def in_words(day: date | None) -> str:
    """A day as the reader writes it."""
    return date_format(day, "DATE_FORMAT") if day else ""


def tenth(value: float | None) -> str:
    """A number of people per day, to a tenth."""
    return "?" if value is None else number_format(round(value, 1), decimal_pos=1)


def plain(value: float) -> str:
    """A whole number."""
    return number_format(int(value))


def answer(cap: CapPlan, ahead: int) -> str:
    """The answer in a few words, for the eye that passes over."""
    if cap.met_by_moving:
        return _("met, by moving people")
    if cap.expected == "met":
        return _("met")
    if cap.expected == "undetermined":
        return _("undetermined")
    if cap.expected == "never":
        return _("not within %(n)d days at today’s pace") % {"n": ahead}
    day = in_words(cap.met_on.median)
    if cap.expected == "late":
        return _("late: most likely %(day)s") % {"day": day}
    return _("in time: most likely %(day)s") % {"day": day}


def title(cap: CapPlan) -> str:
    """What is asked of the place, by when; without it where that is not settled."""
    if cap.limit is None or cap.due is None:
        return cap.place.name
    return _("%(place)s: at most %(limit)s by %(day)s") % {
        "place": cap.place.name, "limit": plain(whole(cap.limit)), "day": in_words(cap.due),
    }  # fmt: skip


def sentences(cap: CapPlan) -> list[str]:
    """What the date asks for, and what today's pace comes to."""
    found = []
    need = cap.need
    if need and need.excess and need.overdue:
        found.append(_("The date has come: %(n)s fewer are asked for at once.")
                     % {"n": plain(need.excess)})  # fmt: skip
    elif need and need.excess:
        found.append(_("%(n)s fewer must be held each day to meet it.") % {"n": tenth(need.net)})
        if need.gross is not None:
            found.append(
                _("At today’s arrivals that is %(all)s exits a day; or %(leaving)s releases, "
                  "removals and other exits a day if nobody is moved in or out.")
                % {"all": tenth(need.gross), "leaving": tenth(need.leaving)}
            )  # fmt: skip
    elif need and cap.met_by_moving:
        found.append(_("It is met. Had nobody been moved since the order bound, it would not be."))
    found += _pace(cap)
    return found


def under(cap: CapPlan, ahead: int) -> list[tuple[str, str]]:
    """What the cap comes to under each choice of statements of capacity.

    Returns:
        The statements as the order has them, and what follows.
    """
    found = []
    for chosen, each in cap.under:
        need, met = each.need, each.met_on
        said = _("at most %(limit)s may be held") % {"limit": plain(whole(each.limit or 0))}
        if need is None or not need.excess:
            said += "; " + _("met")
        elif need.overdue:
            said += "; " + _("%(n)s fewer are asked for at once") % {"n": plain(need.excess)}
        else:
            said += "; " + _("%(n)s fewer each day are needed") % {"n": tenth(need.net)}
        if need and need.excess and each.scenarios:
            said += "; " + _("most likely met: %(day)s (80%% range: %(range)s)") % {
                "day": middle(met, ahead), "range": span(met.p10, met.p90, ahead)
            }  # fmt: skip
        found.append((in_statements(chosen), said))
    return found


def _pace(cap: CapPlan) -> list[str]:
    if cap.pace is None or cap.window is None:
        return []
    words = {"n": tenth(abs(cap.pace)), "days": cap.window[1], "since": in_words(cap.window[0])}
    if abs(cap.pace) < 0.05:
        now = _("In the last %(days)d days, from %(since)s, the number held has not changed on the "
                "whole.") % words  # fmt: skip
    elif cap.pace > 0:
        now = _("In the last %(days)d days, from %(since)s, it fell by %(n)s a day.") % words
    else:
        now = _("In the last %(days)d days, from %(since)s, it rose by %(n)s a day.") % words
    found = [now]
    if cap.need and cap.need.excess:
        found.append(
            _("If exactly that went on, it would be met on %(day)s.") % {"day": in_words(cap.line)}
            if cap.line
            else _("If exactly that went on, it would never be met.")
        )
    return found


def span(first: date | None, last: date | None, ahead: int) -> str:
    """A range of days, which may have no end within the days looked at."""
    never = _("not within %(n)d days") % {"n": ahead}
    if first is None:
        return never
    if first == last:
        return in_words(first)
    return _("%(first)s to %(last)s") % {
        "first": in_words(first), "last": in_words(last) if last else never
    }  # fmt: skip


def middle(met: MetOn, ahead: int) -> str:
    """The day by which half of the paths have met it."""
    return in_words(met.median) if met.median else _("not within %(n)d days") % {"n": ahead}


def names() -> Mapping[str, str]:
    """Scenarios and ways of leaving, for a chart."""
    return {key: str(word) for key, word in {**SCENARIOS, **WAYS}.items()}
