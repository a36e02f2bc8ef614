"""A line with made-up people, telephones that follow a script, and an ear for what is said."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from tests.check_in.lines.sip.ports import media_ports
from tests.check_in.lines.sip.programs import Baresip

from drawdown.check_in.dialogue import Effect, Place, State
from drawdown.check_in.languages import language
from drawdown.check_in.lines.sip.acts import Act, Heard, HungUp, LineFailed, Say
from drawdown.check_in.lines.sip.g711 import RATE, Samples
from drawdown.check_in.lines.sip.line import Line
from drawdown.check_in.lines.sip.settings import Settings
from drawdown.check_in.lines.sip.sounds import Sounds
from drawdown.check_in.lines.sip.talking import Talking
from drawdown.check_in.lines.store import Enrolled, MemoryStore
from drawdown.check_in.pin import hashed
from drawdown.check_in.schedule import Schedule
from drawdown.check_in.spoken import usual
from drawdown.check_in.terms import Terms

SOUNDS = Sounds(usual())
"""Made once for all tests of a process."""

NUMBER, PIN, PERSON = "104217", "024681", "A-1042"
NOW = datetime(2020, 6, 1, 16, tzinfo=UTC)


def a_store() -> MemoryStore:
    """One made-up person, whose check-in is due, and one facility."""
    terms = Terms(date(2020, 5, 25), ZoneInfo("America/New_York"), every=7)
    return MemoryStore(
        {NUMBER: Enrolled(PERSON, hashed(PIN))},
        {PERSON: Schedule(PERSON, (terms,))},
        (Place("krome", "Krome"),),
    )


class Watched(Talking):
    """The real thing, which notes what was heard and answered."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.turns: list[tuple[Heard, Sequence[Act]]] = []
        self.came = asyncio.Event()

    async def hear(self, heard: Heard) -> Sequence[Act]:
        acts = await super().hear(heard)
        self.turns.append((heard, acts))
        self.came.set()
        return acts

    async def turn(self, number: int, seconds: float = 12) -> Sequence[Act]:
        """What was answered to the so-manieth thing that was heard, counted from 1."""
        async with asyncio.timeout(seconds):
            while len(self.turns) < number:
                self.came.clear()
                await self.came.wait()
        return self.turns[number - 1][1]

    async def over(self, seconds: float = 40) -> None:
        """Return once the conversation has heard that the call is over."""
        async with asyncio.timeout(seconds):
            while not (self.turns and isinstance(self.turns[-1][0], HungUp | LineFailed)):
                self.came.clear()
                await self.came.wait()


