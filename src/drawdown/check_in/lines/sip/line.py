"""The line: answers every call with the dialogue, places calls, tells that it is alive."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import re
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sipmessage import URI

from drawdown.check_in.dialogue import State, begin
from drawdown.check_in.happened import Outcome
from drawdown.check_in.happened import Side as Whose
from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.conversation import Talk, answering, talk_to, talks_over
from drawdown.check_in.lines.sip.events import Ended, How
from drawdown.check_in.lines.sip.settings import LineError, Settings
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.lines.sip.talking import Talking, now_utc, telephone_of
from drawdown.check_in.lines.store import Store
from drawdown.check_in.spoken import usual

logger = logging.getLogger(__name__)

WORKERS = 16
"""Threads in which calls save and ask; each caller waits in one for as long as the store takes."""

REFUSED_WITHIN = 5.0
"""Seconds for which to wait, at the start, for what the registrar says."""

_DIALLED = re.compile(r"\+?[0-9*#]{2,20}")
_OUTCOMES: dict[How, Outcome] = {
    How.BUSY: "busy", How.NO_ANSWER: "no_answer", How.REFUSED: "refused",
}  # fmt: skip


@dataclass(frozen=True)
class Beat:
    """A sign of life.

    Attributes:
        at: When.
        calls: Calls that stand.
        registered: Whether the trunk knows us; none where it wants no registration.
        media: Whether the media process runs.
        late_ms: What 99 of 100 packets of the last second were at most late by, in milliseconds.
        draining: Whether no new calls are taken.
    """

    at: datetime
    calls: int
    registered: bool | None
    media: bool
    late_ms: float
    draining: bool

    @property
    def works(self) -> bool:
        """Whether somebody who calls now is answered."""
        return self.media and self.registered is not False and not self.draining


@dataclass(frozen=True)
class Reached:
    """What became of a call of ours, as an attempt of the ladder has it.

    Attributes:
        outcome: `answered` only where a key was pressed; `no_key` may be an answering machine.
        side: On whose side it failed, where it did.
        how: How that is known.
        checked_in: Whether the person checked in during the call.
    """

    outcome: Outcome
    side: Whose
    how: str
    checked_in: bool = False


class Line:
    """One line worker: an agent, a store, and the dialogue between them."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        human: str | None = None,
        sounds: Sounds | None = None,
        on_beat: Callable[[Beat], None] | None = None,
        beat_seconds: float = 10.0,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        """Prepare a line.

        Args:
            settings: The place it stands in.
            store: Who calls, and where what is done is kept.
            human: The URI or number to which calls are handed over; nobody where there is none.
            sounds: Prompts that were made before, as by another line of this process.
            on_beat: Told every `beat_seconds`, in a thread of its own.
            beat_seconds: See there.
            now: The clock.

        Raises:
            LineError: `human` is no address.
        """
        self._store = store
        self._sounds = sounds or Sounds(usual())
        self._now = now
        self._human = human_uri(human, settings) if human else None
        self._work = ThreadPoolExecutor(WORKERS, thread_name_prefix="line")
        self._voice = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._on_beat, self._beat_seconds = on_beat, beat_seconds
        self._stopped = threading.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._talks: set[Talk] = set()
        self.agent = Agent(settings, answering(self._answer, self._human, self._talks))

    # Life.

    async def start(self) -> None:
        """Bind the ports, register, make prompts ahead; return once calls are taken.

        Raises:
            LineError: The port is taken, the trunk does not want us, there is no voice.
        """
        settings = self.agent.settings
        if shutil.which("espeak-ng") is None:  # recordings or not: digits and days are spoken
            raise LineError(
                "espeak-ng speaks where no recording exists, and is not installed: "
                "sudo apt-get install espeak-ng"
            )
        try:
            await self.agent.start()
        except OSError as error:
            raise LineError(_unbound(settings, error)) from None
        try:
            await self._registered()
        except LineError:
            await self.close()
            raise
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(self._warm()))
        if self._on_beat is not None:
            self._tasks.append(loop.create_task(self._beat(self._on_beat)))

    async def _registered(self) -> None:
        registration, settings = self.agent.registration, self.agent.settings
        if registration is None:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(registration.heard.wait(), REFUSED_WITHIN)
        if registration.refused:
            user = settings.account.user if settings.account else ""
            raise LineError(
                f"{settings.domain}: refuses to register '{user}' ({registration.last}); "
                "expected the name and password that the trunk gave"
            )
        if not registration.current:
            logger.warning("%s: does not answer; registering again and again", settings.domain)

    async def _warm(self) -> None:
        """Make prompts ahead, in a thread."""

        def warm() -> None:
            now = self._now()
            desk = self._store.desk(now)
            self._sounds.warm(desk.languages, desk.places, now.date(), self._stopped)

        try:
            await asyncio.get_running_loop().run_in_executor(self._voice, warm)
        except Exception:  # calls make what they need by themselves
            logger.exception("the prompts could not be made ahead")

    async def _beat(self, tell: Callable[[Beat], None]) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(None, tell, self.beat())
            except Exception:  # who listens may fail; calls go on
                logger.exception("a sign of life was not heard")
            await asyncio.sleep(self._beat_seconds)

    def beat(self) -> Beat:
        """How the line is just now."""
        agent = self.agent
        registration, pulse = agent.registration, agent.media.pulse
        return Beat(
            now_utc(), len(agent.calls),
            None if registration is None else registration.current,
            agent.media.alive, 0.0 if pulse is None else pulse.late_ms(0.99), agent.draining,
        )  # fmt: skip

    async def drain(self, seconds: float) -> None:
        """Take no new calls; return once those that stand are over, or after `seconds`."""
        agent = self.agent
        agent.draining = True
        if agent.registration is not None:
            await agent.registration.stop()
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while agent.calls and clock() < end:
            await asyncio.sleep(0.1)

    async def close(self) -> None:
        """Hang up what is left, save how it ended, stop."""
        self._stopped.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.agent.close()
        await talks_over(self._talks, 2.0)
        self._voice.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._work.shutdown)

    # Calls.

    def _answer(self, call: Call) -> Talking:
        return self._talking(begin(_new_id(), telephone=telephone_of(call)))

    def _talking(self, state: State, person: str = "") -> Talking:
        return Talking(state, self._store, self._sounds, self._work, self._now, person)

    async def place(
        self, number: str, person_number: str, language: str, person: str = ""
    ) -> Reached:
        """Call somebody, hold the dialogue if they answer, and tell what became of it.

        Args:
            number: The number to dial, or a SIP URI.
            person_number: The number that the person enters when they call in.
            language: The language to begin in.
            person: The person's number in the case, for the store to note.
        """
        if not number.startswith("sip:") and not _DIALLED.fullmatch(number):
            return Reached("failed", "ours", f"{number!r} is no telephone number")
        if not number.startswith("sip:") and self.agent.settings.domain is None:
            return Reached("failed", "ours", "no trunk is set through which to call")
        state = begin(_new_id(), telephone=number, expected=person_number, language=language)
        talking = self._talking(state, person)
        try:
            ended = await talk_to(
                lambda hear: self.agent.place(number, hear),
                lambda call: talking,
                self._human,
                self._talks,
            )
        except Exception as error:  # ours, whatever it was
            logger.exception("a call could not be placed")
            return Reached("failed", "ours", str(error) or type(error).__name__)
        return reached(ended, talking.state, answered=talking.answered)


