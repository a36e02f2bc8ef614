"""One call: a dialog of `sipua`'s, with the sound and keys that belong to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
import sipmessage
import sipua
from sipmessage import URI, CSeq, MediaType, Request, Response

from drawdown.check_in.lines.sip import orders, sdp
from drawdown.check_in.lines.sip.digest import answer as answer_challenge
from drawdown.check_in.lines.sip.events import (
    Answered,
    CallEvent,
    Ended,
    How,
    Key,
    Recorded,
    Said,
    Side,
    Transferred,
    hung_up,
)
from drawdown.check_in.lines.sip.g711 import CODECS, Samples
from drawdown.check_in.lines.sip.info import key_of_info
from drawdown.check_in.lines.sip.persistence import Persistence
from drawdown.check_in.lines.sip.requests import build, new_via, respond, target_of, values
from drawdown.check_in.lines.sip.rtp import KEYS

if TYPE_CHECKING:
    from drawdown.check_in.lines.sip.agent import Agent

OPENING = 2.0
"""Seconds within which the media process must name a port."""


class State(Enum):
    """How far a call has come."""

    RINGING = "ringing"
    UP = "up"
    OVER = "over"


class Call(sipua.Dialog):
    """A call, in or out. What happens in it is told to `on_event`, always in the event loop."""

    def __init__(self, *, agent: Agent, invite: Request | None = None, **dialog: Any) -> None:
        """Make a call of an agent's, from its INVITE if it comes in; `dialog` is for sipua."""
        super().__init__(**dialog)
        self._remote_sequence = -1
        self._agent = agent
        self.incoming = invite is not None
        # As they were written: `sipmessage` would write a tag with a `+` in it otherwise.
        self._sender = str(self.local_address)
        self._to = str(self.remote_address)
        self._route: list[str] = []
        if invite is not None:
            self._sender = f"{invite.headers['To']};tag={self.tag}"
            self._to = invite.headers["From"]
            self._route = values(invite.headers.getlist("Record-Route"))
            self._remote_sequence = invite.cseq.sequence
        self.number = agent.next_number()
        self.state = State.RINGING
        self.ended: Ended | None = None
        self.tally: orders.Tally | None = None
        self.on_event: Callable[[CallEvent], None] = lambda event: None
        self.description: sdp.Description | None = None
        self.persistence: Persistence | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._turn = 0
        self._pieces = bytearray()
        self._opening = False
        self._limit: asyncio.TimerHandle | None = None
        agent.media.listen(self.number, self._on_media)

    @property
    def agent(self) -> Agent:
        """Whose call it is."""
        return self._agent

    @property
    def tag(self) -> str:
        """Our tag of this dialog."""
        return self.local_address.parameters["tag"] or ""

    @property
    def described(self) -> sdp.Description:
        """Our sound. Ask for it only once the call is open."""
        if self.description is None:
            raise RuntimeError("the call has no port for sound yet")
        return self.description

    @property
    def their_number(self) -> str:
        """The user part of the other side's address: a hint, and no proof of anything."""
        return self.remote_address.uri.user or ""

    # What a conversation asks for.

    def say(self, prompts: dict[str, Samples], *, interruptible: bool = True) -> int:
        """Say prompts, known by name, one after the other; return the turn `Said` will name."""
        self.load(prompts)
        return self.say_again(tuple(prompts), interruptible=interruptible)

    def load(self, prompts: dict[str, Samples]) -> None:
        """Hand prompts to the media process, each once for all calls."""
        media = self._agent.media
        for name, samples in prompts.items():
            if not media.has(name):
                load = orders.Load(name, np.ascontiguousarray(samples, np.int16).tobytes())
                media.load(name, load)

    def say_again(self, names: tuple[str, ...], *, interruptible: bool = True) -> int:
        """Say prompts that are loaded; a name may come more than once."""
        self._turn += 1
        play = orders.Play(self.number, names, interruptible, self._turn)
        self._agent.media.order(play)
        return self._turn

    def record(self, limit: float = 120.0, silence: float = 5.0, ends: str = KEYS) -> int:
        """Keep what is said until a key of `ends`, `limit` seconds, or `silence` seconds of it."""
        self._turn += 1
        self._pieces.clear()
        self._agent.media.order(orders.Record(self.number, limit, silence, ends, self._turn))
        return self._turn

    def hush(self) -> None:
        """Say nothing more, record nothing more."""
        self._agent.media.order(orders.Stop(self.number))

    async def hang_up(self, why: Ended | None = None) -> None:
        """End the call, whatever its state."""
        if self.state is State.UP:
            self.end(why or Ended(How.HUNG_UP, Side.OURS, "we hung up"))
            await self.bye()
        elif self.state is State.RINGING:
            await self._agent.take_back(self)

    def leave(self) -> None:
        """Hang up without waiting until the other side has confirmed it."""
        self._agent.spawn(self.hang_up())

    async def transfer(self, to: URI) -> None:
        """Ask the other side to call someone else (REFER, RFC 3515); `Transferred` says whether."""
        request = self.create_request("REFER")
        request.headers.set("Refer-To", f"<{to}>")
        request.headers.set("Referred-By", f"<{self.local_address.uri}>")
        response = await self.send_in_dialog(request)
        if response.code >= 300 and self.state is State.UP:
            # If they accept, a NOTIFY says what came of it.
            self.on_event(Transferred(False, refused=True))

    # What media tells.

    async def open(self) -> bool:
        """Take a port for the sound; false where none is to be had."""
        self._opening = True
        self._agent.media.order(orders.Open(self.number))
        try:
            port = await asyncio.wait_for(asyncio.shield(self._port), OPENING)
        except TimeoutError:
            port = 0
        if port:
            self.description = sdp.Description.new(self._agent.media_host, port)
        return bool(port)

    def connect(self, audio: sdp.Audio) -> None:
        """Send sound where the other side wants it."""
        self._agent.media.order(
            orders.Connect(
                self.number, audio.host, audio.port, audio.payload_type, audio.event_type,
                not audio.on_hold,
            )
        )  # fmt: skip

    def _on_media(self, event: orders.Event) -> None:
        if isinstance(event, orders.Opened):
            if not self._port.done():
                self._port.set_result(event.port)
        elif isinstance(event, orders.Tally):
            self.tally = event
            self._gone()
        elif self.state is not State.UP and not isinstance(event, orders.Heard):
            return
        elif isinstance(event, orders.Pressed):
            self.on_event(Key(event.key))
        elif isinstance(event, orders.Said):
            self.on_event(Said(event.turn, event.cut))
        elif isinstance(event, orders.Heard):
            self._pieces += event.codes
            if event.over:
                samples = CODECS[event.payload_type].decode(bytes(self._pieces))
                self._pieces.clear()
                self.on_event(Recorded(event.turn, samples, event.over))

    def _gone(self) -> None:
        if not self.closed.done() and self.ended is not None:
            self._agent.media.forget(self.number)
            self.closed.set_result(None)
            self.on_event(self.ended)

    # What goes on the wire.

    def up(self) -> None:
        """Both sides know that the call is answered."""
        if self.state is State.RINGING:
            self.state = State.UP
            loop, longest = asyncio.get_running_loop(), self._agent.settings.longest
            self._limit = loop.call_later(longest, self._too_long)
            self.on_event(Answered())

    def _too_long(self) -> None:
        longest = self._agent.settings.longest
        why = Ended(How.HUNG_UP, Side.UNKNOWN, f"stood for {longest:g} s")
        self._agent.spawn(self.hang_up(why))

    def end(self, ended: Ended) -> None:
        """Be over, once.

        Where our 200 is not acknowledged yet and the other side has not hung up, the ACK is still
        awaited: only after it may BYE be sent (RFC 3261, section 15).
        """
        if self.state is State.OVER:
            return
        if self.persistence is not None and (self.state is State.UP or ended.by_them):
            self.persistence.stop()
        self.state = State.OVER
        self.ended = ended
        if self._limit is not None:
            self._limit.cancel()
        self._agent.forget(self)
        if self._agent.media.alive and self._opening:  # even if no port is named yet
            # What was recorded until now comes first, then the tally, then `Ended`.
            self._agent.media.order(orders.Close(self.number))
            asyncio.get_running_loop().call_later(OPENING, self._gone)
        else:
            self._gone()

    def create_request(self, method: str, of: Response | None = None) -> Request:
        """Build a request to the other side's Contact, along the route it was set up by.

        `of` is the 2xx of another telephone that answered the same INVITE, for a request to that.
        """
        agent = self._agent
        uri, to, route = (self.remote_uri, self._to, self._route) if of is None else target_of(of)
        request = build(
            method, uri or self.remote_uri, via=new_via(agent.wire.host, agent.wire.port),
            sender=self._sender, to=to, call_id=self.call_id, sequence=self.local_cseq,
            route=route, contact=agent.contact(),
        )  # fmt: skip
        self.local_cseq += 1
        return request

    def create_ack(self, sequence: int, of: Response | None = None) -> Request:
        """Build the ACK of a 2xx: a request of its own, numbered as its INVITE was."""
        ack = self.create_request("ACK", of)
        self.local_cseq -= 1
        ack.cseq = CSeq(sequence=sequence, method="ACK")
        return ack

    def adopt(self, response: Response) -> None:
        """Take the other side's tag, Contact and route from the 2xx to our INVITE."""
        uri, self._to, self._route = target_of(response)
        self.remote_uri = uri or self.remote_uri

    def create_response(self, request: Request, code: int) -> Response:
        """Answer with our tag, and our Contact where that sets up or refreshes the dialog."""
        response = respond(request, code, tag=self.tag)
        if request.method in ("INVITE", "UPDATE") and 100 < code < 300:
            response.contact = [self._agent.contact()]
        return response

    async def send_in_dialog(self, request: Request) -> Response:
        """Send, once more with a digest if one is asked for."""
        response = await self._agent.exchange.send_request(request)
        if response.code in (401, 407):
            again = self.create_request(request.method)
            for name in ("Refer-To", "Referred-By"):
                again.headers.setlist(name, list(request.headers.getlist(name)))
            if answer_challenge(again, response, self._agent.account):
                response = await self._agent.exchange.send_request(again)
        return response

    def with_sdp(self, message: Request | Response, body: bytes) -> None:
        """Give a message a description of our sound."""
        message.content_type = MediaType(mime_type=sdp.TYPE)
        message.body = body

    async def accept(self, request: Request, audio: sdp.Audio | None) -> None:
        """Answer an INVITE, first or later, and repeat that until it is acknowledged."""
        description = self.described
        response = self.create_response(request, 200)
        body = description.answer(audio) if audio else description.offer()
        self.with_sdp(response, body)
        response.headers.set("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, NOTIFY, UPDATE")
        if audio:
            self.connect(audio)
        if self.persistence is not None:
            self.persistence.stop()
        self.persistence = Persistence(
            self._agent.exchange, response, (self.call_id, self.tag, request.cseq.sequence),
            lambda ack: self._acknowledged(ack, offered=audio is None), self._unacknowledged,
        )  # fmt: skip
        await self._agent.exchange.respond(response)
        self.persistence.start()

    def _acknowledged(self, ack: Request, *, offered: bool) -> None:
        if self.state is State.OVER:
            self._agent.spawn(self.bye())
            return
        if offered:
            try:
                self.connect(sdp.parse(ack.body))
            except sdp.NotAcceptableError:
                self._agent.spawn(self._break("the ACK has no sound of ours"))
                return
        self.up()

    async def bye(self) -> None:
        """Tell the other side that the call is over."""
        await self.send_in_dialog(self.create_request("BYE"))

    async def _break(self, why: str) -> None:
        """End a call whose set-up failed half-way."""
        if self.state is not State.OVER:
            self.end(Ended(How.FAILED, Side.UNKNOWN, why))
            await self.bye()

    def _unacknowledged(self) -> None:
        self._agent.spawn(self._break("no ACK within 32 seconds"))

    async def handle_request(self, request: sipmessage.Request) -> None:
        """Answer a request of this call; ACK comes by way of `Persistence`."""
        if request.method not in ("CANCEL", "ACK"):
            if request.cseq.sequence < self._remote_sequence:
                await self._answer(request, 500)  # out of order: RFC 3261, section 12.2.2
                return
            self._remote_sequence = request.cseq.sequence
        if request.method == "BYE":
            await self._answer(request, 200)
            self.end(hung_up(request.headers.getlist("Reason")))
        elif request.method == "INVITE" or (request.method == "UPDATE" and request.body):
            await self._reoffer(request)
        elif request.method == "INFO":
            await self._info(request)
        elif request.method == "NOTIFY":
            await self._answer(request, 200)
            self._notified(request)
        elif request.method in ("CANCEL", "OPTIONS", "UPDATE"):
            await self._answer(request, 200)
        else:
            await self._answer(request, 405)

    async def _answer(self, request: Request, code: int) -> None:
        await self._agent.exchange.respond(self.create_response(request, code))

    async def _reoffer(self, request: Request) -> None:
        """Take a later offer: hold, another address, another codec (RFC 3264, section 8)."""
        if self.description is None or self.state is State.OVER:
            await self._answer(request, 481)
            return
        if self.state is State.RINGING:
            await self._answer(request, 491)
            return
        audio: sdp.Audio | None = None
        if request.body:
            try:
                audio = sdp.parse(request.body)
            except sdp.NotAcceptableError:
                await self._answer(request, 488)  # the call goes on as it was
                return
        if request.contact:
            self.remote_uri = request.contact[0].uri  # the target may move: section 12.2.2
        if request.method == "UPDATE" and audio is not None:
            response = self.create_response(request, 200)
            self.with_sdp(response, self.description.answer(audio))
            self.connect(audio)
            await self._agent.exchange.respond(response)
        else:
            await self.accept(request, audio)

    def _notified(self, request: Request) -> None:
        """Read how the call we asked for goes: a `message/sipfrag`, RFC 3515, section 2.4.5."""
        words = request.body[:40].split()
        final = len(words) > 1 and words[0] == b"SIP/2.0" and words[1][:1] in b"23456"
        if final and self.state is State.UP:
            self.on_event(Transferred(words[1][:1] == b"2"))

    async def _info(self, request: Request) -> None:
        key = key_of_info(request)
        await self._answer(request, 200 if key or not request.body else 415)
        if key and self.state is State.UP:
            self._agent.media.order(orders.Press(self.number, key))
