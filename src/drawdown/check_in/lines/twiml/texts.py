"""A text that comes in over a webhook: what it brings about is saved, then it is answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from drawdown.check_in.errors import CheckInError
from drawdown.check_in.lines.twiml.markup import nothing, text_answer
from drawdown.check_in.lines.twiml.webhook import Webhook
from drawdown.check_in.telephone import shown
from drawdown.check_in.texting import Incoming, Known, Reply, TextEffect, reply

KeptText = str
"""The document that a text was answered with, by the provider's id of the text."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,99}")


@dataclass(frozen=True)
class TakenText:
    """What came of a text.

    Attributes:
        id: The provider's id, under which `markup` is kept.
        markup: What is answered, once it is kept.
        reply: What the text asked for; none where it was answered before, or has no number.
    """

    id: str
    markup: KeptText
    reply: Reply | None = None


def text_id(webhook: Webhook) -> str:
    """The provider's id of a text.

    Raises:
        CheckInError: There is none.
    """
    found = webhook["MessageSid"] or webhook["SmsSid"]
    if not _ID.fullmatch(found):
        raise CheckInError("webhook, field 'MessageSid': expected an id")
    return found


def text_take(
    kept: KeptText | None, webhook: Webhook, known: Callable[[str], Known],
    save: Callable[[TextEffect], object], *, region: str = "US", provider_answers: bool = True,
) -> TakenText:  # fmt: skip
    """Answer a text. The same text has the same answer again and brings nothing about twice.

    Args:
        kept: The document that it was answered with before; none where it is new.
        webhook: The request, whose signature was checked.
        known: What is known of a number.
        save: Keeps an effect for good, once by its key. What it raises is raised, so that the
            provider does not take the text for dealt with.
        region: Where numbers are from that do not say so.
        provider_answers: Whether the provider itself answers STOP and its like, as Twilio does
            unless told otherwise, and then sends nothing more. `OptOutType` says so of one text.

    Raises:
        CheckInError: A field is of no shape that a provider would give it.
    """
    id_ = text_id(webhook)
    if kept is not None:
        return TakenText(id_, kept)
    number = shown(webhook["From"], region)
    if not number:
        return TakenText(id_, nothing())
    pictures = webhook["NumMedia"]
    text = Incoming(
        id_, number, webhook["Body"],
        int(pictures) if pictures.isascii() and pictures.isdigit() and len(pictures) < 4 else 0,
    )  # fmt: skip
    answer = reply(text, known(number))
    for effect in answer.effects:
        save(effect)
    silent = bool(webhook["OptOutType"]) or (provider_answers and answer.kind == "stop")
    return TakenText(id_, nothing() if silent else text_answer(answer.words), answer)
