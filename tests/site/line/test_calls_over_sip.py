"""A line of our own places the calls of the ladder from its process, and says how it is."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from types import SimpleNamespace

from drawdown.site.line.carriers import To
from drawdown.site.line.carriers.sip import SipCarrier, trouble_of


@dataclass
class Line:
    placed: list[tuple[str, str, str]]

    async def place(self, telephone: str, number: str, language: str) -> SimpleNamespace:
        self.placed.append((telephone, number, language))
        await asyncio.sleep(0)
        return SimpleNamespace(outcome="busy", side="person", how="SIP 486 from the far end")


def test_a_call_is_placed_by_the_line_and_waited_for() -> None:
    loop, line = asyncio.new_event_loop(), Line([])
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        carrier = SipCarrier(line.place, loop)
        to = To(SimpleNamespace(), "A-1", "104217", "+13055550100", "ht", "")  # type: ignore[arg-type]
        taken = carrier.call(to, "A-1/2020-06-08/call_back")
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    assert (taken.outcome, taken.side) == ("busy", "person")
    assert line.placed == [("+13055550100", "104217", "ht")]
    assert carrier.text(to, "x", "k").side == "ours"


def test_what_is_wrong_is_said() -> None:
    fine = {"media": True, "registered": None, "draining": False}
    assert trouble_of(SimpleNamespace(**fine)) == ""
    assert "sound" in trouble_of(SimpleNamespace(**fine | {"media": False}))
