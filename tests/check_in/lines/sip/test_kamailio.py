"""The configuration in docs/reference/kamailio.md does what that page says."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
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
from tests.check_in.lines.sip.programs import baresip, kamailio

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.digest import Account

pytestmark = [pytest.mark.requires("kamailio", "sipp"), pytest.mark.xdist_group("telephones")]

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "kamailio.md"
HELLO = tone(440, 0.5)


def written(beginning: str) -> str:
    """The file on the page that begins so."""
    blocks = re.findall(r"^```text\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if block.startswith(beginning))


@contextlib.asynccontextmanager
async def dispatcher(
    program: Path, folder: Path, workers: list[int], trunk: int = 9
) -> AsyncIterator[int]:
    """Run the page's Kamailio in front of workers; yield its port."""
    port = free_port()
    listed = "".join(f"1 sip:127.0.0.1:{worker}\n" for worker in workers)
    assert len(written("# set").splitlines()) == 3
    (folder / "dispatcher.list").write_text(listed)
    text = (
        written("#!KAMAILIO")
        .replace("192.0.2.10:5060", f"127.0.0.1:{port}")
        .replace("198.51.100.7:5060", f"127.0.0.1:{trunk}")
        .replace("/etc/kamailio/dispatcher.list", str(folder / "dispatcher.list"))
        .replace("log_stderror=no", "log_stderror=yes")
        .replace("children=4", "children=2")
    )
    async with kamailio(program, text, folder, port):
        yield port


async def calls(number: int, folder: Path, port: int) -> None:
    ear = Ear()
    keys = ("-key", "ear_port", str(await ear.open()), "-key", "codec", "0")
    wrong = await sipp("listen", folder, *keys, "-m", str(number), "-r", "10", to=port)
    ear.close()
    assert not wrong, wrong + (folder / "kamailio.log").read_text()


def test_workers_take_turns_and_one_that_drains_gets_no_calls(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def run() -> None:
        one, two = (Script({"hello": HELLO}, after_prompt="hang up") for _ in range(2))
        async with (
            line(one) as first,
            line(two) as second,
            dispatcher(tool("kamailio"), tmp_path, [first.wire.port, second.wire.port]) as port,
        ):
            await calls(4, tmp_path, port)
            await one.until_ended(calls=2)
            await two.until_ended(calls=2)
            first.draining = True  # before Kamailio has asked: a call is refused, and goes on
            await calls(2, tmp_path, port)
            await two.until_ended(calls=4)
            assert len(one.calls) == 2

    asyncio.run(run())


def test_a_worker_that_is_gone_is_passed_over(tool: Callable[[str], Path], tmp_path: Path) -> None:
    async def run() -> None:
        script = Script({"hello": HELLO}, after_prompt="hang up")
        async with (
            line(script) as worker,
            dispatcher(tool("kamailio"), tmp_path, [free_port(), worker.wire.port]) as port,
        ):
            await calls(2, tmp_path, port)
            await script.until_ended(calls=2)

    asyncio.run(run())


def test_a_worker_calls_out_by_way_of_the_trunk(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def run() -> None:
        script, ear, trunk, worker = Script({"hello": HELLO}), Ear(), free_port(), free_port()
        keys = ("-key", "ear_port", str(await ear.open()))
        async with dispatcher(tool("kamailio"), tmp_path, [worker], trunk) as port:
            peer = asyncio.create_task(sipp("answer", tmp_path, *keys, port=trunk))
            await asyncio.sleep(0.3)
            proxy = {"proxy": f"127.0.0.1:{port}", "domain": "trunk.example"}
            async with line(script, port=worker, **proxy) as agent:
                call = await agent.place("+15550123", script.events.append)
                script.hear(call, script.events.pop())
                await asyncio.sleep(1)
                await call.hang_up()
                await call.closed
                assert not await peer
        ear.close()
        assert likeness(without_silence(ear.heard), HELLO) > 0.99

    asyncio.run(run())


@contextlib.asynccontextmanager
async def exchange(program: Path, folder: Path) -> AsyncIterator[int]:
    """A telephone exchange with which telephones and lines register."""
    port = free_port()
    text = (Path(__file__).parent / "pbx.cfg").read_text()
    async with kamailio(program, text.replace("127.0.0.1:5060", f"127.0.0.1:{port}"), folder, port):
        yield port


@contextlib.asynccontextmanager
async def registered(script: Script, port: int) -> AsyncIterator[Agent]:
    """A line that is registered at an exchange."""
    settings = {
        "user": "line", "account": Account("line", "secret"), "register": True,
        "domain": f"127.0.0.1:{port}", "expires": 3600,
    }  # fmt: skip
    async with line(script, **settings) as agent:
        assert agent.registration is not None
        await asyncio.wait_for(agent.registration.first.wait(), 5)
        yield agent


ACCOUNT = "<sip:desk@127.0.0.1:{exchange}>;auth_pass=secret;regint=60"


@pytest.mark.requires("baresip")
@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_a_telephone_calls_the_registered_line_and_presses_keys(
    codec: str, tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def run() -> None:
        script = Script({"hello": HELLO}, keys=3)
        async with (
            exchange(tool("kamailio"), tmp_path) as port,
            registered(script, port),
            baresip(tool("baresip"), tmp_path, ACCOUNT.format(exchange=port), codec) as desk,
        ):
            await desk.until("REGISTER_OK")
            await desk.command("dial", f"sip:line@127.0.0.1:{port}")
            await desk.until("CALL_ESTABLISHED")
            await script.until(lambda each: len(each.events) > 1)
            await asyncio.sleep(0.3)
            for key in "12#":
                await desk.command("sndcode", key)
                await asyncio.sleep(0.3)
            await script.until_ended()
            await desk.until("CALL_CLOSED")
        assert script.pressed == "12#"
        heard = without_silence(desk.heard)
        assert abs(len(heard) - len(HELLO)) < 160
        assert likeness(heard, HELLO) > 0.99

    asyncio.run(run())


@pytest.mark.requires("baresip")
def test_the_registered_line_calls_a_telephone_and_stays_registered(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def run() -> None:
        script = Script({"hello": HELLO})
        async with (
            exchange(tool("kamailio"), tmp_path) as port,
            registered(script, port) as agent,
            baresip(tool("baresip"), tmp_path, ACCOUNT.format(exchange=port)) as desk,
        ):
            assert agent.registration is not None
            first = agent.registration.until
            await desk.until("REGISTER_OK")
            call = await agent.place("desk", script.events.append)
            script.hear(call, script.events.pop())
            await asyncio.sleep(2.5)  # the exchange grants three seconds; so it was renewed
            assert agent.registration.until > first
            assert agent.registration.current
            await desk.command("hangup")
            await asyncio.wait_for(call.closed, 5)
            assert call.ended is not None
            assert call.ended.known_by == "BYE"
        assert likeness(without_silence(desk.heard), HELLO) > 0.99

    asyncio.run(run())
