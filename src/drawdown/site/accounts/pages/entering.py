"""Signing in; and in the demonstration, entering as any of its made-up people."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from drawdown.site.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignIn(LoginView):  # type: ignore[misc]
    """The sign-in page; in the demonstration it lists the accounts to enter as."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        found["next"] = self.request.GET.get("next", "")
        if settings.DEMO:
            from drawdown.site.cases.models import Case
            from drawdown.site.demo import ACCOUNTS

            found["demo_accounts"] = ACCOUNTS
            found["demo_case"] = Case.objects.filter(demo_day__isnull=False).first()
        return found


sign_in = SignIn.as_view()


@require_POST
def enter_as(request: HttpRequest) -> HttpResponse:
    """Enter as an account of the demonstration; anywhere else there is no such page."""
    from drawdown.site.demo import ACCOUNTS

    email = request.POST.get("account", "")
    if not settings.DEMO or email not in {account.email for account in ACCOUNTS}:
        raise Http404
    enter(request, get_object_or_404(User, email=email, is_active=True))
    after = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        return redirect(after)
    return redirect("home")


def enter(request: HttpRequest, user: User, *, by_password: bool = False) -> None:
    """Sign somebody in whom the caller has made sure of; the session is listed as any other."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    request.session.set_expiry(0)
    if by_password:
        record_authentication(request, user, method="password", reauthenticated=True)


def closed(request: HttpRequest) -> HttpResponse:
    """Pages of allauth that this site has no use for: accounts and addresses come by invitation.

    Raises:
        Http404: Always.
    """
    raise Http404
