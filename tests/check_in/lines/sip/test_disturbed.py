"""Sound over a network that loses, doubles and mixes up packets; and a media process that dies."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import struct
import time
from collections import deque
from collections.abc import Awaitable, Callable

import numpy as np
import pytest
from tests.check_in.lines.sip.peers import Ear, Script, likeness, line, tone, without_silence
from tests.check_in.lines.sip.ports import media_ports
from tests.check_in.lines.sip.raw import OFFER, raw, tag_of

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.engine import Engine
from drawdown.check_in.lines.sip.events import Answered, Ended, How, Recorded, Said, Side
from drawdown.check_in.lines.sip.g711 import CODECS, PCMU
from drawdown.check_in.lines.sip.media import _listen, _tell
from drawdown.check_in.lines.sip.orders import Close, Event, Heard, Open, Opened, Press, Tally
from drawdown.check_in.lines.sip.rtp import KEYS, build

pytestmark = pytest.mark.xdist_group("telephones")


def disturbed(datagrams: list[bytes], loss: float, seed: int = 1) -> list[bytes]:
    """Lose some, double some, and let neighbours change places."""
    chance = random.Random(seed)  # noqa: S311
    kept = [each for each in datagrams if chance.random() >= loss]
    kept = [each for one in kept for each in ([one, one] if chance.random() < 0.1 else [one])]
    for at in range(0, len(kept) - 3, 3):
        piece = kept[at : at + 3]
        chance.shuffle(piece)
        kept[at : at + 3] = piece
    return kept


def pressed(keys: str, sequence: int) -> list[bytes]:
    """Telephone-event packets of type 101, as a telephone sends them."""
    found = []
    for number, key in enumerate(keys):
        for step in range(8):
            payload = struct.pack("!BBH", KEYS.index(key), 0x8A if step > 4 else 10, 160 * step)
            place = sequence + 8 * number + step
            found.append(build(101, place, 160 * (sequence + 8 * number), 77, payload, step == 0))
    return found


def talk(
    what: Callable[[Agent, Ear, Script], Awaitable[None]], after_prompt: str = ""
) -> tuple[Script, Ear]:
    script = Script({"hello": tone(440, 0.2)}, after_prompt=after_prompt)
    ear = Ear()

    async def run() -> None:
        port = await ear.open()
        async with line(script) as agent, raw(agent.wire.port) as telephone:
            offer = OFFER.replace("m=audio 9", f"m=audio {port}")
            telephone.send(telephone.request("INVITE", 1, "invite", body=offer))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            await script.until(lambda each: Answered() in each.events)
            await what(agent, ear, script)
            if script.calls[0].ended is None:
                telephone.send(telephone.request("BYE", 2, "bye", tag))
            await script.until_ended()
        ear.close()

    asyncio.run(run())
    return script, ear


def test_a_message_survives_doubled_and_mixed_up_packets() -> None:
    message = tone(700, 1)

    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        await asyncio.sleep(0.6)
        await ear.speak(disturbed(ear.sound(message), loss=0), pause=0.005)
        script.calls[0].hush()
        await script.until(lambda each: isinstance(each.events[-1], Recorded))

    script, _ = talk(what, after_prompt="record")
    (recorded,) = (each for each in script.events if isinstance(each, Recorded))
    said = PCMU.decode(PCMU.encode(message))
    assert likeness(without_silence(recorded.samples), said) > 0.97


def test_what_was_said_until_the_caller_hung_up_is_kept() -> None:
    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        await asyncio.sleep(0.6)
        await ear.speak(ear.sound(tone(700, 0.5)), pause=0.005)

    script, _ = talk(what, after_prompt="record")
    kinds = [type(each).__name__ for each in script.events]
    assert kinds == ["Answered", "Said", "Recorded", "Ended"]
    recorded = script.events[2]
    assert isinstance(recorded, Recorded)
    assert recorded.over == "closed"
    assert len(without_silence(recorded.samples)) > 3500


@pytest.mark.parametrize("seed", range(3))
def test_keys_count_once_with_a_tenth_of_packets_lost(seed: int) -> None:
    keys = "0019*#7755"

    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        await ear.speak(disturbed(pressed(keys, 100), loss=0.1, seed=seed), pause=0.004)
        await asyncio.sleep(0.3)

    script, _ = talk(what)
    assert script.pressed == keys


def test_lost_packets_are_told_when_the_call_is_over() -> None:
    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        datagrams = ear.sound(tone(700, 1))
        await ear.speak([each for n, each in enumerate(datagrams) if n % 10 != 5], pause=0.004)
        await asyncio.sleep(0.2)

    script, _ = talk(what)
    tally = script.calls[0].tally
    assert tally is not None
    assert (tally.received, tally.lost) == (45, 5)


def test_a_long_message_on_its_way_is_not_overtaken_by_what_comes_after_it() -> None:
    """It crosses the pipe in pieces; the end of its call, told before them, would drop it."""
    ours, theirs = multiprocessing.Pipe()
    engine = Engine("127.0.0.1", range(*media_ports()))
    pieces = [Heard(7, 1, bytes([number]), 0, "") for number in range(100)]
    unsent: deque[Event] = deque(pieces)
    ours.send([Open(1), Close(1)])
    assert _listen(theirs, engine, time.monotonic() + 0.05, unsent)
    while unsent:
        assert _tell(theirs, unsent)
    heard = [event for _ in range(20) if ours.poll(0.05) for event in ours.recv()]
    assert heard[:100] == pieces
    assert [type(event) for event in heard[100:]] == [Opened, Tally]
    for end in (ours, theirs):
        end.close()


def test_a_telephone_that_tells_of_its_keys_twice_presses_each_once() -> None:
    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        (call,) = agent.calls.values()
        await ear._heard.wait()
        for number, key in enumerate("4774"):
            packets = pressed(key, 100 + 20 * number)
            if number % 2:  # now the one, now the other comes first
                await ear.speak(packets, pause=0.004)
                agent.media.order(Press(call.number, key))
            else:
                agent.media.order(Press(call.number, key))
                await asyncio.sleep(0.03)
                await ear.speak(packets, pause=0.004)
            await asyncio.sleep(0.1)

    script, _ = talk(what)
    assert script.pressed == "4774"


def test_packets_from_elsewhere_are_not_heard_once_the_telephone_has_spoken() -> None:
    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        await ear.speak(ear.sound(tone(700, 0.1)), pause=0.01)
        stranger = Ear()
        await stranger.open()
        stranger._source = ear._source
        stranger._heard.set()
        await stranger.speak(pressed("9", 500), pause=0.01)
        await asyncio.sleep(0.2)
        assert not stranger.packets
        stranger.close()

    script, _ = talk(what)
    assert script.pressed == ""


def test_when_the_media_process_dies_its_calls_are_ours_and_new_ones_are_taken() -> None:
    async def what(agent: Agent, ear: Ear, script: Script) -> None:
        process = agent.media._process
        assert process is not None
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        await script.until_ended()
        async with asyncio.timeout(6), raw(agent.wire.port) as another:
            number = 0
            while not another.all("SIP/2.0 200"):
                number += 1
                invite = another.request("INVITE", 1, f"i{number}", body=OFFER, call=f"n{number}")
                another.send(invite)
                await asyncio.sleep(0.4)

    script, _ = talk(what)
    assert script.ended[0] == Ended(How.FAILED, Side.OURS, "the media process died")


def test_a_prompt_is_said_to_its_end_though_the_codec_changes_in_the_middle() -> None:
    """A later offer may bring another codec; a conversation that waits for the end must hear it."""
    said = tone(440, 1.2)

    async def run() -> None:
        script, ear = Script({"long": said}), Ear()
        port = await ear.open()
        async with line(script) as agent, raw(agent.wire.port) as telephone:
            offer = OFFER.replace("m=audio 9", f"m=audio {port}")
            telephone.send(telephone.request("INVITE", 1, "one", body=offer))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack1", tag))
            await asyncio.sleep(0.5)
            other = offer.replace("RTP/AVP 0 101", "RTP/AVP 8 101")
            telephone.send(telephone.request("INVITE", 2, "two", tag, other))
            await telephone.wait("SIP/2.0 200", 2)
            telephone.send(telephone.request("ACK", 2, "ack2", tag))
            await script.until(lambda each: any(isinstance(e, Said) for e in each.events))
            telephone.send(telephone.request("BYE", 3, "bye", tag))
            await script.until_ended()
        ear.close()
        kinds = {packet.payload_type for _, packet in ear.packets}
        assert kinds == {0, 8}
        start = ear.packets[0][1].timestamp
        sound = np.concatenate([
            CODECS[packet.payload_type].decode(packet.payload)
            for _, packet in sorted(ear.packets, key=lambda each: each[1].timestamp - start)
        ])  # fmt: skip
        heard = without_silence(sound)
        assert abs(len(heard) - len(said)) < 400
        assert likeness(heard, said) > 0.98

    asyncio.run(run())
