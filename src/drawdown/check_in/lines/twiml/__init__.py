"""Calls over webhooks, and calls and texts sent, with Twilio and those that speak its markup.

No web framework is needed here: `Webhook.of` reads a request, `is_genuine` checks its signature,
`take` and its neighbours answer it, and `Client` sends. `docs/reference/twiml.md` has the table of
addresses that a site mounts.
"""

from __future__ import annotations

from drawdown.check_in.lines.twiml.client import Account, Client
from drawdown.check_in.lines.twiml.documents import Line
from drawdown.check_in.lines.twiml.kept import Closing, Kept
from drawdown.check_in.lines.twiml.line import Taken, close, screen, take
from drawdown.check_in.lines.twiml.orders import CallOrder, TextOrder
from drawdown.check_in.lines.twiml.sent import Sent
from drawdown.check_in.lines.twiml.signature import Provider, is_genuine
from drawdown.check_in.lines.twiml.sounds import sound_name, sound_of
from drawdown.check_in.lines.twiml.status import (
    Reached,
    later,
    reached_by_call,
    reached_by_text,
    reached_in_call,
    reached_unheard,
    recorded,
    told,
)
from drawdown.check_in.lines.twiml.texts import KeptText, text_take
from drawdown.check_in.lines.twiml.webhook import Webhook, public_url, with_query

__all__ = [
    "Account",
    "CallOrder",
    "Client",
    "Closing",
    "Kept",
    "KeptText",
    "Line",
    "Provider",
    "Reached",
    "Sent",
    "Taken",
    "TextOrder",
    "Webhook",
    "close",
    "is_genuine",
    "later",
    "public_url",
    "reached_by_call",
    "reached_by_text",
    "reached_in_call",
    "reached_unheard",
    "recorded",
    "screen",
    "sound_name",
    "sound_of",
    "take",
    "text_take",
    "told",
    "with_query",
]
