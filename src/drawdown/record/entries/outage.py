"""Outages of the check-in line. Our failure is never the person's failure."""

from __future__ import annotations

from typing import Literal

from drawdown.record.entry import Entry
from drawdown.record.fields import Moment, Text


class Outage(Entry):
    """A time when the check-in line did not work; it excuses every window that it touches.

    Attributes:
        until: When the line worked again; blank while it does not.
        side: Whose: the carrier's or ours.
        reason: What failed.
        line: The kind of line, such as `sip`; blank for all of them.
        how: How it was noticed, such as `no heartbeat for 60 seconds`.
    """

    kind = "outage"
    example = {
        "date": "2020-05-20T09:00",
        "until": "2020-05-20T17:00",
        "side": "carrier",
        "reason": "trunk down",
    }

    until: Moment | None = None
    side: Literal["carrier", "ours"] = "ours"
    reason: Text = ""
    line: Text = ""
    how: Text = ""