class WatchedLine(Line):
    """A line whose conversations can be looked at, by the number that calls or is called."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, sounds=SOUNDS, **named)  # type: ignore[arg-type]
        self.talks: dict[str, Watched] = {}
        self.begun = asyncio.Event()

    async def _warm(self) -> None:
        """Nothing: each test makes what it needs."""

    def _talking(self, state: State, person: str = "") -> Watched:
        made = Watched(state, self._store, self._sounds, self._work, self._now, person)
        self.talks[state.telephone] = made
        self.begun.set()
        return made

    async def talk(self, telephone: str, seconds: float = 12) -> Watched:
        async with asyncio.timeout(seconds):
            while telephone not in self.talks:
                self.begun.clear()
                await self.begun.wait()
        return self.talks[telephone]


@contextlib.asynccontextmanager
async def the_line(
    store: MemoryStore | None = None, *, human: str | None = None, **settings: object
) -> AsyncIterator[WatchedLine]:
    """A line of ours on a free port, on an early afternoon of June 2020."""
    chosen = {"port": 0, "media_ports": media_ports()} | settings
    started = asyncio.get_running_loop().time()

    def now() -> datetime:
        return NOW + timedelta(seconds=asyncio_time() - started)

    asyncio_time = asyncio.get_running_loop().time
    line = WatchedLine(
        Settings(**chosen), store or a_store(), human=human, now=now  # type: ignore[arg-type]
    )  # fmt: skip
    await line.start()
    try:
        yield line
    finally:
        await line.close()


def said(acts: Sequence[Act]) -> Samples:
    """All that is said in one turn."""
    pieces = [sound for act in acts if isinstance(act, Say) for _, sound in act.sounds]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)


def news(acts: Sequence[Act]) -> Sequence[Act]:
    """What is said but for the last, which asks for a key."""
    spoken = [act for act in acts if isinstance(act, Say)]
    return spoken[:-1]


@dataclass
class Script:
    """What somebody does on the telephone: keys for each turn, after how much of what is said.

    A part is keys, and how long to listen before: `CUT` in at once, to the end (`ALL`) and so many
    seconds more, or to the end of the `NEWS`, which is all but the menu behind it.
    """

    parts: list[tuple[str, float]]
    language: str = "en"
    telephone: str = "3055550100"


CUT, ALL, NEWS = -1.0, 0.3, -2.0


async def follow(desk: Baresip, line: WatchedLine, script: Script) -> Watched:
    """Press what the script says on a telephone whose call stands, at the turn it belongs to."""
    talk = await line.talk(script.telephone)
    for number, (keys, listens) in enumerate(script.parts, start=1):
        acts = await talk.turn(number)
        if listens == CUT:
            await asyncio.sleep(0.4)
        elif listens == NEWS:
            await asyncio.sleep(len(said(news(acts))) / RATE + 0.3)
        else:
            await asyncio.sleep(len(said(acts)) / RATE + listens)
        await desk.press(keys)
    return talk


def place(
    heard: Samples, piece: Samples, after: int = 0, within: int | None = None
) -> tuple[int, float]:
    """Where in what was heard a sound is most likely, and how alike it is there (1: the same)."""
    window = heard[after : None if within is None else after + within + len(piece)].astype(float)
    wanted = piece.astype(float)
    if len(window) < len(wanted) or not len(wanted):
        return after, 0.0
    size = 1 << int(np.ceil(np.log2(len(window) + len(wanted))))
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(wanted, size)), size)
    sums = np.concatenate([[0.0], np.cumsum(window**2)])
    energy = sums[len(wanted) :] - sums[: len(sums) - len(wanted)]
    alike = product[: len(energy)] / (np.sqrt(np.maximum(energy, 1e4)) * np.linalg.norm(wanted))
    best = int(np.argmax(alike))
    return after + best, float(alike[best])


def hear_all(heard: Samples, acts: Sequence[Act], after: int = 0) -> int:
    """Find all that is said in a turn, piece by piece and in its order; where it ends.

    Fails where a piece is not there, or is not where it has to be.
    """
    first = True
    for act in acts:
        if not isinstance(act, Say):
            continue
        for name, sound in act.sounds:
            if name.startswith("pause "):
                after += len(sound)
                continue
            # Only where it begins is not known; from then on all has its place.
            found, alike = place(
                heard, sound, max(0, after - RATE // 4), None if first else RATE // 2
            )
            assert alike > 0.9, f"{name}: {alike:.2f} alike at {found / RATE:.2f} s"
            after, first = found + len(sound), False
    return after


def digits(heard: Samples, name: str, key: str, after: int = 0) -> tuple[str, int]:
    """The nine digits that are read behind the words of a prompt: those that sound most alike."""
    spoken = language(name)
    words = spoken.prompts[key].split("{")[0].strip()
    (_, intro) = SOUNDS._spoken(words, spoken)
    at, alike = place(heard, intro, after)
    assert alike > 0.9, f"{words}: {alike:.2f}"
    at += len(intro)
    voices = [SOUNDS._spoken(str(digit), spoken)[1] for digit in range(10)]
    found = ""
    for count in range(9):
        gap = 0.12 if not count else 0.10 if count % 3 else 0.35
        # A telephone may stretch or drop a few packets where its clock and ours differ.
        near = max(0, at + int((gap - 0.09) * RATE))
        places = [place(heard, voice, near, RATE // 5) for voice in voices]
        best = max(range(10), key=lambda digit: places[digit][1])
        assert places[best][1] > 0.85, f"digit {count}: {places[best]}"
        found += str(best)
        at = places[best][0] + len(voices[best])
    return found, at


def kinds(store: MemoryStore, talk: Talking) -> list[str]:
    """The kinds of effect that a call left, in their order."""
    return [type(each).__name__ for each in effects(store, talk)]


def effects(store: MemoryStore, talk: Talking) -> list[Effect]:
    return [each for each in store.saved.values() if each.call == talk.state.call]


INVITE = """
  <send retrans="500"><![CDATA[
      INVITE sip:check-in@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:USER@[local_ip]:[local_port]>;tag=[pid]t[call_number]
      To: <sip:check-in@[remote_ip]:[remote_port]>
      Call-ID: [call_id]
      CSeq: 1 INVITE
      Contact: <sip:USER@[local_ip]:[local_port]>
      Max-Forwards: 70
      Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=- 1 1 IN IP4 [local_ip]
      s=-
      c=IN IP4 [local_ip]
      t=0 0
      m=audio EAR RTP/AVP 0 101
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000

  ]]></send>
  <recv response="100" optional="true" />
  <recv response="180" optional="true" />
  <recv response="200" />
