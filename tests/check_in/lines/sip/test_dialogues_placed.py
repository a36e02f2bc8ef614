"""Calls of the ladder: only a key is a check-in, and whose side it was is known where it can be."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import SCENARIOS, sipp
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.programs import Baresip, baresip
from tests.check_in.lines.sip.scripted import (
    ALL,
    CUT,
    NEWS,
    NUMBER,
    PERSON,
    PIN,
    Script,
    a_store,
    digits,
    effects,
    follow,
    hear_all,
    kinds,
    news,
    sipp_plays,
    the_line,
)
from tests.check_in.lines.sip.test_kamailio import exchange

from drawdown.check_in.dialogue import CallEnded, CheckedIn
from drawdown.check_in.lines.sip.digest import Account
from drawdown.check_in.lines.sip.line import Reached

pytestmark = [
    pytest.mark.requires("baresip", "kamailio", "sipp", "espeak-ng"),
    pytest.mark.xdist_group("dialogues-placed"),
]


def test_whoever_is_called_checks_in_by_key_and_a_machine_does_not(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def both() -> None:
        await asyncio.gather(run("direct", tmp_path / "one"), run("exchange", tmp_path / "two"))

    async def run(way: str, tmp_path: Path) -> None:
        tmp_path.mkdir()
        store = a_store()
        async with contextlib.AsyncExitStack() as stack:
            settings: dict[str, object] = {"user": "line", "port": free_port()}
            pbx = 0
            if way == "exchange":
                pbx = await stack.enter_async_context(exchange(tool("kamailio"), tmp_path))
                settings |= {"account": Account("line", "secret"), "register": True,
                             "domain": f"127.0.0.1:{pbx}"}  # fmt: skip
            line = await stack.enter_async_context(the_line(store, **settings))

            async def one(user: str, script: Script) -> tuple[Reached, Path]:
                folder = tmp_path / user
                folder.mkdir()
                account = f"<sip:{user}@127.0.0.1:{pbx}>;auth_pass=secret;regint=60"
                if not pbx:
                    account = f"<sip:{user}@127.0.0.1:{{port}}>;regint=0"
                async with baresip(tool("baresip"), folder, account, seconds=90) as desk:
                    if pbx:
                        await desk.until("REGISTER_OK")
                    to = user if pbx else f"sip:{user}@127.0.0.1:{desk.port}"
                    script.telephone = to
                    call = asyncio.create_task(line.place(to, NUMBER, script.language))
                    talk = await follow(desk, line, script)
                    if not script.parts:  # a machine that records for a while, and hangs up
                        await talk.turn(1)
                        await asyncio.sleep(4)
                        await desk.command("hangup")
                    return await call, folder

            store.places = ()
            person = Script([("1", ALL), (PIN + "#", CUT), ("1", CUT), ("9", NEWS)], "fr")
            machine = Script([], "pt")
            (reached, folder), (unheard, _) = await asyncio.gather(
                one("3055550601", person), one("3055550602", machine)
            )
        assert reached == Reached("answered", "unknown", "a key was pressed", checked_in=True)
        talk = line.talks[person.telephone]
        made, end = effects(store, talk)
        assert isinstance(made, CheckedIn)
        assert (made.person, made.language) == (PERSON, "fr")
        heard = Baresip.sound(min(folder.glob("dump-*-dec.wav")))
        after = hear_all(heard, talk.turns[0][1])
        assert digits(heard, "fr", "receipt", after)[0] == made.receipt
        hear_all(heard, news(talk.turns[3][1]), after)

        assert unheard == Reached("no_key", "unknown", "answered, and no key was pressed")
        talk = line.talks[machine.telephone]
        assert kinds(store, talk) == ["CallEnded"]
        (end,) = effects(store, talk)
        assert isinstance(end, CallEnded)
        assert not end.pressed

    asyncio.run(both())


REFUSALS = {
    "486 Busy Here": ("busy", "person"),
    "600 Busy Everywhere": ("busy", "person"),
    "603 Decline": ("refused", "person"),
    "480 Temporarily Unavailable": ("no_answer", "person"),
    "404 Not Found": ("failed", "unknown"),
    "607 Unwanted": ("refused", "carrier"),
    "503 Service Unavailable": ("failed", "carrier"),
    "403 Forbidden": ("failed", "ours"),
}


def test_what_the_far_end_says_tells_whose_side_it_was(tmp_path: Path) -> None:
    async def run() -> None:
        store = a_store()
        async with the_line(store, ring_limit=2.0) as line:

            async def refused(status: str) -> None:
                port = free_port()
                text = (SCENARIOS / "busy.xml").read_text().replace("486 Busy Here", status)
                peer = asyncio.create_task(
                    sipp_plays(text, tmp_path / status[:3], 9, "-p", str(port), seconds=15)
                )
                await asyncio.sleep(0.5)
                found = await line.place(f"sip:a@127.0.0.1:{port}", NUMBER, "en")
                assert found == Reached(*REFUSALS[status], status)  # type: ignore[arg-type]
                wrong = await peer
                assert not wrong, wrong

            async def unanswered() -> None:
                port = free_port()
                (tmp_path / "rings").mkdir()
                peer = asyncio.create_task(sipp("no-answer", tmp_path / "rings", port=port))
                await asyncio.sleep(0.5)
                found = await line.place(f"sip:a@127.0.0.1:{port}", NUMBER, "en")
                assert found == Reached("no_answer", "person", "rang for 2 s")
                assert not await peer

            async def nobody_there() -> None:
                found = await line.place(f"sip:a@127.0.0.1:{free_port()}", NUMBER, "en")
                assert (found.outcome, found.side) == ("no_answer", "unknown")

            async def ours(number: str) -> None:
                found = await line.place(number, NUMBER, "en")
                assert (found.outcome, found.side) == ("failed", "ours")

            await asyncio.gather(
                *(refused(status) for status in REFUSALS), unanswered(), nobody_there(),
                ours("+1305"), ours("ask@me"), ours("sip:a@nowhere.invalid"),
            )  # fmt: skip
            assert not line.agent.calls
        assert not store.saved

    asyncio.run(run())
