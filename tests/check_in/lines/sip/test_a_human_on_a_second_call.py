"""Where the trunk does not hand a call over, the line calls the human and joins the two."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check_in.lines.sip.peers import SCENARIOS, Ear, tone
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.scripted import a_store, place, sipp_plays, the_line, typed

from drawdown.check_in.dialogue import CallEnded
from drawdown.check_in.lines.sip.g711 import FRAME, PCMA, PCMU, Samples
from drawdown.check_in.lines.sip.passing import AHEAD, MOST, Passing
from drawdown.check_in.lines.sip.rtp import Packet

REFUSES = """
  <recv request="REFER" timeout="20000" />
  <send><![CDATA[
      SIP/2.0 603 Declined
      [last_Via:]
      [last_From:]
      [last_To:]
      [last_Call-ID:]
      [last_CSeq:]
      Content-Length: 0

  ]]></send>
"""
TELEPHONE = "3055550100"
CALLER_SAYS, DESK_SAYS = tone(700, 1.2), tone(1150, 1.2)


def caller(ear: int, *, hangs_up: bool) -> str:
    """Presses 0, refuses to be handed over, and hangs up after a while or is hung up on."""
    text = typed("0", user=TELEPHONE, ear=ear, hangs_up=hangs_up, wait=4500, timeout=30)
    before = '<pause milliseconds="4500" />' if hangs_up else '<recv request="BYE"'
    return text.replace(before, REFUSES + before)


def desk(*, hangs_up: bool) -> str:
    """Answers, and hangs up after a while or is hung up on."""
    name = "answer-and-hang-up" if hangs_up else "answer"
    text = (SCENARIOS / f"{name}.xml").read_text()
    return text.replace('<pause milliseconds="500" />', '<pause milliseconds="3500" />')


def is_heard(heard: Samples, said: Samples) -> bool:
    """Whether a tone is in what was heard: at its place nearly nothing sounds but it."""
    at, _ = place(heard, said)
    found = heard[at : at + len(said)].astype(float) * np.hanning(len(said))
    power = np.abs(np.fft.rfft(found)) ** 2
    wanted = int(np.argmax(np.abs(np.fft.rfft(said.astype(float))) ** 2))
    near = power[wanted - 30 : wanted + 31].sum()
    loud = np.abs(found).max() > 3000
    return bool(loud and near > 0.9 * power.sum())


@pytest.mark.requires("sipp", "espeak-ng")
@pytest.mark.xdist_group("telephones")
@pytest.mark.parametrize("by_desk", [True, False])
def test_they_hear_each_other_until_one_hangs_up(by_desk: bool, tmp_path: Path) -> None:
    store, ears = a_store(), (Ear(), Ear())

    async def run() -> None:
        theirs, desks = ears
        async with contextlib.AsyncExitStack() as stack:
            for ear in ears:
                stack.callback(ear.close)
            await talk_to_each_other(theirs, desks)

    async def talk_to_each_other(theirs: Ear, desks: Ear) -> None:
        port = free_port()
        keys = ("-p", str(port), "-key", "ear_port", str(await desks.open()))
        text = caller(await theirs.open(), hangs_up=not by_desk)
        async with the_line(store, human=f"sip:desk@127.0.0.1:{port}") as line:
            human = asyncio.create_task(
                sipp_plays(desk(hangs_up=by_desk), tmp_path / "desk", 9, *keys, seconds=40)
            )
            calls = asyncio.create_task(
                sipp_plays(text, tmp_path / "caller", line.agent.wire.port, seconds=40)
            )
            async with asyncio.timeout(30):
                while not desks.packets:
                    await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
            await asyncio.gather(
                theirs.speak(theirs.sound(CALLER_SAYS), 0.018),
                desks.speak(desks.sound(DESK_SAYS), 0.018),
            )
            assert not await calls
            assert not await human
            async with asyncio.timeout(5):
                while line.agent.calls:
                    await asyncio.sleep(0.02)
            await (await line.talk(TELEPHONE)).over()

    asyncio.run(run())
    assert is_heard(ears[1].heard, CALLER_SAYS)
    assert is_heard(ears[0].heard, DESK_SAYS)
    assert not is_heard(ears[0].heard, CALLER_SAYS)
    (ended,) = [each for each in store.saved.values() if isinstance(each, CallEnded)]
    assert ended.how == "handed over to a human, on a second call of ours"


@pytest.mark.requires("sipp", "espeak-ng")
@pytest.mark.xdist_group("telephones")
@pytest.mark.parametrize("human", ["busy", "no-answer"])
def test_where_nobody_takes_it_both_calls_end(human: str, tmp_path: Path) -> None:
    """The busy one: the line says that nobody is free. The other: the caller hangs up meanwhile."""
    store, ear = a_store(), Ear()

    async def run() -> None:
        port = free_port()
        text = caller(await ear.open(), hangs_up=human == "no-answer")
        scenario = (SCENARIOS / f"{human}.xml").read_text()
        async with the_line(store, human=f"sip:desk@127.0.0.1:{port}") as line:
            desk = asyncio.create_task(
                sipp_plays(scenario, tmp_path / "desk", 9, "-p", str(port), seconds=40)
            )
            assert not await sipp_plays(text, tmp_path / "caller", line.agent.wire.port, seconds=40)
            assert not await desk
            await (await line.talk(TELEPHONE)).over()
            async with asyncio.timeout(5):
                while line.agent.calls:
                    await asyncio.sleep(0.02)
        ear.close()

    asyncio.run(run())
    (ended,) = [each for each in store.saved.values() if isinstance(each, CallEnded)]
    assert "handed over" not in ended.how


def packet(number: int, codes: bytes) -> Packet:
    return Packet(0, False, number & 0xFFFF, 0, 7, codes)


@given(st.lists(st.integers(0, 400), max_size=40), st.integers(0, 0xFFFF))
def test_what_comes_in_order_goes_out_in_order_and_once(sizes: list[int], first: int) -> None:
    passing, said, heard = Passing(PCMU), b"", b""
    for number, size in enumerate(sizes):
        codes = bytes((len(said) + n) % 251 for n in range(size))
        said += codes
        for _ in range(2):  # each comes twice
            passing.add(packet(first + number, codes), PCMU)
        if len(said) - len(heard) > MOST - 400:
            while (piece := passing.take()) is not None:
                assert len(piece) == FRAME
                heard += piece
    assert said.startswith(heard)
    assert len(said) - len(heard) <= MOST


def test_who_falls_behind_hears_the_newest_and_another_codec_is_understood() -> None:
    passing, sound = Passing(PCMA), tone(700, 1)
    codes = PCMU.frames(sound)
    for number, code in enumerate(codes):
        passing.add(packet(number, code), PCMU)
    heard = b"".join(iter(passing.take, None))
    assert len(heard) == MOST
    newest = PCMU.decode(b"".join(codes))[-MOST:]
    assert np.abs(PCMA.decode(heard).astype(int) - newest).max() < 1000
    passing.add(packet(999, codes[0]), PCMU)
    assert passing.take() is None  # until enough is there to go on
    passing.switch(PCMU)
    passing.add(packet(1000, codes[0] * (AHEAD // FRAME)), PCMU)
    assert passing.take() is not None
