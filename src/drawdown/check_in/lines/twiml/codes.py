"""What a provider's codes mean: what became of a call or a text, and on whose side it failed.

From Twilio's dictionary of errors (https://www.twilio.com/docs/api/errors), which SignalWire's
answers follow (https://signalwire.com/docs/compatibility-api). A code says `person` only where it
speaks of what the person did; a number that cannot be reached may be ours, for having it wrong, and
a telephone that is off says nothing, so both are `unknown`. What a provider failed to do is the
carrier's. The dictionary changes: a code that is not here is `unknown`, unless our request itself
was refused, which is ours.
"""

from __future__ import annotations

from drawdown.check_in.happened import Outcome, Side

OPTED_OUT = 21610
"""The person answered STOP to this number."""

CODES: dict[int, tuple[Outcome, Side, str]] = {
    13223: ("failed", "unknown", "no valid number to dial"),
    13224: ("failed", "unknown", "the number is not valid, or no carrier reaches it"),
    13225: ("failed", "ours", "the number may not be called from our account"),
    13226: ("failed", "unknown", "there is no such country's code"),
    13227: ("failed", "ours", "the country is not allowed in our account"),
    11200: ("failed", "ours", "our site did not answer"),
    11205: ("failed", "ours", "our site could not be reached"),
    12100: ("failed", "ours", "our markup could not be read"),
    20003: ("failed", "ours", "our account or token is wrong"),
    20404: ("failed", "ours", "there is no such account or address"),
    20429: ("failed", "ours", "we asked too often"),
    21210: ("failed", "ours", "our number is not verified"),
    21211: ("failed", "unknown", "the number is not valid"),
    21212: ("failed", "ours", "our number is not valid"),
    21214: ("failed", "unknown", "the number cannot be reached"),
    21215: ("failed", "ours", "the country is not allowed in our account"),
    21216: ("failed", "ours", "our account may not call the number"),
    21217: ("failed", "unknown", "the number does not look valid"),
    21219: ("failed", "ours", "the number is not verified for a trial account"),
    21265: ("failed", "unknown", "the number is a short code"),
    21408: ("failed", "ours", "texts to the country are not allowed in our account"),
    21601: ("failed", "ours", "our number cannot send texts"),
    21602: ("failed", "ours", "the text has no words"),
    21603: ("failed", "ours", "no number of ours to send from"),
    21604: ("failed", "ours", "no number to send to"),
    21606: ("failed", "ours", "our number cannot send this text"),
    21608: ("failed", "ours", "the number is not verified for a trial account"),
    OPTED_OUT: ("refused", "person", "the person answered STOP"),
    21611: ("failed", "ours", "too many texts wait at our number"),
    21612: ("failed", "carrier", "the carrier does not carry texts between the two numbers"),
    21614: ("failed", "unknown", "the number takes no texts"),
    21617: ("failed", "ours", "the text is too long"),
    21635: ("failed", "unknown", "the number is a landline"),
    21730: ("failed", "carrier", "the provider is under maintenance"),
    30001: ("failed", "ours", "too many texts wait at our number"),
    30002: ("failed", "ours", "our account is suspended"),
    30003: ("failed", "unknown", "the telephone is off or out of reach"),
    30004: ("failed", "unknown", "the text was blocked, by the person or the carrier"),
    30005: ("failed", "unknown", "the number is not known to its carrier"),
    30006: ("failed", "unknown", "a landline, or a carrier that cannot be reached"),
    30007: ("failed", "carrier", "the carrier's filter stopped the text"),
    30008: ("failed", "carrier", "the carrier did not deliver it and does not say why"),
    30010: ("failed", "ours", "the text costs more than our account allows"),
    30017: ("failed", "carrier", "the carrier's network is congested"),
    30021: ("failed", "carrier", "the provider failed"),
    30022: ("failed", "ours", "we sent more than our registration allows"),
    30023: ("failed", "ours", "we sent more in a day than our registration allows"),
    30032: ("failed", "ours", "our toll-free number is not verified"),
    30034: ("failed", "ours", "our number is not registered with the carriers"),
    30036: ("failed", "ours", "it waited too long at our number"),
    30410: ("failed", "carrier", "the provider's own carrier did not answer"),
    30500: ("failed", "carrier", "the provider failed"),
}  # fmt: skip
"""Outcome, whose side, and what the code says, in our words."""


def meaning(code: int) -> tuple[Outcome, Side, str]:
    """What a code says: the outcome, whose side, and how it is known.

    >>> meaning(21610)
    ('refused', 'person', 'error 21610: the person answered STOP')
    >>> meaning(39999)[1]
    'unknown'
    """
    outcome, side, said = CODES.get(code, ("failed", "unknown", "not in our table"))
    return outcome, side, f"error {code}: {said}"
