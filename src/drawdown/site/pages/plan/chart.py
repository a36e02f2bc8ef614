"""The chart of a cap: a fan of ranges, its limit, and below it who left by what way."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drawdown.charts.fan import FanWords, fan_chart
from drawdown.charts.picture import as_svg, name_of
from drawdown.plan.caps import CapPlan
from drawdown.plan.picture import fan_of
from drawdown.plan.scenarios import AS_TODAY, WITHOUT_TRANSFERS
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.models import Case
from drawdown.site.pages.days import Days, days_of
from drawdown.site.pages.facility.chart import Chart, svg_answer
from drawdown.site.pages.plan.asked import made_plan, what_if
from drawdown.site.pages.plan.words import SCENARIOS, in_words, middle, names, sentences, span
from drawdown.site.pages.plan.words import title as called


def chart_of(cap: CapPlan, what: str, ahead: int) -> Chart | None:
    """The chart of a cap under a scenario; none where there is no forecast."""
    beside = WITHOUT_TRANSFERS if what == AS_TODAY else AS_TODAY
    fan = fan_of(cap, cap.place.name, what=what, beside=beside, names=names())
    if fan is None:
        return None
    shown = cap.scenario(what) or cap.scenarios[0]
    words = FanWords(
        people=_("People held"), counted=_("counted"),
        median=_("%(scenario)s, the middle") % {"scenario": SCENARIOS[shown.name]},
        narrow=_("80%% range") % (), wide=_("95%% range") % (), limit=_("limit {limit}"),
        due=_("due {due}").replace("{due}", in_words(cap.due)), left=_("Left, each 7 days"),
    )  # fmt: skip
    met = shown.met
    described = [
        *sentences(cap),
        _("%(scenario)s: met %(middle)s; 80%% range %(narrow)s; 95%% range %(wide)s.") % {
            "scenario": SCENARIOS[shown.name], "middle": middle(met, ahead),
            "narrow": span(met.p10, met.p90, ahead), "wide": span(met.p025, met.p975, ahead),
        },
    ]  # fmt: skip
    spec, name, description = fan_chart([fan], words), called(cap), " ".join(described)
    return Chart(spec, name, description, name_of(spec, name, description, get_language() or "en"))


def picture_address(case: Case, cap: CapPlan, days: Days, what: str) -> str:
    """Where the picture is; it holds the days, the scenario and the date that it is of."""
    parts = {"on": days.on.isoformat(), "what": what}
    if days.known:
        parts["known"] = days.known.isoformat()
    if cap.due:
        parts["due"] = cap.due.isoformat()
    place = cap.place.facility or "all"
    where = reverse("plan-chart", args=[case.slug, cap.law.clause.id, place])
    return f"{where}?{urlencode(parts)}"


@case_page(May.SEE_COUNTS)
def picture(request: CaseRequest, clause: str, place: str) -> HttpResponse:
    """The chart as SVG; drawn once for the same data, words and language."""
    access, days = request.access, days_of(request)
    facility = None if place == "all" else place
    access.require_facility(facility)
    _position, made = made_plan(access, days)
    due = request.GET.get("due", "")
    cap = next((
        cap for cap in made.caps
        if cap.law.clause.id == clause and cap.place.facility == facility
        and (not due or (cap.due is not None and cap.due.isoformat() == due))
    ), None)  # fmt: skip
    chart = chart_of(cap, what_if(request), made.settings.ahead) if cap else None
    if chart is None:
        raise Http404
    return svg_answer(
        request, chart.name, lambda: as_svg(
            chart.spec, chart.title, chart.description, get_language() or "en"
        )
    )  # fmt: skip
