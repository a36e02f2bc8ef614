"""Who hangs up keeps what they did, at whichever prompt; also on a network that loses and doubles.

The telephones are sipp's, which types by INFO. Keys in packets, disturbed, come from an ear.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import Ear
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.scripted import (
    NUMBER,
    PIN,
    WatchedLine,
    a_store,
    digits,
    effects,
    hear_all,
    news,
    said,
    sipp_plays,
    the_line,
    typed,
)
from tests.check_in.lines.sip.test_disturbed import disturbed, pressed

from drawdown.check_in.dialogue import At, CallEnded, CheckedIn
from drawdown.check_in.dialogue.machine import PLACES
from drawdown.check_in.lines.sip.g711 import RATE
from drawdown.check_in.lines.store import MemoryStore

pytestmark = [
    pytest.mark.requires("sipp", "espeak-ng"),
    pytest.mark.xdist_group("dialogues-placed"),
]

MENU = f"11{NUMBER}#{PIN}#"
WAYS = {
    At.LANGUAGE: ("", ()),
    At.START: ("1", ()),
    At.NUMBER: ("11", ()),
    At.PIN: (f"11{NUMBER}#", ()),
    At.MENU: (f"{MENU}1", ("CheckedIn",)),
    At.CHANGE: (f"{MENU}3", ()),
    At.CHANGE_MESSAGE: (f"{MENU}32", ()),
    At.CALL_BACK: (f"{MENU}14", ("CheckedIn",)),
    At.FACILITY: ("12", ()),
    At.TOPIC: ("121", ()),
    At.REPORT_MESSAGE: ("1215", ()),
    At.SIGNED: ("1212", ("ConditionReported",)),  # without a signature it stands all the same
    At.REPORT_NUMBER: ("12132", ("ConditionReported",)),
    At.REPORTED: ("12141", ("ConditionReported",)),
    At.HUMAN: ("10", ()),
}
"""The keys that lead to each place, and what is kept of a call that ends there."""


def test_who_hangs_up_at_any_prompt_keeps_what_they_did(tmp_path: Path) -> None:
    assert set(WAYS) == set(PLACES)

    async def run() -> None:
        store = a_store()
        async with the_line(store, human=f"sip:desk@127.0.0.1:{free_port()}") as line:

            async def one(number: int, at: At) -> None:
                keys, kept = WAYS[at]
                telephone = f"30555503{number:02}"
                play = typed(keys, user=telephone, ear=9, hangs_up=True, wait=1500)
                wrong = await sipp_plays(play, tmp_path / at, line.agent.wire.port)
                assert not wrong, wrong
                talk = await line.talk(telephone)
                await talk.over()
                *done, end = effects(store, talk)
                assert [type(each).__name__ for each in done] == list(kept)
                assert isinstance(end, CallEnded)
                reached = At.REPORTED if "ConditionReported" in kept else at
                assert (end.reached, end.side, end.how) == (reached.value, "unknown", "BYE")
                assert end.pressed is bool(keys)
                identified = at in (At.MENU, At.CHANGE, At.CHANGE_MESSAGE, At.CALL_BACK)
                assert end.invite_back is (identified and "CheckedIn" not in kept)

            await asyncio.gather(*(one(number, at) for number, at in enumerate(WAYS)))
            assert not line.agent.calls
            assert not line._talks

    asyncio.run(run())


class Weather(asyncio.DatagramProtocol):
    """A network between a telephone and the line: loses, doubles and mixes up messages."""

    def __init__(self, to: int, seed: int) -> None:
        self._to = ("127.0.0.1", to)
        self._chance = random.Random(seed)  # noqa: S311
        self._caller: tuple[str, int] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self.lost = self.doubled = self.late = 0

    async def open(self) -> int:
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        return int(self._transport.get_extra_info("sockname")[1])

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if addr == self._to:
            to = self._caller
        else:
            self._caller, to = addr, self._to
        chance = self._chance.random()
        if chance < 0.1:
            self.lost += 1
            return
        self._send(data, to)
        if chance < 0.3:
            self.doubled += 1
            self._send(data, to)
        elif chance < 0.5:  # once more, and late: behind what was sent after it
            self.late += 1
            asyncio.get_running_loop().call_later(0.15, self._send, data, to)

    def _send(self, data: bytes, to: tuple[str, int] | None) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, to)


async def through(
    weather_seed: int, line: WatchedLine, store: MemoryStore, folder: Path
) -> Weather:
    """Check in with a tenth of all messages and packets lost, and others twice or out of order."""
    telephone, ear = f"30555504{weather_seed:02}", Ear()
    weather = Weather(line.agent.wire.port, weather_seed)
    port = await weather.open()
    play = typed("21", user=telephone, ear=await ear.open(), hangs_up=False, pause=600)
    caller = asyncio.create_task(sipp_plays(play, folder / str(weather_seed), port))
    talk = await line.talk(telephone)
    for number, keys in enumerate((f"{NUMBER}#", f"{PIN}#", "1"), start=3):
        await talk.turn(number, 25)
        await asyncio.sleep(0.6)
        packets = disturbed(pressed(keys, 1000 * number), loss=0.1, seed=weather_seed + number)
        await ear.speak(packets, pause=0.008)
    acts = await talk.turn(6)
    await asyncio.sleep(len(said(news(acts))) / RATE + 0.3)
    await ear.speak(disturbed(pressed("9", 9000), loss=0.1, seed=weather_seed))
    wrong = await caller
    assert not wrong, wrong
    await talk.over()
    made, end = effects(store, talk)
    assert isinstance(made, CheckedIn)
    assert isinstance(end, CallEnded)
    assert not end.invite_back
    after = hear_all(ear.heard, news(acts))
    assert after > 5 * RATE
    assert digits(ear.heard, "es", "receipt")[0] == made.receipt
    weather.close()
    ear.close()
    return weather


def test_a_check_in_counts_once_on_a_network_that_loses_doubles_and_mixes_up(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        store = a_store()
        async with the_line(store) as line:
            calls = (through(seed, line, store, tmp_path) for seed in range(1, 5))
            weather = await asyncio.gather(*calls)
        assert sum(each.lost for each in weather) > 2
        assert sum(each.doubled + each.late for each in weather) > 4
        assert sum(isinstance(each, CheckedIn) for each in store.saved.values()) == 4

    asyncio.run(run())
