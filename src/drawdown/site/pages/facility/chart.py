"""The chart of a facility: its words, its specification, and its picture with an ETag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drawdown.charts.over_time import Counts, LimitLine, count_against_limits
from drawdown.charts.picture import as_svg, name_of
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.answers import keep
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import Days, days_of
from drawdown.site.pages.facility.over_time import Account, Level, OverTime, over_time

RULES = {
    "midnight": gettext_lazy("count at midnight"),
    "any_part": gettext_lazy("count of anyone held on any part of the day"),
    "interval": gettext_lazy("count of book-in ≤ day < book-out"),
    "unknown": gettext_lazy("count, rule not stated"),
}
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Chart:
    """A chart as a page shows it: its address, and what it says for who cannot see it."""

    spec: dict[str, Any]
    title: str
    description: str
    name: str


def since_of(request: CaseRequest) -> date | None:
    """The first day asked for; none where it is missing or no day."""
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return None


def shown_over_time(
    case: Case, facility: str, days: Days, since: date | None
) -> tuple[int, OverTime]:
    """What the chart and the table behind it show, and through which entry it counts."""
    position, found, _case = keep(
        case, ("facility over time", facility, days.on, days.known, since),
        lambda now: over_time(now.case, facility, days.on, days.known, since), days.known,
    )  # fmt: skip
    return position, found


def called(account: Account) -> str:
    """How an account is called."""
    if account.kind == "stays":
        return _("Census from stays and exits")
    rule = str(RULES.get(account.rule, account.rule))
    name = f"{rule[:1].upper()}{rule[1:]}"
    return f"{name}, {account.source}" if account.source else name


def level_called(level: Level) -> str:
    """How a limit is called on the chart."""
    people = level.people or 0.0
    number = number_format(int(people) if people == int(people) else round(people, 2))
    day = date_format(level.binds, "DATE_FORMAT")
    if level.goal:
        return _("Goal %(number)s from %(day)s") % {"number": number, "day": day}
    return _("Limit %(number)s from %(day)s") % {"number": number, "day": day}


def chart_of(name: str, shown: OverTime) -> Chart | None:
    """The chart; none where there is nothing to draw."""
    accounts = [one for one in shown.accounts if one.people][:6]
    if not accounts:
        return None
    counts = [Counts(called(one), one.people) for one in accounts]
    limits = [
        LimitLine(
            level_called(level),
            level.people,
            max(level.said, shown.since),
            max(level.binds, shown.since),
            max(level.until or shown.until, level.binds),
        )
        for level in shown.levels
        if level.people is not None and (level.until is None or level.until >= shown.since)
    ]
    title = _("People held at %(name)s, day by day, against each limit") % {"name": name}
    description = " ".join([*map(_in_words, accounts), *[f"{level_called(level)}: {level.reason}."
                            for level in shown.levels if level.people is not None]])  # fmt: skip
    spec = count_against_limits(counts, limits, people=_("People held"))
    return Chart(
        spec, title, description, name_of(spec, title, description, get_language() or "en")
    )


def _in_words(account: Account) -> str:
    first, last = min(account.people), max(account.people)
    return _("%(who)s: %(first)d on %(first_day)s, %(last)d on %(last_day)s; at most %(most)d, "
             "at least %(least)d.") % {
        "who": called(account), "first": account.people[first], "last": account.people[last],
        "first_day": date_format(first, "DATE_FORMAT"),
        "last_day": date_format(last, "DATE_FORMAT"),
        "most": max(account.people.values()), "least": min(account.people.values()),
    }  # fmt: skip


def picture_address(case: Case, facility: str, days: Days, since: date | None) -> str:
    """Where the picture is; it holds the days that it is of."""
    parts = {"on": days.on.isoformat()}
    if days.known:
        parts["known"] = days.known.isoformat()
    if since:
        parts["since"] = since.isoformat()
    return f"{reverse('facilities-chart', args=[case.slug, facility])}?{urlencode(parts)}"


@case_page(May.SEE_COUNTS)
def picture(request: CaseRequest, facility: str) -> HttpResponse:
    """The chart as SVG; drawn once for the same data, words and language."""
    access, header = request.access, order_of(request.access.case).header
    names = header.names()
    if facility not in names:
        raise Http404
    access.require_facility(facility)
    days = days_of(request)
    _position, shown = shown_over_time(access.case, facility, days, since_of(request))
    chart = chart_of(names[facility], shown)
    if chart is None:
        raise Http404
    return svg_answer(
        request, chart.name, lambda: as_svg(
            chart.spec, chart.title, chart.description, get_language() or "en"
        )
    )  # fmt: skip


def svg_answer(request: CaseRequest, name: str, draw: Any) -> HttpResponse:
    """A picture known by a name: nothing where the reader has it, else kept or drawn."""
    etag = f'"{name}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        svg = cache.get(f"picture:{name}")
        if svg is None:
            svg = draw()
            cache.set(f"picture:{name}", svg, 30 * A_DAY)
        response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response
