"""On a network that loses and repeats messages, each is answered, and each counts once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.check_in.lines.sip.peers import Script, line, tone
from tests.check_in.lines.sip.raw import OFFER, Raw, raw, tag_of

from drawdown.check_in.lines.sip.agent import Agent
from drawdown.check_in.lines.sip.events import Answered, Ended, How, Key, Side

pytestmark = pytest.mark.xdist_group("telephones")

Talk = Callable[[Agent, Raw, Script], Awaitable[None]]


def talk(what: Talk, **settings: object) -> Script:
    """Run a conversation between a line and a telephone that sends what it is told."""
    script = Script({"hello": tone(440, 30)})

    async def run() -> None:
        async with line(script, **settings) as agent, raw(agent.wire.port) as telephone:
            await what(agent, telephone, script)

    asyncio.run(run())
    return script


async def set_up(telephone: Raw, script: Script) -> str:
    """Call and be answered; return the line's tag."""
    telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
    tag = tag_of(await telephone.wait("SIP/2.0 200"))
    telephone.send(telephone.request("ACK", 1, "ack", tag))
    await script.until(lambda each: Answered() in each.events)
    return tag


def test_a_repeated_invite_gets_the_same_answer_and_makes_no_second_call() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        invite = telephone.request("INVITE", 1, "invite", body=OFFER)
        telephone.send(invite)
        telephone.send(invite)
        first = await telephone.wait("SIP/2.0 200")
        tag = tag_of(first)
        telephone.send(telephone.request("ACK", 1, "ack", tag))
        await script.until(lambda each: Answered() in each.events)
        before = len(telephone.all("SIP/2.0 200"))
        telephone.send(invite)  # late: it was delayed on its way
        assert await telephone.wait("SIP/2.0 200", before + 1) == first
        assert len(agent.calls) == len(script.calls) == 1

    talk(what)


def test_an_answer_is_repeated_until_it_is_acknowledged() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
        tag = tag_of(await telephone.wait("SIP/2.0 200", times=3))
        assert not script.events
        ack = telephone.request("ACK", 1, "ack", tag)
        telephone.send(ack)
        telephone.send(ack)
        await script.until(lambda each: Answered() in each.events)
        count = len(telephone.all("SIP/2.0 200"))
        await asyncio.sleep(2.2)
        assert len(telephone.all("SIP/2.0 200")) == count
        assert script.events == [Answered()]

    talk(what)


def test_a_call_whose_answer_is_never_acknowledged_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drawdown.check_in.lines.sip.persistence.LIFETIME", 1.0)

    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        telephone.send(telephone.request("INVITE", 1, "invite", body=OFFER))
        bye = await telephone.wait("BYE")
        assert f"BYE sip:caller@127.0.0.1:{telephone.port} SIP/2.0" in bye
        telephone.send(telephone.answer(bye, "200 OK"))
        await script.until_ended()
        assert not agent.calls

    script = talk(what)
    assert script.ended == [Ended(How.FAILED, Side.UNKNOWN, "no ACK within 32 seconds")]


def test_a_repeated_bye_is_answered_again_after_the_call_is_over() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        bye = telephone.request("BYE", 2, "bye", await set_up(telephone, script))
        telephone.send(bye)
        await script.until_ended()
        telephone.send(bye)
        telephone.send(bye)
        answers = [m for m in telephone.all("SIP/2.0 200") if "CSeq: 2 BYE" in m]
        async with asyncio.timeout(5):
            while len(answers) < 3:
                await asyncio.sleep(0.02)
                answers = [m for m in telephone.all("SIP/2.0 200") if "CSeq: 2 BYE" in m]
        assert len(set(answers)) == 1
        telephone.send(telephone.request("BYE", 3, "another-bye", tag_of(answers[0])))
        await telephone.wait("SIP/2.0 481")

    assert len(talk(what).ended) == 1


def test_a_repeated_info_is_one_key() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        tag = await set_up(telephone, script)
        info = telephone.request("INFO", 2, "info", tag).replace(
            "Content-Length: 0\r\n\r\n",
            "Content-Type: application/dtmf-relay\r\nContent-Length: 10\r\n\r\nSignal=5\r\n",
        )
        for _ in range(3):
            telephone.send(info)
        async with asyncio.timeout(5):
            while len([m for m in telephone.inbox if "CSeq: 2 INFO" in m]) < 3:
                await asyncio.sleep(0.02)
        await script.until(lambda each: bool(each.pressed))
        await asyncio.sleep(0.1)
        assert script.pressed == "5"
        assert Key("5") in script.events

    talk(what)


