"""Texts and calls over a provider that speaks TwiML: an adapter to `check_in.lines.twiml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from drawdown.check_in.lines.twiml import CallOrder, Client, Sent, TextOrder
from drawdown.errors import InputError
from drawdown.site.line.carriers import Carrier, Taken, To
from drawdown.site.line.provider.settings import provider_settings


@dataclass(frozen=True)
class TwimlCarrier:
    """Asks the provider; what becomes of it the provider's requests say.

    Attributes:
        client: What asks it.
        sender: From which number, or messaging service.
    """

    client: Client
    sender: str
    name: str = "twiml"
    portion: int = 10

    def text(self, to: To, words: str, key: str) -> Taken:
        """Ask the provider to send a text; whether it arrives it says later."""
        order = TextOrder(
            key, lambda: to.telephone, words, self.sender, address(to, "text-status"),
            lambda number: False,  # a sender has looked already
        )  # fmt: skip
        return _taken(self.client.text(order))

    def call(self, to: To, key: str) -> Taken:
        """Ask the provider to call; what comes of the call its requests say."""
        voice = address(to, "voice")
        order = CallOrder(
            key, lambda: to.telephone, self.sender, voice, address(to, "status"), fallback=voice
        )
        return _taken(self.client.call(order))


def address(to: To, name: str) -> str:
    """Where the provider reaches us."""
    return str(settings.ENVIRONMENT.origin) + reverse(f"line-provider-{name}", args=[to.case.slug])


def _taken(sent: Sent) -> Taken:
    match sent.what:
        case "accepted":
            return Taken("sent", carrier=sent.sid, how=sent.how, final=False)
        case "later":
            return Taken("claimed", sent.side, sent.how, later=timedelta(seconds=sent.after or 30))
        case "uncertain":
            return Taken("claimed", "ours", sent.how or "nobody knows whether it was taken",
                         final=False)  # fmt: skip
    return Taken(sent.outcome, sent.side, sent.how, sent.sid, opted_out=sent.opted_out)


def twiml_carrier() -> Carrier:
    """The carrier that the settings describe.

    Raises:
        InputError: It is not set up.
    """
    chosen = provider_settings()
    if not chosen.is_set or not chosen.sender:
        raise InputError(
            "DRAWDOWN_LINE_TEXTS: twiml needs DRAWDOWN_LINE_ACCOUNT, DRAWDOWN_LINE_SECRETS_FILE "
            "and DRAWDOWN_LINE_SENDER; expected all three"
        )
    if not settings.ENVIRONMENT.secure and not chosen.base.startswith("http://127.0.0.1"):
        raise InputError(
            "DRAWDOWN_ORIGIN: a provider reaches us over TLS only; expected an https address"
        )
    return TwimlCarrier(chosen.client(), chosen.sender)
