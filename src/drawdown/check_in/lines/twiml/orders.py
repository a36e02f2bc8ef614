"""A call or a text that is to be sent, with the key under which its attempt was written down.

The number is looked up when it is sent and not when it is planned: by then it may have changed, or
the person may have said STOP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drawdown.check_in.lines.twiml.webhook import with_query

Number = Callable[[], str | None]
"""Gives the number now; none where there is none."""
EVENTS = ("initiated", "ringing", "answered", "completed")


@dataclass(frozen=True)
class CallOrder:
    """A call.

    Attributes:
        key: The key of its attempt.
        number: Whom to call.
        caller: The number of the line.
        voice: The address that says what is done once somebody answers.
        status: The address that is told how it goes.
        rings: For how many seconds it rings, so that few mailboxes answer.
        fallback: The address that is asked where `voice` fails; blank: none.
        machines: Whether the provider is to guess whether a machine answers. The guess decides
            nothing here: only a key is a check-in, and a person whose voice is taken for a machine
            would be made to wait.
    """

    key: str
    number: Number
    caller: str
    voice: str
    status: str
    rings: int = 25
    fallback: str = ""
    machines: bool = False

    def fields(self, number: str) -> list[tuple[str, str]]:
        """The form that is sent: https://www.twilio.com/docs/voice/api/call-resource."""
        made = [
            ("To", number), ("From", self.caller), ("Url", with_query(self.voice, key=self.key)),
            ("Method", "POST"), ("StatusCallback", with_query(self.status, key=self.key)),
            ("StatusCallbackMethod", "POST"), ("Timeout", str(self.rings)),
        ]  # fmt: skip
        made += [("StatusCallbackEvent", event) for event in EVENTS]
        if self.fallback:
            made += [("FallbackUrl", with_query(self.fallback, key=self.key)),
                     ("FallbackMethod", "POST")]  # fmt: skip
        if self.machines:
            made.append(("MachineDetection", "Enable"))
        return made


@dataclass(frozen=True)
class TextOrder:
    """A text.

    Attributes:
        key: The key of its attempt.
        number: Whom to write to.
        words: What is written.
        sender: The number of the line, or the id of a messaging service (`MG…`).
        status: The address that is told how it goes.
        opted_out: Whether a number wants no texts, looked up when it is sent.
    """

    key: str
    number: Number
    words: str
    sender: str
    status: str
    opted_out: Callable[[str], bool]

    def fields(self, number: str) -> list[tuple[str, str]]:
        """The form that is sent: https://www.twilio.com/docs/messaging/api/message-resource."""
        by = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        return [
            ("To", number), (by, self.sender), ("Body", self.words),
            ("StatusCallback", with_query(self.status, key=self.key)),
        ]  # fmt: skip
