"""Real telephones whose calls go other ways: wrong PINs, humans, repeats, messages, reports."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import Ear, likeness, sipp, tone, without_silence
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
    Watched,
    WatchedLine,
    a_store,
    digits,
    effects,
    follow,
    hear_all,
    news,
    place,
    the_line,
)

from drawdown.check_in.dialogue import (
    CallBackAsked,
    CallEnded,
    ChangeReported,
    CheckedIn,
    ConditionReported,
    Effect,
)
from drawdown.check_in.lines.sip.acts import Say
from drawdown.check_in.lines.sip.g711 import RATE, Samples
from drawdown.check_in.lines.store import MemoryStore

pytestmark = [
    pytest.mark.requires("baresip", "sipp", "espeak-ng"),
    pytest.mark.xdist_group("dialogues"),
]

IN = [("1", CUT), (NUMBER + "#", CUT), (PIN + "#", CUT)]


@dataclass
class Phones:
    """What every call here needs."""

    program: Path
    folder: Path
    store: MemoryStore

    async def call(
        self, line: WatchedLine, number: int, script: Script,
        then: Callable[[Baresip, Watched], Awaitable[None]] | None = None,
    ) -> tuple[Watched, Samples, list[Effect]]:  # fmt: skip
        """Call, follow the script, return what was heard and kept once the call is over."""
        script.telephone = f"30555502{number:02}"
        folder = self.folder / str(number)
        folder.mkdir()
        account = f"<sip:{script.telephone}@127.0.0.1>;regint=0"
        async with baresip(self.program, folder, account, seconds=90) as desk:
            await desk.command("dial", f"sip:line@127.0.0.1:{line.agent.wire.port}")
            await desk.until("CALL_ESTABLISHED")
            talk = await follow(desk, line, script)
            if then is not None:
                await then(desk, talk)
            await talk.over()
            await asyncio.sleep(0.3)
        first = min(folder.glob("dump-*-dec.wav"))  # a human's would be another
        return talk, Baresip.sound(first), effects(self.store, talk)


async def wrong_pin_once(phones: Phones, line: WatchedLine) -> None:
    script = Script([("2", CUT), ("1", CUT), (NUMBER + "#", CUT), ("999999#", CUT),
                     (NUMBER + "#", ALL), (PIN + "#", CUT), ("1", CUT), ("9", NEWS)])  # fmt: skip
    talk, heard, kept = await phones.call(line, 1, script)
    assert [type(each).__name__ for each in kept] == ["NotIdentified", "CheckedIn", "CallEnded"]
    assert isinstance(kept[1], CheckedIn)
    after = hear_all(heard, talk.turns[4][1])  # that they do not go together, and try again
    assert digits(heard, "es", "receipt", after)[0] == kept[1].receipt


async def three_wrong_pins(phones: Phones, line: WatchedLine) -> None:
    wrong = [(NUMBER + "#", CUT), ("999999#", CUT)]
    talk, _, kept = await phones.call(line, 2, Script([("1", CUT), ("1", CUT), *wrong * 3]))
    assert [type(each).__name__ for each in kept] == ["NotIdentified"] * 3 + ["CallEnded"]
    assert isinstance(kept[-1], CallEnded)
    assert kept[-1].how == "handed over to a human"
    assert kept[-1].side == "unknown"
    assert not talk.state.unreached


async def a_human_who_is_busy(phones: Phones, line: WatchedLine) -> None:
    script = Script([("4", CUT), ("0", CUT)])
    talk, heard, kept = await phones.call(line, 3, script)
    asked, end = kept
    assert isinstance(asked, CallBackAsked)
    assert (asked.telephone, asked.reason) == (script.telephone, "nobody was free")
    assert isinstance(end, CallEnded)
    hear_all(heard, talk.turns[3][1])  # nobody is free; a person will call back
    (languages,) = (act for act in talk.turns[0][1] if isinstance(act, Say))
    last = next(sound for name, sound in reversed(languages.sounds) if not name.startswith("pause"))
    assert place(heard, last)[1] < 0.6  # who presses a key early hears no more of the languages


async def a_star_repeats(phones: Phones, line: WatchedLine) -> None:
    async def hang_up(desk: Baresip, talk: Watched) -> None:
        await talk.turn(3)
        await asyncio.sleep(len_of(talk, 2) + 0.5)
        await desk.command("hangup")

    talk, heard, kept = await phones.call(line, 4, Script([("5", CUT), ("*", ALL)]), hang_up)
    after = hear_all(heard, talk.turns[1][1])
    hear_all(heard, talk.turns[2][1], after)
    (end,) = kept
    assert isinstance(end, CallEnded)
    assert (end.reached, end.pressed, end.side) == ("start", True, "unknown")


def len_of(talk: Watched, turn: int) -> float:
    return sum(
        len(sound) / RATE
        for act in talk.turns[turn][1] if isinstance(act, Say) for _, sound in act.sounds
    )  # fmt: skip


async def a_new_address(phones: Phones, line: WatchedLine) -> None:
    script = Script([("3", CUT), *IN, ("3", CUT), ("1", CUT), ("#", 3.0), ("9", NEWS)])
    talk, heard, kept = await phones.call(line, 5, script)
    change, end = kept
    assert isinstance(change, ChangeReported)
    assert (change.person, change.what, change.language) == (PERSON, "address", "ht")
    message = phones.store.sounds[change.recording]
    assert 2 < len(message) / RATE < 5
    hum = without_silence(message)
    assert likeness(hum, tone(300, len(hum) / RATE)) > 0.95
    hear_all(heard, talk.turns[6][1])  # with the words before the tone
    assert digits(heard, "ht", "receipt")[0] == change.receipt
    assert isinstance(end, CallEnded)
    assert end.invite_back


async def a_call_back(phones: Phones, line: WatchedLine) -> None:
    script = Script([("1", CUT), *IN, ("4", CUT), ("#", CUT), ("9", NEWS)])
    talk, heard, kept = await phones.call(line, 6, script)
    asked, _ = kept
    assert isinstance(asked, CallBackAsked)
    assert (asked.person, asked.telephone) == (PERSON, script.telephone)
    assert asked.reason == "asked"
    hear_all(heard, news(talk.turns[6][1]))


async def an_anonymous_condition(phones: Phones, line: WatchedLine) -> None:
    script = Script([(key, CUT) for key in "22111"] + [("9", NEWS)])
    talk, heard, kept = await phones.call(line, 7, script)
    report, end = kept
    assert isinstance(report, ConditionReported)
    assert (report.facility, report.topic, report.person) == ("krome", "soap", "")
    assert isinstance(end, CallEnded)
    assert end.person == ""
    after = hear_all(heard, news(talk.turns[5][1]))
    assert after > 5 * RATE
    assert digits(heard, "es", "receipt")[0] == report.receipt


async def typed_ahead(phones: Phones, line: WatchedLine) -> None:
    """Everything is known by heart; the PIN begins with 0, which alone would call a human."""
    script = Script([(f"11{NUMBER}#{PIN}#1", CUT)])

    async def listen(desk: Baresip, talk: Watched) -> None:
        await talk.turn(6)
        await asyncio.sleep(len_of(talk, 5))
        await desk.command("hangup")

    _, heard, kept = await phones.call(line, 8, script, listen)
    made, _ = kept
    assert isinstance(made, CheckedIn)
    assert digits(heard, "en", "receipt")[0] == made.receipt
    assert digits(heard, "en", "receipt_again")[0] == made.receipt


def test_calls_that_do_not_go_straight(tool: Callable[[str], Path], tmp_path: Path) -> None:
    async def run() -> None:
        store, ear = a_store(), Ear()
        phones = Phones(tool("baresip"), tmp_path, store)
        takes, busy = free_port(), free_port()
        for name in ("takes", "busy"):
            (tmp_path / name).mkdir()
        keys = ("-key", "ear_port", str(await ear.open()), "-timeout", "60")
        humans = [
            asyncio.create_task(sipp("answer", tmp_path / "takes", *keys, port=takes)),
            asyncio.create_task(sipp("busy", tmp_path / "busy", "-timeout", "60", port=busy)),
        ]
        async with contextlib.AsyncExitStack() as stack:
            first = await stack.enter_async_context(
                the_line(store, human=f"sip:desk@127.0.0.1:{takes}")
            )
            second = await stack.enter_async_context(
                the_line(store, human=f"sip:desk@127.0.0.1:{busy}")
            )
            await asyncio.gather(
                wrong_pin_once(phones, first), three_wrong_pins(phones, first),
                a_human_who_is_busy(phones, second), a_star_repeats(phones, first),
                a_new_address(phones, first), a_call_back(phones, second),
                an_anonymous_condition(phones, second), typed_ahead(phones, second),
            )  # fmt: skip
        assert not await humans[1]
        assert not await humans[0]
        ear.close()

    asyncio.run(run())
