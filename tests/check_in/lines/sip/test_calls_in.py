"""Calls that come in from sipp: what is said is heard, keys count, holds pause, ends are clean."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import (
    Ear,
    Script,
    likeness,
    line,
    sipp,
    tone,
    without_silence,
)

from drawdown.check_in.lines.sip.events import Ended, How, Recorded, Said, Side
from drawdown.check_in.lines.sip.g711 import PCMU, RATE

pytestmark = [pytest.mark.requires("sipp"), pytest.mark.xdist_group("telephones")]

HELLO = tone(440, 0.7)
DATE = tone(1320, 0.5)


@pytest.mark.parametrize("codec", [0, 8])
def test_a_caller_hears_the_prompts_and_nothing_else(codec: int, tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"hello": HELLO, "date": DATE}, after_prompt="hang up")
        ear = Ear(codec)
        keys = ("-key", "ear_port", str(await ear.open()), "-key", "codec", str(codec))
        async with line(script) as agent:
            assert not await sipp("listen", tmp_path, *keys, to=agent.wire.port)
            await script.until_ended()
        ear.close()
        assert script.ended == [Ended(How.HUNG_UP, Side.OURS, "we hung up")]
        heard = without_silence(ear.heard)
        said = ear.codec.decode(ear.codec.encode(HELLO) + ear.codec.encode(DATE))
        assert abs(len(heard) - len(said)) < RATE // 100
        assert likeness(heard, said) > 0.999
        sequence = [packet.sequence for _, packet in ear.packets]
        assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))
        assert ear.packets[0][1].marker

    asyncio.run(scenario())


def test_keys_in_packets_are_each_heard_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"hello": tone(440, 0.1)}, keys=5)
        async with line(script) as agent:
            assert not await sipp("keys", tmp_path, "-key", "keys", "1337#", to=agent.wire.port)
            await script.until_ended()
        assert script.pressed == "1337#"

    asyncio.run(scenario())


@pytest.mark.parametrize("interruptible", [True, False])
def test_a_key_cuts_off_a_prompt_that_may_be_cut_off(interruptible: bool, tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"long": tone(440, 8)}, keys=1, interruptible=interruptible)
        async with line(script) as agent:
            assert not await sipp("keys", tmp_path, "-key", "keys", "0", to=agent.wire.port)
            await script.until_ended()
        assert script.pressed == "0"
        assert (Said(1, True) in script.events) is interruptible

    asyncio.run(scenario())


def test_keys_by_info_count_in_both_forms(tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"long": tone(440, 8)})
        async with line(script) as agent:
            assert not await sipp("info", tmp_path, to=agent.wire.port)
            await script.until_ended()
        assert script.pressed == "7#"
        assert Said(1, True) in script.events

    asyncio.run(scenario())


def test_what_a_caller_says_is_recorded(tmp_path: Path) -> None:
    message = tone(700, 2)
    (tmp_path / "message.ulaw").write_bytes(PCMU.encode(message))

    async def scenario() -> None:
        script = Script({"beep": tone(1000, 0.2)}, after_prompt="record")
        async with line(script) as agent:
            caller = asyncio.create_task(sipp("speak", tmp_path, to=agent.wire.port))
            await asyncio.sleep(4)
            script.calls[0].hush()
            await script.until(lambda each: isinstance(each.events[-1], Recorded))
            await script.calls[0].hang_up()
            assert not await caller
        recorded = next(each for each in script.events if isinstance(each, Recorded))
        heard = without_silence(recorded.samples)
        assert abs(len(heard) - len(message)) < RATE // 20
        assert likeness(heard, PCMU.decode(PCMU.encode(message))) > 0.99

    asyncio.run(scenario())


def test_on_hold_the_line_is_silent_and_then_goes_on_where_it_was(tmp_path: Path) -> None:
    async def scenario() -> None:
        said = tone(440, 1.6)
        script = Script({"long": said})
        ear = Ear()
        async with line(script) as agent:
            keys = ("-key", "ear_port", str(await ear.open()))
            assert not await sipp("hold", tmp_path, *keys, to=agent.wire.port)
            await script.until_ended()
        ear.close()
        times = [time for time, _ in ear.packets]
        pauses = [later - earlier for earlier, later in pairwise(times)]
        assert 0.8 < max(pauses) < 1.5
        assert sorted(pauses)[-2] < 0.5
        heard = PCMU.decode(b"".join(packet.payload for _, packet in ear.packets))
        assert likeness(without_silence(heard), PCMU.decode(PCMU.encode(said))) > 0.999
        assert script.ended == [Ended(How.HUNG_UP, Side.UNKNOWN, "BYE")]

    asyncio.run(scenario())


def test_a_call_can_be_taken_back_while_it_rings(tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"hello": HELLO})
        async with line(script, answer_after=3) as agent:
            assert not await sipp("cancel", tmp_path, to=agent.wire.port)
            await asyncio.sleep(0.1)
            assert not agent.calls
        assert not script.calls  # nobody began to talk

    asyncio.run(scenario())


def test_an_offer_of_encrypted_sound_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with line(Script({})) as agent:
            assert not await sipp("refused", tmp_path, to=agent.wire.port)
            assert not agent.calls

    asyncio.run(scenario())


@pytest.mark.parametrize("after", [0, 20, 150, 500])
def test_a_caller_may_hang_up_at_any_moment(after: int, tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"hello": HELLO, "date": DATE})
        ear = Ear()
        more = ("-key", "ear_port", str(await ear.open()), "-d", str(after), "-m", "5", "-r", "50")
        async with line(script) as agent:
            assert not await sipp("hang-up", tmp_path, *more, to=agent.wire.port)
            await script.until_ended(calls=5)
            assert not agent.calls
            assert {each.known_by for each in script.ended} == {"BYE"}
        ear.close()

    asyncio.run(scenario())


def test_nothing_is_heard_of_a_tenth_of_all_messages_and_every_call_ends(tmp_path: Path) -> None:
    async def scenario() -> None:
        script = Script({"hello": tone(440, 0.2)}, after_prompt="hang up")
        ear = Ear()
        more = (
            "-key", "ear_port", str(await ear.open()), "-key", "codec", "0",
            "-m", "20", "-r", "20", "-lost", "10",
        )  # fmt: skip
        async with line(script) as agent:
            assert not await sipp("listen", tmp_path, *more, to=agent.wire.port)
            await script.until_ended(calls=20)
            assert not agent.calls
        ear.close()

    asyncio.run(scenario())