"""
WITHIN = """
  <send RETRANS><![CDATA[
      METHOD sip:check-in@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:USER@[local_ip]:[local_port]>;tag=[pid]t[call_number]
      To: <sip:check-in@[remote_ip]:[remote_port]>[peer_tag_param]
      Call-ID: [call_id]
      CSeq: NUMBER METHOD
      Contact: <sip:USER@[local_ip]:[local_port]>
      Max-Forwards: 70
      MORE
  ]]></send>
"""
SIGNAL = """Content-Type: application/dtmf-relay
      Content-Length: [len]

      Signal=KEY
      Duration=160
"""
HUNG_UP = """
  <recv request="BYE" timeout="TIMEOUT" />
  <send><![CDATA[
      SIP/2.0 200 OK
      [last_Via:]
      [last_From:]
      [last_To:]
      [last_Call-ID:]
      [last_CSeq:]
      Content-Length: 0

  ]]></send>
"""


def typed(
    keys: str, *, user: str, ear: int, hangs_up: bool, pause: int = 120, wait: int = 800,
    timeout: int = 60,
) -> str:  # fmt: skip
    """A scenario of sipp's: calls, types keys by INFO, waits, hangs up or is hung up on."""

    def within(method: str, number: int, more: str, *, again: bool = True) -> str:
        return (
            WITHIN.replace("RETRANS", 'retrans="500"' if again else "").replace("METHOD", method)
            .replace("NUMBER", str(number)).replace("MORE", more)
        )  # fmt: skip

    empty = "Content-Length: 0\n"
    parts = [INVITE, within("ACK", 1, empty, again=False), '<pause milliseconds="300" />']
    for number, key in enumerate(keys, start=2):
        parts += [within("INFO", number, SIGNAL.replace("KEY", key)), '<recv response="200" />']
        parts.append(f'<pause milliseconds="{pause}" />')
    if hangs_up:
        bye = within("BYE", len(keys) + 2, empty)
        parts += [f'<pause milliseconds="{wait}" />', bye, '<recv response="200" />']
    else:
        parts.append(HUNG_UP.replace("TIMEOUT", str(timeout * 1000)))
    body = "".join(parts).replace("USER", user).replace("EAR", str(ear))
    return (
        f'<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="typed">{body}</scenario>\n'
    )


async def sipp_plays(
    text: str, folder: Path, to: int, *more: str, seconds: int = 70
) -> str:  # fmt: skip
    """Let sipp play a scenario; what went wrong, or nothing."""
    from tests.check_in.lines.sip.ports import free_port

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.xml").write_text(text)
    process = await asyncio.create_subprocess_exec(
        "sipp", "-sf", "scenario.xml", "-i", "127.0.0.1", "-m", "1",
        *(() if "-p" in more else ("-p", str(free_port()))),
        "-nostdin", "-timeout", str(seconds), "-timeout_error", "-trace_err", "-error_file",
        "sipp.log", *more, f"127.0.0.1:{to}",
        cwd=folder, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ""
    log = folder / "sipp.log"
    told = log.read_text(errors="replace") if log.exists() else ""
    return (
        f"sipp ended with {process.returncode}\n{told}\n{output.decode(errors='replace')[-2500:]}"
    )
