"""A person's own account: parts, language, second factors, sessions, and their own looks."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drawdown.site.accounts.access import access_of
from drawdown.site.accounts.looks import ACTS, chosen, page_of
from drawdown.site.accounts.models import Look, Membership, User
from drawdown.site.accounts.roles import May


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The account: everything about oneself, and every look one made."""
    user = cast("User", request.user)
    wanted = chosen(request.GET)
    mine = Look.objects.select_related("case").filter(user=user).order_by("-pk")
    if wanted.before:
        mine = mine.filter(pk__lt=wanted.before)
    looks, following = page_of(mine)
    return render(
        request,
        "drawdown/account.html",
        {
            "parts": [_part(one) for one in _memberships(user)],
            "kinds": set(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
            "sessions": UserSession.objects.filter(user=user).count(),
            "looks": looks, "following": following, "acts": ACTS,
        },
    )  # fmt: skip


def _memberships(user: User) -> list[Membership]:
    found = Membership.objects.select_related("case", "user").filter(user=user, ended=None)
    return list(found.order_by("case__title"))


def _part(membership: Membership) -> dict[str, object]:
    access = access_of(membership)
    return {
        "membership": membership, "role": access.role.label,
        "tokens": May.USE_API in access.may, "glass": May.BREAK_GLASS in access.may,
    }  # fmt: skip


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the two ways to make one."""
    user = cast("User", request.user)
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return render(
        request, "drawdown/account_second_factor.html",
        {"kinds": kinds, "strong": bool(kinds - {Authenticator.Type.RECOVERY_CODES})},
    )  # fmt: skip


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many requests, of whatever kind is limited."""
    return render(
        request,
        "drawdown/error.html",
        {
            "title": _("Too many attempts"),
            "says": _("Nothing was changed. Try again in a few minutes."),
        },
        status=429,
    )
