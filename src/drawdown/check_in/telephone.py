"""Telephone numbers as the world writes them: E.164, a `+` and digits.

Any number that can be called is welcome: prepaid, mobile, over the internet, a shelter's front
desk. What kind it is decides nothing.
"""

from __future__ import annotations

import re

from drawdown.check_in.errors import CheckInError

HIDDEN = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+464"})
"""What a provider writes where the caller hides their number: ANONYMOUS, RESTRICTED, BLOCKED,
UNKNOWN, UNAVAILABLE and -1 spelled on the keys (Twilio, "Why am I getting calls from these
numbers")."""

_KEYED = re.compile(r"[^\d+*#]")


def e164(text: str, region: str = "US") -> str:
    """A number as it is dialled from anywhere.

    Args:
        text: The number as somebody wrote it.
        region: Where it is, if it does not say so itself: an ISO 3166 code of two letters.

    Raises:
        CheckInError: It cannot be a number there; the message does not repeat it.

    >>> e164("(305) 555-0123"), e164("+509 34 10 1234"), e164("011 52 55 1234 5678")
    ('+13055550123', '+50934101234', '+525512345678')
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise CheckInError(
            f"a telephone number of {len(text)} characters is none; expected one as it is dialled "
            f"in {region}, or with + and the country's code"
        ) from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        digits = len(_KEYED.sub("", text).lstrip("+"))
        raise CheckInError(
            f"a telephone number of {digits} digits cannot be dialled in {region}; expected all "
            "its digits, or + and the country's code"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(caller: str, region: str = "US") -> str:
    """The number that a call or a text shows; blank where it is hidden or is no number.

    >>> shown("+1 305 555 0123"), shown("anonymous"), shown("+266696687"), shown("sip:a@b.example")
    ('+13055550123', '', '', '')
    """
    if caller.replace(" ", "") in HIDDEN or not re.fullmatch(r"[+\d\s().-]+", caller):
        return ""
    try:
        return e164(caller, region)
    except CheckInError:
        return ""


def masked(number: str) -> str:
    """A number of which only the last two digits are shown, for logs.

    >>> masked("+13055550123")
    '…23'
    """
    return f"…{number[-2:]}" if len(number) > 4 else "…"
