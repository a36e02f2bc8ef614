"""How allauth makes accounts (by invitation only) and keeps the secrets of second factors."""

from __future__ import annotations

import math
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from drawdown.site.cases.sealing import open_text, seal_text


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an invitation makes the account."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not go together."),
        "too_many_login_attempts": _("Too many attempts. Try again in ten minutes."),
        "rate_limited": _("Too many attempts. Try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never; see `invitations`."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after repeated failures, and say when to try again.

        What is counted is the address as typed and the place it is typed from, so that the answer
        is the same whether or not an account has that address.

        Raises:
            ValidationError: Too many attempts failed.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            minutes = minutes_to_wait(request, key)
            raise ValidationError(
                ngettext(
                    "Too many attempts failed. Try again in %(n)d minute.",
                    "Too many attempts failed. Try again in %(n)d minutes.", minutes,
                ) % {"n": minutes},
                code="too_many_login_attempts",
            ) from None  # fmt: skip


def minutes_to_wait(request: HttpRequest, key: str) -> int:
    """In how many minutes the next attempt is taken, by each limit that is reached."""
    now, longest = time.time(), 0.0
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        place = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        tries = cache.get(place, [])
        if len(tries) >= rate.amount:
            longest = max(longest, tries[-1] + rate.duration - now)
    return max(1, math.ceil(longest / 60))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors' secrets are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return open_text(encrypted_text)
