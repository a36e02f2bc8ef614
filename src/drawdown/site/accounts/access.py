"""What the person who asks may see and do in a case, and the pages that ask it first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from drawdown.site.accounts.models import BrokenGlass, Look, Membership, User
from drawdown.site.accounts.roles import BROKEN_GLASS, TABLE, May, Role, visible_fields
from drawdown.site.cases.answers import AT_LEAST
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import NEWEST, note_digest

P = ParamSpec("P")


@dataclass(frozen=True)
class Access:
    """A member's part in a case as it is now.

    Attributes:
        user: Who.
        case: The case.
        membership: The part.
        may: What the role may, and what a broken glass opens.
        glass: The broken glass, while it is open.
        way: By which way the look comes: `page` or `api`.
    """

    user: User
    case: Case
    membership: Membership
    may: frozenset[May]
    glass: BrokenGlass | None = None
    way: str = "page"

    @property
    def role(self) -> Role:
        """The role."""
        return Role(self.membership.role)

    @property
    def facility(self) -> str:
        """The one facility that the member is bound to; blank for all."""
        return self.membership.facility

    @property
    def signature(self) -> str:
        """How entries name who made them."""
        title = self.membership.title or self.role.label
        return f"{self.user}, {title}"

    def reaches(self, facility: str | None) -> bool:
        """Whether a facility is within the member's part; none stands for all together."""
        return not self.facility or facility == self.facility

    def require(self, *needed: May) -> None:
        """Refuse who may not.

        Raises:
            PermissionDenied: The role lacks one of them.
        """
        if not set(needed) <= self.may:
            raise PermissionDenied

    def require_facility(self, facility: str | None) -> None:
        """Refuse what is of another facility.

        Raises:
            PermissionDenied: It is not within the member's part.
        """
        if not self.reaches(facility):
            raise PermissionDenied

    def cells(self, kind: str, cells: dict[str, str]) -> dict[str, str]:
        """The cells of an entry that this member may see."""
        return visible_fields(kind, cells, self.may)

    def looked(
        self, what: str, person: str = "", people: Iterable[str] = (), detail: str = ""
    ) -> None:
        """Log a look at a person or at several."""
        Look.objects.create(
            case=self.case, user=self.user, what=what, person=person, people=list(people),
            detail=detail[:400], way=self.way,
        )  # fmt: skip


class CaseRequest(HttpRequest):
    """A request within a case: `access` says who asks and what they may."""

    access: Access
    htmx: Any


def access_of(membership: Membership, way: str = "page") -> Access:
    """What a member may now."""
    role = Role(membership.role)
    may, glass = TABLE[role], None
    if May.BREAK_GLASS in may:
        glass = membership.broken.filter(until__gt=timezone.now()).order_by("-until").first()
        if glass:
            may |= BROKEN_GLASS
    return Access(membership.user, membership.case, membership, may, glass, way)


def find_access(user: User, slug: str) -> Access:
    """What a person may in a case.

    Raises:
        Http404: There is no such case, or the person has no part in it: it is not said which.
    """
    membership = (
        Membership.objects.select_related("case")
        .filter(user=user, case__slug=slug, ended=None)
        .annotate(order_digest=Subquery(NEWEST))
        .first()
    )
    if membership is None:
        raise Http404
    note_digest(membership.case, membership.order_digest)
    membership.user = user
    return access_of(membership)


def needs_second_factor(access: Access) -> bool:
    """Whether this member sees people and has no passkey or authenticator app yet."""
    if settings.DEMO or May.SEE_PEOPLE not in access.may:
        return False
    from allauth.mfa.models import Authenticator

    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user=access.user, type__in=strong).exists()


WROTE = "wrote"
"""Where a session keeps the number of the last entry that its member made, by case."""


def _with_own_entries(
    request: CaseRequest, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer so that members see what they entered themselves, and note what they enter now."""
    case, wrote = request.access.case, request.session.get(WROTE, {})
    before = case.position
    AT_LEAST.set(wrote.get(case.slug, 0))
    response = answer()
    if case.position > before:
        request.session[WROTE] = {**wrote, case.slug: case.position}
    return response


def case_page(
    *needed: May,
) -> Callable[
    [Callable[Concatenate[CaseRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponseBase],
]:
    """A page of a case: only for members who may all of `needed`.

    The view gets a `CaseRequest`; the address has the case's short name first. Who is not signed in
    is asked to; who has no part in the case is told that there is no such page; who sees people and
    has no second factor is led to make one.
    """

    def decorate(
        view: Callable[Concatenate[CaseRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
        @wraps(view)
        def page(
            request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if request.headers.get("HX-Request"):
                    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
                return redirect_to_login(request.get_full_path())
            access = find_access(request.user, slug)
            if needs_second_factor(access):
                return redirect("second_factor")
            access.require(*needed)
            asked = cast("CaseRequest", request)
            asked.access = access
            return _with_own_entries(asked, lambda: view(asked, *args, **kwargs))

        vars(page)["needed"] = needed  # tests walk the table by it
        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]", page)

    return decorate
