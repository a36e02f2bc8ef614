"""A line that starts says what is wrong, tells that it is alive, and ends its calls in order."""

from __future__ import annotations

import asyncio
import shutil
import threading

import pytest
from tests.check_in.lines.sip.ports import media_ports
from tests.check_in.lines.sip.raw import OFFER, raw, tag_of
from tests.check_in.lines.sip.scripted import SOUNDS, a_store, effects, the_line

from drawdown.check_in.dialogue import CallEnded
from drawdown.check_in.lines.sip.digest import Account
from drawdown.check_in.lines.sip.line import Beat, Line
from drawdown.check_in.lines.sip.settings import LineError, Settings

pytestmark = [pytest.mark.requires("espeak-ng"), pytest.mark.xdist_group("telephones")]


def test_a_trunk_that_refuses_the_registration_is_told_in_one_line() -> None:
    async def run() -> None:
        async with raw(9) as trunk:
            settings = Settings(
                port=0, media_ports=media_ports(), domain=f"127.0.0.1:{trunk.port}",
                account=Account("line", "wrong"), register=True,
            )  # fmt: skip
            line = Line(settings, a_store(), sounds=SOUNDS)

            async def refuse() -> None:
                request = await trunk.wait("REGISTER")
                trunk.to = line.agent.wire.port
                trunk.send(trunk.answer(request, "403 Forbidden", tag="r"))

            refusing = asyncio.create_task(refuse())
            with pytest.raises(LineError, match=r"refuses to register 'line' \(403 Forbidden\)"):
                await line.start()
            await refusing

    asyncio.run(run())


def test_without_a_voice_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    async def run() -> None:
        line = Line(Settings(port=0, media_ports=media_ports()), a_store())
        with pytest.raises(LineError, match=r"espeak-ng .* is not installed"):
            await line.start()

    asyncio.run(run())


def test_signs_of_life_are_told_in_a_thread_and_go_on_where_nobody_hears_them() -> None:
    beats: list[Beat] = []
    threads: set[str] = set()

    def hear(beat: Beat) -> None:
        beats.append(beat)
        threads.add(threading.current_thread().name)
        if len(beats) == 1:
            raise ConnectionError("the database is away")

    async def run() -> None:
        settings = Settings(port=0, media_ports=media_ports())
        line = Line(settings, a_store(), sounds=SOUNDS, on_beat=hear, beat_seconds=0.1)
        line._warm = nothing  # type: ignore[method-assign]
        await line.start()
        async with asyncio.timeout(5):
            while len(beats) < 3:
                await asyncio.sleep(0.02)
        await line.drain(0)
        assert not line.beat().works
        await line.close()

    async def nothing() -> None:
        return

    asyncio.run(run())
    assert beats[2].works
    assert beats[2].registered is None
    assert threading.current_thread().name not in threads


def test_a_call_that_stands_when_the_line_is_shut_down_is_told_to_be_ours() -> None:
    async def run() -> None:
        store = a_store()
        async with the_line(store) as line, raw(line.agent.wire.port) as telephone:
            telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            talk = await line.talk("+15550100")
            await talk.turn(1)
            closing = asyncio.create_task(line.close())
            telephone.send(telephone.answer(await telephone.wait("BYE"), "200 OK"))
            await closing
            (end,) = effects(store, talk)
            assert isinstance(end, CallEnded)
            assert (end.side, end.how) == ("ours", "the line was shut down")

    asyncio.run(run())
