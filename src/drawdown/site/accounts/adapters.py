"""How allauth makes accounts (by invitation only) and keeps the secrets of second factors."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from drawdown.site.cases.sealing import open_text, seal_text


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never; see `invitations`."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors' secrets are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return open_text(encrypted_text)
