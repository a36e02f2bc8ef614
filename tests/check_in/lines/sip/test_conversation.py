"""A conversation's wishes are carried out in order, and it is told when nobody presses a key."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sipmessage import URI
from tests.check_in.lines.sip.peers import Ear, line, sipp, tone
from tests.check_in.lines.sip.ports import free_port
from tests.check_in.lines.sip.raw import OFFER, Raw, raw, tag_of

from drawdown.check_in.lines.sip.acts import (
    Act,
    Collect,
    Digits,
    HangUp,
    Heard,
    HungUp,
    Record,
    Say,
    Timeout,
    Transfer,
)
from drawdown.check_in.lines.sip.call import Call
from drawdown.check_in.lines.sip.conversation import answering, talk_to
from drawdown.check_in.lines.sip.events import Answered, Ended, How, Side

pytestmark = pytest.mark.xdist_group("telephones")


@dataclass
class Book:
    """Answers the n-th thing it hears with the n-th line of its part."""

    part: list[Sequence[Act]]
    heard: list[Heard] = field(default_factory=list)
    fails: bool = False

    async def hear(self, heard: Heard) -> Sequence[Act]:
        self.heard.append(heard)
        if self.fails:
            raise RuntimeError("the record cannot be reached")
        return self.part.pop(0) if self.part else ()

    @property
    def kinds(self) -> list[str]:
        return [type(each).__name__ for each in self.heard]


async def answer_bye(telephone: Raw, number: int = 1) -> None:
    bye = await telephone.wait("BYE", number)
    telephone.send(telephone.answer(bye, "200 OK"))


def call_in(book: Book, *keys: str, forwarded: str = "", taken: str = "200 OK") -> None:
    """Call, press each of `keys` a while after the other, be hung up on."""

    async def run() -> None:
        human = URI.parse(forwarded) if forwarded else None
        async with (
            line(answering(lambda call: book, human)) as agent,
            raw(agent.wire.port) as telephone,
        ):
            telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            for number, key in enumerate(keys):
                await asyncio.sleep(0.4)
                within(telephone, "INFO", 2 + number, tag, f"Signal={key}\r\n", "dtmf-relay")
            if forwarded:
                refer = await telephone.wait("REFER")
                assert f"Refer-To: <{forwarded}>" in refer
                telephone.send(telephone.answer(refer, "202 Accepted"))
                within(telephone, "NOTIFY", 20, tag, "SIP/2.0 100 Trying\r\n", "sipfrag")
                within(telephone, "NOTIFY", 21, tag, f"SIP/2.0 {taken}\r\n", "sipfrag")
            await answer_bye(telephone)
            async with asyncio.timeout(5):
                while "HungUp" not in book.kinds:
                    await asyncio.sleep(0.02)

    asyncio.run(run())


def within(telephone: Raw, method: str, number: int, tag: str, body: str, kind: str) -> None:
    """Send a request of the call, with a body."""
    request = telephone.request(method, number, f"{method}{number}", tag)
    ends = f"Content-Type: application/{kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    telephone.send(request.replace("Content-Length: 0\r\n\r\n", ends))


def say(seconds: float, *, interruptible: bool = True) -> Say:
    return Say(((f"{seconds}", tone(440, seconds)),), interruptible)


OURS = HungUp(Side.OURS, "we hung up")


def test_silence_is_told_after_the_prompt_and_a_goodbye_is_said_to_its_end() -> None:
    book = Book([[say(0.1), Collect(seconds=0.3)], [say(0.2), HangUp()]])
    call_in(book)
    assert book.heard == [Answered(), Timeout(), OURS]


def test_a_key_cuts_off_all_that_would_be_said_and_counts() -> None:
    book = Book([[say(9), say(8), Collect(most=4, ends="#", seconds=1)], [HangUp()]])
    call_in(book, "1", "2", "#")
    assert book.heard == [Answered(), Digits("12"), OURS]


def test_keys_end_with_the_last_that_is_wanted_or_with_a_pause() -> None:
    book = Book([[Collect(most=2)], [Collect(most=4, between=0.2)], [HangUp()]])
    call_in(book, "1", "2", "3")
    assert book.heard == [Answered(), Digits("12"), Digits("3"), OURS]


def test_a_star_is_told_at_once_and_an_end_alone_is_no_digit() -> None:
    book = Book([[Collect(most=4, ends="#")], [Collect(most=4, ends="#")], [HangUp()]])
    call_in(book, "*", "#")
    assert book.heard == [Answered(), Digits("*"), Digits(""), OURS]


def test_keys_pressed_ahead_skip_the_prompts_they_answer() -> None:
    book = Book([[say(0.9, interruptible=False), Collect()], [say(9), Collect()], [HangUp()]])
    call_in(book, "1", "2")
    assert book.heard == [Answered(), Digits("1"), Digits("2"), OURS]


def test_a_message_is_recorded_until_its_key() -> None:
    book = Book([[Record(ends="#")], [Collect(seconds=0.2)], [HangUp()]])
    call_in(book, "5", "7", "#")
    assert book.kinds == ["Answered", "Message", "Timeout", "HungUp"]


def test_nothing_said_is_no_message() -> None:
    book = Book([[Record(silence=0.4)], [HangUp()]])
    call_in(book)
    assert book.heard == [Answered(), Timeout(), OURS]


@pytest.mark.parametrize("taken", ["200 OK", "486 Busy Here"])
def test_a_call_is_handed_to_a_human_who_may_be_busy(taken: str) -> None:
    book = Book([[Transfer(5)], [HangUp()]])
    call_in(book, forwarded="sip:desk@192.0.2.1", taken=taken)
    handed = HungUp(Side.UNKNOWN, "handed over to a human")
    assert book.heard[1:] == ([Timeout(), OURS] if taken.startswith("486") else [handed])


def test_a_call_ends_where_its_conversation_fails(caplog: pytest.LogCaptureFixture) -> None:
    book = Book([], fails=True)

    async def run() -> None:
        async with line(answering(lambda call: book)) as agent, raw(agent.wire.port) as telephone:
            telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
            tag = tag_of(await telephone.wait("SIP/2.0 200"))
            telephone.send(telephone.request("ACK", 1, "ack", tag))
            await answer_bye(telephone)
            async with asyncio.timeout(5):
                while agent.calls:
                    await asyncio.sleep(0.02)

    asyncio.run(run())
    assert "a conversation broke off" in caplog.text


@pytest.mark.requires("sipp")
def test_a_conversation_is_held_with_who_is_called(tmp_path: Path) -> None:
    book = Book([[say(0.1), HangUp()]])

    async def run() -> Ended:
        ear = Ear()
        keys = ("-key", "ear_port", str(await ear.open()))
        port = free_port()
        peer = asyncio.create_task(sipp("answer", tmp_path, *keys, port=port))
        await asyncio.sleep(0.3)

        def nobody(call: Call) -> Book:
            raise AssertionError("nobody calls in")

        async with line(answering(nobody)) as agent:
            ended = await talk_to(
                lambda hear: agent.place(f"sip:a@127.0.0.1:{port}", hear), lambda call: book
            )
            assert not await peer
        ear.close()
        return ended

    assert asyncio.run(run()) == Ended(How.HUNG_UP, Side.OURS, "we hung up")
    assert book.kinds == ["Answered", "HungUp"]
