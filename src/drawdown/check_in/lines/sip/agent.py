"""Our end of SIP: takes calls, places calls, keeps their number within bounds."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

import sipua
from sipmessage import URI, Address, Request

from drawdown.check_in.lines.sip import sdp
from drawdown.check_in.lines.sip.call import Call, State
from drawdown.check_in.lines.sip.events import CallEvent, Ended, How, Side
from drawdown.check_in.lines.sip.exchange import Exchange
from drawdown.check_in.lines.sip.media import Media
from drawdown.check_in.lines.sip.orders import Join
from drawdown.check_in.lines.sip.placing import Placing
from drawdown.check_in.lines.sip.registration import Registration
from drawdown.check_in.lines.sip.requests import respond
from drawdown.check_in.lines.sip.settings import LineError, Settings
from drawdown.check_in.lines.sip.wire import Wire

logger = logging.getLogger(__name__)

RESTART = 1.0
"""Seconds until a media process that died is started again; new calls go elsewhere meanwhile."""

STARTING = 30.0
"""Seconds within which the media process must answer for the first time."""

Answering = Callable[[Call], Callable[[CallEvent], None]]
"""Given an incoming call, returns what hears of its events."""


class Agent:
    """A SIP user agent on one port, with its media process."""

    def __init__(self, settings: Settings, answering: Answering) -> None:
        """Answer every incoming call with what `answering` returns for it."""
        self.settings = settings
        self.user = settings.user
        self.account = settings.account
        self.wire = Wire(settings.advertised)
        self.exchange = Exchange(self.wire)
        self._dialogs = sipua.DialogLayer(self.exchange.transactions)
        self._dialogs.request_handler = self._on_request
        self.media = Media(settings.host, range(*settings.media_ports))
        self.media.on_death = self._media_died
        self.registration: Registration | None = None
        self._answering = answering
        self._numbers = itertools.count(1)
        self.calls: dict[int, Call] = {}
        self._ringing: dict[tuple[str, str, int | None], tuple[Call, Request]] = {}
        self._placing: dict[int, Placing] = {}
        self._begun: tuple[int, int] = (0, 0)
        self.draining = False
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    # Life.

    async def start(self) -> None:
        """Bind, start the media process, wait for it, register.

        Raises:
            OSError: the port cannot be bound.
            LineError: the media process does not answer.
        """
        settings = self.settings
        await self.wire.listen(sipua.TransportAddress("udp", settings.host, settings.port))
        self.media.start()
        try:
            await asyncio.wait_for(self.media.ready.wait(), STARTING)
        except TimeoutError:
            await self.close()
            raise LineError(f"the media process does not answer within {STARTING:g} s") from None
        if settings.register and settings.domain:
            self.registration = Registration(self, settings.domain, settings.expires)
            self.registration.start()

    async def close(self) -> None:
        """Hang up every call, unregister, stop. `draining` first lets calls end by themselves."""
        self.draining = True
        self._closing = True
        calls = list(self.calls.values())
        if calls:
            why = Ended(How.FAILED, Side.OURS, "the line was shut down")
            tasks = [asyncio.create_task(call.hang_up(why)) for call in calls]
            await asyncio.wait(tasks, timeout=2)
            await asyncio.wait([call.closed for call in calls], timeout=1)
        if self.registration is not None:
            await self.registration.stop()
        for task in list(self._tasks):
            task.cancel()
        await self.media.close()
        await self.wire.close()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside what runs now."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("a call could not be carried on", exc_info=error)

    def _media_died(self) -> None:
        """End every call, as ours to answer for, and start again."""
        logger.error("the media process died; its calls are over")
        for call in list(self.calls.values()):
            was_up = call.state is State.UP
            call.end(Ended(How.FAILED, Side.OURS, "the media process died"))
            if was_up:
                self.spawn(call.bye())
        if not self._closing:  # after a pause, lest it die again and again
            asyncio.get_running_loop().call_later(RESTART, self._restart)

    def _restart(self) -> None:
        if not self._closing and not self.media.started:
            self.media.start()

    # What calls ask of us.

    @property
    def media_host(self) -> str:
        """The address at which sound is to be sent to us."""
        return self.settings.advertised or self.settings.host

    def next_number(self) -> int:
        """Return a number by which signalling and media know a call."""
        return next(self._numbers)

    def contact(self) -> Address:
        """Return where we are to be reached."""
        return Address(uri=URI("sip", self.wire.host, user=self.user, port=self.wire.port))

    def first_route(self) -> list[str]:
        """Return the Route of requests that begin something."""
        return [f"<sip:{self.settings.proxy};lr>"] if self.settings.proxy else []

    def forget(self, call: Call) -> None:
        """Let go of a call that is over."""
        self.calls.pop(call.number, None)
        self._placing.pop(call.number, None)
        self._dialogs._dialogs.pop((call.call_id, call.tag), None)

    async def take_back(self, call: Call) -> None:
        """End a call that is not answered yet."""
        if placing := self._placing.get(call.number):
            await placing.cancel()
            return
        for key, (ringing, request) in list(self._ringing.items()):
            if ringing is call:
                del self._ringing[key]
                await self._refuse(request, 480, tag=call.tag)
        call.end(Ended(How.CANCELLED, Side.OURS, "we did not answer"))

    # Calls out.

    async def place(self, to: str, on_event: Callable[[CallEvent], None]) -> Call:
        """Call a number or URI; return once it is answered or over.

        A number is called at the settings' `domain`.
        """
        call = self.dial(to, on_event)
        await self.reach(call)
        return call

    def dial(self, to: str, on_event: Callable[[CallEvent], None]) -> Call:
        """Make a call that `reach` then places; until then it may be hung up."""
        uri = URI.parse(to if ":" in to else f"sip:{to}@{self.settings.domain}")
        domain = self.settings.domain or f"{self.wire.host}:{self.wire.port}"
        call = Call.create_uac(
            dialog_layer=self._dialogs,
            local_address=Address(uri=URI.parse(f"sip:{self.user}@{domain}")),
            remote_address=Address(uri=uri),
            agent=self,
        )
        call.on_event = on_event
        self.calls[call.number] = call
        self._placing[call.number] = Placing(self, call, self.settings.ring_limit)
        return call

    async def reach(self, call: Call) -> None:
        """Place a call that `dial` made; return once it is answered or over."""
        if placing := self._placing.get(call.number):
            await placing.run()
            self._placing.pop(call.number, None)
        if call.state is State.OVER:
            await call.closed

    def join(self, call: Call, other: Call) -> None:
        """Let two calls hear each other, and nothing else, until one is over."""
        self.media.order(Join(call.number, other.number))

    # Calls in.

    async def _on_request(self, request: Request) -> None:
        if request.method == "CANCEL":
            await self._cancelled(request)
        elif request.method == "OPTIONS":
            await self.exchange.respond(respond(request, 503 if self.draining else 200))
        elif "tag" in request.to_address.parameters:
            await self._refuse(request, 481)
        elif request.method == "INVITE":
            await self._invited(request)
        else:
            await self._refuse(request, 405)

    async def _refuse(self, request: Request, code: int, tag: str = "", **headers: str) -> None:
        response = respond(request, code, tag=tag)
        for name, value in headers.items():
            response.headers.set(name.replace("_", "-"), value)
        await self.exchange.respond(response)

    def _too_many(self) -> bool:
        second, begun = self._begun
        now = int(time.monotonic())
        begun = begun + 1 if second == now else 1
        self._begun = (now, begun)
        return begun > self.settings.most_new or len(self.calls) >= self.settings.most_calls

    def _merged(self, request: Request) -> bool:
        """Whether this INVITE came by another way already: RFC 3261, section 8.2.2.2."""
        tag = request.from_address.parameters["tag"]
        return any(
            call.incoming
            and call.call_id == request.call_id
            and call.remote_address.parameters.get("tag") == tag
            for call in self.calls.values()
        )

    async def _invited(self, request: Request) -> None:
        if needed := request.require:
            await self._refuse(request, 420, Unsupported=", ".join(needed))
            return
        kind = request.content_type
        if request.body and (kind is None or kind.mime_type.lower() != sdp.TYPE):
            await self._refuse(request, 415, Accept=sdp.TYPE)
            return
        if self._merged(request):
            await self._refuse(request, 482)
            return
        if self.draining or not self.media.alive or self._too_many():
            await self._refuse(request, 503, Retry_After="2")
            return
        audio = None
        if request.body:
            try:
                audio = sdp.parse(request.body)
            except sdp.NotAcceptableError as error:
                await self._refuse(request, 488, Warning=f'305 drawdown "{error}"')
                return
        await self._take(request, audio)

    async def _take(self, request: Request, audio: sdp.Audio | None) -> None:
        call = Call.create_uas(
            dialog_layer=self._dialogs, request=request, agent=self, invite=request
        )
        self.calls[call.number] = call
        via = request.via[0]
        key = (via.parameters["branch"] or "", via.host, via.port)
        self._ringing[key] = (call, request)
        try:
            await self.exchange.respond(call.create_response(request, 180))
            opened = await call.open()
            if opened and self.settings.answer_after:
                await asyncio.sleep(self.settings.answer_after)
            if key not in self._ringing:
                return  # cancelled meanwhile
            if not opened or call.state is State.OVER:  # or media died meanwhile
                await self._refuse(request, 503, tag=call.tag)
                call.end(Ended(How.FAILED, Side.OURS, "no port for sound"))
                return
            call.on_event = self._answering(call)
            await call.accept(request, audio)
        finally:
            self._ringing.pop(key, None)

    async def _cancelled(self, request: Request) -> None:
        via = request.via[0]
        found = self._ringing.pop((via.parameters["branch"] or "", via.host, via.port), None)
        await self.exchange.respond(respond(request, 200 if found else 481))
        if found:
            call, invite = found
            await self._refuse(invite, 487, tag=call.tag)
            call.end(Ended(How.CANCELLED, Side.THEIRS, "CANCEL"))
