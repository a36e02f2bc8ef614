"""Accounts, memberships of cases, invitations, tokens, and the log of looks."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from drawdown.site.accounts.roles import LABELS, Role

ROLES = [(role.value, LABELS[role]) for role in Role]


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make an account; without a password nobody can enter by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account of a named human; the address is what one signs in with.

    Attributes:
        language: The language chosen; blank follows the browser.
        last_seen: When a page was last asked for, to the minute; `seen` counts signing in, too.
        turn: How often all sessions were ended at once; a session of an earlier turn opens nothing.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """How entries and pages call this person."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, or the address."""
        return str(self)

    @property
    def seen(self) -> datetime | None:
        """When this person was last here."""
        return max((at for at in (self.last_seen, self.last_login) if at), default=None)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry: it changes with the password and with every turn."""
        says = f"{self.turn}:{self.password}"
        return salted_hmac("drawdown.session", says, secret=secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A person's part in a case: the role, and the one facility it is bound to, if any.

    A part is never changed: another role is another part, and the one before it ends. So who could
    see what, and when, can be told of any day.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=ROLES)
    facility = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One part at a time for a person in a case."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "case"], condition=models.Q(ended=None),
                name="one_part_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.FACILITY.value) | ~models.Q(facility=""),
                name="facility_staff_have_a_facility",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Who, as what."""
        return f"{self.user}, {self.role}"


def token_digest(token: str) -> str:
    """What is kept of a token: its SHA-256, so that a copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that opens one part in a case, once, for one address; it makes the account if need be.

    Attributes:
        by: Who invited; none where the site's operator did.
        name: What the invited person is called, as far as the inviter said.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=ROLES)
    facility = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    @classmethod
    def make(cls, **fields: object) -> tuple[Invitation, str]:
        """Make an invitation; the token is in the link and nowhere else."""
        token = secrets.token_urlsafe(32)
        return cls.objects.create(digest=token_digest(token), **fields), token

    @property
    def expires(self) -> datetime:
        """Until when the link works."""
        return self.made + timedelta(days=settings.INVITATION_DAYS)

    def is_open(self, now: datetime) -> bool:
        """Whether the link still makes an account."""
        return self.used is None and self.withdrawn is None and now < self.expires


class Token(models.Model):
    """A token of the API: acts as its membership, with no more than that may."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    last_used = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    @classmethod
    def make(cls, membership: Membership, name: str) -> tuple[Token, str]:
        """Make a token; what is returned second is shown once and nowhere kept."""
        token = f"dd_{secrets.token_urlsafe(32)}"
        made = cls.objects.create(membership=membership, name=name, digest=token_digest(token))
        return made, token


class Look(models.Model):
    """One look at people, one export, one breaking of the glass: who, when, at whom, by which way.

    `people` lists the numbers shown where a page shows several. The database refuses to change or
    remove a look.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="looks")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="looks")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=24)
    person = models.CharField(max_length=120, blank=True)
    people = models.JSONField(default=list)
    detail = models.CharField(max_length=400, blank=True)
    way = models.CharField(max_length=8, default="page")

    class Meta:
        """Found by case and time, and by person."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-at"], name="looks_by_time"),
            models.Index(fields=["case", "person", "-at"], name="looks_by_person"),
        ]


class BrokenGlass(models.Model):
    """What a role does not show, opened in an emergency for a while: by whom, and why.

    It never reaches beyond the facility that the member is bound to.

    Attributes:
        read: When the court or the monitor read the reason, and `read_by` who did.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="broken")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    reason = models.CharField(max_length=400)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    read = models.DateTimeField(null=True, blank=True)
