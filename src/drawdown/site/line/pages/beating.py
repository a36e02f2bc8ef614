"""The telephone on a page is a line like any other: it says every few seconds that it answers."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import Error, connection

from drawdown.site.line.beats import EVERY, Pulse

log = logging.getLogger("drawdown.line")


class Beating:
    """The beats of the page's telephone, for as long as this process serves it."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pulse = Pulse("line", "console")
        self._thread = threading.Thread(target=self._beat, name="telephone", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._stop.is_set():
            try:
                self._pulse.beat()
            except Error as error:
                log.warning("the telephone cannot beat", extra={"why": type(error).__name__})
                connection.close()
            self._stop.wait(EVERY)
        try:
            self._pulse.stop()
        except Error:
            log.warning("that it stops could not be noted")
        finally:
            connection.close()

    def end(self) -> None:
        """Say that it stops as it should."""
        self._stop.set()
        self._thread.join(5)


def start() -> Beating | None:
    """Begin, where this site offers the telephone."""
    return Beating() if settings.DEMO or settings.TELEPHONE else None
