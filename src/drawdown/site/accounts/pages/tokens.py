"""A member's tokens of the API: made, seen once, ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import CaseRequest, case_page, needs_second_factor
from drawdown.site.accounts.models import Token
from drawdown.site.accounts.roles import May
from drawdown.site.cases.orders import order_of

MOST = 20
"""Tokens that a member may have open."""


class Named(forms.Form):
    """What a token is called."""

    name = forms.CharField(
        label=gettext_lazy("What the token is for"), max_length=80,
        help_text=gettext_lazy("For example “nightly roster of Krome”. Name the system, not a "
                               "person."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip


@case_page(May.USE_API)
def tokens(request: CaseRequest) -> HttpResponse:
    """The tokens of this part, and a form to make one; what it is shows once."""
    access = request.access
    if needs_second_factor(access):
        raise PermissionDenied
    form, made = Named(request.POST if request.method == "POST" else None), ""
    mine = Token.objects.filter(membership=access.membership)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if mine.filter(ended=None, name=name).exists():
            form.add_error("name", _("A token of this name is open; end it first."))
        elif mine.filter(ended=None).count() >= MOST:
            form.add_error("name", _("There are too many open tokens; end one first."))
        else:
            _token, made = Token.make(access.membership, name)
            access.looked("make_token", detail=name)
            form = Named()
    return render(
        request, "drawdown/tokens.html",
        {"form": form, "made": made, "tokens": mine.order_by("ended", "-made")[:100],
         "zone": order_of(access.case).header.zone},
        status=400 if form.is_bound else 200,
    )  # fmt: skip


@case_page(May.USE_API)
@require_POST
def end_token(request: CaseRequest, number: int) -> HttpResponse:
    """End a token: it opens nothing from now on."""
    access = request.access
    token = get_object_or_404(Token, pk=number, membership=access.membership)
    if Token.objects.filter(pk=token.pk, ended=None).update(ended=timezone.now()):
        access.looked("end_token", detail=token.name)
        messages.success(request, _("The token “%(name)s” is ended.") % {"name": token.name})
    return redirect("tokens", access.case.slug)
