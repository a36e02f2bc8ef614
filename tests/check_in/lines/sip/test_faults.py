"""Killed in mid-call: what was acknowledged stands, and the line takes calls again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.check_in.lines.sip.peers import Ear
from tests.check_in.lines.sip.ports import free_port, media_ports
from tests.check_in.lines.sip.programs import baresip
from tests.check_in.lines.sip.raw import OFFER, Raw, raw, tag_of
from tests.check_in.lines.sip.scripted import NUMBER, PERSON, PIN, a_store, effects, the_line

from drawdown.check_in.dialogue import CallEnded, CheckedIn, Effect
from drawdown.check_in.lines.sealed import unseal
from drawdown.check_in.lines.store import MemoryStore
from drawdown.check_in.pin import hashed

pytestmark = [pytest.mark.requires("espeak-ng"), pytest.mark.xdist_group("telephones")]


async def calls_in(telephone: Raw, call: str) -> str:
    """Set up a call; its tag."""
    before = len(telephone.all("SIP/2.0 200"))
    telephone.send(telephone.request("INVITE", 1, f"i{call}", body=OFFER, call=call))
    tag = tag_of(await telephone.wait("SIP/2.0 200", before + 1))
    telephone.send(telephone.request("ACK", 1, f"a{call}", tag, call=call))
    return tag


async def types(telephone: Raw, tag: str, keys: str, call: str, first: int = 2) -> None:
    """Press keys by INFO, each answered."""
    for number, key in enumerate(keys, start=first):
        before = len(telephone.all("SIP/2.0 200"))
        body = f"Signal={key}\r\n"
        message = telephone.request("INFO", number, f"n{call}{number}", tag, call=call)
        ends = f"Content-Type: application/dtmf-relay\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        telephone.send(message.replace("Content-Length: 0\r\n\r\n", ends))
        await telephone.wait("SIP/2.0 200", before + 1)


async def until(done: Callable[[], object], seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.05)


def test_a_media_process_that_dies_in_mid_call_is_ours_and_the_person_is_invited_back() -> None:
    async def run() -> None:
        store = a_store()
        async with the_line(store) as line, raw(line.agent.wire.port) as telephone:
            tag = await calls_in(telephone, "one")
            await types(telephone, tag, f"11{NUMBER}#{PIN}#", "one")
            talk = await line.talk("+15550100")
            await until(lambda: talk.state.at == "menu")
            process = line.agent.media._process
            assert process is not None
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            bye = await telephone.wait("BYE")
            telephone.send(telephone.answer(bye, "200 OK"))
            await talk.over()
            (end,) = effects(store, talk)
            assert isinstance(end, CallEnded)
            assert (end.side, end.how) == ("ours", "the media process died")
            assert end.invite_back
            assert not line.beat().works
            await until(lambda: line.beat().works)
            line.talks.clear()
            tag = await calls_in(telephone, "two")
            await types(telephone, tag, f"11{NUMBER}#{PIN}#1", "two")
            await until(lambda: any(isinstance(e, CheckedIn) for e in store.saved.values()))

    asyncio.run(run())


class Slow(MemoryStore):
    """A store that fails for a while."""

    down = False

    def save(self, effect: Effect, now: object) -> None:  # type: ignore[override]
        if self.down:
            raise ConnectionError("the database is away")
        super().save(effect, now)  # type: ignore[arg-type]


def test_what_cannot_be_saved_gets_no_receipt_and_is_said_to_be_ours() -> None:
    async def run() -> None:
        made = a_store()
        store = Slow(made.people, made.schedules, made.places)
        async with the_line(store) as line, raw(line.agent.wire.port) as telephone:
            tag = await calls_in(telephone, "one")
            await types(telephone, tag, f"11{NUMBER}#{PIN}#", "one")
            talk = await line.talk("+15550100")
            await until(lambda: talk.state.at == "menu")
            store.down = True
            before = len(talk.turns)
            await types(telephone, tag, "1", "one", first=40)
            acts = await talk.turn(before + 1)
            names = [name for act in acts if hasattr(act, "sounds") for name, _ in act.sounds]
            assert any("The fault is ours" in name for name in names)
            assert not any("receipt" in name for name in names)
            assert not store.saved
            store.down = False
            telephone.send(telephone.request("BYE", 41, "bye", tag, call="one"))
            await talk.over()
            (end,) = effects(store, talk)
            assert isinstance(end, CallEnded)
            assert (end.side, end.done, end.invite_back) == ("ours", (), True)

    asyncio.run(run())


def folder(path: Path) -> Path:
    """A case with one released person, made up."""
    path.mkdir()
    order = Path(__file__).parents[4] / "orders" / "gayle-v-meade.md"
    (path / "order.md").write_text(order.read_text())
    (path / "case.key").write_text("11" * 32)
    (path / "line.toml").write_text(f'["{NUMBER}"]\nperson = "{PERSON}"\npin = "{hashed(PIN)}"\n')
    (path / "events").mkdir()
    today = date.today()  # noqa: DTZ011
    terms = {"entry": "check_in_terms", "id": "t1", "date": (today - timedelta(days=3)).isoformat(),
             "person": PERSON, "every": "7 days"}  # fmt: skip
    (path / "events" / "terms.jsonl").write_text(json.dumps(terms) + "\n")
    return path


def kept(path: Path) -> list[dict[str, str]]:
    found = path / "events" / "appended.jsonl"
    return [json.loads(each) for each in found.read_text().splitlines()] if found.exists() else []


@asynccontextmanager
async def program(case: Path, port: int, *more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `drawdown line sip`."""
    first, last = media_ports()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "drawdown", "line", "sip", str(case), "--port", str(port),
        "--media-ports", f"{first}-{last}", "--json", *more,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready(process: asyncio.subprocess.Process) -> dict[str, object]:
    assert process.stdout is not None
    while line := await asyncio.wait_for(process.stdout.readline(), 90):
        told: dict[str, object] = json.loads(line)
        if told["event"] == "ready":
            return told
    assert process.stderr is not None
    raise AssertionError((await process.stderr.read()).decode())


