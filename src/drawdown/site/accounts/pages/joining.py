"""Accepting an invitation: a new account with a password, or one button for an old one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from drawdown.site.accounts.invitations import InvitationError, find_open, join
from drawdown.site.accounts.members import facilities_of
from drawdown.site.accounts.models import Invitation, User
from drawdown.site.accounts.pages.entering import enter


class NewAccount(forms.Form):
    """What a new account needs."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120,
        help_text=gettext_lazy("As the record will name you, for example “Ada Quintero”."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The same password again"), strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """The password has to pass, and be the same twice."""
        found = super().clean() or self.cleaned_data
        password = found.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, name=found.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
            if "again" in found and found["again"] != password:
                self.add_error("again", _("This is not the same as above."))
        return found


@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Use an invitation's link.

    A bad, used, withdrawn or expired link is answered alike, so that trying links teaches nothing.
    """
    invitation = find_open(token)
    user = User.objects.filter(email=invitation.email).first() if invitation else None
    if invitation is None or (user is not None and not user.is_active):
        return _gone(request)
    if request.user.is_authenticated:
        return _as_signed_in(request, invitation, user)
    if user is not None and user.has_usable_password():
        return _page(request, invitation, "sign_in")
    return _as_new(request, invitation, user)


def _as_signed_in(request: HttpRequest, invitation: Invitation, user: User | None) -> HttpResponse:
    if user is None or request.user != user:
        return _page(request, invitation, "other")
    if request.method != "POST":
        return _page(request, invitation, "join")
    return _joined(request, invitation, user)


def _as_new(request: HttpRequest, invitation: Invitation, user: User | None) -> HttpResponse:
    form = NewAccount(
        request.POST if request.method == "POST" else None, email=invitation.email,
        initial={
            "name": (user.name if user else "") or invitation.name,
            "language": getattr(request, "LANGUAGE_CODE", "en"),
        },
    )  # fmt: skip
    if not form.is_valid():
        return _page(request, invitation, "new", form, status=400 if form.is_bound else 200)
    made = user or User(email=invitation.email)
    made.name, made.language = form.cleaned_data["name"], form.cleaned_data["language"]
    made.set_password(form.cleaned_data["password"])
    response = _joined(request, invitation, made, new=True)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, made.language)
    return response


def _joined(
    request: HttpRequest, invitation: Invitation, user: User, *, new: bool = False
) -> HttpResponse:
    try:
        part = join(invitation, user, save=new)
    except InvitationError:
        return _gone(request)
    if new:
        enter(request, user, by_password=True)
    messages.success(
        request, _("You have joined %(case)s as: %(role)s.")
        % {"case": part.case.title, "role": part.get_role_display()},
    )  # fmt: skip
    return redirect("order", part.case.slug)


def _page(
    request: HttpRequest, invitation: Invitation, way: str, form: NewAccount | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    facility = facilities_of(invitation.case).get(invitation.facility, invitation.facility)
    return render(
        request, "drawdown/account_invitation.html",
        {"invitation": invitation, "way": way, "form": form, "facility": facility}, status=status,
    )  # fmt: skip


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "drawdown/account_invitation_gone.html", status=404)
