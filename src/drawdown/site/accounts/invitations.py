"""Invitations: a link for one address and one part in a case, used once, good for a week."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drawdown.errors import InputError
from drawdown.site.accounts.models import Invitation, Look, Membership, User, token_digest
from drawdown.site.accounts.roles import Role
from drawdown.site.cases.models import Case

log = logging.getLogger("drawdown.accounts")


class InvitationError(InputError):
    """Why somebody cannot be invited or cannot join, in one line."""


def invite(
    case: Case, email: str, role: Role, *, facility: str = "", title: str = "", name: str = "",
    by: User | None = None,
) -> tuple[Invitation, str]:  # fmt: skip
    """Make an invitation; an open one for the same address in the case is withdrawn.

    Returns:
        The invitation, and its link, which is kept nowhere.

    Raises:
        InvitationError: The address has a part in the case already.
    """
    email = email.strip().lower()
    with transaction.atomic():
        if Membership.objects.filter(case=case, user__email=email, ended=None).exists():
            raise InvitationError(_("%(email)s has a part in the case already.") % {"email": email})
        open_invitations(case).filter(email=email).update(withdrawn=timezone.now())
        made, token = Invitation.make(
            case=case, email=email, role=role.value, facility=facility, title=title, name=name,
            by=by,
        )  # fmt: skip
    return made, link_of(token)


def open_invitations(case: Case) -> QuerySet[Invitation]:
    """The invitations of a case that still work, the last one first."""
    oldest = timezone.now() - timedelta(days=settings.INVITATION_DAYS)
    return (
        Invitation.objects.select_related("by")
        .filter(case=case, used=None, withdrawn=None, made__gt=oldest)
        .order_by("-made")
    )


def link_of(token: str) -> str:
    """The address of an invitation, as people reach the site."""
    return f"{settings.ENVIRONMENT.origin}{reverse('accept_invitation', args=[token])}"


def send(invitation: Invitation, link: str) -> bool:
    """Mail an invitation.

    Returns:
        Whether the mail was handed over; where not, the link has to reach the person otherwise.
    """
    context = {"invitation": invitation, "link": link, "days": settings.INVITATION_DAYS}
    try:
        send_mail(
            _("Invitation to %(case)s") % {"case": invitation.case.title},
            render_to_string("drawdown/members_mail.txt", context),
            None, [invitation.email],
        )  # fmt: skip
    except (SMTPException, OSError):
        log.warning("an invitation could not be mailed")
        return False
    return True


def find_open(token: str) -> Invitation | None:
    """The invitation of a link while it works; none for a bad, used, withdrawn or expired one."""
    found = (
        Invitation.objects.select_related("case").filter(digest=token_digest(token)).first()
    )  # fmt: skip
    return found if found and found.is_open(timezone.now()) else None


def join(invitation: Invitation, user: User, *, save: bool = False) -> Membership:
    """Use an invitation: give the account the part that it is for; `save` the account first.

    Raises:
        InvitationError: Somebody was faster with the same link, or it no longer works.
    """
    now = timezone.now()
    with transaction.atomic():
        claimed = Invitation.objects.filter(pk=invitation.pk, used=None, withdrawn=None)
        if not claimed.update(used=now):
            raise InvitationError(_("This link was used already."))
        if save:
            user.save()
        part = Membership.objects.filter(case=invitation.case, user=user, ended=None).first()
        if part is None:
            part = Membership.objects.create(
                case=invitation.case, user=user, role=invitation.role,
                facility=invitation.facility, title=invitation.title, since=now,
            )  # fmt: skip
        Look.objects.create(
            case=invitation.case, user=user, what="join",
            detail=f"{user.email} as {part.role} {part.facility}".rstrip(),
        )  # fmt: skip
    return part
