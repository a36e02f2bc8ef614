"""Letters to members of a case about what a call brought: mailed, and without anything private.

A letter says that something came and where to read it; what it is stands behind signing in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drawdown.site.accounts.models import Membership
from drawdown.site.accounts.roles import TABLE, May, Role
from drawdown.site.cases.models import Case, Row
from drawdown.site.line.carriers import Taken
from drawdown.site.line.models import Step
from drawdown.site.line.noting import Noted, note
from drawdown.site.line.sending import claim

log = logging.getLogger("drawdown.line")
PORTION = 20


def mail_some(case: Case, now: datetime) -> int:
    """Claim letters, mail them and note it, a portion.

    Returns:
        How many there were.
    """
    steps = claim(case, "mail", now, PORTION)
    if not steps:
        return 0
    note(case, [Noted(step, mail(case, step)) for step in steps], now)
    return len(steps)


def mail(case: Case, step: Step) -> Taken:
    """Mail one letter to everybody whom it concerns."""
    people = list(readers(case))
    if not people:
        return Taken("failed", "unknown", "the case has nobody whom it concerns")
    letters = [_letter(case, step, each) for each in people]
    try:
        sent = get_connection().send_messages(letters) or 0
    except (SMTPException, OSError) as error:
        log.warning("a letter could not be mailed", extra={"why": type(error).__name__})
        return Taken("failed", "ours", f"mail: {type(error).__name__}")
    return Taken("sent", how=f"mailed to {sent} of {len(people)}")


def readers(case: Case) -> Iterable[Membership]:
    """The members who may hear what released people say: counsel and the agency."""
    roles = [role.value for role in Role if May.HEAR in TABLE[role]]
    found = Membership.objects.filter(case=case, ended=None, role__in=roles, user__is_active=True)
    return found.select_related("user").order_by("pk")


def _letter(case: Case, step: Step, member: Membership) -> EmailMessage:
    with translation.override(member.user.language or settings.LANGUAGE_CODE):
        subject, says = _words(step.text)
        body = "\n\n".join([
            says,
            _("Sign in to read it:") + f" {_link(case, step)}",
            _("This letter names nobody. Please do not answer it."),
        ])  # fmt: skip
        title = f"{case.title}: {subject}"
    return EmailMessage(title, body, None, [member.user.email])


def _words(text: str) -> tuple[str, str]:
    """The subject and the sentence of a letter."""
    match text:
        case "changed":
            return (
                _("a released person reported a change"),
                _("A released person reported a changed address or telephone on the line. "
                  "There is a message to listen to and a task to do."),
            )  # fmt: skip
        case "call_back":
            return (
                _("a caller asks to be called back"),
                _("Somebody who called the line asks to be called back."),
            )
        case "condition":
            return (
                _("a condition was reported by telephone"),
                _("Somebody reported conditions in a detention centre on the line."),
            )
    return _("a message of the line"), _("The line has something for you to read.")


def _link(case: Case, step: Step) -> str:
    """Where it is read: the entry, or the case where there is none."""
    entry = str(step.values.get("entry", ""))
    seq = Row.objects.filter(case=case, name=entry).values_list("seq", flat=True).first()
    path = reverse("record-entry", args=[case.slug, seq]) if seq else f"/{case.slug}/"
    return f"{settings.ENVIRONMENT.origin}{path}"
