"""The provider that carries our calls and texts, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from drawdown.check_in.lines.twiml import Account, Client, Provider
from drawdown.site.environment import SettingsError

PROVIDERS = ("twilio", "signalwire", "telnyx")
TWILIO = "https://api.twilio.com"


@dataclass(frozen=True)
class ProviderSettings:
    """The provider's settings.

    Attributes:
        provider: Whose signatures are expected; who else signs as Twilio does goes by `twilio`.
        account: The account's id with it.
        secrets: Its tokens, the one in use first; requests signed with any of them are taken, so
            that one can replace another.
        signs: Keys that its requests are signed with, where those are others than its tokens.
        base: Where its interface is.
        sender: From which number, or messaging service, texts and calls are.
        human: The number to which a call is handed where somebody asks for a human.
        region: Where numbers are from that do not say so: an ISO 3166 code of two letters.
    """

    provider: Provider
    account: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    signs: tuple[str, ...] = field(default=(), repr=False)
    base: str = TWILIO
    sender: str = ""
    human: str = ""
    region: str = "US"

    @property
    def keys(self) -> tuple[str, ...]:
        """What a request may be signed with."""
        return self.signs or self.secrets

    @property
    def is_set(self) -> bool:
        """Whether there is a provider at all."""
        return bool(self.account and self.secrets)

    def client(self) -> Client:
        """What asks the provider to call and to write."""
        return Client(Account(self.account, self.secrets[0], base=self.base))


def read_provider_settings(env: Mapping[str, str] | None = None) -> ProviderSettings:
    """Read the settings.

    Raises:
        SettingsError: One of them cannot be used.
    """
    env = os.environ if env is None else env
    name = env.get("DRAWDOWN_LINE_PROVIDER") or "twilio"
    if name not in PROVIDERS:
        raise SettingsError(
            f"DRAWDOWN_LINE_PROVIDER: '{name}' is not known here; expected one of "
            f"{', '.join(PROVIDERS)}"
        )
    account, base = env.get("DRAWDOWN_LINE_ACCOUNT", ""), env.get("DRAWDOWN_LINE_API") or TWILIO
    secrets = _lines(env, "DRAWDOWN_LINE_SECRETS_FILE")
    if account and not secrets:
        raise SettingsError(
            "DRAWDOWN_LINE_SECRETS_FILE: holds no token; expected the tokens of "
            "DRAWDOWN_LINE_ACCOUNT, one a line, the one in use first"
        )
    if not base.startswith("https://") and not base.startswith("http://127.0.0.1"):
        raise SettingsError(f"DRAWDOWN_LINE_API: '{base}' is not reached over TLS; expected https")
    region = env.get("DRAWDOWN_LINE_REGION") or "US"
    sender = env.get("DRAWDOWN_LINE_SENDER") or env.get("DRAWDOWN_LINE_NUMBER") or ""
    return ProviderSettings(
        cast("Provider", name), account, secrets, _lines(env, "DRAWDOWN_LINE_SIGNING_FILE"),
        base, _number("DRAWDOWN_LINE_SENDER", sender, region),
        _number("DRAWDOWN_LINE_HUMAN", env.get("DRAWDOWN_LINE_HUMAN", ""), region), region,
    )  # fmt: skip


@lru_cache(maxsize=1)
def provider_settings() -> ProviderSettings:
    """The settings of this process."""
    return read_provider_settings()


def _number(name: str, text: str, region: str) -> str:
    from drawdown.check_in.errors import CheckInError
    from drawdown.check_in.telephone import e164

    if not text or text.startswith("MG"):  # a messaging service
        return text
    try:
        return e164(text, region)
    except CheckInError as error:
        raise SettingsError(f"{name}: {error}") from None


def _lines(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    path = env.get(name)
    if not path:
        return ()
    try:
        return tuple(Path(path).read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: {path} cannot be read: {error}") from None
