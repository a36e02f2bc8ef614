"""What signalling asks of media and what media tells back, as it crosses the pipe between them.

Each side sends lists of these. A call is known by its number, which signalling gives.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Open(NamedTuple):
    """Take a port for a call."""

    call: int


class Connect(NamedTuple):
    """Send to this address, in this codec, from now on; also when a later offer changes it.

    Attributes:
        payload_type: PCMU or PCMA.
        event_type: the payload type under which keys come; `None` if they come by INFO only.
        sending: false while the other side has put us on hold.
    """

    call: int
    host: str
    port: int
    payload_type: int
    event_type: int | None
    sending: bool


class Load(NamedTuple):
    """Keep a prompt: 16-bit samples in the machine's byte order, 8,000 a second."""

    prompt: str
    samples: bytes


class Unload(NamedTuple):
    """Let go of a prompt; who is just being told it hears it to its end."""

    prompt: str


class Play(NamedTuple):
    """Say loaded prompts one after the other, in place of what is being said now."""

    call: int
    prompts: tuple[str, ...]
    interruptible: bool
    turn: int


class Record(NamedTuple):
    """Keep what the caller says, until a key of `ends`, the limit, or seconds of silence."""

    call: int
    limit: float
    silence: float
    ends: str
    turn: int


class Press(NamedTuple):
    """Take a key that came by INFO as if it had come in a packet."""

    call: int
    key: str


class Stop(NamedTuple):
    """Say nothing more, keep nothing more."""

    call: int


class Join(NamedTuple):
    """Say to each of two calls what the other says, and nothing else, until one is closed."""

    call: int
    other: int


class Close(NamedTuple):
    """Give the port back."""

    call: int


Command = Open | Connect | Load | Unload | Play | Record | Press | Stop | Join | Close


class Opened(NamedTuple):
    """The port on which the call's packets are awaited; 0 if none was free."""

    call: int
    port: int


class Pressed(NamedTuple):
    """A key, heard once; `packets` where it came in packets and not by INFO."""

    call: int
    key: str
    packets: bool


class Said(NamedTuple):
    """The prompts of this turn are out, or were cut off by a key."""

    call: int
    turn: int
    cut: bool


class Heard(NamedTuple):
    """A piece of a recording, in the call's codec; with the last one, why it is over."""

    call: int
    turn: int
    codes: bytes
    payload_type: int
    over: Literal["", "key", "limit", "silence", "closed"]


class Tally(NamedTuple):
    """What went through a call's port, once it is closed.

    Attributes:
        sent: packets out.
        received: packets in, repeated ones too.
        lost: packets that never came, by their sequence numbers.
    """

    call: int
    sent: int
    received: int
    lost: int


class Pulse(NamedTuple):
    """The last second of the engine, sent whether or not there was a call.

    Attributes:
        calls: streams open.
        sent: packets out.
        skipped: packets that were never sent because the timer came more than a second late.
        lateness: how many packets left how late, in steps of half a millisecond; the last bucket
            holds all that were later.
        busy: seconds of processor time.
    """

    calls: int
    sent: int
    skipped: int
    lateness: tuple[int, ...]
    busy: float

    def late_ms(self, part: float) -> float:
        """The milliseconds that `part` of all packets were at most late by.

        >>> Pulse(1, 4, 0, (3, 0, 0, 1), 0.0).late_ms(0.5)
        0.5
        """
        limit, seen = part * sum(self.lateness), 0
        for bucket, count in enumerate(self.lateness, start=1):
            seen += count
            if seen and seen >= limit:
                return bucket / 2
        return 0.0


Event = Opened | Pressed | Said | Heard | Tally | Pulse
