"""What came of asking a provider to call or to write to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drawdown.check_in.happened import Outcome, Side

What = Literal["accepted", "refused", "later", "uncertain", "not_sent"]
"""`later`: surely not taken, and may be sent again after a while. `uncertain`: nobody knows whether
it was taken, so it is never sent again by itself. `not_sent`: we did not ask at all."""


@dataclass(frozen=True)
class Sent:
    """What came of asking.

    Attributes:
        key: Our own key, which the provider gives back in every callback.
        what: What came of it.
        sid: The provider's id, where it was taken.
        after: Of `later`: after how many seconds to try again.
        code: The provider's error code; 0 where there is none.
        side: On whose side it failed, where it did.
        how: How that is known.
        opted_out: Whether the person wants no texts from our number.
    """

    key: str
    what: What
    sid: str = ""
    after: float = 0.0
    code: int = 0
    side: Side = "unknown"
    how: str = ""
    opted_out: bool = False

    @property
    def outcome(self) -> Outcome:
        """The outcome of the attempt: it stays claimed while it is not known, or may be sent."""
        match self.what:
            case "accepted":
                return "sent"
            case "refused":
                return "refused" if self.opted_out else "failed"
            case "not_sent":
                return "failed"
        return "claimed"
