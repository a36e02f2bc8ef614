"""The members of a case: how a part begins, ends and begins anew; and the operator's accounts.

A part is never changed. Another role is a new part, the old one ends, and both stay to be read.
Whoever loses a part loses sessions and tokens in the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.accounts.access import Access
from drawdown.site.accounts.invitations import invite
from drawdown.site.accounts.models import Membership, Token, User
from drawdown.site.accounts.roles import BOUND, INVITES, Role
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class MemberError(InputError):
    """Why a member or an account cannot be made or ended, in one line."""


def facilities_of(case: Case) -> dict[str, str]:
    """The facilities of a case's order: their ids and names."""
    return {one.id: one.name or one.id for one in order_of(case).header.facilities}


def roles_open_to(access: Access) -> tuple[Role, ...]:
    """The roles into which a member may bring others, in the table's order."""
    return tuple(role for role in Role if role in INVITES.get(access.role, frozenset()))


def may_staff(access: Access, role: Role, facility: str) -> bool:
    """Whether a member may bring somebody into, or out of, a part."""
    return role in roles_open_to(access) and access.reaches(facility)


def require_staffing(access: Access, role: Role, facility: str) -> None:
    """Refuse who may not bring somebody into, or out of, a part.

    Raises:
        PermissionDenied: The role or the facility is not theirs to give or to take.
    """
    if not may_staff(access, role, facility):
        raise PermissionDenied


def check_part(case: Case, role: Role, facility: str) -> None:
    """Whether a part can be: facility staff have one facility, and some roles have none.

    Raises:
        MemberError: It cannot.
    """
    known = facilities_of(case)
    if facility and facility not in known:
        raise MemberError(
            f"facility: '{facility}' is none of this case; expected one of {', '.join(known)}"
        )
    if role == Role.FACILITY and not facility:
        raise MemberError(_("Facility staff work at one facility: say which."))
    if facility and role not in BOUND:
        raise MemberError(
            _("%(role)s is not bound to a facility: leave it blank.") % {"role": role.label}
        )


def end(access: Access, part: Membership) -> None:
    """End a part: the member's sessions and the part's tokens end with it.

    Raises:
        PermissionDenied: It is not this member's to end, or is the member's own.
        MemberError: It had ended already.
    """
    _require_other(access, part)
    with transaction.atomic():
        _end(part, timezone.now())
        access.looked("end_member", detail=_says(part))


def change(access: Access, part: Membership, role: Role, facility: str, title: str) -> Membership:
    """Give a member another part: the one before ends, and both stay to be read.

    Raises:
        PermissionDenied: The old or the new part is not this member's to give.
        MemberError: The part had ended already, or the new one cannot be.
    """
    _require_other(access, part)
    require_staffing(access, role, facility)
    check_part(access.case, role, facility)
    now = timezone.now()
    with transaction.atomic():
        _end(part, now)
        made = Membership.objects.create(
            case=access.case, user=part.user, role=role.value, facility=facility, title=title,
            since=now,
        )  # fmt: skip
        access.looked("change_member", detail=f"{_says(part)} -> {_says(made)}")
    return made


def take_back(access: Access, part: Membership) -> Membership:
    """Give a former member the same part anew.

    Raises:
        PermissionDenied: The part is not this member's to give.
        MemberError: They have a part, or their account was closed by the operator.
    """
    _require_other(access, part)
    with transaction.atomic():
        if Membership.objects.filter(case=access.case, user=part.user, ended=None).exists():
            raise MemberError(_("%(name)s has a part in the case already.") % {"name": part.user})
        if not part.user.is_active:
            raise MemberError(
                _("The account of %(name)s is closed; only the site’s operator can open it.")
                % {"name": part.user}
            )
        made = Membership.objects.create(
            case=access.case, user=part.user, role=part.role, facility=part.facility,
            title=part.title,
        )  # fmt: skip
        access.looked("reactivate", detail=_says(made))
    return made


def _require_other(access: Access, part: Membership) -> None:
    require_staffing(access, Role(part.role), part.facility)
    if part.user_id == access.user.pk:  # nobody locks a case's last member out by a slip
        raise PermissionDenied


def _says(part: Membership) -> str:
    return f"{part.user.email} as {part.role} {part.facility}".rstrip()


def _end(part: Membership, now: datetime) -> None:
    if not Membership.objects.filter(pk=part.pk, ended=None).update(ended=now):
        raise MemberError(_("That part had ended already."))
    Token.objects.filter(membership=part, ended=None).update(ended=now)
    end_sessions(part.user)


def end_sessions(user: User) -> None:
    """End every session of an account at once, listed or not."""
    User.objects.filter(pk=user.pk).update(turn=F("turn") + 1)
    for session in UserSession.objects.filter(user=user):
        session.end()


# What the operator does at the command line, outside any case's table of roles.


@dataclass(frozen=True)
class Account:
    """An account as the operator sees it.

    Attributes:
        parts: Each part in a case: the case, the role, the facility or blank.
        second_factor: Whether there is a passkey or an authenticator app.
    """

    email: str
    name: str
    active: bool
    parts: tuple[tuple[str, str, str], ...]
    second_factor: bool
    last_seen: datetime | None


def add_user(
    email: str, name: str, case: str, role: str, facility: str = "", title: str = ""
) -> tuple[User, str]:
    """Make an account, or open a closed one, and a link that gives it a part in a case, once.

    The account has no password until the link is used, so nobody else ever knew one.

    Returns:
        The account, and the link.

    Raises:
        MemberError: The address, the case, the role or the facility is none.
        InvitationError: The address has a part in the case already.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise MemberError(f"'{email}' is not an address; expected one such as ada@example.org") \
            from None  # fmt: skip
    if role not in {one.value for one in Role}:
        raise MemberError(f"no role is '{role}'; expected one of {', '.join(Role)}")
    found = Case.objects.filter(slug=case).first()
    if found is None:
        known = ", ".join(Case.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise MemberError(f"no case is '{case}'; expected one of: {known or 'none is imported'}")
    check_part(found, Role(role), facility)
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, name=name)
        elif not user.is_active:
            _open_anew(user)
        _, link = invite(found, email, Role(role), facility=facility, title=title, name=name)
    return user, link


def _open_anew(user: User) -> None:
    """Open a closed account without its password and second factors; the link makes new ones."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    Authenticator.objects.filter(user=user).delete()


def deactivate_user(email: str) -> User:
    """Close an account: its parts, sessions and tokens end at once. What it did stays.

    Raises:
        MemberError: There is no such account.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise MemberError(f"no account has the address '{email}'")
    now = timezone.now()
    with transaction.atomic():
        for part in Membership.objects.select_related("user").filter(user=user, ended=None):
            _end(part, now)
        User.objects.filter(pk=user.pk).update(is_active=False)
        end_sessions(user)
    user.refresh_from_db()
    return user


def list_users() -> list[Account]:
    """Every account, by address."""
    strong = set(with_second_factor())
    parts: dict[int, list[tuple[str, str, str]]] = {}
    for one in Membership.objects.select_related("case").filter(ended=None).order_by("case__slug"):
        parts.setdefault(one.user_id, []).append((one.case.slug, one.role, one.facility))
    return [
        Account(user.email, user.name, user.is_active, tuple(parts.get(user.pk, ())),
                user.pk in strong, user.seen)
        for user in User.objects.order_by("email")
    ]  # fmt: skip


def with_second_factor() -> list[int]:
    """The keys of the accounts that have a passkey or an authenticator app."""
    found = Authenticator.objects.filter(type__in=STRONG).values_list("user_id", flat=True)
    return list(found.distinct())
