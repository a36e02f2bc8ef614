"""What a line must know of the place it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from drawdown.check_in.lines.sip.digest import Account
from drawdown.errors import InputError

MOST_RINGING = 30.0
"""Seconds: many networks end an unanswered call themselves a little later."""


class LineError(InputError):
    """A setting of the line that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """One worker's settings.

    Attributes:
        host: address to bind, for signalling and sound; never a name.
        port: for signalling; 0 takes any.
        media_ports: from and to, for sound: two are used by a call.
        advertised: our address as others see it, where that is not `host`.
        user: the user part of our own address.
        domain: the trunk's or registrar's host, with its port if it is not 5060.
        proxy: where all requests that begin a call are sent, if not to where they are addressed.
        account: name and password at the trunk.
        register: whether the trunk wants us to register.
        expires: seconds for which to register.
        most_calls: calls at once; to more, 503.
        most_new: new incoming calls in a second; to more, 503 with Retry-After.
        ring_limit: seconds after which an unanswered call of ours is taken back.
        longest: seconds for which a call may stand, lest one on hold stays for ever.
        answer_after: seconds for which an incoming call rings first.
    """

    host: str = "127.0.0.1"
    port: int = 5060
    media_ports: tuple[int, int] = (16384, 20384)
    advertised: str | None = None
    user: str = "check-in"
    domain: str | None = None
    proxy: str | None = None
    account: Account | None = field(default=None, repr=False)
    register: bool = False
    expires: int = 300
    most_calls: int = 800
    most_new: int = 50
    ring_limit: float = 28.0
    longest: float = 3600.0
    answer_after: float = 0.0

    def __post_init__(self) -> None:
        first, last = self.media_ports
        if not 1024 <= first < last <= 65536:
            raise LineError(
                f"media_ports: {first} to {last}; expected a range within 1024 to 65536"
            )
        if not 1 <= self.ring_limit <= MOST_RINGING:
            raise LineError(
                f"ring_limit: {self.ring_limit}; expected 1 to {MOST_RINGING:g} seconds"
            )
        if self.register and (self.domain is None or self.account is None):
            raise LineError("register: expected a domain and an account to register with")
        if self.host == "0.0.0.0" and self.advertised is None:  # noqa: S104
            raise LineError("advertised: expected our address as others see it, for host 0.0.0.0")
