"""Opening what the role does not show, in an emergency."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drawdown.site.accounts.access import CaseRequest, case_page
from drawdown.site.accounts.glass import LONGEST_REASON, SHORTEST_REASON, break_glass
from drawdown.site.accounts.roles import BROKEN_GLASS, TABLE, May
from drawdown.site.cases.orders import order_of


class Reason(forms.Form):
    """Why it has to be opened."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=SHORTEST_REASON, max_length=LONGEST_REASON,
        help_text=gettext_lazy("In a sentence: what has happened, and whose facts you need now."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "min_length": gettext_lazy(
                "That is too short to be read as a reason; write at least %(limit_value)d letters."
            )
        },
    )  # fmt: skip


@case_page(May.BREAK_GLASS)
def glass(request: CaseRequest) -> HttpResponse:
    """Say why, and open it for a while."""
    access = request.access
    form = Reason(request.POST if request.method == "POST" else None)
    if request.method == "POST" and access.glass:
        messages.info(request, _("It is open already."))
        return redirect("glass", access.case.slug)
    if form.is_valid():
        break_glass(access, form.cleaned_data["reason"])
        messages.success(request, _("Opened. The court and the monitor read the reason and every "
                                    "look."))  # fmt: skip
        return redirect("glass", access.case.slug)
    return render(
        request, "drawdown/glass.html",
        {
            "form": form, "minutes": settings.BREAK_GLASS_MINUTES,
            "health": May.SEE_HEALTH in BROKEN_GLASS - TABLE[access.role],
            "zone": order_of(access.case).header.zone,
        },
        status=400 if form.is_bound else 200,
    )  # fmt: skip