def test_a_line_killed_after_the_receipt_has_the_check_in_and_one_killed_before_has_none(
    tmp_path: Path,
) -> None:
    async def run() -> None:
        case, port = folder(tmp_path / "case"), free_port()
        async with program(case, port) as process:
            assert (await ready(process))["works"] is True
            async with raw(port) as telephone:
                tag = await calls_in(telephone, "before")
                await types(telephone, tag, f"11{NUMBER}#{PIN}#", "before")
                await asyncio.sleep(1)
                assert not kept(case)
                process.kill()  # before the key that checks in
                await process.wait()
        assert not kept(case)
        async with program(case, port) as process:
            await ready(process)
            ear = Ear()
            async with raw(port) as telephone:
                offer = OFFER.replace("m=audio 9", f"m=audio {await ear.open()}")
                telephone.send(telephone.request("INVITE", 1, "i", body=offer, call="after"))
                tag = tag_of(await telephone.wait("SIP/2.0 200"))
                telephone.send(telephone.request("ACK", 1, "a", tag, call="after"))
                await types(telephone, tag, f"11{NUMBER}#{PIN}#1", "after")
                await until(lambda: kept(case))  # only now may the receipt be heard
                process.kill()
                await process.wait()
            ear.close()
        (entry,) = kept(case)
        assert (entry["entry"], entry["person"], entry["line"]) == ("check_in", PERSON, "sip")
        async with program(case, port) as process:  # it takes calls again, and ends when asked
            await ready(process)
            async with raw(port) as telephone:
                tag = await calls_in(telephone, "again")
                await types(telephone, tag, f"11{NUMBER}#{PIN}#1", "again")
                await until(lambda: len(kept(case)) == 2)
                process.terminate()
                await asyncio.sleep(0.5)
                assert process.returncode is None  # a call stands
                telephone.send(telephone.request("INVITE", 1, "late", body=OFFER, call="late"))
                await telephone.wait("SIP/2.0 503")
                telephone.send(telephone.request("BYE", 60, "bye", tag, call="again"))
                assert await asyncio.wait_for(process.wait(), 40) == 0

    asyncio.run(run())


@pytest.mark.requires("baresip")
def test_a_message_left_in_a_case_folder_is_sealed_and_can_be_heard_with_its_key(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    async def run() -> None:
        case, port = folder(tmp_path / "case"), free_port()
        phone = tmp_path / "phone"
        phone.mkdir()
        account = "<sip:3055550701@127.0.0.1>;regint=0"
        async with (
            program(case, port) as process,
            baresip(tool("baresip"), phone, account, seconds=60) as desk,
        ):
            await ready(process)
            await desk.command("dial", f"sip:check-in@127.0.0.1:{port}")
            await desk.until("CALL_ESTABLISHED")
            await asyncio.sleep(0.5)
            await desk.press(f"11{NUMBER}#{PIN}#31")
            await asyncio.sleep(7)  # the words, the tone, and two seconds and more of humming
            await desk.press("#")
            await until(lambda: kept(case))
            await desk.command("hangup")
        (task,) = kept(case)
        assert (task["entry"], task["what"]) == ("task", "changed address")
        (sealed,) = (case / "sealed").iterdir()
        assert sealed.name == f"{task['message']}.sealed"
        assert sealed.stat().st_mode & 0o077 == 0
        assert b"RIFF" not in sealed.read_bytes()
        sound = unseal(case, task["message"])
        assert sound.startswith(b"RIFF")
        assert len(sound) > 16_000

    asyncio.run(run())


WRONG = [
    ("", ["--port", "{taken}"], "is in use by another program; expected a free UDP port"),
    ("case.key", [], "has no case.key"),
    ("line.toml", [], "expected it made with: drawdown line enrol"),
    ("", ["--human", "nobody"], "human: 'nobody'; expected an address such as"),
    ("", ["--media-ports", "five"], "--media-ports: 'five'; expected a range"),
    ("", ["--host", "192.0.2.77"], "is no address of this machine"),
    ("", ["--register", "--trunk", "127.0.0.1"], "DRAWDOWN_SIP_PASSWORD: is not set"),
]


def test_what_is_wrong_is_told_in_one_line(tmp_path: Path) -> None:
    async def one(number: int, spoil: str, more: list[str], told: str) -> None:
        case = folder(tmp_path / str(number))
        if spoil:
            (case / spoil).unlink()
        async with raw(9) as taken:
            given = [each.format(taken=taken.port) for each in more]
            async with program(case, free_port(), *given) as process:
                _, errors = await asyncio.wait_for(process.communicate(), 60)
        line, *others = errors.decode().strip().splitlines()
        assert told in line
        assert not others
        assert process.returncode == 2

    async def run() -> None:
        await asyncio.gather(*(one(number, *each) for number, each in enumerate(WRONG)))

    asyncio.run(run())