def test_requests_out_of_order_and_of_no_call_are_refused() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        tag = await set_up(telephone, script)
        telephone.send(telephone.request("OPTIONS", 5, "options", tag))
        await telephone.wait("SIP/2.0 200", 2)
        telephone.send(telephone.request("INFO", 4, "late", tag))
        await telephone.wait("SIP/2.0 500")
        telephone.send(telephone.request("BYE", 6, "stray", "nobody"))
        await telephone.wait("SIP/2.0 481")
        telephone.send(telephone.request("MESSAGE", 1, "message"))
        refused = await telephone.wait("SIP/2.0 405")
        assert tag_of(refused)
        assert "Allow: INVITE" in refused
        telephone.send(telephone.request("INVITE", 1, "by-another-way", body=OFFER))
        await telephone.wait("SIP/2.0 482")
        required = telephone.request("INVITE", 1, "x", body=OFFER, more="Require: 100rel", call="2")
        telephone.send(required)
        assert "Unsupported: 100rel" in await telephone.wait("SIP/2.0 420")

    talk(what)


def test_more_calls_than_may_be_go_elsewhere() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        await set_up(telephone, script)
        telephone.send(telephone.request("INVITE", 1, "second", body=OFFER, call="2"))
        assert "Retry-After:" in await telephone.wait("SIP/2.0 503")
        agent.draining = True
        telephone.send(telephone.request("OPTIONS", 1, "ping", call="3"))
        await telephone.wait("SIP/2.0 503", 2)

    talk(what, most_calls=1)


def test_an_offer_may_come_with_the_ack() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        telephone.send(telephone.request("INVITE", 1, "invite"))
        answer = await telephone.wait("SIP/2.0 200")
        assert "RTP/AVP 0 8 101" in answer
        assert "telephone-event/8000" in answer
        telephone.send(telephone.request("ACK", 1, "ack", tag_of(answer), body=OFFER))
        await script.until(lambda each: Answered() in each.events)

    talk(what)


def test_a_repeated_200_to_our_invite_is_acknowledged_again() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        placing = asyncio.create_task(
            agent.place(f"sip:b@127.0.0.1:{telephone.port}", script.events.append)
        )
        invite = await telephone.wait("INVITE")
        via = next(each for each in invite.split("\r\n") if each.startswith("Via:"))
        assert ";rport" in via
        assert len(via.split("branch=z9hG4bK")[1]) >= 32
        ok = telephone.answer(invite, "200 OK", "x+y", OFFER)
        telephone.send(ok)
        first = await telephone.wait("ACK")
        telephone.send(ok)
        assert await telephone.wait("ACK", 2) == first
        assert first.startswith(f"ACK sip:callee@127.0.0.1:{telephone.port}")
        assert ";tag=x+y\r\n" in first
        assert via not in first  # a request of its own has a branch of its own
        call = await placing
        other = telephone.answer(invite, "200 OK", "fork", OFFER)
        telephone.send(other)  # a second telephone picked up
        bye = await telephone.wait("BYE")
        assert tag_of(bye) == "fork"
        assert call.ended is None
        telephone.send(telephone.answer(bye, "200 OK"))

    talk(what)


def test_nothing_but_the_first_answer_counts_when_taking_back_and_answering_cross() -> None:
    async def what(agent: Agent, telephone: Raw, script: Script) -> None:
        placing = asyncio.create_task(
            agent.place(f"sip:b@127.0.0.1:{telephone.port}", script.events.append)
        )
        invite = await telephone.wait("INVITE")
        telephone.send(telephone.answer(invite, "180 Ringing", "t"))
        await telephone.wait("CANCEL")
        telephone.send(telephone.answer(invite, "200 OK", "t", OFFER))
        await telephone.wait("ACK")
        bye = await telephone.wait("BYE")
        telephone.send(telephone.answer(bye, "200 OK"))
        cancel = telephone.all("CANCEL")[-1]
        telephone.send(telephone.answer(cancel, "200 OK"))
        await placing
        assert script.events == [Ended(How.NO_ANSWER, Side.THEIRS, "rang for 1 s")]

    talk(what, ring_limit=1.0)
