"""Calls we place: answered, busy, unanswered, challenged, taken back; and whose side it was."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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
from tests.check_in.lines.sip.ports import free_port

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.digest import Account
from drawdown.check_in.lines.sip.events import Answered, Ended, How, Side
from drawdown.check_in.lines.sip.g711 import PCMU

pytestmark = [pytest.mark.requires("sipp"), pytest.mark.xdist_group("telephones")]

HELLO = tone(440, 0.7)


def call(
    scenario: str, folder: Path, script: Script, more: dict[str, object] | None = None,
    meanwhile: Callable[[Agent], Awaitable[None]] | None = None,
) -> Ear:  # fmt: skip
    """Call a sipp that plays `scenario`; return what it heard."""
    ear = Ear()

    async def run() -> None:
        port = free_port()
        keys = ("-key", "ear_port", str(await ear.open()))
        peer = asyncio.create_task(sipp(scenario, folder, *keys, port=port))
        await asyncio.sleep(0.3)
        async with line(script, **(more or {})) as agent:
            placed: list[object] = []

            def hear(event: object) -> None:
                script.hear(placed[0], event) if placed else script.events.append(event)  # type: ignore[arg-type,func-returns-value]

            async def place() -> None:
                await agent.place(f"sip:+15550123@127.0.0.1:{port}", lambda event: hear(event))

            task = asyncio.create_task(place())
            while not agent.calls:  # it is there once `place` has begun, and may soon be over
                await asyncio.sleep(0)
            placed.append(next(iter(agent.calls.values())))
            if meanwhile is not None:
                await meanwhile(agent)
            await script.until_ended(seconds=12)
            await task
            assert not await peer
            assert not agent.calls
        ear.close()

    asyncio.run(run())
    return ear


def test_who_answers_hears_the_prompt(tmp_path: Path) -> None:
    script = Script({"hello": HELLO}, after_prompt="hang up")
    ear = call("answer", tmp_path, script)
    assert isinstance(script.events[0], Answered)
    heard = without_silence(ear.heard)
    assert abs(len(heard) - len(HELLO)) < 80
    assert likeness(heard, PCMU.decode(PCMU.encode(HELLO))) > 0.999


def test_who_hangs_up_has_hung_up(tmp_path: Path) -> None:
    script = Script({"hello": tone(440, 8)})
    call("answer-and-hang-up", tmp_path, script)
    assert script.ended == [Ended(How.HUNG_UP, Side.UNKNOWN, "BYE")]


def test_a_busy_telephone_is_on_their_side(tmp_path: Path) -> None:
    script = Script({})
    call("busy", tmp_path, script)
    assert script.events == [Ended(How.BUSY, Side.THEIRS, "486 Busy Here")]


def test_an_unanswered_call_is_taken_back(tmp_path: Path) -> None:
    script = Script({})
    call("no-answer", tmp_path, script, {"ring_limit": 1.0})
    assert script.events == [Ended(How.NO_ANSWER, Side.THEIRS, "rang for 1 s")]


def test_we_may_take_a_call_back_while_it_rings(tmp_path: Path) -> None:
    async def meanwhile(agent: Agent) -> None:
        await asyncio.sleep(0.5)
        for each in list(agent.calls.values()):
            await each.hang_up()

    script = Script({})
    call("no-answer", tmp_path, script, meanwhile=meanwhile)
    assert script.events == [Ended(How.CANCELLED, Side.OURS, "we took it back")]


def test_a_challenge_is_answered(tmp_path: Path) -> None:
    script = Script({"hello": HELLO}, after_prompt="hang up")
    call("challenge", tmp_path, script, {"account": Account("line", "secret")})
    assert isinstance(script.events[0], Answered)


def test_where_nobody_listens_it_is_not_held_to_be_theirs() -> None:
    async def run() -> None:
        script = Script({})
        async with line(script) as agent:
            await agent.place("sip:a@nowhere.invalid", script.events.append)
        assert [(each.how, each.side) for each in script.ended] == [(How.FAILED, Side.OURS)]

    asyncio.run(run())
