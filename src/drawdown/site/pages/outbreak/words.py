"""The words of the page: what the model cannot say, populations and measures, as translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawdown.site.pages.templatetags.drawdown import number

if TYPE_CHECKING:
    from drawdown.outbreak.results import Ensemble

LIMITS = (
    gettext_lazy(
        "It is not a forecast: it says what follows from assumptions that are stated, "
        "each with its range, and real outbreaks have fallen outside such ranges."
    ),
    gettext_lazy(
        "Nobody has measured how much fewer people in a centre slow infection there; that"
        " is why its range reaches from not at all to in full proportion."
    ),
    gettext_lazy(
        "It counts people held, and says nothing of those who are released, of their "
        "families or of the town: they are not counted as infected, nor as spared."
    ),
    gettext_lazy("It knows no person: nothing in it may be used to decide about one."),
    gettext_lazy("It has no immunity from before, no vaccine, no second infection and no variant."),
    gettext_lazy(
        "Everybody in a housing unit meets everybody alike, and nobody spreads far more "
        "than others; real outbreaks are more uneven, so more of them die out and some "
        "are far larger."
    ),
)
"""`drawdown.outbreak.limits`, for translation; a test holds the two together."""
MEASURES = {
    "masks": gettext_lazy("Masks for everybody"),
    "testing": gettext_lazy("Everybody tested once a week"),
    "isolation": gettext_lazy("People with symptoms isolated"),
    "cohorting": gettext_lazy("Housing units kept apart"),
}
"""The measures that can be chosen."""


def called(one: Ensemble) -> str:
    """How a scenario is called in a table."""
    name = one.scenario.name
    if name == "distanced":
        return _("All who can keep the distance")
    if name == "capped":
        return _("As many as the order allows")
    if float(name) == 1:
        return _("As many as today")
    return _("%(percent)d%% of today") % {"percent": round(float(name) * 100)}


def on_chart(one: Ensemble) -> str:
    """How a scenario is called on a chart."""
    return _("%(name)s: %(people)s") % {
        "name": called(one), "people": number(one.scenario.people)
    }  # fmt: skip
