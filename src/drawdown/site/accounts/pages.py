"""A person's own account: language, second factors, sessions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The account."""
    return render(request, "drawdown/account.html")


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the way to one."""
    return redirect("mfa_index")
