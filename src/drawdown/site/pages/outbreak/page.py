"""The page, the part of it that answers the controls, and its two pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drawdown.charts.picture import as_svg, name_of
from drawdown.outbreak.parameters import defaults
from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.roles import May
from drawdown.site.cases.orders import order_of
from drawdown.site.pages.days import days_of
from drawdown.site.pages.facility.chart import svg_answer
from drawdown.site.pages.outbreak import words
from drawdown.site.pages.outbreak.asked import (
    LATEST,
    LENGTHS,
    REPLICATES,
    Asked,
    answers_to,
    asked_of,
    beside_finding,
    centres,
)
from drawdown.site.pages.templatetags.drawdown import number

if TYPE_CHECKING:
    from drawdown.outbreak.results import Ensemble

ACROSS = (25, 50)
"""Populations, in percent of today, that the picture against population also has."""
SHOWN = ("infected", "hospital_peak", "intensive_peak", "deaths")


@case_page(May.SEE_COUNTS)
def outbreak(request: CaseRequest) -> HttpResponse:
    """The page; with HTMX only what the controls change."""
    names = order_of(request.access.case).header.names()
    asked, found, notes = _asked(request)
    ensembles = answers_to(asked, found) if found else []
    whole = "HX-Request" not in request.headers
    return render(
        request,
        "drawdown/outbreak/page.html" if whole else "drawdown/outbreak/answer.html",
        {
            "days": days_of(request), "asked": asked, "notes": notes, "limits": words.LIMITS,
            "lengths": LENGTHS, "latest": LATEST, "runs": REPLICATES, "rows": _rows(ensembles),
            "measures": [(name, text, name in asked.measures)
                         for name, text in words.MEASURES.items()],
            "facilities": {} if request.access.facility else names,
            "parameters": defaults().by_name.values() if whole else (),
            "about": _about(ensembles), "held": sum(u.people for c in found for u in c.units),
        },
    )  # fmt: skip


@case_page(May.SEE_COUNTS)
def beside(request: CaseRequest) -> HttpResponse:
    """What stands beside a finding on people held or distance: context, and no part of it."""
    asked, found, notes = _asked(request)
    return render(
        request,
        "drawdown/outbreak/beside.html",
        {
            "days": days_of(request), "facility": asked.facility, "notes": notes,
            "limits": words.LIMITS, "runs": REPLICATES, "length": asked.length,
            "rows": _rows(beside_finding(found)) if found else [],
        },
    )  # fmt: skip


@case_page(May.SEE_COUNTS)
def fan(request: CaseRequest) -> HttpResponse:
    """Infected by day, a panel for each population."""
    from drawdown.outbreak.drawn import fan_chart

    return _picture(
        request, _("People infected by day: the middle run, and how far runs differ"),
        lambda found: fan_chart(found, "infected", _("day"), _("people infected so far"),
                                words.on_chart),
    )  # fmt: skip


@case_page(May.SEE_COUNTS)
def dose(request: CaseRequest) -> HttpResponse:
    """Infected by the last day, against people held."""
    from drawdown.outbreak.drawn import dose_chart

    return _picture(
        request, _("People infected by the last day, against people held"),
        lambda found: dose_chart(found, _("people held"), _("infected by the last day"),
                                 words.called), ACROSS,
    )  # fmt: skip


def _asked(request: CaseRequest) -> tuple[Asked, list[Any], list[str]]:
    """The controls, and the centres that they are about; a bound member's are their own."""
    access = request.access
    facility = access.facility or request.GET.get("facility", "")
    if facility:
        if facility not in order_of(access.case).header.names():
            raise Http404
        access.require_facility(facility)
    asked = asked_of(request.GET, facility)
    found, notes = centres(access.case, days_of(request), facility)
    return asked, found, notes


def _picture(
    request: CaseRequest, title: str, draw: Any, more: tuple[int, ...] = ()
) -> HttpResponse:
    asked, found, _notes = _asked(request)
    if not found:
        raise Http404
    ensembles = answers_to(asked, found, more)
    spec, about, language = draw(ensembles), _about(ensembles), get_language() or "en"
    return svg_answer(
        request, name_of(spec, title, about, language),
        lambda: as_svg(spec, title, about, language),
    )  # fmt: skip


def _rows(ensembles: list[Ensemble]) -> list[dict[str, Any]]:
    from drawdown.outbreak.answer import spread

    return [
        {"name": words.called(one), "people": one.scenario.people,
         "cells": [spread(one, name) for name in SHOWN]}
        for one in ensembles
    ]  # fmt: skip


def _about(ensembles: list[Ensemble]) -> str:
    """The pictures in words."""
    from drawdown.outbreak.answer import spread

    return " ".join(
        _("%(name)s, %(people)s people: %(middle)s infected, from %(low)s to %(high)s.")
        % {"name": words.called(one), "people": number(one.scenario.people),
           "middle": number(v["p50"]), "low": number(v["p025"]), "high": number(v["p975"])}
        for one in ensembles
        for v in [spread(one, "infected")]
    )  # fmt: skip
