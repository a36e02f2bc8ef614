"""The members of a case: who, as what, and the ways in and out."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from drawdown.site.accounts.access import Access, CaseRequest, case_page
from drawdown.site.accounts.invitations import InvitationError, invite, open_invitations, send
from drawdown.site.accounts.members import (
    MemberError,
    change,
    check_part,
    end,
    facilities_of,
    may_staff,
    require_staffing,
    roles_open_to,
    take_back,
    with_second_factor,
)
from drawdown.site.accounts.models import Membership
from drawdown.site.accounts.roles import May, Role
from drawdown.site.cases.orders import order_of


class Part(forms.Form):
    """A part in a case: role, facility, title."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    facility = forms.ChoiceField(
        label=gettext_lazy("Facility"), required=False,
        help_text=gettext_lazy("Facility staff see and do what is of their facility only."),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=120, required=False,
        help_text=gettext_lazy("Stands beside the name in the record, for example “monitor”."),
    )  # fmt: skip

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        roles = [(role.value, role.label) for role in roles_open_to(access)]
        places = [(k, v) for k, v in facilities_of(access.case).items() if access.reaches(k)]
        if not access.facility:
            places.insert(0, ("", _("All facilities")))
        cast("forms.ChoiceField", self.fields["role"]).choices = roles
        cast("forms.ChoiceField", self.fields["facility"]).choices = places

    def clean(self) -> dict[str, Any]:
        """Whether such a part can be."""
        found = super().clean() or self.cleaned_data
        if "role" in found and "facility" in found:
            try:
                check_part(self.access.case, Role(found["role"]), found["facility"])
            except MemberError as error:
                self.add_error("facility", str(error))
        return found


class Invited(Part):
    """Whom to invite, into which part."""

    email = forms.EmailField(
        label=gettext_lazy("Address"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )  # fmt: skip
    field_order = ("email", "role", "facility", "title")


@case_page(May.INVITE)
def members(request: CaseRequest) -> HttpResponse:
    """Who is in the case, who was, and who is invited; a form to invite somebody."""
    return _page(request, Invited(access=request.access))


@case_page(May.INVITE)
def invite_somebody(request: CaseRequest) -> HttpResponse:
    """Invite; the link is mailed, and shown this once."""
    access = request.access
    if request.method != "POST":
        return redirect("members", access.case.slug)
    form = Invited(request.POST, access=access)
    _require_known_role(access, request)
    if not form.is_valid():
        return _page(request, form, status=400)
    role, facility = Role(form.cleaned_data["role"]), form.cleaned_data["facility"]
    require_staffing(access, role, facility)
    try:
        made, link = invite(
            access.case, form.cleaned_data["email"], role, facility=facility,
            title=form.cleaned_data["title"], by=access.user,
        )  # fmt: skip
    except InvitationError as error:
        form.add_error("email", str(error))
        return _page(request, form, status=400)
    access.looked("invite", detail=f"{made.email} as {made.role} {made.facility}".rstrip())
    return _page(
        request, Invited(access=access),
        {"invited": made, "link": link, "mailed": send(made, link)},
    )  # fmt: skip


def _require_known_role(access: Access, request: HttpRequest) -> None:
    """A role that the form does not offer is refused as such, not as a slip of the keyboard."""
    asked = request.POST.get("role", "")
    if asked in {role.value for role in Role} and Role(asked) not in roles_open_to(access):
        raise PermissionDenied


@case_page(May.INVITE)
@require_POST
def withdraw(request: CaseRequest, number: int) -> HttpResponse:
    """Take an invitation back: its link no longer works."""
    access = request.access
    found = get_object_or_404(open_invitations(access.case), pk=number)
    require_staffing(access, Role(found.role), found.facility)
    if open_invitations(access.case).filter(pk=found.pk).update(withdrawn=timezone.now()):
        access.looked("withdraw", detail=found.email)
        messages.success(
            request, _("The invitation of %(email)s is withdrawn.") % {"email": found.email}
        )
    return redirect("members", access.case.slug)


@case_page(May.INVITE)
@require_POST
def end_part(request: CaseRequest, number: int) -> HttpResponse:
    """End a member's part, sessions and tokens."""
    part = _part(request.access, number)
    try:
        end(request.access, part)
        says = _("%(name)s no longer has a part in the case. Sessions and tokens are ended.")
        messages.success(request, says % {"name": part.user})
    except MemberError as error:
        messages.info(request, str(error))
    return redirect("members", request.access.case.slug)


@case_page(May.INVITE)
def change_part(request: CaseRequest, number: int) -> HttpResponse:
    """Give a member another part; the one before ends and stays to be read."""
    access, part = request.access, _part(request.access, number)
    require_staffing(access, Role(part.role), part.facility)
    if part.ended is not None:
        messages.info(request, _("That part had ended already."))
        return redirect("members", access.case.slug)
    now = {"role": part.role, "facility": part.facility, "title": part.title}
    form = Part(request.POST if request.method == "POST" else None, access=access, initial=now)
    if request.method == "POST":
        _require_known_role(access, request)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            change(access, part, Role(asked["role"]), asked["facility"], asked["title"])
            says = _("%(name)s has another part now and has to sign in again.")
            messages.success(request, says % {"name": part.user})
        except MemberError as error:
            messages.info(request, str(error))
        return redirect("members", access.case.slug)
    return render(
        request, "drawdown/members_change.html", {"part": part, "form": form},
        status=400 if form.is_bound else 200,
    )  # fmt: skip


@case_page(May.INVITE)
@require_POST
def take_back_part(request: CaseRequest, number: int) -> HttpResponse:
    """Give a former member the same part anew."""
    part = _part(request.access, number)
    try:
        take_back(request.access, part)
        messages.success(request, _("%(name)s is a member again.") % {"name": part.user})
    except MemberError as error:
        messages.info(request, str(error))
    return redirect("members", request.access.case.slug)


def _part(access: Access, number: int) -> Membership:
    parts = Membership.objects.select_related("user").filter(case=access.case)
    return get_object_or_404(parts, pk=number)


def _page(
    request: CaseRequest, form: Invited, extra: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    access, strong = request.access, set(with_second_factor())
    parts = Membership.objects.select_related("user").filter(case=access.case)
    now = [_row(access, part, strong) for part in parts.filter(ended=None).order_by("user__name")]
    there = {row["part"].user_id for row in now}
    former = parts.exclude(ended=None).order_by("-ended")[:100]
    return render(
        request,
        "drawdown/members.html",
        {
            "form": form, "members": now, "names": facilities_of(access.case),
            "former": [_row(access, part, strong, there) for part in former],
            "invitations": [
                {"one": one, "mine": may_staff(access, Role(one.role), one.facility)}
                for one in open_invitations(access.case)
            ],
            "zone": order_of(access.case).header.zone, **(extra or {}),
        },
        status=status,
    )  # fmt: skip


def _row(
    access: Access,
    part: Membership,
    strong: set[int],
    there: set[int] = frozenset(),  # type: ignore[assignment]
) -> dict[str, Any]:
    mine = may_staff(access, Role(part.role), part.facility) and part.user_id != access.user.pk
    return {
        "part": part, "strong": part.user_id in strong, "mine": mine,
        "back": mine and part.user_id not in there and part.user.is_active,
    }  # fmt: skip
