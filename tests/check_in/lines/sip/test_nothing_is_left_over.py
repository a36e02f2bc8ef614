"""After a thousand calls, of every kind of end, no port, file, task or memory of them is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import Ear, Script, line, sipp, tone
from tests.check_in.lines.sip.raw import OFFER, raw, tag_of

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.orders import Pulse

pytestmark = [pytest.mark.requires("sipp"), pytest.mark.xdist_group("telephones")]


def media_files(agent: Agent) -> int:
    """Files that the media process has open."""
    process = agent.media._process
    assert process is not None
    return len(list(Path(f"/proc/{process.pid}/fd").iterdir()))


def resident(agent: Agent) -> int:
    """Memory of the media process, in kB."""
    process = agent.media._process
    assert process is not None
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS"))


async def streams(agent: Agent, wanted: int = 0, seconds: float = 8) -> None:
    """Wait until the media process has so many calls."""
    told: asyncio.Queue[Pulse] = asyncio.Queue()
    agent.media.on_pulse = told.put_nowait
    async with asyncio.timeout(seconds):
        while (await told.get()).calls != wanted:
            pass


def test_a_thousand_calls_leave_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        script = Script({"hello": tone(440, 0.1)})
        ear = Ear()
        keys = ("-key", "ear_port", str(await ear.open()), "-d", "30", "-l", "50")
        rate = ("-r", "100", "-timeout", "40")
        async with line(script, most_new=1000) as agent:
            # The range has a hundred ports: each must come back ten times.
            assert not await sipp(
                "hang-up", tmp_path, *keys, *rate, "-m", "100", to=agent.wire.port
            )
            await script.until_ended(calls=100)
            await streams(agent)
            before, memory = media_files(agent), resident(agent)
            assert not await sipp(
                "hang-up", tmp_path, *keys, *rate, "-m", "900", to=agent.wire.port
            )
            await script.until_ended(calls=1000)
            await streams(agent)
            assert media_files(agent) == before
            assert resident(agent) - memory < 4000
            assert not agent.calls
            assert not agent._ringing
            assert not agent._dialogs._dialogs
            assert not agent.media._listeners
            assert not agent.exchange.acknowledged
            names = [task.get_name() for task in asyncio.all_tasks()]
            assert len(names) < 10
        ear.close()

    asyncio.run(run())


def test_a_call_taken_back_before_it_had_a_port_gives_it_back() -> None:
    async def run() -> None:
        async with line(Script({})) as agent, raw(agent.wire.port) as telephone:
            await streams(agent)
            for number in range(20):
                call = f"c{number}"
                invite = telephone.request("INVITE", 1, call, body=OFFER, call=call)
                telephone.send(invite)
                telephone.send(telephone.request("CANCEL", 1, call, call=call))
            await telephone.wait("SIP/2.0 487", 1)
            await asyncio.sleep(0.5)
            for answer in telephone.all("SIP/2.0 200"):
                if "CSeq: 1 INVITE" in answer:  # some were answered before they were taken back
                    call = next(row for row in answer.split("\r\n") if row.startswith("Call-ID"))
                    name = call.split(": ")[1].partition("@")[0]
                    telephone.send(
                        telephone.request("ACK", 1, f"a{name}", tag_of(answer), call=name)
                    )
                    telephone.send(
                        telephone.request("BYE", 2, f"b{name}", tag_of(answer), call=name)
                    )
            await streams(agent, 0)
            assert not agent.calls
            assert not agent.media._listeners

    asyncio.run(run())


def test_a_call_that_ends_before_its_ack_is_hung_up_once_the_ack_is_there() -> None:
    """RFC 3261, section 15: no BYE before the ACK, and none may be left out after it."""

    async def run() -> None:
        script = Script({})
        async with line(script) as agent, raw(agent.wire.port) as telephone:
            telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            (call,) = agent.calls.values()
            await call.hang_up()
            await asyncio.sleep(0.3)
            assert not telephone.all("BYE")
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            bye = await telephone.wait("BYE")
            telephone.send(telephone.answer(bye, "200 OK"))
            assert not agent.exchange.acknowledged

    asyncio.run(run())


def test_who_answers_after_we_gave_up_is_hung_up() -> None:
    async def run() -> None:
        async with line(Script({}), ring_limit=1.0) as agent, raw(agent.wire.port) as telephone:
            events: list[object] = []
            call: Call = await agent.place(f"sip:a@127.0.0.1:{telephone.port}", events.append)
            assert call.ended is not None
            assert call.ended.known_by == "no ringing in 1 s"
            invite = telephone.all("INVITE")[-1]
            telephone.send(telephone.answer(invite, "200 OK", "late", OFFER))
            await telephone.wait("ACK")
            bye = await telephone.wait("BYE")
            assert "tag=late" in bye
            telephone.send(telephone.answer(bye, "200 OK"))

    asyncio.run(run())


def test_who_rings_after_we_gave_up_is_told_that_we_did() -> None:
    async def run() -> None:
        async with line(Script({}), ring_limit=1.0) as agent, raw(agent.wire.port) as telephone:
            await agent.place(f"sip:a@127.0.0.1:{telephone.port}", lambda event: None)
            invite = telephone.all("INVITE")[-1]
            telephone.send(telephone.answer(invite, "180 Ringing", "late"))
            cancel = await telephone.wait("CANCEL")
            telephone.send(telephone.answer(cancel, "200 OK"))
            telephone.send(telephone.answer(invite, "487 Request Terminated", "late"))
            await telephone.wait("ACK")

    asyncio.run(run())


def test_a_call_on_hold_that_nobody_ends_is_ended() -> None:
    async def run() -> None:
        script = Script({"long": tone(440, 30)})
        async with line(script, longest=1.0) as agent, raw(agent.wire.port) as telephone:
            held = OFFER + "a=inactive\n"
            telephone.send(telephone.request("INVITE", 1, "invite", body=held))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            telephone.send(telephone.answer(await telephone.wait("BYE"), "200 OK"))
            await script.until_ended()
            assert script.ended[0].known_by == "stood for 1 s"

    asyncio.run(run())
