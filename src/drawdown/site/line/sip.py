"""Our own line over SIP, joined to the site: its beats, and the calls of the ladder that it places.

The line's process claims the calls that are to be placed, as a sender claims texts, since only a
process that has a line can call anybody. Whatever asks the database does so in a thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import close_old_connections, connection

from drawdown.check_in.lines.sip.line import Beat, Line
from drawdown.site.cases.clock import now_in
from drawdown.site.cases.models import Case
from drawdown.site.cases.orders import order_of
from drawdown.site.line.beats import Pulse
from drawdown.site.line.carriers import Taken
from drawdown.site.line.noting import Noted, note
from drawdown.site.line.sending import Resolved, claim, resolve
from drawdown.site.line.store import CaseStore

log = logging.getLogger("drawdown.line")
IDLE = 1.0
"""Seconds between two looks for calls to place."""
AT_ONCE = 20
"""Calls of ours at a time, so that whoever calls in is never kept out by them."""
LINE = "sip"


@dataclass
class Joined:
    """A line of the site.

    Attributes:
        case: The case that it serves.
        places: Whether it places the calls of the ladder.
        pulse: Its beats.
    """

    case: Case
    places: bool = True
    pulse: Pulse = field(default_factory=lambda: Pulse("line", LINE))

    def store(self) -> CaseStore:
        """Where its calls are kept."""
        return CaseStore(self.case, LINE)

    def clock(self) -> Callable[[], datetime]:
        """The time as the case has it, which asks the database only now."""
        zone = order_of(self.case).header.zone
        return lambda: now_in(self.case, zone)

    def beat(self, beat: Beat) -> None:
        """Say that it works, or why it does not; called in a thread."""
        trouble = "the trunk does not know us" if beat.media else "no sound"
        trouble = "" if beat.works or beat.draining else trouble
        try:
            close_old_connections()
            self.pulse.beat(trouble, at_once=True)
        finally:
            connection.close()

    def stop(self) -> None:
        """Say that it ended as it should."""
        try:
            self.pulse.stop()
        finally:
            connection.close()

    async def place(self, line: Line) -> None:
        """Place calls until cancelled; those under way are waited for."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                found: list[Resolved] = []
                free = AT_ONCE - len(under_way)
                if self.places and free > 0 and line.beat().works:
                    found = await asyncio.to_thread(self._claimed, free)
                for each in found:
                    task = asyncio.create_task(self._call(line, each))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
                await asyncio.sleep(0.1 if found else IDLE)
        finally:
            if under_way:
                await asyncio.wait(under_way)

    def _claimed(self, most: int) -> list[Resolved]:
        try:
            close_old_connections()
            now = self.store().now()
            found = resolve(self.case, claim(self.case, "call", now, most), now)
            note(self.case, [each.instead for each in found if each.instead], now)
            return [each for each in found if each.to is not None]
        except Exception:
            log.exception("calls to be placed could not be looked for")
            return []
        finally:
            connection.close()

    async def _call(self, line: Line, each: Resolved) -> None:
        to = each.to
        if to is None:
            return
        came = await line.place(to.telephone, to.number, to.language)
        taken = Taken(came.outcome, came.side, came.how)
        await asyncio.to_thread(self._note, Noted(each.step, taken))

    def _note(self, noted: Noted) -> None:
        """Note what came of a call, again and again while the database is away."""
        import time

        for wait in (0.0, 1.0, 5.0, 15.0, 60.0):
            time.sleep(wait)
            try:
                close_old_connections()
                note(self.case, [noted], self.store().now())
                return
            except Exception:
                log.exception("what came of a call could not be noted yet")
            finally:
                connection.close()
