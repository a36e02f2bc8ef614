"""Documents of TwiML: what a provider is told to do next.

Only elements and attributes that Twilio publishes (https://www.twilio.com/docs/voice/twiml and
https://www.twilio.com/docs/messaging/twiml) and that SignalWire and Telnyx also read.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

CONTENT_TYPE = "application/xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def element(name: str, text: str = "", /, **attributes: str | int | bool) -> Element:
    """An element; what XML cannot hold is left out of its text.

    >>> tostring(element("Pause", length=1)).decode()
    '<Pause length="1" />'
    """
    made = Element(name, {key: _written(value) for key, value in attributes.items()})
    if text:
        made.text = "".join(character for character in text if _is_allowed(character))
    return made


def document(*parts: Element | Iterable[Element]) -> str:
    """A whole document.

    >>> document(element("Hangup"))
    '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup /></Response>'
    """
    response = Element("Response")
    for part in parts:
        if isinstance(part, Element):
            response.append(part)
        else:
            response.extend(part)
    return DECLARATION + tostring(response, encoding="unicode")


def nested(outer: Element, inner: Iterable[Element]) -> Element:
    """An element with others in it."""
    outer.extend(inner)
    return outer


def hang_up() -> str:
    """The document that ends a call."""
    return document(element("Hangup"))


def nothing() -> str:
    """The document that asks for nothing: to a text, no answer; to a callback, that we have it."""
    return document()


def text_answer(words: str) -> str:
    """The document that answers a text; without words, none.

    >>> text_answer("Thank you.")
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Thank you.</Message></Response>'
    """
    if not words:
        return nothing()
    response = Element("Response")
    SubElement(response, "Message").text = element("Message", words).text
    return DECLARATION + tostring(response, encoding="unicode")


def _written(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_allowed(character: str) -> bool:
    """Whether XML 1.0 can hold a character (section 2.2)."""
    code = ord(character)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or (
        0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    )  # fmt: skip