def reached(ended: Ended, state: State, *, answered: bool) -> Reached:
    """What a call of ours came to. That somebody answered says nothing: a machine does as well."""
    checked_in = "checked_in" in state.done
    if not answered:
        return Reached(_OUTCOMES.get(ended.how, "failed"), ended.side.value, ended.known_by)
    if state.failure and not checked_in:
        return Reached("failed", "ours", state.failure)
    if ended.how is How.FAILED and not checked_in:
        return Reached("failed", ended.side.value, ended.known_by)
    if state.pressed:
        return Reached("answered", "unknown", "a key was pressed", checked_in)
    return Reached("no_key", "unknown", "answered, and no key was pressed")


def human_uri(text: str, settings: Settings) -> URI:
    """Where calls are handed to: a SIP URI, or a number at the trunk.

    Raises:
        LineError: It is neither.
    """
    whole = text if text.startswith("sip:") else f"sip:{text}@{settings.domain or ''}"
    try:
        found = URI.parse(whole)
    except ValueError:
        found = None
    if found is None or not found.host:
        raise LineError(
            f"human: {text!r}; expected an address such as sip:desk@192.0.2.5, or a number at the "
            "trunk"
        )
    return found


def _new_id() -> str:
    return f"sip-{uuid4().hex}"


def _unbound(settings: Settings, error: OSError) -> str:
    where = f"{settings.host}:{settings.port}"
    match error.errno:
        case errno.EADDRINUSE:
            return f"{where}: is in use by another program; expected a free UDP port"
        case errno.EADDRNOTAVAIL:
            return f"{where}: is no address of this machine; expected one that it has"
        case errno.EACCES:
            return f"{where}: may not be used; expected a port of 1024 or more"
    return f"{where}: cannot be used ({error.strerror or error})"
